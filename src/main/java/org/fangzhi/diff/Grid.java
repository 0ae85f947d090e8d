package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is compared.
 *
 * @param rows places of each row, from left to right; a spanning cell stands in each it covers
 * @param columns what names each column
 */
record Grid(@Nullable String caption, List<List<@Nullable Place>> rows, List<String> columns) {
  private static final Pattern FIGURE =
      Pattern.compile("[^\\p{L}]*|[^\\p{L}]*\\d[^\\p{L}]*\\p{IsHan}{1,2}");

  private static final String BETWEEN = " / ";

  /**
   * A cell.
   *
   * @param begins whether it begins in this row
   */
  record Place(String at, String text, String key, boolean begins) {
    boolean figure() {
      return FIGURE.matcher(key).matches();
    }
  }

  static Grid of(Block.Table table, Mask mask) {
    List<List<@Nullable Place>> rows = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    for (int r = 0; r < table.rows().size(); r++) {
      List<@Nullable Place> row = new ArrayList<>();
      for (Block.@Nullable Cell cell : table.rows().get(r)) {
        if (cell == null) {
          row.add(null);
        } else {
          String text = texts.computeIfAbsent(cell.at(), at -> mask.of(cell.text()));
          row.add(new Place(cell.at(), text, Words.key(text), cell.row() == r));
        }
      }
      rows.add(row);
    }
    return new Grid(table.caption(), rows, columns(rows));
  }

  /** What the first rows say above each column, as far as they hold no figures. */
  private static List<String> columns(List<List<@Nullable Place>> rows) {
    List<Set<String>> heads = new ArrayList<>();
    for (List<@Nullable Place> row : rows) {
      if (row.stream().anyMatch(p -> p != null && !p.key().isEmpty() && p.figure())) {
        break;
      }
      for (int c = 0; c < row.size(); c++) {
        if (heads.size() <= c) {
          heads.add(new LinkedHashSet<>());
        }
        Place place = row.get(c);
        if (place != null && !place.key().isEmpty()) {
          heads.get(c).add(place.key());
        }
      }
    }
    int width = rows.isEmpty() ? 0 : rows.get(0).size();
    while (heads.size() < width) {
      heads.add(Set.of());
    }
    return heads.stream().map(head -> String.join(BETWEEN, head)).toList();
  }

  /** The cells of a row, each once. */
  static List<Place> cells(List<@Nullable Place> row) {
    List<Place> cells = new ArrayList<>();
    String last = "";
    for (Place place : row) {
      if (place != null && !place.at().equals(last)) {
        cells.add(place);
        last = place.at();
      }
    }
    return cells;
  }

  /** What names a row: its cells that are no figures. */
  static String label(List<@Nullable Place> row) {
    Set<String> labels = new LinkedHashSet<>();
    for (Place place : cells(row)) {
      if (!place.figure()) {
        labels.add(place.key());
      }
    }
    return String.join(BETWEEN, labels);
  }

  private static String key(List<@Nullable Place> row) {
    StringBuilder key = new StringBuilder();
    cells(row).forEach(place -> key.append(place.key()).append('\t'));
    return key.toString();
  }

  List<Item> items() {
    return rows.stream().map(row -> Item.row(key(row), label(row))).toList();
  }

  /** The table as one piece, known by its labels. */
  Item item() {
    StringBuilder key = new StringBuilder();
    StringBuilder labels = new StringBuilder();
    for (List<@Nullable Place> row : rows) {
      key.append(key(row)).append('\n');
      for (Place place : cells(row)) {
        if (place.begins() && !place.figure()) {
          labels.append(place.key());
        }
      }
    }
    return Item.table(key.toString(), labels.toString());
  }
}
