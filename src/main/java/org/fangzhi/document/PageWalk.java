package org.fangzhi.document;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Link;
import org.fangzhi.document.Document.Meta;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** One walk over a page that takes the main content apart and notes the lines around it. */
final class PageWalk {
  private static final int MOST_AROUND = 600;
  private static final int MOST_HEADINGS = 20;
  private static final int MOST_META = 500;
  private static final int MOST_LINKS = 2_000;

  private static final Pattern TITLE =
      Pattern.compile("(?:^|[\\s_-])(?:title|tit|biaoti|bt|headline)(?:$|[\\s\\d_-])|title$");

  /** Names of what stands above every page of a site. */
  private static final Pattern BANNER =
      Pattern.compile(
          "(?:^|\\s)(?:(?:site|web|g|m)[_-]?)?(?:header|head|banner|logo|top|topbar|sitename|sitetitle)\\d*(?:$|\\s)");

  private static final Pattern ATTACHMENT =
      Pattern.compile(
          ".*\\.(?:pdf|docx?|xlsx?|et|wps|ofd|pptx?|zip|rar|7z)(?:[?#].*)?",
          Pattern.CASE_INSENSITIVE);

  private final Mender mender;
  private final MainContent content;
  private final List<Meta> meta = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();

  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private final List<Titles.Heading> headings = new ArrayList<>();
  private final Set<Link> links = new LinkedHashSet<>();

  private final StringBuilder line = new StringBuilder();
  private boolean inside;
  private int level;

  /** How much of the main content was walked, in characters as printed. */
  private int printed;

  PageWalk(Mender mender, MainContent content) {
    this.mender = mender;
    this.content = content;
  }

  void walk(Element head, Element body) {
    visit(head);
    line.setLength(0);
    visit(body);
    flush();
  }

  /** The meta elements with a name, wherever they stand. */
  List<Meta> meta() {
    return meta;
  }

  /** The texts of the title elements, wherever they stand. */
  List<String> titles() {
    return titles;
  }

  /** The pieces of the main content. */
  List<Piece> pieces() {
    return pieces;
  }

  /** Lines before the main content. */
  List<String> before() {
    return before;
  }

  /** Lines after it. */
  List<String> after() {
    return after;
  }

  /** What is marked up as a title or ranked as a heading before the text, in order. */
  List<Titles.Heading> headings() {
    return headings;
  }

  /** Links of the main content, and those to attachments after it. */
  List<Link> links() {
    return List.copyOf(links);
  }

