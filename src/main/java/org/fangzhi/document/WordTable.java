package org.fangzhi.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A table of a word processor: each row has cells of its own widths, which merge downwards. */
final class WordTable {
  private static final int MOST_CELLS = 100_000;

  /**
   * A cell.
   *
   * @param left where it begins, in columns or in twips
   * @param right where it ends
   * @param goesOn whether it belongs to the cell above it
   */
  record Cell(int left, int right, boolean goesOn, List<Piece> content) {
    /** Its text, lines ended by a newline. */
    String text() {
      StringBuilder out = new StringBuilder();
      for (Piece piece : content) {
        append(out, piece);
      }
      return out.toString();
    }

    private static void append(StringBuilder out, Piece piece) {
      if (piece instanceof Piece.Line line) {
        out.append(out.isEmpty() ? "" : "\n").append(line.text());
      } else if (piece instanceof Piece.Sheet sheet) {
        for (List<Grid.Entry> row : sheet.grid().rows()) {
          for (Grid.Entry entry : row) {
            String text = entry.text();
            out.append(out.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
          }
        }
      }
    }
  }

  /** A cell of the grid that may grow downwards. */
  private static final class Place {
    final String text;
    final int span;
    final int row;
    int rows = 1;

    Place(String text, int span, int row) {
      this.text = text;
      this.span = span;
      this.row = row;
    }
  }

  /** Edges as near as this are one. */
  private final int near;

  private final List<List<Cell>> rows = new ArrayList<>();
  private int cells;

  WordTable(int near) {
    this.near = near;
  }

  void row() {
    rows.add(new ArrayList<>());
  }

  void dropRow() {
    rows.remove(rows.size() - 1);
  }

  /** Adds a cell to the row begun last, unless the table has as many as are read. */
  void cell(Cell cell) {
    if (++cells <= MOST_CELLS) {
      rows.get(rows.size() - 1).add(cell);
    }
  }

  /** Makes the last cell of the row reach to an edge; false when there is none. */
  boolean widen(int right) {
    List<Cell> row = rows.get(rows.size() - 1);
    if (row.isEmpty()) {
      return false;
    }
    Cell last = row.remove(row.size() - 1);
    row.add(new Cell(last.left(), right, last.goesOn(), last.content()));
    return true;
  }

  /** Whether the table only arranges the text. */
  boolean isLayout() {
    int all = 0;
    int filled = 0;
    int nested = 0;
    int longest = 0;
    int lines = 0;
    for (Cell cell : cells()) {
      int length = cell.text().length();
      all += length;
      filled += length > 0 ? 1 : 0;
      nested += cell.content().stream().anyMatch(Piece.Sheet.class::isInstance) ? 1 : 0;
      if (length > longest) {
        longest = length;
        lines = cell.content().size();
      }
    }
    return new Layout(cells().size(), filled, nested, longest, all, lines).is();
  }

  private List<Cell> cells() {
    return rows.stream().flatMap(List::stream).toList();
  }

  /** What its cells hold, row by row. */
  List<Piece> content() {
    return cells().stream().flatMap(cell -> cell.content().stream()).toList();
  }

  /** The table as a grid whose columns begin where cells do. */
  Grid grid() {
    List<Integer> lefts = lefts();
    List<List<Place>> placed = new ArrayList<>();
    Map<Integer, Place> open = new HashMap<>();
    for (int r = 0; r < rows.size(); r++) {
      List<Place> row = new ArrayList<>();
      placed.add(row);
      int next = 0;
      for (Cell cell : rows.get(r)) {
        int column = column(lefts, cell.left());
        int span = Math.max(1, column(lefts, cell.right()) - column);
        Place above = open.get(column);
        if (cell.goesOn() && above != null && above.row + above.rows == r && above.span == span) {
          // what a merged cell holds below its first row is not shown
          above.rows++;
        } else {
          if (column > next) {
            row.add(new Place("", column - next, r));
          }
          Place place = new Place(cell.text(), span, r);
          open.put(column, place);
          row.add(place);
        }
        next = column + span;
      }
    }
    return laidOut(placed);
  }

  private static Grid laidOut(List<List<Place>> placed) {
    Grid grid = new Grid();
    for (List<Place> row : placed) {
      if (!grid.row()) {
        break;
      }
      row.forEach(p -> grid.cell(new Grid.Entry(p.rows, p.span, p.text, p.text)));
    }
    return grid;
  }

  private List<Integer> lefts() {
    TreeSet<Integer> all = new TreeSet<>();
    cells().forEach(cell -> all.add(cell.left()));
    List<Integer> lefts = new ArrayList<>();
    for (int left : all) {
      if (lefts.isEmpty() || left - lefts.get(lefts.size() - 1) > near) {
        lefts.add(left);
      }
    }
    return lefts;
  }

  /** The first column that begins at an edge or behind it. */
  private int column(List<Integer> lefts, int edge) {
    int column = 0;
    while (column < lefts.size() && lefts.get(column) < edge - near) {
      column++;
    }
    return column;
  }
}
