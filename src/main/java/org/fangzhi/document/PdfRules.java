package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.fangzhi.document.PdfPage.Rule;
import org.jspecify.annotations.Nullable;

/** Finds the tables that lines rule on a page, and their cells. */
final class PdfRules {
  /** Lines as near as this, in points, are one line, and ends as near touch. */
  private static final double NEAR = 3;

  private static final int MOST_LINES = 400;

  private final List<Rule> rules;

  private PdfRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** The tables that some lines rule on a page, from top to bottom, still without text. */
  static List<PdfTable> tables(List<Rule> rules) {
    List<Rule> joined = new ArrayList<>(joined(rules, true));
    joined.addAll(joined(rules, false));
    List<PdfTable> tables = new ArrayList<>();
    for (List<Rule> group : groups(joined)) {
      PdfTable table = new PdfRules(group).table();
      if (table != null) {
        tables.add(table);
      }
    }
    tables.sort(Comparator.comparingDouble(PdfTable::top));
    return tables;
  }

  /** Lines of one direction, those on one another or end to end made one. */
  private static List<Rule> joined(List<Rule> rules, boolean horizontal) {
    List<Rule> sorted =
        rules.stream()
            .filter(r -> r.horizontal() == horizontal)
            .sorted(Comparator.comparingDouble(Rule::at).thenComparingDouble(Rule::from))
            .toList();
    List<Rule> out = new ArrayList<>();
    for (int i = 0; i < sorted.size(); ) {
      int to = i + 1;
      while (to < sorted.size() && sorted.get(to).at() - sorted.get(to - 1).at() < NEAR / 2) {
        to++;
      }
      List<Rule> same = new ArrayList<>(sorted.subList(i, to));
      double at = same.stream().mapToDouble(Rule::at).average().orElse(0);
      same.sort(Comparator.comparingDouble(Rule::from));
      double from = same.get(0).from();
      double end = same.get(0).to();
      for (Rule rule : same) {
        if (rule.from() > end + NEAR) {
          out.add(new Rule(horizontal, at, from, end));
          from = rule.from();
        }
        end = Math.max(end, rule.to());
      }
      out.add(new Rule(horizontal, at, from, end));
      i = to;
    }
    out.removeIf(rule -> rule.to() - rule.from() < NEAR);
    return out;
  }