  private void visit(Element element) {
    if (inside && content.frames().contains(element)) {
      flush();
      inside = false;
      visit(element);
      flush();
      inside = true;
      return;
    }
    boolean chosen = content.elements().contains(element);
    String end = null;
    if (chosen) {
      flush();
      end = endComment(element);
      inside = end == null;
    }
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof TextNode text) {
        HtmlTable.appendText(text.getWholeText(), line);
      } else if (node instanceof Element child) {
        child(child);
      } else if (end != null && node instanceof Comment comment) {
        String data = comment.getData().strip();
        if (MainContent.COMMENTS.containsKey(data) || data.equals(end)) {
          flush();
          inside = !data.equals(end);
        }
      }
    }
    if (chosen) {
      flush();
      inside = false;
    }
  }

  /** The comment that ends the content, when the element holds the pair of them; else null. */
  private static @Nullable String endComment(Element element) {
    String end = null;
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof Comment comment) {
        String data = comment.getData().strip();
        if (data.equals(end)) {
          return end;
        }
        end = MainContent.COMMENTS.getOrDefault(data, end);
      }
    }
    return null;
  }

  private void child(Element child) {
    String tag = child.normalName();
    switch (tag) {
      case "br", "hr" -> flush();
      case "meta" -> {
        if (meta.size() < MOST_META && !child.attr("name").isEmpty() && child.hasAttr("content")) {
          meta.add(new Meta(child.attr("name"), mended(child.attr("content"))));
        }
      }
      case "title" -> titles.add(mended(child.text()));
      case "a" -> {
        int from = line.length();
        visit(child);
        link(child, from);
      }
      case "table" -> {
        flush();
        boolean wanted = inside || content.elements().contains(child);
        if (wanted && !HtmlTable.isLayout(child, content.leaves().contains(child))) {
          table(child);
        } else {
          visit(child);
        }
        flush();
      }
      default -> {
        if (!MainContent.SILENT.contains(tag)) {
          element(child, tag);
        }
      }
    }
  }

  private void element(Element child, String tag) {
    Titles.Mark mark = headings.size() < MOST_HEADINGS ? mark(child, tag) : null;
    if (!child.isBlock() && !tag.equals("td") && !tag.equals("th")) {
      visit(child);
    } else {
      flush();
      int outer = level;
      boolean ranked =
          tag.length() == 2 && tag.charAt(0) == 'h' && Character.isDigit(tag.charAt(1));
      level = ranked ? tag.charAt(1) - '0' : outer;
      visit(child);
      flush();
      level = outer;
    }
    if (mark != null) {
      headings.add(new Titles.Heading(Tidy.line(mended(child.text())), mark));
    }
  }

  private String mended(String raw) {
    return mender.mend(Characters.clean(raw), -1);
  }

  private Titles.@Nullable Mark mark(Element element, String tag) {
    boolean title = tag.equals("h1") || tag.equals("ucaptitle") || isNamed(element, TITLE);
    boolean ranked = pieces.isEmpty() && (tag.equals("h2") || tag.equals("h3"));
    if (!title && !ranked) {
      return null;
    }
    if (isOfSite(element)) {
      return Titles.Mark.BANNER;
    }
    return title ? Titles.Mark.TITLE : Titles.Mark.RANK;
  }

  /** Whether an element stands in the head of the site, not in that of an article. */
  private boolean isOfSite(Element element) {
    boolean banner = false;
    for (Element e = element; e != null; e = e.parent()) {
      String tag = e.normalName();
      if (tag.equals("body")) {
        break;
      }
      if (tag.equals("article") || tag.equals("main") || content.elements().contains(e)) {
        return false;
      }
      banner |= tag.equals("header") || isNamed(e, BANNER);
    }
    return banner;
  }

  private static boolean isNamed(Element element, Pattern names) {
    return element.attributesSize() > 0
        && (isNamed(element.className(), names) || isNamed(element.id(), names));
  }

  private static boolean isNamed(String name, Pattern names) {
    return !name.isEmpty() && names.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  private void table(Element table) {
    Element caption = table.firstElementChild();
    while (caption != null && !caption.nameIs("caption")) {
      caption = caption.nextElementSibling();
    }
    String name = caption == null ? "" : Tidy.line(mender.mend(caption.text(), -1));
    Grid grid = HtmlTable.read(table, mender, printed);
    if (!grid.isBlank()) {
      pieces.add(new Piece.Sheet(name.isEmpty() ? null : name, grid, ""));
    }
    for (List<Grid.Entry> row : grid.rows()) {
      for (Grid.Entry entry : row) {
        printed += entry.raw().length() + 1;
      }
    }
    keepLinks(table);
  }

  private void keepLinks(Element element) {
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof Element child) {
        if (child.nameIs("a") && child.hasAttr("href")) {
          keep(child, child.text());
        }
        keepLinks(child);
      }
    }
  }

  private void link(Element a, int from) {
    String href = a.attr("href");
    if (!href.isEmpty() && (inside || ATTACHMENT.matcher(href).matches() && !pieces.isEmpty())) {
      keep(a, from <= line.length() ? line.substring(from) : a.text());
    }
  }

  private void keep(Element a, String text) {
    String href = a.attr("href").strip();
    boolean nowhere = href.isEmpty() || href.startsWith("#") || href.startsWith("javascript:");
    if (!nowhere && links.size() < MOST_LINKS) {
      String absolute = a.absUrl("href");
      String address = Characters.clean(absolute.isEmpty() ? href : absolute);
      links.add(new Link(address, Tidy.line(mender.mend(text, -1))));
    }
  }

  private void flush() {
    if (line.length() == 0) {
      return;
    }
    String raw = line.toString();
    line.setLength(0);
    String tidy = Tidy.line(raw);
    if (tidy.isEmpty()) {
      return;
    }
    if (inside) {
      pieces.add(new Piece.Line(Tidy.line(mender.mend(tidy, printed)), level, ""));
      printed += tidy.length() + 1;
    } else {
      List<String> around = pieces.isEmpty() ? before : after;
      if (around.size() < MOST_AROUND) {
        around.add(Tidy.line(mender.mend(tidy, -1)));
      }
    }
  }
}
