package org.fangzhi.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.report.Catalogue.Column;
import org.jspecify.annotations.Nullable;

/**
 * The heads over the seven columns of table three, as printed. Spans drift, so that a value is not
 * looked up by its column; but heads in another order, and columns beside the form's, count.
 */
final class ColumnHeads {
  private static final Set<String> BESIDE =
      Set.of("备注", "说明", "代码", "编号", "行次", "单位", "计量单位", "序号");

  private final Map<String, Integer> names = new HashMap<>();
  private final int[] inOrder;
  private final List<Line> lines = new ArrayList<>();
  private final List<int @Nullable []> orders = new ArrayList<>();
  private final List<Line> heads = new ArrayList<>();
  private boolean used;
  private int @Nullable [] order;
  private Set<Integer> beside = Set.of();

  private ColumnHeads(List<Column> columns) {
    inOrder = new int[columns.size()];
    for (int k = 0; k < columns.size(); k++) {
      inOrder[k] = k;
      names.put(columns.get(k).label(), k);
    }
    order = inOrder;
  }

  static ColumnHeads of(List<Line> lines, List<Column> columns) {
    ColumnHeads heads = new ColumnHeads(columns);
    lines.forEach(heads::add);
    return heads;
  }

  /** The lines, without fields of columns that are not the form's. */
  List<Line> lines() {
    return lines;
  }

  /**
   * Which column each of the values of a line is of: the seventh of {@code order[6]}; null when the
   * heads above it contradict the form.
   */
  int @Nullable [] order(int line) {
    return orders.get(line);
  }

  private void add(Line line) {
    if (isHead(line)) {
      if (used || !heads.isEmpty() && heads.get(0).table() != line.table()) {
        heads.clear();
        used = false;
      }
      heads.add(line);
      order = decide();
      lines.add(line);
    } else {
      boolean value =
          line.fields().size() > 2 && line.fields().get(line.fields().size() - 1).value();
      used |= value && !heads.isEmpty();
      lines.add(beside.isEmpty() ? line : without(line));
    }
    orders.add(order);
  }

  private boolean isHead(Line line) {
    long found = 0;
    for (Line.Field field : line.fields()) {
      if (field.value() && !field.empty()) {
        return false;
      }
      Integer name = names.get(field.key());
      found |= name == null ? 0 : 1L << name;
    }
    return Long.bitCount(found) > 1;
  }

  private record Head(int name, int column) {}

  /** The order of the columns by the heads gathered; null when they contradict the form. */
  private int @Nullable [] decide() {
    beside = new HashSet<>();
    List<Head> all = new ArrayList<>();
    boolean ascending = true;
    for (Line line : heads) {
      List<Head> own = own(line);
      for (int i = 1; i < own.size(); i++) {
        ascending &= own.get(i - 1).name() < own.get(i).name();
      }
      addBeside(line, own);
      if (whole(own)) {
        return order(own);
      }
      all.addAll(own);
    }
    boolean grid = heads.stream().allMatch(Line::grid);
    if (grid && whole(all) && all.stream().map(Head::column).distinct().count() == all.size()) {
      all.sort(Comparator.comparingInt(Head::column));
      return order(all);
    }
    return ascending ? inOrder : null;
  }

  private List<Head> own(Line line) {
    List<Head> own = new ArrayList<>();
    for (Line.Field field : line.fields()) {
      Integer name = names.get(field.key());
      // a cell over several rows stands in each of them
      boolean again = name != null && seen(line, field);
      if (name != null && !again) {
        own.add(new Head(name, field.column()));
      }
    }
    return own;
  }

  private boolean seen(Line line, Line.Field field) {
    for (Line head : heads) {
      if (head == line) {
        return false;
      }
      if (head.fields().stream().anyMatch(f -> f.at().equals(field.at()) && line.grid())) {
        return true;
      }
    }
    return false;
  }

  private boolean whole(List<Head> found) {
    return found.size() == inOrder.length
        && found.stream().map(Head::name).distinct().count() == inOrder.length;
  }

  private int[] order(List<Head> found) {
    int[] sorted = found.stream().mapToInt(Head::name).toArray();
    return Arrays.equals(sorted, inOrder) ? inOrder : sorted;
  }

  /** Columns of remarks after the form's, of codes and units before them. */
  private void addBeside(Line line, List<Head> own) {
    for (int i = 1; i < line.fields().size(); i++) {
      Line.Field field = line.fields().get(i);
      if (BESIDE.contains(field.key()) && !own.isEmpty()) {
        beside.add(field.column());
      }
    }
  }

  private Line without(Line line) {
    if (heads.isEmpty() || line.table() != heads.get(0).table()) {
      return line;
    }
    List<Line.Field> kept =
        line.fields().stream().filter(f -> !beside.contains(f.column())).toList();
    return kept.size() == line.fields().size() ? line : new Line(line.table(), kept, line.grid());
  }
}
