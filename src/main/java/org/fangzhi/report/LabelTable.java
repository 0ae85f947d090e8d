package org.fangzhi.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * A table of labels, units and values: 政府信息公开情况统计表 of 2014 to 2018 and local ones. Its cells may
 * come as rows, or one below the other where a converter flattened it.
 */
final class LabelTable {
  private static final Set<String> CORNERS = Set.of("统计指标", "指标名称", "指标", "统计指标名称");
  private static final Set<String> UNIT_HEADS = Set.of("单位", "计量单位", "计算单位");
  private static final Set<String> CODE_HEADS = Set.of("代码", "编号", "指标代码");
  private static final Set<String> NUMBER_HEADS = Set.of("序号", "行次");
  private static final Set<String> REMARK_HEADS = Set.of("备注", "说明", "审核", "填报说明");
  private static final int NEAR = 8;

  private final Form form;
  private final Rows rows;

  LabelTable(Form form) {
    this.form = form;
    this.rows = new Rows(form.indicators(), !form.name().startsWith("local:"));
  }

  /** A label and what follows it up to the next label. */
  private static final class Entry {
    final String text;
    final String bare;
    final List<Line.Field> fields = new ArrayList<>();
    boolean sure = true;
    boolean derived;

    Entry(String text, String bare) {
      this.text = text;
      this.bare = bare;
    }
  }

  /** What one stack of columns holds, by ordinal; a table may have two side by side. */
  private record Stack(int label, int unit, List<Integer> values) {}

  /** What the columns of a table hold, as its header says. */
  private record Header(int table, int size, List<Stack> stacks) {}

  /** Reads the table; returns its lines. */
  List<Line> read(List<Line> lines, Tally tally) {
    int from = from(lines);
    int to = to(lines);
    if (from < to) {
      Header header = null;
      boolean numbered = false;
      for (int i = Math.max(0, from - NEAR); i <= from; i++) {
        Header found = header(lines.get(i));
        header = found == null ? header : found;
        numbered |= lines.get(i).fields().stream().anyMatch(f -> NUMBER_HEADS.contains(f.key()));
      }
      List<Entry> entries = entries(lines.subList(from, to), header, numbered);
      int[] tied =
          rows.tie(
              entries.stream().map(e -> e.text).toList(),
              entries.stream().map(e -> e.bare).toList());
      for (int i = 0; i < tied.length; i++) {
        if (tied[i] != Rows.NONE && !rows.get(tied[i]).heading()) {
          put(rows.get(tied[i]), entries.get(i), tally);
        }
      }
    }
    if (form.columns().isEmpty()) {
      for (Indicator row : form.indicators()) {
        if (!row.heading() && !tally.has(row.code())) {
          tally.withhold(row.code(), "no row of the table could be tied to this label");
        }
      }
    }
    return from < to ? lines.subList(from, to) : List.of();
  }

