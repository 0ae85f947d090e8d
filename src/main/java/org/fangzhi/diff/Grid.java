package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.Collections;
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
 * @param above by row, what heads each of its places; an empty list where nothing does
 */
record Grid(@Nullable String caption, List<List<@Nullable Place>> rows, List<List<String>> above) {
  private static final Pattern FIGURE =
      Pattern.compile("[^\\p{L}]*|[+-]?\\d[\\d,.]*(?:件|次|人|条|个|份|宗|项|起|场|期|篇|家|元|万元|亿元|人次|万|%)");

  private static final int MOST_HEADS = 8;

  private static final int LONGEST_REACHING = 60;

  private static final String BETWEEN = " / ";

  /**
   * A cell.
   *
   * @param begins whether it begins in this row
   */
  record Place(String at, String text, String key, boolean begins) {
    /** The same cell in a row that it does not begin in. */
    private Place below() {
      return new Place(at, text, key, false);
    }

    /** What it adds to the name of a row: little where it only reaches into it. */
    private String part() {
      return begins || key.length() <= LONGEST_REACHING ? key : key.substring(0, LONGEST_REACHING);
    }

    boolean figure() {
      return FIGURE.matcher(key).matches();
    }
  }

  static Grid of(Block.Table table, Mask mask) {
    List<List<@Nullable Place>> rows = new ArrayList<>();
    // A spanning cell covers up to a million places, and its text is there once.
    Map<String, Place> begun = new HashMap<>();
    for (int r = 0; r < table.rows().size(); r++) {
      List<@Nullable Place> row = new ArrayList<>();
      for (Block.@Nullable Cell cell : table.rows().get(r)) {
        if (cell == null) {
          row.add(null);
        } else {
          Place known =
              begun.computeIfAbsent(
                  cell.at(),
                  at -> {
                    String text = mask.of(cell.text());
                    return new Place(at, text, Words.key(text), true);
                  });
          row.add(cell.row() == r ? known : known.below());
        }
      }
      rows.add(row);
    }
    return new Grid(table.caption(), rows, heads(rows));
  }

  /** What stands above each place: the nearest rows without figures that say anything there. */
  private static List<List<String>> heads(List<List<@Nullable Place>> rows) {
    List<List<String>> above = new ArrayList<>();
    List<String> heads = List.of();
    int from = 0;
    for (int r = 0; r < rows.size(); r++) {
      if (!isHead(rows.get(r))) {
        if (from < r) {
          heads = heads(rows.subList(from, r), heads);
        }
        from = r + 1;
      }
      above.add(heads);
    }
    return above;
  }

  private static List<String> heads(List<List<@Nullable Place>> group, List<String> before) {
    List<String> heads = new ArrayList<>();
    for (int c = 0; c < group.get(0).size(); c++) {
      Set<String> head = new LinkedHashSet<>();
      for (List<@Nullable Place> row : group.subList(0, Math.min(group.size(), MOST_HEADS))) {
        Place place = row.get(c);
        if (place != null && !place.key().isEmpty()) {
          head.add(place.key());
        }
      }
      String own = String.join(BETWEEN, head);
      heads.add(own.isEmpty() && !before.isEmpty() ? before.get(c) : own);
    }
    return heads;
  }

  /** What stands above a place; empty where nothing does. */
  String above(int row, int column) {
    List<String> heads = above.get(row);
    return heads.isEmpty() ? "" : heads.get(column);
  }

  /** What names each column: the heads of the first row with a figure. */
  List<String> columns() {
    for (List<String> heads : above) {
      if (!heads.isEmpty()) {
        return heads;
      }
    }
    return Collections.nCopies(rows.isEmpty() ? 0 : rows.get(0).size(), "");
  }

  private static boolean isHead(List<@Nullable Place> row) {
    return row.stream().noneMatch(p -> p != null && !p.key().isEmpty() && p.figure());
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
        labels.add(place.part());
      }
    }
    return String.join(BETWEEN, labels);
  }

  private static String key(List<@Nullable Place> row) {
    StringBuilder key = new StringBuilder();
    cells(row).forEach(place -> key.append(place.part()).append('\t'));
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
