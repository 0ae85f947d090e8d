package org.fangzhi.cli;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A dictionary as one file of HTML that asks for nothing else: its Markdown, after a list of its
 * parts.
 */
final class DictionaryPage {

  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private static final TextContentRenderer WORDS = TextContentRenderer.builder().build();

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Fangzhi</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 90rem; padding: 0 1rem; }
      table { border-collapse: collapse; display: block; overflow-x: auto; }
      th, td { border: 1px solid gray; padding: .2rem .5rem; text-align: left; vertical-align: top; }
      </style>
      </head>
      <body>
      <nav aria-label="Parts">
      %s</nav>
      %s</body>
      </html>
      """;

  private DictionaryPage() {}

  /** The page of a dictionary. */
  static String of(String markdown) {
    Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    HtmlRenderer html = HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).build();
    Node page = parser.parse(markdown);
    return PAGE.formatted(html.render(parser.parse(parts(page))), html.render(page));
  }

  /** The headings as a list of links, with the anchors that the renderer gives them. */
  private static String parts(Node page) {
    IdGenerator ids = IdGenerator.builder().build();
    StringBuilder parts = new StringBuilder();
    for (Node node = page.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        String words = WORDS.render(node);
        parts.append("- [%s](#%s)%n".formatted(words, ids.generateId(words)));
      }
    }
    return parts.toString();
  }
}
