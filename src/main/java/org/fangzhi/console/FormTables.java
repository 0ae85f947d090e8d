package org.fangzhi.console;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.fangzhi.report.Catalogue;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/** The figures of a report set into the rows and columns of its form. */
public final class FormTables {
  private final Form form;
  private final Map<String, Figure> figures;
  private final Map<String, String> withheld;
  private final Map<String, List<Doubt>> doubts;

  /**
   * A figure read.
   *
   * @param place indicator, and column after a colon
   * @param value as digits; null unless it is a number
   * @param at where it stands
   */
  public record Figure(
      String place,
      @Nullable String value,
      @Nullable String unit,
      String kind,
      @Nullable String qualifier,
      String raw,
      String at) {

    /** Its anchor in the page. */
    public String anchor() {
      return "v-" + place.replace(':', '-');
    }
  }

  /** A finding that concerns a place. */
  public record Doubt(int number, String message) {}

  /**
   * A table of a form.
   *
   * @param name {@code II}, {@code III}, {@code IV}, or empty in forms of one table
   * @param heads of the columns; empty for a list of labels and figures
   */
  public record Table(String name, List<String> heads, List<Row> rows) {}

  /** A row with its nesting; a heading has no cells. */
  public record Row(
      String code, String label, int depth, @Nullable String unit, List<Cell> cells) {}

  /** A place: a figure, or why there is none; neither where the form asks for nothing. */
  public record Cell(
      String place, @Nullable Figure figure, @Nullable String withheld, List<Doubt> doubts) {}

  private FormTables(
      Form form,
      Map<String, Figure> figures,
      Map<String, String> withheld,
      Map<String, List<Doubt>> doubts) {
    this.form = form;
    this.figures = figures;
    this.withheld = withheld;
    this.doubts = doubts;
  }

  static List<Table> of(
      Form form,
      Map<String, Figure> figures,
      Map<String, String> withheld,
      Map<String, List<Doubt>> doubts) {
    return new FormTables(form, figures, withheld, doubts).tables();
  }

  /** The form of a report; null when the catalogue has none of this name. */
  static @Nullable Form form(String name) {
    return Catalogue.get().forms().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private List<Table> tables() {
    Map<String, List<Indicator>> byTable = new LinkedHashMap<>();
    for (Indicator indicator : form.indicators()) {
      String table = Objects.requireNonNullElse(indicator.table(), "");
      byTable.computeIfAbsent(table, t -> new ArrayList<>()).add(indicator);
    }
    List<Table> tables = new ArrayList<>();
    for (Map.Entry<String, List<Indicator>> entry : byTable.entrySet()) {
      List<Column> columns = columns(entry.getValue());
      if (!columns.isEmpty()) {
        tables.add(matrix(entry.getKey(), entry.getValue(), columns));
      } else if (entry.getValue().stream().anyMatch(i -> i.label().contains("/"))) {
        tables.addAll(crossed(entry.getKey(), entry.getValue()));
      } else {
        tables.add(list(entry.getKey(), entry.getValue()));
      }
    }
    tables.removeIf(table -> table.rows().stream().allMatch(row -> row.cells().isEmpty()));
    return tables;
  }

  /** The columns that any figure of these rows has. */
  private List<Column> columns(List<Indicator> rows) {
    return form.columns().stream()
        .filter(
            column ->
                rows.stream()
                    .map(row -> row.code() + ":" + column.key())
                    .anyMatch(place -> figures.containsKey(place) || withheld.containsKey(place)))
        .toList();
  }

  private Table matrix(String name, List<Indicator> rows, List<Column> columns) {
    return new Table(
        name,
        columns.stream().map(Column::label).toList(),
        rows.stream()
            .map(
                row ->
                    row(
                        row,
                        row.label(),
                        row.heading()
                            ? List.of()
                            : columns.stream()
                                .map(column -> cell(row.code() + ":" + column.key()))
                                .toList()))
            .toList());
  }

  private Table list(String name, List<Indicator> rows) {
    boolean sparse = form.name().equals("narrative");
    return new Table(
        name,
        List.of(),
        rows.stream()
            .filter(row -> !sparse || known(row.code()))
            .map(
                row -> row(row, row.label(), row.heading() ? List.of() : List.of(cell(row.code()))))
            .toList());
  }

  /** Labels {@code row/column}: neighbours with the same columns make one table. */
  private List<Table> crossed(String name, List<Indicator> indicators) {
    Map<String, Map<String, Indicator>> rows = new LinkedHashMap<>();
    for (Indicator indicator : indicators) {
      int slash = indicator.label().lastIndexOf('/');
      rows.computeIfAbsent(
              indicator.label().substring(0, Math.max(0, slash)), r -> new LinkedHashMap<>())
          .put(indicator.label().substring(slash + 1), indicator);
    }
    Map<Set<String>, List<Row>> tables = new LinkedHashMap<>();
    rows.forEach(
        (label, cells) ->
            tables
                .computeIfAbsent(new LinkedHashSet<>(cells.keySet()), heads -> new ArrayList<>())
                .add(
                    row(
                        cells.values().iterator().next(),
                        label,
                        cells.values().stream().map(i -> cell(i.code())).toList())));
    List<Table> list = new ArrayList<>();
    tables.forEach((heads, of) -> list.add(new Table(name, List.copyOf(heads), of)));
    return list;
  }

  private boolean known(String place) {
    return figures.containsKey(place) || withheld.containsKey(place);
  }

  private Row row(Indicator indicator, String label, List<Cell> cells) {
    int depth = 0;
    Map<String, Indicator> byCode = new HashMap<>();
    form.indicators().forEach(i -> byCode.put(i.code(), i));
    for (Indicator up = indicator; up != null && up.parent() != null && depth < 4; depth++) {
      up = byCode.get(up.parent());
    }
    return new Row(indicator.code(), label, depth, indicator.unit(), cells);
  }

  private Cell cell(String place) {
    return new Cell(
        place, figures.get(place), withheld.get(place), doubts.getOrDefault(place, List.of()));
  }

  /** The places that a finding of a rule is about: the terms of its sums, where it was found. */
  static Set<String> concerned(Form form, String rule, String message) {
    Set<String> places = new LinkedHashSet<>();
    for (Catalogue.Rule each : form.rules()) {
      if (!each.id().equals(rule)) {
        continue;
      }
      Map<String, String> keys =
          form.columns().stream().collect(toMap(Column::label, Column::key, (a, b) -> a));
      int colon = message.indexOf(": ");
      String where = colon < 0 ? "" : message.substring(0, colon);
      List<String> codes =
          each.checks().stream()
              .flatMap(c -> Stream.concat(c.left().stream(), c.right().stream()))
              .map(Catalogue.Term::code)
              .toList();
      if ("column".equals(each.each()) && keys.containsKey(where)) {
        codes.forEach(code -> places.add(code + ":" + keys.get(where)));
      } else if ("row".equals(each.each())) {
        form.indicators().stream()
            .filter(i -> i.label().equals(where))
            .forEach(i -> codes.forEach(code -> places.add(i.code() + ":" + code)));
      } else {
        // A rule of several sums names the one that fails by its labels.
        form.indicators().stream()
            .filter(i -> codes.contains(i.code()) && message.contains(i.label()))
            .forEach(i -> places.add(i.code()));
      }
    }
    return places;
  }
}
