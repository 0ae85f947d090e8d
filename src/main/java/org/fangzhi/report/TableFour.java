package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * Table four, 政府信息公开行政复议、行政诉讼情况: fifteen numbers in three blocks of five, in one row, or in a row a
 * block. What a number tells its heads say; without heads over it, the form's order.
 */
final class TableFour {
  private static final List<String> OUTCOMES = List.of("维持", "纠正", "其他", "审结", "总计");
  private static final int BLOCK = 5;

  private final List<Indicator> places;

  TableFour(Form form) {
    this.places = form.table("IV");
  }

  void read(List<Line> lines, int from, Tally tally) {
    List<Line> heads = new ArrayList<>();
    for (Line line : lines.subList(from, lines.size())) {
      int start = values(line);
      List<Line.Field> values = line.fields().subList(start, line.fields().size());
      if (Line.filled(values) == 0) {
        if (heads(line)) {
          heads.add(line);
        }
      } else if (!heads.isEmpty() && !numbering(values)) {
        read(line, line.fields().subList(0, start), values, heads, tally);
      }
    }
    for (Indicator place : places) {
      if (!tally.has(place.code())) {
        tally.withhold(place.code(), "no row of fifteen values in table four");
      }
    }
  }

  private void read(
      Line line, List<Line.Field> labels, List<Line.Field> values, List<Line> heads, Tally tally) {
    List<Line.Field> cells = values;
    if (!line.grid() || cells.size() % BLOCK != 0 || cells.size() > places.size()) {
      cells = values.stream().filter(f -> !f.empty()).toList();
    }
    int[] order = cells.size() % BLOCK == 0 ? order(line, labels, cells, heads) : null;
    for (int k = 0; order != null && k < order.length; k++) {
      Indicator place = places.get(order[k]);
      if (cells.get(k).shared()) {
        tally.withhold(place.code(), "its cell spans several rows");
      } else {
        String told = line.derived() ? "derived" : null;
        tally.put(place, null, Figure.of(cells.get(k).text()), null, told, cells.get(k));
      }
    }
  }

  /** The place of each cell; null when it is not certain. */
  private int @Nullable [] order(
      Line line, List<Line.Field> labels, List<Line.Field> cells, List<Line> heads) {
    int[] order = new int[cells.size()];
    Set<Integer> distinct = new HashSet<>();
    int own = block(labels.stream().map(Line.Field::key).toList());
    for (int k = 0; k < order.length; k++) {
      List<String> over = over(line, cells.get(k), heads);
      int block = own < 0 ? block(over) : own;
      int outcome = outcome(over);
      order[k] = block < 0 || outcome < 0 ? -1 : block * BLOCK + outcome;
      if (order[k] >= 0) {
        distinct.add(order[k]);
      }
    }
    if (distinct.size() == order.length) {
      return order;
    }
    int first = order.length == places.size() ? 0 : order.length == BLOCK ? own : -1;
    boolean told = heads.stream().anyMatch(TableFour::whole) || sums(cells);
    if (first < 0 || !told || heads.stream().anyMatch(TableFour::contradicts)) {
      return null;
    }
    for (int k = 0; k < order.length; k++) {
      order[k] = first * BLOCK + k;
    }
    return order;
  }

  /** The heads that stand over a cell of the same table, from above. */
  private static List<String> over(Line line, Line.Field cell, List<Line> heads) {
    List<String> over = new ArrayList<>();
    for (Line head : heads) {
      if (line.grid() && head.table() == line.table()) {
        String key = "";
        for (Line.Field field : head.fields()) {
          key = field.column() <= cell.column() ? field.key() : key;
        }
        over.add(key);
      }
    }
    return over;
  }

  /** Which block some heads name: 0 复议, 1 诉讼 at once, 2 诉讼 after 复议; -1 when none. */
  private static int block(List<String> heads) {
    int block = -1;
    for (String head : heads) {
      int one = block(head);
      block = one < 0 ? block : one;
    }
    return block;
  }

  private static int block(String head) {
    if (head.contains("复议后")) {
      return 2;
    }
    if (head.contains("未经复议") || head.contains("直接起诉")) {
      return 1;
    }
    return head.contains("复议") && !head.contains("诉讼") ? 0 : -1;
  }

  private static int outcome(List<String> heads) {
    return heads.isEmpty() ? -1 : outcome(heads.get(heads.size() - 1));
  }

  private static int outcome(String head) {
    for (int k = 0; k < OUTCOMES.size(); k++) {
      if (head.contains(OUTCOMES.get(k))) {
        return k;
      }
    }
    return head.contains("其它") ? 2 : head.equals("合计") ? 4 : -1;
  }

  /** Whether a line of heads has blocks or outcomes in another order than the form. */
  private static boolean contradicts(Line head) {
    int block = 0;
    for (Line.Field field : head.fields()) {
      int one = field.key().equals("行政诉讼") ? 1 : block(field.key());
      if (one >= 0 && one < block) {
        return true;
      }
      block = Math.max(one, block);
    }
    List<Integer> outcomes = outcomes(head);
    // a converter may tear 其他 from 结果
    boolean torn = outcomes.size() < Line.filled(head.fields());
    return !torn && outcomes.size() % BLOCK == 0 && !whole(head);
  }

  /** Whether a line of heads has all outcomes of one or more blocks in the form's order. */
  private static boolean whole(Line head) {
    List<Integer> outcomes = outcomes(head);
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) != i % BLOCK) {
        return false;
      }
    }
    return !outcomes.isEmpty() && outcomes.size() % BLOCK == 0;
  }

  private static List<Integer> outcomes(Line head) {
    return head.fields().stream()
        .filter(field -> field.key().length() < BLOCK)
        .map(field -> outcome(field.key()))
        .filter(outcome -> outcome >= 0)
        .toList();
  }

  /** Whether every fifth value is the sum of the four before it. */
  private static boolean sums(List<Line.Field> cells) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = 0; k < cells.size(); k++) {
      BigDecimal value = Figure.of(cells.get(k).text()).value();
      if (value == null || k % BLOCK == BLOCK - 1 && value.compareTo(sum) != 0) {
        return false;
      }
      sum = k % BLOCK == BLOCK - 1 ? BigDecimal.ZERO : sum.add(value);
    }
    return true;
  }

  /** Where the values that end a line begin. */
  private static int values(Line line) {
    int start = line.fields().size();
    while (start > 0 && line.fields().get(start - 1).value()) {
      start--;
    }
    return start;
  }

  /** Columns are numbered 1, 2, 3 … in some tables. */
  private static boolean numbering(List<Line.Field> values) {
    for (int k = 0; k < values.size(); k++) {
      if (!values.get(k).key().equals(Integer.toString(k + 1))) {
        return false;
      }
    }
    return values.size() > 2;
  }

  private static boolean heads(Line line) {
    for (Line.Field field : line.fields()) {
      String key = field.key();
      if (key.contains("复议") || key.contains("维持") || key.contains("审结")) {
        return true;
      }
    }
    return false;
  }
}
