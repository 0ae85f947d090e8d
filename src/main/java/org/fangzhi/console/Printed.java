package org.fangzhi.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.report.Footer;
import org.jspecify.annotations.Nullable;

/**
 * A document as it is printed, each place with an anchor, and which figures were read in it. Names
 * and numbers of form footers are left out, as in all texts.
 *
 * @param pieces in reading order
 * @param places the anchors that there are
 */
public record Printed(List<Piece> pieces, Set<String> places) {

  /**
   * A paragraph, or a table where {@code rows} is not empty.
   *
   * @param level of a heading, else 0
   * @param figure anchor of the figure read in it; null when there is none
   */
  public record Piece(
      String anchor, String text, int level, @Nullable String figure, List<List<Cell>> rows) {}

  /** A cell of a table. */
  public record Cell(
      String anchor, String text, int rowSpan, int colSpan, @Nullable String figure) {}

  /**
   * @param figures anchors of figures by the place that they were read in
   */
  static Printed of(Document document, Map<String, String> figures) {
    List<Piece> pieces = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (Block block : document.blocks()) {
      places.add(block.at());
      if (block instanceof Block.Table table) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int r = 0; r < table.rows().size(); r++) {
          rows.add(row(table.rows().get(r), r, figures, places));
        }
        String caption = table.caption() == null ? "" : table.caption();
        pieces.add(new Piece(anchor(block.at()), caption, 0, null, rows));
      } else if (block instanceof Block.Paragraph paragraph) {
        pieces.add(
            new Piece(
                anchor(block.at()),
                Footer.masked(paragraph.text()),
                paragraph.level(),
                figures.get(block.at()),
                List.of()));
      }
    }
    return new Printed(pieces, places);
  }

  private static List<Cell> row(
      List<Block.@Nullable Cell> cells, int r, Map<String, String> figures, Set<String> places) {
    List<Block.Cell> begun = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      Block.Cell cell = cells.get(c);
      if (cell != null && cell.row() == r && cell.column() == c) {
        begun.add(cell);
        line.append(cell.text()).append('\t');
      }
    }
    String told = Footer.masked(line.toString());
    boolean whole = told.contentEquals(line);
    List<Cell> row = new ArrayList<>();
    for (Block.Cell cell : begun) {
      places.add(cell.at());
      String text = Footer.masked(cell.text());
      row.add(
          new Cell(
              anchor(cell.at()),
              whole || told.contains(text) ? text : "",
              cell.rowSpan(),
              cell.colSpan(),
              figures.get(cell.at())));
    }
    return row;
  }

  /** The anchor of a place. */
  public static String anchor(String at) {
    return "at-" + at.replace('/', '-');
  }
}
