package org.fangzhi.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.jspecify.annotations.Nullable;

/** Builds documents block by block, as if read from a page. */
final class Blocks {
  private final List<Block> blocks = new ArrayList<>();
  private int paragraphs;
  private int tables;

  /** A cell with its spans. */
  record Spanning(String text, int rowSpan, int colSpan) {}

  static Spanning cell(String text) {
    return new Spanning(text, 1, 1);
  }

  static Spanning wide(String text, int colSpan) {
    return new Spanning(text, 1, colSpan);
  }

  static List<Spanning> row(String... texts) {
    return Arrays.stream(texts).map(Blocks::cell).toList();
  }

  Blocks say(String... paragraphs) {
    for (String text : paragraphs) {
      blocks.add(new Block.Paragraph("p" + ++this.paragraphs, text, 0));
    }
    return this;
  }

  /** A table of rows; spans push the cells after and below them aside as a browser does. */
  Blocks table(List<List<Spanning>> rows) {
    String name = "t" + ++tables;
    List<List<Block.@Nullable Cell>> grid = new ArrayList<>();
    rows.forEach(row -> grid.add(new ArrayList<>()));
    for (int r = 0; r < rows.size(); r++) {
      int column = 0;
      for (Spanning cell : rows.get(r)) {
        while (at(grid.get(r), column) != null) {
          column++;
        }
        int height = Math.min(cell.rowSpan(), rows.size() - r);
        Block.Cell placed =
            new Block.Cell(
                name + "r" + (r + 1) + "c" + (column + 1),
                r,
                column,
                height,
                cell.colSpan(),
                cell.text().strip(),
                cell.text());
        for (int i = r; i < r + height; i++) {
          for (int k = column; k < column + cell.colSpan(); k++) {
            while (grid.get(i).size() <= k) {
              grid.get(i).add(null);
            }
            grid.get(i).set(k, placed);
          }
        }
        column += cell.colSpan();
      }
    }
    int width = grid.stream().mapToInt(List::size).max().orElse(0);
    grid.forEach(row -> row.addAll(Collections.nCopies(width - row.size(), null)));
    blocks.add(new Block.Table(name, null, grid));
    return this;
  }

  private static Block.@Nullable Cell at(List<Block.@Nullable Cell> row, int column) {
    return column < row.size() ? row.get(column) : null;
  }

  Document document(@Nullable String title) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p) {
        text.append(p.text()).append('\n');
      }
    }
    return new Document(
        "text/html",
        null,
        title,
        List.of(),
        List.of(),
        blocks,
        List.of(),
        text.toString(),
        text.toString().replaceAll("\\s", ""),
        List.of(),
        false,
        Set.of(),
        List.of(),
        List.of());
  }
}
