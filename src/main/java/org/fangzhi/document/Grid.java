package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.fangzhi.document.Block.Cell;
import org.jspecify.annotations.Nullable;

/**
 * Lays out cells with spans as a full grid, by the table model of HTML: a cell goes to the first
 * free place of its row and covers what its spans say, cut to the table.
 */
final class Grid {
  /** No real table is as wide; wider spans are mistakes or attacks. */
  static final int MAX_COLUMNS = 200;

  static final int MAX_ROWS = 5_000;

  private static final int MAX_PLACES = 200_000;

  /**
   * A cell as found.
   *
   * @param rowSpan 0 for all rows that follow
   */
  record Entry(int rowSpan, int colSpan, String text, String raw) {}

  private final List<List<Entry>> rows = new ArrayList<>();

  /** Begins a row; false when the table has as many as are read. */
  boolean row() {
    if (rows.size() >= MAX_ROWS) {
      return false;
    }
    rows.add(new ArrayList<>());
    return true;
  }

  /** Adds a cell to the row begun last. */
  void cell(Entry entry) {
    List<Entry> row = rows.get(rows.size() - 1);
    if (row.size() < MAX_COLUMNS) {
      row.add(entry);
    }
  }

  List<List<Entry>> rows() {
    return rows;
  }

  /** Whether no cell holds anything. */
  boolean isBlank() {
    for (List<Entry> row : rows) {
      for (Entry entry : row) {
        if (!entry.text().isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /** The grid as a table at a place; {@code name} is that place without its page. */
  Block.Table table(String at, String name, @Nullable String caption) {
    int height = rows.size();
    @Nullable Cell[][] places = new Cell[height][];
    Arrays.setAll(places, r -> new Cell[8]);
    int width = 0;
    int filled = 0;
    for (int r = 0; r < height; r++) {
      int c = 0;
      for (Entry entry : rows.get(r)) {
        while (c < places[r].length && places[r][c] != null) {
          c++;
        }
        if (c >= MAX_COLUMNS || filled >= MAX_PLACES) {
          break;
        }
        int down = entry.rowSpan() <= 0 ? height - r : Math.min(entry.rowSpan(), height - r);
        int across = Math.min(Math.max(1, entry.colSpan()), MAX_COLUMNS - c);
        String place = name + "r" + (r + 1) + "c" + (c + 1);
        Cell cell = new Cell(place, r, c, down, across, entry.text(), entry.raw());
        filled += fill(places, cell);
        c += across;
        width = Math.max(width, c);
      }
    }
    return new Block.Table(at, caption, cut(places, supported(places, width)));
  }

  private static int fill(@Nullable Cell[][] places, Cell cell) {
    int right = cell.column() + cell.colSpan();
    for (int r = cell.row(); r < cell.row() + cell.rowSpan(); r++) {
      if (places[r].length < right) {
        places[r] = Arrays.copyOf(places[r], Math.max(right, 2 * places[r].length));
      }
      for (int c = cell.column(); c < right; c++) {
        if (places[r][c] == null) {
          places[r][c] = cell;
        }
      }
    }
    return cell.rowSpan() * cell.colSpan();
  }

  /** The width without last columns that one cell alone reaches into and where none begins. */
  private static int supported(@Nullable Cell[][] places, int width) {
    if (places.length < 2) {
      return width;
    }
    for (int c = width - 1; c > 0; c--) {
      int reach = 0;
      for (@Nullable Cell[] row : places) {
        Cell cell = c < row.length ? row[c] : null;
        if (cell != null) {
          reach += cell.column() == c ? 2 : 1;
        }
      }
      if (reach > 1) {
        return c + 1;
      }
    }
    return Math.min(width, 1);
  }

  private static List<List<@Nullable Cell>> cut(@Nullable Cell[][] places, int width) {
    List<List<@Nullable Cell>> out = new ArrayList<>(places.length);
    for (int r = 0; r < places.length; r++) {
      @Nullable Cell[] row = Arrays.copyOf(places[r], width);
      for (int c = 0; c < width; c++) {
        Cell cell = row[c];
        if (cell == null) {
          continue;
        }
        Cell first = cell.row() < r ? out.get(cell.row()).get(cell.column()) : row[cell.column()];
        if (first != null && first.at().equals(cell.at())) {
          row[c] = first;
        }
        if (cell.row() == r && cell.column() == c && c + cell.colSpan() > width) {
          row[c] = new Cell(cell.at(), r, c, cell.rowSpan(), width - c, cell.text(), cell.raw());
        }
      }
      out.add(Collections.unmodifiableList(Arrays.asList(row)));
    }
    return Collections.unmodifiableList(out);
  }
}
