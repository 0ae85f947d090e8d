package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/** Reads the table elements of a page. */
final class HtmlTable {
  private static final Evaluator TABLE = Selector.evaluatorOf("table");

  private static final Pattern STRUCK_OUT =
      Pattern.compile("(?i)(?<![\\w-])display\\s*:\\s*none|line-through");

  private final Mender mender;

  /** What the cell in hand prints. */
  private final StringBuilder printed = new StringBuilder();

  /** Where in the text before repair the next cell stands. */
  private int at;

  private HtmlTable(Mender mender, int at) {
    this.mender = mender;
    this.at = at;
  }

  /**
   * Whether a table only arranges the page.
   *
   * @param leaf whether it holds no table
   */
  static boolean isLayout(Element table, boolean leaf) {
    List<Element> rows = rows(table);
    if (leaf && hasMany(rows)) {
      return false;
    }
    List<Element> cells = cells(rows);
    int filled = 0;
    int longest = 0;
    int all = 0;
    int nested = 0;
    Element largest = table;
    for (Element cell : cells) {
      int length = length(cell);
      all += length;
      filled += length > 0 ? 1 : 0;
      nested += leaf || cell.selectFirst(TABLE) == null ? 0 : 1;
      if (length > longest) {
        longest = length;
        largest = cell;
      }
    }
    return new Layout(cells.size(), filled, nested, longest, all, largest.childrenSize()).is();
  }

  /**
   * Whether rows have so many cells that they are no layout; most tables of reports are told so.
   */
  private static boolean hasMany(List<Element> rows) {
    int cells = 0;
    for (Element row : rows) {
      for (Node node = row.firstChild(); node != null; node = node.nextSibling()) {
        cells += node instanceof Element child && isCell(child) ? 1 : 0;
      }
      if (cells >= Layout.MANY_CELLS) {
        return true;
      }
    }
    return false;
  }

  private static List<Element> cells(List<Element> rows) {
    List<Element> cells = new ArrayList<>();
    rows.forEach(row -> addCells(row, cells));
    return cells;
  }

  private static void addCells(Element row, List<Element> cells) {
    for (Node node = row.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof Element child && isCell(child)) {
        cells.add(child);
      }
    }
  }

  private static boolean isCell(Element element) {
    return element.normalName().equals("td") || element.normalName().equals("th");
  }

  /** The rows of a table itself, in order, not those of tables inside. */
  private static List<Element> rows(Element table) {
    List<Element> rows = new ArrayList<>();
    for (Element child = table.firstElementChild();
        child != null;
        child = child.nextElementSibling()) {
      switch (child.normalName()) {
        case "tr" -> rows.add(child);
        case "thead", "tbody", "tfoot" -> {
          for (Element row = child.firstElementChild();
              row != null;
              row = row.nextElementSibling()) {
            if (row.normalName().equals("tr")) {
              rows.add(row);
            }
          }
        }
        default -> {
          // captions and column groups
        }
      }
    }
    return rows;
  }

  private static int length(Element element) {
    int sum = 0;
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof TextNode text) {
        sum += text.isBlank() ? 0 : text.getWholeText().length();
      } else if (node instanceof Element child
          && !MainContent.SILENT.contains(child.normalName())) {
        sum += length(child);
      }
    }
    return sum;
  }

  /** The cells of a table; {@code at} is where it begins in the text before repair. */
  static Grid read(Element table, Mender mender, int at) {
    return new HtmlTable(mender, at).read(table);
  }

  private Grid read(Element table) {
    Grid grid = new Grid();
    List<Element> cells = new ArrayList<>();
    for (Element row : rows(table)) {
      cells.clear();
      addCells(row, cells);
      if (cells.isEmpty()) {
        continue;
      }
      if (!grid.row()) {
        break;
      }
      for (Element cell : cells) {
        grid.cell(entry(cell));
      }
    }
    return grid;
  }

  private Grid.Entry entry(Element cell) {
    printed.setLength(0);
    append(cell, printed);
    String raw = printed.toString();
    String tidy = Tidy.lines(raw);
    String text = Tidy.lines(mender.mend(tidy, at));
    at += tidy.length() + 1;
    return new Grid.Entry(
        span(cell, "rowspan"), span(cell, "colspan"), text, raw.equals(text) ? text : raw);
  }

  private static int span(Element cell, String name) {
    if (!cell.hasAttr(name)) {
      return 1;
    }
    String value = cell.attr(name).strip();
    int end = 0;
    while (end < value.length()
        && end < 6
        && value.charAt(end) >= '0'
        && value.charAt(end) <= '9') {
      end++;
    }
    if (end == 0) {
      return 1;
    }
    int span = Integer.parseInt(value.substring(0, end));
    return span == 0 && name.equals("colspan") ? 1 : span;
  }

  /** Text as a cell shows it: runs joined, line ends only from markup. */
  static void append(Element element, StringBuilder out) {
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof TextNode text) {
        appendText(text.getWholeText(), out);
      } else if (node instanceof Element child) {
        String tag = child.normalName();
        if (tag.equals("br")) {
          out.append('\n');
        } else if (tag.equals("sup") && isNote(child, out)) {
          out.append('[').append(child.text()).append(']');
        } else if (!MainContent.SILENT.contains(tag) && !isStruckOut(child, tag)) {
          boolean block = child.isBlock();
          newLine(out, block);
          append(child, out);
          newLine(out, block);
        }
      }
    }
  }

  /** The mark of a footnote behind a number, which must not become a digit of it. */
  private static boolean isNote(Element sup, StringBuilder out) {
    String mark = sup.text();
    return out.length() > 0
        && Character.isDigit(out.charAt(out.length() - 1))
        && !mark.isEmpty()
        && Character.isDigit(mark.charAt(0));
  }

  /** What was corrected in a cell is not what it says. */
  private static boolean isStruckOut(Element child, String tag) {
    if (tag.equals("del") || tag.equals("s") || tag.equals("strike")) {
      return true;
    }
    String style = child.attr("style");
    return !style.isEmpty() && STRUCK_OUT.matcher(style).find();
  }

  private static void newLine(StringBuilder out, boolean block) {
    if (block && out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  /** Text of the source, its white space made single spaces; nbsp stays. */
  static void appendText(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        // numeric references may stand for lone surrogates
        if (c < 0xD800 || Characters.isClean(text, i)) {
          out.append(c);
        }
      } else if (out.length() > 0) {
        char last = out.charAt(out.length() - 1);
        if (last != ' ' && last != '\n') {
          out.append(' ');
        }
      }
    }
  }
}
