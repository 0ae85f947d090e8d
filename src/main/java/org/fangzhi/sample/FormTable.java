package org.fangzhi.sample;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table of one of the forms: its labels and spans, with places for figures. A layout file has a
 * line for each row, its cells parted by a bar; {@code [r2c3]} before a cell is its rowspan and
 * colspan, <code>{}</code> is a figure and <code>{}*7</code> seven of them.
 */
public final class FormTable {
  private static final Pattern SPANS = Pattern.compile("\\[(?:r(\\d+))?(?:c(\\d+))?](.*)");
  private static final Pattern REPEATED = Pattern.compile("\\{}\\*(\\d+)");
  private static final String FIGURE = "{}";

  private record Cell(String spans, String html) {}

  private final String name;
  private final List<List<Cell>> rows;

  private FormTable(String name, List<List<Cell>> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** The table of a name, such as {@code form2021.III}; the names are those of the layout files. */
  public static FormTable named(String name) {
    List<List<Cell>> rows =
        Resources.text("forms/" + name + ".txt").lines().map(FormTable::row).toList();
    return new FormTable(name, rows);
  }

  private static List<Cell> row(String line) {
    List<Cell> cells = new ArrayList<>();
    for (String part : line.split("\\|")) {
      String text = part.strip();
      Matcher repeated = REPEATED.matcher(text);
      Matcher spans = SPANS.matcher(text);
      if (repeated.matches()) {
        for (int i = Integer.parseInt(repeated.group(1)); i > 0; i--) {
          cells.add(new Cell("", FIGURE));
        }
      } else if (spans.matches()) {
        cells.add(
            new Cell(span("row", spans.group(1)) + span("col", spans.group(2)), spans.group(3)));
      } else {
        cells.add(new Cell("", text));
      }
    }
    return cells;
  }

  private static String span(String kind, @Nullable String count) {
    return count == null ? "" : " " + kind + "span=\"" + count + "\"";
  }

  /** How many figures it holds. */
  public int figures() {
    return (int) rows.stream().flatMap(List::stream).filter(c -> c.html.equals(FIGURE)).count();
  }

  /**
   * The table as HTML.
   *
   * @param figures one for each place, row by row; {@code _} leaves a cell empty
   * @throws IllegalArgumentException when there are more or fewer figures than places
   */
  public String html(List<String> figures, Markup markup) {
    if (figures.size() != figures()) {
      throw new IllegalArgumentException(
          name + " has " + figures() + " places, got " + figures.size() + " figures");
    }
    Iterator<String> next = figures.iterator();
    StringBuilder html = new StringBuilder(markup.table());
    for (List<Cell> row : rows) {
      html.append("<tr>");
      for (Cell cell : row) {
        String text = cell.html.equals(FIGURE) ? next.next() : cell.html;
        html.append(markup.cell(cell.spans, text.equals("_") ? "&nbsp;" : text));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody></table>");
    return html.append(markup == Markup.WORD ? "</div>\n" : "\n").toString();
  }
}