  /** The first line of the table: a row's label with another not far below. */
  private int from(List<Line> lines) {
    int last = -1;
    int seen = 0;
    int first = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (names(lines.get(i))) {
        if (last < 0 || i - last > NEAR) {
          first = i;
          seen = 0;
        }
        last = i;
        if (++seen >= 4) {
          return first;
        }
      }
    }
    return lines.size();
  }

  private int to(List<Line> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (names(lines.get(i))) {
        // The last row's unit and values may stand on lines of their own.
        int following = Math.max(1, form.columns().size()) + 1;
        int end = i + 1;
        while (end < lines.size() && end - i <= following && plain(lines.get(end))) {
          end++;
        }
        return end;
      }
    }
    return 0;
  }

  private static boolean plain(Line line) {
    for (Line.Field field : line.fields()) {
      if (!field.empty() && !Units.is(field.key()) && !field.value()) {
        return false;
      }
    }
    return true;
  }

  private boolean names(Line line) {
    for (Line.Field field : line.fields()) {
      if (rows.knows(field.key())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Header header(Line line) {
    List<Line.Field> fields = line.fields();
    if (!line.grid() || fields.stream().noneMatch(f -> CORNERS.contains(f.key()))) {
      return null;
    }
    List<Stack> stacks = new ArrayList<>();
    for (int k = 0; k < fields.size(); k++) {
      if (CORNERS.contains(fields.get(k).key())) {
        int end = k + 1;
        while (end < fields.size() && !CORNERS.contains(fields.get(end).key())) {
          end++;
        }
        Stack stack = stack(fields, k, end);
        if (stack == null) {
          return null;
        }
        stacks.add(stack);
      }
    }
    return new Header(line.table(), fields.size(), stacks);
  }

  private @Nullable Stack stack(List<Line.Field> heads, int label, int end) {
    List<Integer> values = new ArrayList<>();
    int unit = -1;
    for (int k = label + 1; k < end; k++) {
      String key = heads.get(k).key();
      if (UNIT_HEADS.contains(key)) {
        unit = k;
      } else if (!CODE_HEADS.contains(key)
          && !NUMBER_HEADS.contains(key)
          && !REMARK_HEADS.contains(key)
          && !key.isEmpty()) {
        values.add(k);
      }
    }
    int wanted = Math.max(1, form.columns().size());
    return values.size() == wanted ? new Stack(label, unit, inOrder(heads, values)) : null;
  }

  /** The value columns in the order of the form's; as printed where the heads do not name them. */
  private List<Integer> inOrder(List<Line.Field> heads, List<Integer> values) {
    List<Integer> left = new ArrayList<>(values);
    List<Integer> ordered = new ArrayList<>();
    for (int k = form.columns().size() - 1; k >= 0; k--) {
      String name = form.columns().get(k).label();
      List<Integer> named = left.stream().filter(v -> heads.get(v).key().contains(name)).toList();
      Integer one = named.size() == 1 ? named.get(0) : left.get(left.size() - 1);
      ordered.add(0, one);
      left.remove(one);
    }
    return ordered.isEmpty() ? values : ordered;
  }

  private List<Entry> entries(List<Line> table, @Nullable Header header, boolean numbered) {
    List<List<Entry>> stacked = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    stacked.add(entries);
    int usual = usual(table);
    Entry open = null;
    for (Line line : table) {
      boolean inOrder = header != null && line.grid() && line.fields().size() == header.size();
      if (inOrder && header.stacks().stream().anyMatch(s -> labels(line, s))) {
        for (int k = 0; k < header.stacks().size(); k++) {
          while (stacked.size() <= k) {
            stacked.add(new ArrayList<>());
          }
          add(line, header.stacks().get(k), stacked.get(k));
        }
        open = null;
        continue;
      }
      // rows of a grid do not run on, and what stands before a label is its number
      open = line.grid() ? null : open;
      for (Line.Field field : line.fields()) {
        if (rows.knows(field.key()) || label(field)) {
          open = new Entry(field.text(), field.key());
          open.sure =
              !field.shared()
                  && !(numbered && !line.grid())
                  && !(line.grid() && line.fields().size() < usual);
          open.derived = line.derived();
          entries.add(open);
        } else if (open != null && !remark(field)) {
          open.fields.add(field);
        }
      }
    }
    return stacked.stream().flatMap(List::stream).toList();
  }

  private boolean labels(Line line, Stack stack) {
    return rows.knows(line.fields().get(stack.label()).key());
  }

  private static void add(Line line, Stack stack, List<Entry> entries) {
    Line.Field label = line.fields().get(stack.label());
    if (label.empty()) {
      return;
    }
    Entry entry = new Entry(label.text(), label.key());
    if (stack.unit() >= 0) {
      entry.fields.add(line.fields().get(stack.unit()));
    }
    stack.values().forEach(k -> entry.fields.add(line.fields().get(k)));
    entries.add(entry);
  }

  /** How many cells most rows of the grid have; a row with fewer has lost some. */
  private int usual(List<Line> table) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Line line : table) {
      if (line.grid() && names(line)) {
        counts.merge(line.fields().size(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /** Words that are neither unit nor value: a label that the form does not know, or one drifted. */
  private static boolean label(Line.Field field) {
    return !field.empty() && !Units.is(field.key()) && !field.value() && !remark(field);
  }

  private static boolean remark(Line.Field field) {
    String folded = Labels.fold(field.text());
    return folded.length() > 2
        && folded.startsWith("(")
        && folded.endsWith(")")
        && folded.indexOf('(', 1) < 0;
  }

  private void put(Indicator row, Entry entry, Tally tally) {
    List<Line.Field> values = new ArrayList<>(entry.fields);
    String unit = null;
    if (!values.isEmpty()) {
      String first = Labels.fold(values.get(0).text());
      boolean dash = values.size() > 1 && !first.isEmpty() && "—-".indexOf(first.charAt(0)) >= 0;
      if (Units.is(first) || dash) {
        unit = Units.is(first) ? first : null;
        values.remove(0);
      }
    }
    List<Column> columns = form.columns();
    int wanted = Math.max(1, columns.size());
    if (values.size() > wanted) {
      values.removeIf(Line.Field::empty);
    }
    if (values.isEmpty() && wanted == 1 && entry.sure) {
      // Nothing stands between this label and the next.
      Line.Field none = new Line.Field("", "", "", 0, false);
      values.add(entry.fields.isEmpty() ? none : entry.fields.get(0));
      values.set(0, new Line.Field(values.get(0).at(), "", "", 0, false));
    }
    for (int k = 0; k < wanted; k++) {
      String column = columns.isEmpty() ? null : columns.get(k).key();
      String place = Tally.place(row.code(), column);
      if (values.size() != wanted || !entry.sure) {
        tally.withhold(place, "the row " + row.label() + " has " + values.size() + " values");
      } else if (values.get(k).shared()) {
        tally.withhold(place, "its cell spans several rows");
      } else {
        String told = entry.derived ? "derived" : null;
        tally.put(row, column, Figure.of(values.get(k).text()), unit, told, values.get(k));
      }
    }
  }
}
