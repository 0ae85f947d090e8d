package org.fangzhi.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.nodes.Element;

/** An HTML table with spans drawn as a ruled table; it breaks over pages between two rows. */
final class PdfTable {
  private static final float SIZE = 8;
  private static final float LINE = 11;
  private static final float PAD = 3;

  private record Cell(int row, int column, int rowSpan, int colSpan, String text) {}

  private final PdfReport pdf;
  private final List<Cell> cells = new ArrayList<>();
  private final float[] x;
  private final float[] heights;

  PdfTable(PdfReport pdf, Element table) throws IOException {
    this.pdf = pdf;
    List<Element> rows = table.select("tr");
    boolean[][] taken = new boolean[rows.size()][32];
    int columns = 0;
    for (int r = 0; r < rows.size(); r++) {
      int c = 0;
      for (Element td : rows.get(r).select("td")) {
        while (taken[r][c]) {
          c++;
        }
        int down = span(td, "rowspan");
        int across = span(td, "colspan");
        for (int i = r; i < r + down; i++) {
          Arrays.fill(taken[i], c, c + across, true);
        }
        cells.add(new Cell(r, c, down, across, td.text().replace('\u00a0', ' ').strip()));
        c += across;
        columns = Math.max(columns, c);
      }
    }
    x = edges(columns);
    heights = new float[rows.size()];
    Arrays.fill(heights, LINE + 2 * PAD);
    for (Cell cell : cells) {
      if (cell.rowSpan == 1) {
        float need = lines(cell).size() * LINE + 2 * PAD;
        heights[cell.row] = Math.max(heights[cell.row], need);
      }
    }
  }

  private static int span(Element td, String name) {
    return td.hasAttr(name) ? Integer.parseInt(td.attr(name)) : 1;
  }

  /** Label columns are wide in table three, else all are alike. */
  private float[] edges(int columns) {
    float[] edges = new float[columns + 1];
    edges[0] = pdf.left();
    for (int c = 0; c < columns; c++) {
      float share = columns == 10 ? new float[] {0.1f, 0.14f, 0.27f}[Math.min(c, 2)] : 1f / columns;
      if (columns == 10 && c > 2) {
        share = 0.07f;
      }
      edges[c + 1] = edges[c] + share * pdf.width();
    }
    return edges;
  }

  private List<String> lines(Cell cell) throws IOException {
    List<String> lines = new ArrayList<>();
    String rest = cell.text;
    float width = x[cell.column + cell.colSpan] - x[cell.column] - 2 * PAD;
    while (!rest.isEmpty()) {
      int count = pdf.fitting(rest, SIZE, width);
      lines.add(rest.substring(0, count));
      rest = rest.substring(count);
    }
    return lines;
  }

  void draw() throws IOException {
    pdf.down(8);
    int from = 0;
    while (from < heights.length) {
      pdf.need(heights[from] + LINE);
      int to = from;
      float room = pdf.y() - 64;
      while (to < heights.length && heights[to] <= room) {
        room -= heights[to++];
      }
      if (to < heights.length && to - from < 4) {
        pdf.need(Float.MAX_VALUE);
        continue;
      }
      rows(from, to);
      from = to;
    }
    pdf.down(10);
  }

  /** Draws rows on one page; a cell that began on the page before goes on without its text. */
  private void rows(int from, int to) throws IOException {
    for (Cell cell : cells) {
      int first = Math.max(cell.row, from);
      int last = Math.min(cell.row + cell.rowSpan, to);
      if (first >= last) {
        continue;
      }
      float top = pdf.y() - sum(from, first);
      float height = sum(first, last);
      float width = x[cell.column + cell.colSpan] - x[cell.column];
      pdf.box(x[cell.column], top, width, height);
      if (cell.row >= from) {
        text(cell, top, height, width);
      }
    }
    pdf.down(sum(from, to));
  }

  private void text(Cell cell, float top, float height, float width) throws IOException {
    List<String> lines = lines(cell);
    float baseline = top - (height - lines.size() * LINE) / 2 - SIZE;
    for (String line : lines) {
      float indent = (width - pdf.width(line, SIZE)) / 2;
      pdf.show(line, SIZE, x[cell.column] + indent, baseline);
      baseline -= LINE;
    }
  }

  private float sum(int from, int to) {
    float sum = 0;
    for (int i = from; i < to; i++) {
      sum += heights[i];
    }
    return sum;
  }
}
