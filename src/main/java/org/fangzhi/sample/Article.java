package org.fangzhi.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An article of a sample site: what its file says above the second {@code ---} line, and its text.
 *
 * <p>Each line of the text is a paragraph; {@code # } begins a heading, {@code > } a line of the
 * signature, {@code <} raw HTML. A table stands between a line with the name of a {@link FormTable}
 * in braces and <code>{end}</code>; in it {@code #} begins a remark.
 *
 * @param head the head of the file
 * @param text the text as it stands in the first phase
 */
record Article(Head head, String text) {

  /**
   * The head of an article's file.
   *
   * @param path where the site serves it
   * @param title its title, in lists and on the page
   * @param date {@code yyyy-MM-dd HH:mm}, local time
   * @param source what the page names as 来源
   * @param textOf another site's article whose text this one takes, {@code site/name.txt}
   * @param markup how paragraphs and cells are written; plain when absent
   * @param counter the visits shown in each phase, when the page shows any
   * @param vanishes answers 404 from the second phase on
   * @param changes what the second phase replaces in the text, each found exactly once
   * @param values further places of the template
   */
  record Head(
      String path,
      String title,
      String date,
      String source,
      @Nullable String textOf,
      @Nullable String markup,
      @Nullable List<String> counter,
      boolean vanishes,
      @Nullable List<Change> changes,
      @Nullable Map<String, String> values) {}

  /** A correction: {@code was} becomes {@code is}. */
  record Change(String was, String is) {}

  /** Reads an article by the name of its file below {@code sites/}. */
  static Article named(String name) {
    String[] parts = Resources.text("sites/" + name).split("(?m)^---\\R", 3);
    Head head = Resources.yaml(parts[1], Head.class);
    return new Article(head, head.textOf == null ? parts[2] : named(head.textOf).text);
  }

  /** Whether the second phase shows another text or counter than the first. */
  boolean changes() {
    return head.changes != null || head.counter != null;
  }

  /** The body in a phase, as HTML. */
  String html(int phase) {
    String source = text;
    if (phase > 1 && head.changes != null) {
      for (Change change : head.changes) {
        if (source.split(Pattern.quote(change.was), -1).length != 2) {
          throw new IllegalStateException(head.path + ": not once in the text: " + change.was);
        }
        source = source.replace(change.was, change.is);
      }
    }
    return render(source.lines().toList());
  }

  private String render(List<String> lines) {
    Markup markup =
        head.markup == null ? Markup.PLAIN : Markup.valueOf(head.markup.toUpperCase(Locale.ROOT));
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("# ")) {
        html.append(markup.heading(line.substring(2)));
      } else if (line.startsWith("> ")) {
        html.append(markup.signature(line.substring(2)));
      } else if (line.startsWith("{")) {
        int end = i + lines.subList(i, lines.size()).indexOf("{end}");
        FormTable table = FormTable.named(line.substring(1, line.length() - 1));
        html.append(table.html(figures(lines.subList(i + 1, end)), markup));
        i = end;
      } else if (line.startsWith("<")) {
        html.append(line).append('\n');
      } else if (!line.isBlank()) {
        html.append(markup.paragraph(line));
      }
    }
    return html.toString();
  }

  private static List<String> figures(List<String> lines) {
    List<String> figures = new ArrayList<>();
    for (String line : lines) {
      String data = line.replaceFirst("#.*", "").strip();
      if (!data.isEmpty()) {
        figures.addAll(Arrays.asList(data.split("\\s+")));
      }
    }
    return figures;
  }
}
