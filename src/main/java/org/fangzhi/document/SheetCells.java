package org.fangzhi.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a sheet are shown, and which of them merged cells cover.
 *
 * @param rows shown rows that are there, from the top, no more than are read
 * @param columns shown columns from the left, no more than are read
 * @param merged merged cells by the first of their places that is shown
 * @param covered their other places
 */
record SheetCells(
    List<Integer> rows,
    List<Integer> columns,
    Map<Long, CellRangeAddress> merged,
    Set<Long> covered) {
  private static final int MOST_COVERED = 200_000;

  static SheetCells of(Sheet sheet) {
    List<Integer> rows = new ArrayList<>();
    int width = 0;
    for (Row row : sheet) {
      if (!row.getZeroHeight() && rows.size() < Grid.MAX_ROWS) {
        rows.add(row.getRowNum());
        width = Math.max(width, row.getLastCellNum());
      }
    }
    List<Integer> columns = new ArrayList<>();
    for (int c = 0; c < Math.min(width, Grid.MAX_COLUMNS); c++) {
      if (!sheet.isColumnHidden(c)) {
        columns.add(c);
      }
    }
    SheetCells cells = new SheetCells(rows, columns, new HashMap<>(), new HashSet<>());
    sheet.getMergedRegions().forEach(cells::cover);
    return cells;
  }

  private void cover(CellRangeAddress area) {
    Long first = null;
    for (int r : within(rows, area.getFirstRow(), area.getLastRow())) {
      for (int c : within(columns, area.getFirstColumn(), area.getLastColumn())) {
        if (first == null) {
          first = place(r, c);
          merged.put(first, area);
        } else if (covered.size() < MOST_COVERED) {
          covered.add(place(r, c));
        }
      }
    }
  }

  private static List<Integer> within(List<Integer> all, int from, int to) {
    return all.stream().filter(i -> i >= from && i <= to).toList();
  }

  private static long place(int row, int column) {
    return (long) row << 16 | column;
  }

  boolean isCovered(int row, int column) {
    return covered.contains(place(row, column));
  }

  /** The merged cell that begins at a place; null when none does. */
  @Nullable CellRangeAddress mergedAt(int row, int column) {
    return merged.get(place(row, column));
  }

  /** How many shown rows a merged cell covers. */
  int rowSpan(CellRangeAddress area) {
    return within(rows, area.getFirstRow(), area.getLastRow()).size();
  }

  /** How many shown columns a merged cell covers. */
  int colSpan(CellRangeAddress area) {
    return within(columns, area.getFirstColumn(), area.getLastColumn()).size();
  }
}
