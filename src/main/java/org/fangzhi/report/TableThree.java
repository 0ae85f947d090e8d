package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * Table three, 收到和处理政府信息公开申请情况. A row's values are what follows its label, seven of them; a look-up
 * by header column would go wrong where spans drift.
 */
final class TableThree {
  private static final String LOST = "derived";

  /** 新收, 结转, 总计 and 结转下年度 are filled even where single rows have no total. */
  private static final int MOST_SUMS = 4;

  private final Form form;
  private final Rows rows;
  private final List<Indicator> required;

  TableThree(Form form) {
    this.form = form;
    this.rows = new Rows(form.table("III").stream().filter(i -> !i.heading()).toList());
    this.required =
        form.table("III").stream()
            .filter(i -> !i.heading() && !i.code().equals("G4.III.3.6"))
            .toList();
  }

  /** A line with values, its label as far as it has one. */
  private record Observed(int line, String text, String bare, List<Line.Field> values) {}

  /** The first line that surely is of this table; the number of lines when there is none. */
  int start(List<Line> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      int label = label(line);
      if (label >= 0 && Line.filled(line.after(label)) > 0) {
        return i;
      }
    }
    return lines.size();
  }

  /** Reads the table; returns the line after its last row. */
  int read(List<Line> printed, Tally tally) {
    ColumnHeads heads = ColumnHeads.of(printed, form.columns());
    List<Line> lines = heads.lines();
    List<Observed> observed = observe(lines);
    int[] tied =
        rows.tie(
            observed.stream().map(Observed::text).toList(),
            observed.stream().map(Observed::bare).toList());
    boolean[] derived = new boolean[tied.length];
    if (!rows.shuffled(tied)) {
      fillGaps(observed, tied, derived);
    }
    boolean padded = padded(observed);
    boolean untotalled = untotalled(observed);
    int end = 0;
    for (int i = 0; i < tied.length; i++) {
      end = observed.get(i).line() + 1;
      if (tied[i] != Rows.NONE) {
        Indicator row = rows.get(tied[i]);
        boolean grid = lines.get(observed.get(i).line()).grid();
        Places places = Places.of(observed.get(i).values(), grid, padded, untotalled);
        int[] order = heads.order(observed.get(i).line());
        if (order == null) {
          tally.withholdRow(form, row, "the heads of its columns are not in the form's order");
        } else {
          boolean told = derived[i] || lines.get(observed.get(i).line()).derived();
          put(row, places, order, told, tally);
        }
      }
    }
    boolean undivided = tally.has("G4.III.3.6:total");
    for (Indicator row : required) {
      if (!tally.has(Tally.place(row.code(), "total"))
          && !(undivided && row.code().startsWith("G4.III.3.6."))) {
        tally.withholdRow(form, row, "no row of table three could be tied to this label");
      }
    }
    return end;
  }

  private void put(Indicator row, Places places, int[] order, boolean derived, Tally tally) {
    for (int k = 0; k < form.columns().size(); k++) {
      String column = form.columns().get(order[k]).key();
      Line.Field field = places.fields().get(k);
      if (field == null) {
        tally.withhold(Tally.place(row.code(), column), places.why());
      } else if (field.shared()) {
        tally.withhold(Tally.place(row.code(), column), "its cell spans several rows");
      } else {
        String qualifier = derived || places.derived() ? LOST : null;
        tally.put(row, column, Figure.of(field.text()), null, qualifier, field);
      }
    }
  }

  private List<Observed> observe(List<Line> lines) {
    int from = start(lines);
    List<Observed> observed = new ArrayList<>();
    int last = -1;
    for (int i = Math.max(0, from - 2); i < lines.size(); i++) {
      Observed row = observe(lines, i);
      if (row != null) {
        observed.add(row);
        if (rows.knows(row.bare())) {
          last = observed.size() - 1;
        }
      }
    }
    // After the last known label only a row that follows at once can belong to the table.
    int keep = last + 1;
    while (keep < observed.size()
        && keep > 0
        && observed.get(keep).line() == observed.get(keep - 1).line() + 1
        && observed.get(keep).values().size() <= 10) {
      keep++;
    }
    return observed.subList(0, keep);
  }

  private @Nullable Observed observe(List<Line> lines, int i) {
    Line line = lines.get(i);
    int label = label(line);
    if (label >= 0) {
      Line.Field field = line.fields().get(label);
      List<Line.Field> after = line.after(label);
      boolean enough = Line.filled(after) >= 2 || line.grid() && after.size() >= 7;
      return enough ? new Observed(i, field.text(), field.key(), after) : null;
    }
    int from = line.fields().size();
    while (from > 0 && line.fields().get(from - 1).value()) {
      from--;
    }
    List<Line.Field> values = line.fields().subList(from, line.fields().size());
    if (Line.filled(values) < 5 || Line.filled(values) > 8) {
      return null;
    }
    String text = from == 0 ? "" : line.fields().get(from - 1).text();
    String joined = joined(lines, i, text);
    return new Observed(i, joined, Labels.bare(joined), values);
  }

  /** A label that a page break tore apart: with what the next line or the line before has of it. */
  private String joined(List<Line> lines, int i, String text) {
    if (text.isEmpty()) {
      return text;
    }
    String next = i + 1 < lines.size() ? lone(lines.get(i + 1)) : "";
    String before = i > 0 ? lone(lines.get(i - 1)) : "";
    for (String whole : List.of(text + next, before + text, before + text + next)) {
      if (rows.knows(Labels.bare(whole))) {
        return whole;
      }
    }
    return text;
  }

  private static String lone(Line line) {
    String text = "";
    for (Line.Field field : line.fields()) {
      if (!field.empty() && !field.shared()) {
        if (!text.isEmpty()) {
          return "";
        }
        text = field.text();
      }
    }
    return text;
  }

  /** The label field: the last that names a row and is followed by nothing but values. */
  private int label(Line line) {
    for (int i = line.fields().size() - 1; i >= 0; i--) {
      Line.Field field = line.fields().get(i);
      if (!field.value()) {
        return rows.knows(field.key()) && line.fields().size() > 1 ? i : -1;
      }
    }
    return -1;
  }

  /**
   * Rows whose labels are lost: between two known rows there are as many of them as the form has
   * rows there, and none bears the label of another.
   */
  private void fillGaps(List<Observed> observed, int[] tied, boolean[] derived) {
    int i = 0;
    while (i < tied.length) {
      if (tied[i] != Rows.NONE) {
        i++;
        continue;
      }
      int from = i;
      while (i < tied.length && tied[i] == Rows.NONE) {
        i++;
      }
      int low = from == 0 ? Rows.NONE : tied[from - 1];
      int high = i == tied.length ? rows.size() : tied[i];
      List<Integer> missing = new ArrayList<>();
      for (int row = low + 1; row < high; row++) {
        if (!rows.get(row).code().equals("G4.III.3.6")) {
          missing.add(row);
        }
      }
      boolean whole = missing.size() == i - from && low < high;
      for (int k = from; k < i && whole; k++) {
        Observed row = observed.get(k);
        whole =
            Line.filled(row.values()) == 7
                && !rows.knows(row.bare())
                && plausible(row.bare(), rows.get(missing.get(k - from)));
      }
      for (int k = from; k < i && whole; k++) {
        tied[k] = missing.get(k - from);
        derived[k] = true;
      }
    }
  }

  /** A lost label, or what a scan has left of this one. */
  private static boolean plausible(String bare, Indicator row) {
    String label = Labels.bare(row.label());
    return bare.length() < 2
        || label.startsWith(bare)
        || label.endsWith(bare)
        || Labels.distance(bare, label) * 2 <= label.length();
  }

  /** Whether rows of the table are filled up with blank cells, so that a blank tells nothing. */
  private static boolean padded(List<Observed> observed) {
    for (Observed row : observed) {
      if (row.values().size() > 7 && Line.filled(row.values()) == 7) {
        return true;
      }
    }
    return false;
  }

  /** Whether rows lack their last value throughout, but for those that are sums themselves. */
  private static boolean untotalled(List<Observed> observed) {
    int six = 0;
    int seven = 0;
    for (Observed row : observed) {
      int filled = Line.filled(row.values());
      six += filled == 6 ? 1 : 0;
      seven += filled >= 7 ? 1 : 0;
    }
    return six > 2 * MOST_SUMS && seven <= MOST_SUMS;
  }
}
