package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.diff.Alignment.Pair;
import org.fangzhi.diff.Diff.Cell;
import org.fangzhi.diff.Diff.Row;
import org.fangzhi.diff.Grid.Place;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;

/** Two tables cell by cell: rows by their labels, columns by their heads. */
final class Cells {
  /** A column of the old table beside one of the new; -1 where there is none. */
  private record Columns(int old, int now) {}

  private final Page oldPage;
  private final Page page;
  private final Grid old;
  private final Grid now;
  private final List<Columns> columns;

  /** Cells over several rows or columns are told once. */
  private final Set<String> told = new HashSet<>();

  private Cells(Page oldPage, Page page, Grid old, Grid now) {
    this.oldPage = oldPage;
    this.page = page;
    this.old = old;
    this.now = now;
    this.columns = columns(old.columns(), now.columns());
  }

  static Diff.Table of(Page oldPage, Page page, Grid old, Grid now, Limits limits) {
    Cells cells = new Cells(oldPage, page, old, now);
    List<Row> rows = new ArrayList<>();
    for (Pair pair : Alignment.of(old.items(), now.items(), limits)) {
      rows.add(cells.row(pair));
    }
    return new Diff.Table(now.caption() == null ? old.caption() : now.caption(), rows);
  }

  /** A table that only one of the documents has. */
  static Diff.Table whole(Page page, Grid grid, Op op) {
    Grid none = new Grid(null, List.of(), List.of());
    boolean added = op == Op.ADDED;
    return of(page, page, added ? none : grid, added ? grid : none, new Limits());
  }

  private static List<Columns> columns(List<String> old, List<String> now) {
    List<Columns> columns = new ArrayList<>();
    int at = 0;
    int nowAt = 0;
    for (Script.Step step : Script.of(old, now).changes()) {
      while (at < step.from()) {
        columns.add(new Columns(at++, nowAt++));
      }
      boolean renamed = step.to() - step.from() == step.nowTo() - step.nowFrom();
      while (at < step.to()) {
        columns.add(new Columns(at++, renamed ? nowAt++ : -1));
      }
      while (nowAt < step.nowTo()) {
        columns.add(new Columns(-1, nowAt++));
      }
    }
    while (at < old.size()) {
      columns.add(new Columns(at++, nowAt++));
    }
    return columns;
  }

  private Row row(Pair pair) {
    List<@Nullable Place> was = pair.from() < pair.to() ? old.rows().get(pair.from()) : null;
    List<@Nullable Place> is =
        pair.nowFrom() < pair.nowTo() ? now.rows().get(pair.nowFrom()) : null;
    List<Cell> cells = was != null && is != null ? both(pair, was, is) : one(pair, was, is);
    String label = Grid.label(is != null ? is : was != null ? was : List.of());
    Op op = is == null ? Op.REMOVED : was == null ? Op.ADDED : Op.SAME;
    boolean changed = op == Op.SAME && cells.stream().anyMatch(cell -> cell.op() != Op.SAME);
    return new Row(changed ? Op.CHANGED : op, label, cells);
  }

  private List<Cell> one(
      Pair pair, @Nullable List<@Nullable Place> was, @Nullable List<@Nullable Place> is) {
    List<Cell> cells = new ArrayList<>();
    List<@Nullable Place> row = is != null ? is : was != null ? was : List.of();
    for (int c = 0; c < row.size(); c++) {
      boolean gone = is == null;
      Place place = row.get(c);
      if (place != null && place.begins()) {
        String column = gone ? old.above(pair.from(), c) : now.above(pair.nowFrom(), c);
        add(cells, gone ? place : null, gone ? null : place, column);
      }
    }
    return cells;
  }

  private List<Cell> both(Pair pair, List<@Nullable Place> was, List<@Nullable Place> is) {
    if (sameKeys(Grid.cells(was), Grid.cells(is))) {
      return same(Grid.cells(was), Grid.cells(is));
    }
    List<Cell> cells = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (Columns column : columns) {
      Place a = at(was, column.old());
      Place b = at(is, column.now());
      boolean knownOld = a != null && met.contains("-" + a.at());
      boolean knownNow = b != null && met.contains("+" + b.at());
      if (knownOld && knownNow
          || a != null && b != null && (knownOld || knownNow) && sameKey(a, b)) {
        continue;
      }
      String name =
          column.now() < 0
              ? old.above(pair.from(), column.old())
              : now.above(pair.nowFrom(), column.now());
      add(cells, knownOld ? null : a, knownNow ? null : b, name);
      if (a != null) {
        met.add("-" + a.at());
      }
      if (b != null) {
        met.add("+" + b.at());
      }
    }
    return cells;
  }

  private static @Nullable Place at(List<@Nullable Place> row, int column) {
    return column < 0 || column >= row.size() ? null : row.get(column);
  }

  private static boolean sameKey(Place a, Place b) {
    return a.key().equals(b.key());
  }

  private static boolean sameKeys(List<Place> a, List<Place> b) {
    return a.stream().map(Place::key).toList().equals(b.stream().map(Place::key).toList());
  }

  private List<Cell> same(List<Place> was, List<Place> is) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < is.size(); i++) {
      add(cells, was.get(i), is.get(i), "");
    }
    return cells;
  }

  private void add(List<Cell> cells, @Nullable Place a, @Nullable Place b, String column) {
    if (a == null && b == null
        || !told.add((a == null ? "" : a.at()) + "|" + (b == null ? "" : b.at()))) {
      return;
    }
    String key = a == null ? "" : a.key();
    String nowKey = b == null ? "" : b.key();
    Op op =
        key.equals(nowKey) ? Op.SAME : a == null ? Op.ADDED : b == null ? Op.REMOVED : Op.CHANGED;
    Report.Value figure = b == null ? null : page.figures().get(b.at());
    if (figure == null && a != null) {
      figure = oldPage.figures().get(a.at());
    }
    cells.add(
        new Cell(
            op,
            column,
            a == null ? "" : a.text(),
            b == null ? "" : b.text(),
            a == null ? null : a.at(),
            b == null ? null : b.at(),
            figure == null ? null : figure.indicator(),
            figure == null ? null : figure.column()));
  }
}