  /** Lines that cross or touch each other, directly or over others. */
  private static List<List<Rule>> groups(List<Rule> rules) {
    int[] group = new int[rules.size()];
    Arrays.setAll(group, i -> i);
    List<Integer> vertical = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (!rules.get(i).horizontal()) {
        vertical.add(i);
      }
    }
    for (int h = 0; h < rules.size(); h++) {
      for (int v : vertical) {
        if (rules.get(h).horizontal() && meet(rules.get(h), rules.get(v))) {
          group[root(group, h)] = root(group, v);
        }
      }
    }
    List<List<Rule>> groups = new ArrayList<>();
    for (int i = 0; i < group.length; i++) {
      groups.add(new ArrayList<>());
    }
    for (int i = 0; i < group.length; i++) {
      groups.get(root(group, i)).add(rules.get(i));
    }
    groups.removeIf(g -> g.size() < 4 || g.size() > 2 * MOST_LINES);
    return groups;
  }

  private static int root(int[] group, int i) {
    int at = i;
    while (group[at] != at) {
      group[at] = group[group[at]];
      at = group[at];
    }
    return at;
  }

  private static boolean meet(Rule h, Rule v) {
    return v.at() > h.from() - NEAR
        && v.at() < h.to() + NEAR
        && h.at() > v.from() - NEAR
        && h.at() < v.to() + NEAR;
  }

  private @Nullable PdfTable table() {
    double[] xs = places(false);
    double[] ys = places(true);
    if (xs.length < 2 || ys.length < 2 || xs.length + ys.length < 5) {
      return null;
    }
    int rows = ys.length - 1;
    int columns = xs.length - 1;
    int[] region = new int[rows * columns];
    Arrays.setAll(region, i -> i);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double x = (xs[c] + xs[c + 1]) / 2;
        double y = (ys[r] + ys[r + 1]) / 2;
        if (c + 1 < columns && !isRuled(false, xs[c + 1], y)) {
          region[root(region, r * columns + c + 1)] = root(region, r * columns + c);
        }
        if (r + 1 < rows && !isRuled(true, ys[r + 1], x)) {
          region[root(region, (r + 1) * columns + c)] = root(region, r * columns + c);
        }
      }
    }
    boolean openTop = !isClosed(ys[0], xs);
    boolean openBottom = !isClosed(ys[rows], xs);
    PdfTable table = new PdfTable(xs[0], ys[0], xs[columns], ys[rows], rows, openTop, openBottom);
    addCells(table, region, xs, ys);
    return table;
  }

  private void addCells(PdfTable table, int[] region, double[] xs, double[] ys) {
    int columns = xs.length - 1;
    boolean[] done = new boolean[region.length];
    for (int i = 0; i < region.length; i++) {
      if (done[i]) {
        continue;
      }
      int row = i / columns;
      int column = i % columns;
      int root = root(region, i);
      int right = column;
      while (right + 1 < columns
          && !done[row * columns + right + 1]
          && root(region, row * columns + right + 1) == root) {
        right++;
      }
      int bottom = row;
      while (bottom + 1 < ys.length - 1
          && isWhole(region, done, columns, bottom + 1, column, right, root)) {
        bottom++;
      }
      for (int r = row; r <= bottom; r++) {
        Arrays.fill(done, r * columns + column, r * columns + right + 1, true);
      }
      table.add(row, bottom - row + 1, xs[column], xs[right + 1], ys[row], ys[bottom + 1]);
    }
  }

  private static boolean isWhole(
      int[] region, boolean[] done, int columns, int row, int left, int right, int root) {
    for (int c = left; c <= right; c++) {
      if (done[row * columns + c] || root(region, row * columns + c) != root) {
        return false;
      }
    }
    return true;
  }

  /** Where lines of one direction run, and where those of the other end. */
  private double[] places(boolean horizontal) {
    double[] all =
        rules.stream()
            .filter(r -> r.horizontal() == horizontal)
            .mapToDouble(Rule::at)
            .sorted()
            .toArray();
    double first =
        rules.stream()
            .filter(r -> r.horizontal() != horizontal)
            .mapToDouble(Rule::from)
            .min()
            .orElse(0);
    double last =
        rules.stream()
            .filter(r -> r.horizontal() != horizontal)
            .mapToDouble(Rule::to)
            .max()
            .orElse(0);
    List<Double> places = new ArrayList<>();
    for (double at : all) {
      if (places.isEmpty() || at - places.get(places.size() - 1) > NEAR) {
        places.add(at);
      }
    }
    // a table cut by the end of a page has no line there
    if (!places.isEmpty() && places.get(0) - first > 2 * NEAR) {
      places.add(0, first);
    }
    if (!places.isEmpty() && last - places.get(places.size() - 1) > 2 * NEAR) {
      places.add(last);
    }
    return places.stream().limit(MOST_LINES).mapToDouble(d -> d).toArray();
  }

  private boolean isRuled(boolean horizontal, double at, double where) {
    for (Rule rule : rules) {
      if (rule.horizontal() == horizontal
          && Math.abs(rule.at() - at) <= NEAR
          && rule.from() <= where
          && rule.to() >= where) {
        return true;
      }
    }
    return false;
  }

  /** Whether a line runs over most of the table's width. */
  private boolean isClosed(double y, double[] xs) {
    double width = 0;
    for (Rule rule : rules) {
      if (rule.horizontal() && Math.abs(rule.at() - y) <= NEAR) {
        width += rule.to() - rule.from();
      }
    }
    return width > 0.5 * (xs[xs.length - 1] - xs[0]);
  }
}
