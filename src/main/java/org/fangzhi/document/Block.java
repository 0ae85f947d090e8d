package org.fangzhi.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of main content. */
public sealed interface Block {

  /**
   * Where it stands in its document: {@code p7} the seventh paragraph, {@code t2} the second table,
   * both counted from 1; in a PDF with the page before it, {@code page3/t2}, in a workbook with the
   * sheet, {@code sheet1/t2}.
   */
  String at();

  /**
   * A paragraph or heading.
   *
   * @param text repaired, white space collapsed
   * @param level 1 to 6 when marked up as a heading, else 0
   */
  record Paragraph(String at, String text, int level) implements Block {}

  /**
   * A table as a full grid: spans are expanded, so that every row has {@code columns()} places and
   * a spanning cell stands in each place that it covers.
   *
   * @param caption its caption or the name of its sheet, when it has one
   * @param rows rows of equal length; a place that no cell covers is null
   */
  record Table(String at, @Nullable String caption, List<List<@Nullable Cell>> rows)
      implements Block {
    /** The number of columns of the grid, 0 when empty. */
    public int columns() {
      return rows.isEmpty() ? 0 : rows.get(0).size();
    }
  }

  /**
   * A table cell.
   *
   * @param at its own place, {@code t2r5c4}: row and column of its upper left corner, from 1
   * @param row row of its upper left corner, from 0
   * @param column column of its upper left corner, from 0
   * @param rowSpan at least 1, cut to the table
   * @param colSpan at least 1, cut to the table
   * @param text repaired; runs inside a cell joined without a separator, lines by a newline, outer
   *     white space and nbsp removed
   * @param raw as printed
   */
  record Cell(String at, int row, int column, int rowSpan, int colSpan, String text, String raw) {}
}
