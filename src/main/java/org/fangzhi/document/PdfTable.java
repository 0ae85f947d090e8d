package org.fangzhi.document;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.fangzhi.document.PdfPage.Glyph;
import org.jspecify.annotations.Nullable;

/** A ruled table of a PDF, on one page or joined over several. */
final class PdfTable {
  private static final double NEAR = 5;
  private static final int MOST_HEAD_ROWS = 5;

  private static final class Cell {
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;
    private final List<Glyph> glyphs = new ArrayList<>();
    private int row;
    private int rowSpan;
    private String text = "";

    private Cell(int row, int rowSpan, double left, double right, double top, double bottom) {
      this.row = row;
      this.rowSpan = rowSpan;
      this.left = left;
      this.right = right;
      this.top = top;
      this.bottom = bottom;
    }

    private boolean holds(Glyph glyph) {
      double x = glyph.x() + glyph.width() / 2;
      double y = glyph.middle();
      return x >= left && x < right && y >= top && y < bottom;
    }
  }

  private final double left;
  private final double top;
  private final double right;
  private final double bottom;
  private final boolean openTop;
  private final List<Cell> cells = new ArrayList<>();
  private boolean openBottom;
  private int rows;

  PdfTable(
      double left,
      double top,
      double right,
      double bottom,
      int rows,
      boolean openTop,
      boolean openBottom) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
    this.rows = rows;
    this.openTop = openTop;
    this.openBottom = openBottom;
  }

  /** Where a cell stands, in points. */
  record Box(double left, double top, double right, double bottom) {}

  /** Its cells from top to bottom. */
  List<Box> boxes() {
    return cells.stream().map(c -> new Box(c.left, c.top, c.right, c.bottom)).toList();
  }

  /** The area that it takes, with its outer lines, in units of which a point has so many. */
  Rectangle area(double scale) {
    Rectangle area = new Rectangle();
    area.setFrameFromDiagonal(
        (left - NEAR) * scale,
        (top - NEAR) * scale,
        (right + NEAR) * scale,
        (bottom + NEAR) * scale);
    return area;
  }

  double width() {
    return right - left;
  }

  double top() {
    return top;
  }

  double bottom() {
    return bottom;
  }

  void add(int row, int rowSpan, double x0, double x1, double y0, double y1) {
    cells.add(new Cell(row, rowSpan, x0, x1, y0, y1));
  }

  /** How many cells a word is printed over. */
  long cellsUnder(List<Glyph> word) {
    return cellsOf(word).stream().filter(Objects::nonNull).distinct().count();
  }

  /** Puts a word into the cell where most of it stands; false when that is outside. */
  boolean take(List<Glyph> word) {
    List<@Nullable Cell> places = cellsOf(word);
    Cell best = null;
    long most = places.stream().filter(Objects::isNull).count();
    for (Cell cell : places) {
      long here = places.stream().filter(p -> p == cell).count();
      if (cell != null && here >= most && cell != best) {
        best = cell;
        most = here + 1;
      }
    }
    if (best != null) {
      best.glyphs.addAll(word);
    }
    return best != null;
  }

  private List<@Nullable Cell> cellsOf(List<Glyph> word) {
    List<@Nullable Cell> places = new ArrayList<>();
    for (Glyph glyph : word) {
      Cell last = places.isEmpty() ? null : places.get(places.size() - 1);
      places.add(last != null && last.holds(glyph) ? last : cellOf(glyph));
    }
    return places;
  }

  private @Nullable Cell cellOf(Glyph glyph) {
    double x = glyph.x() + glyph.width() / 2;
    double y = glyph.middle();
    if (x < left || x >= right || y < top || y >= bottom) {
      return null;
    }
    return cells.stream().filter(cell -> cell.holds(glyph)).findFirst().orElse(null);
  }

  /** Makes the texts of the cells; false when there is none. */
  boolean settle() {
    boolean any = false;
    for (Cell cell : cells) {
      cell.text = PdfLines.textOf(cell.glyphs);
      any |= !cell.text.isEmpty();
    }
    return any;
  }

  /** Whether the other table stands to the right of this one, not below it. */
  boolean isBeside(PdfTable other) {
    return other.left > right - NEAR && other.top < bottom;
  }

  /** Whether the other table, first on the next page, goes on with this one. */
  boolean continuesIn(PdfTable next) {
    return Math.abs(left - next.left) < NEAR && Math.abs(right - next.right) < NEAR;
  }

  /** Takes over the rows of the table that goes on with this one. */
  void append(PdfTable next) {
    next.dropRows(headRowsOf(next));
    int shift = rows;
    boolean torn = openBottom && next.openTop;
    for (Cell cell : next.cells) {
      Cell above = cell.row == 0 ? lastOver(cell) : null;
      // a row without a line at the page's end goes on; a label over many rows stands once
      boolean same = above != null && (torn || isLabelAgain(above, cell));
      if (same) {
        above.text = join(above.text, cell.text);
        above.rowSpan += torn ? cell.rowSpan - 1 : cell.rowSpan;
      } else {
        cell.row += shift - (torn && cell.row > 0 ? 1 : 0);
        cells.add(cell);
      }
    }
    rows += next.rows - (torn ? 1 : 0);
    openBottom = next.openBottom;
  }

  /** How many first rows of the other table only repeat those of this one. */
  private int headRowsOf(PdfTable next) {
    int same = 0;
    int complete = 0;
    while (same < Math.min(MOST_HEAD_ROWS, next.rows - 1) && row(same).equals(next.row(same))) {
      same++;
      int rows = same;
      if (next.cells.stream().noneMatch(c -> c.row < rows && c.row + c.rowSpan > rows)) {
        complete = same;
      }
    }
    int head = complete;
    boolean words =
        next.cells.stream()
            .anyMatch(
                c -> c.row < head && c.text.chars().anyMatch(t -> Characters.isHan((char) t)));
    return words ? head : 0;
  }

  private List<String> row(int row) {
    return cells.stream()
        .filter(c -> c.row == row)
        .map(c -> Math.round(c.left / NEAR) + " " + c.rowSpan + " " + c.text)
        .toList();
  }

  private void dropRows(int count) {
    cells.removeIf(c -> c.row < count);
    cells.forEach(c -> c.row -= count);
    rows -= count;
  }

  private static String join(String above, String below) {
    return above.isEmpty() || below.isEmpty() ? above + below : above + "\n" + below;
  }

  private @Nullable Cell lastOver(Cell cell) {
    for (Cell above : cells) {
      if (above.row + above.rowSpan == rows
          && Math.abs(above.left - cell.left) < NEAR
          && Math.abs(above.right - cell.right) < NEAR) {
        return above;
      }
    }
    return null;
  }

  private static boolean isLabelAgain(Cell above, Cell cell) {
    boolean label = above.text.chars().anyMatch(c -> Characters.isHan((char) c));
    return label && cell.text.isEmpty() && (cell.rowSpan > 1 || above.rowSpan > 1);
  }

  /** The table as a grid whose columns begin where cells do. */
  Grid grid() {
    TreeSet<Double> edges = new TreeSet<>();
    cells.stream()
        .sorted(Comparator.comparingDouble(c -> c.left))
        .forEach(c -> edge(edges, c.left));
    List<Double> lefts = new ArrayList<>(edges);
    cells.sort(Comparator.<Cell>comparingInt(c -> c.row).thenComparingDouble(c -> c.left));
    Grid grid = new Grid();
    int next = 0;
    for (int r = 0; r < rows && grid.row(); r++) {
      for (; next < cells.size() && cells.get(next).row == r; next++) {
        Cell cell = cells.get(next);
        int span =
            (int) lefts.stream().filter(x -> x > cell.left - NEAR && x < cell.right - NEAR).count();
        grid.cell(new Grid.Entry(cell.rowSpan, Math.max(span, 1), cell.text, cell.text));
      }
    }
    return grid;
  }

  private static void edge(TreeSet<Double> edges, double x) {
    if (edges.isEmpty() || x - edges.last() > NEAR) {
      edges.add(x);
    }
  }
}
