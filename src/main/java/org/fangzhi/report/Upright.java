package org.fangzhi.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.document.Block;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/** Turns tables that lie on their side, with the form's rows as columns. */
final class Upright {
  /** So many labels side by side, or heads one below the other, are never chance. */
  private static final int MANY = 8;

  /** Table two in one small table has as few heads. */
  private static final int FEW = 2;

  private static final int FEW_ROWS = 5;

  private static final Set<String> ROWS = new HashSet<>();
  private static final Set<String> HEADS = new HashSet<>();

  static {
    for (Form form : Catalogue.get().forms()) {
      for (Indicator row : form.indicators()) {
        String label = row.label();
        int slash = label.lastIndexOf('/');
        if ("III".equals(row.table()) && !row.heading()) {
          ROWS.add(Labels.bare(label));
        } else if ("IV".equals(row.table())) {
          HEADS.add(Labels.bare(label.substring(slash + 1)));
        } else if (label.endsWith("/本年增/减")) {
          HEADS.add("本年增/减");
        } else if ("II".equals(row.table())) {
          HEADS.add(Labels.bare(label.substring(slash + 1)));
        }
      }
    }
  }

  private Upright() {}

  /** Whether the lines of a table show that it lies on its side. */
  static boolean lies(List<Line> lines) {
    int across = 0;
    int heads = 0;
    int first = 0;
    for (Line line : lines) {
      int rows = 0;
      int own = 0;
      for (Line.Field field : line.fields()) {
        rows += !field.value() && ROWS.contains(field.key()) ? 1 : 0;
        own += !field.value() && HEADS.contains(field.key()) ? 1 : 0;
      }
      if (own > 1) {
        return false;
      }
      across = Math.max(across, rows);
      heads += own;
      first += own == 1 && HEADS.contains(line.fields().get(0).key()) ? 1 : 0;
    }
    return across >= MANY
        || heads >= MANY
        || lines.size() <= FEW_ROWS && first == heads && heads > FEW;
  }

  /** A table with its rows as columns. */
  static Block.Table turned(Block.Table table) {
    int height = table.columns();
    @Nullable Block.Cell[][] places = new Block.Cell[height][table.rows().size()];
    for (List<Block.@Nullable Cell> row : table.rows()) {
      for (Block.Cell cell : row) {
        if (cell != null && places[cell.column()][cell.row()] == null) {
          fill(places, cell);
        }
      }
    }
    List<List<Block.@Nullable Cell>> rows = new ArrayList<>();
    for (@Nullable Block.Cell[] row : places) {
      rows.add(Arrays.asList(row));
    }
    return new Block.Table(table.at(), table.caption(), rows);
  }

  private static void fill(@Nullable Block.Cell[][] places, Block.Cell cell) {
    Block.Cell turned =
        new Block.Cell(
            cell.at(),
            cell.column(),
            cell.row(),
            cell.colSpan(),
            cell.rowSpan(),
            cell.text(),
            cell.raw());
    for (int r = cell.column(); r < Math.min(places.length, cell.column() + cell.colSpan()); r++) {
      for (int c = cell.row(); c < Math.min(places[r].length, cell.row() + cell.rowSpan()); c++) {
        places[r][c] = turned;
      }
    }
  }
}
