package org.fangzhi.console;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * Measures of divisions over the years, harmonised over the forms.
 *
 * @param asked what was typed for the divisions, as it is shown again
 * @param unknown a name that none or several divisions bear
 * @param candidates of them, where several do
 * @param measures all there are
 * @param measure the one shown; null: all measures of the first division
 * @param lines of the chart; null without a measure
 */
public record SeriesPage(
    String asked,
    @Nullable String unknown,
    List<Division> candidates,
    List<Division> divisions,
    List<Measure> measures,
    @Nullable Measure measure,
    String scope,
    @Nullable Chart chart,
    List<Integer> years,
    List<Row> rows,
    List<String> breaks) {

  /** A measure. */
  public record Measure(String code, String zh, String en, String unit) {}

  /** A division or, without a measure, a measure: its cells by year, in the order of years. */
  public record Row(int number, String code, String name, List<@Nullable Point> points) {}

  /** A figure of a year. */
  public record Point(
      int year,
      @Nullable String value,
      String kind,
      @Nullable String qualifier,
      String form,
      String report,
      @Nullable String agency,
      @Nullable String breakBefore) {}

  private record Told(String division, String measure, Point point) {}

  private static final Pattern NAME = Pattern.compile("[\\w.]{1,60}");
  private static final int MOST_DIVISIONS = 6;

  static SeriesPage load(Connection connection, Visit visit) throws SQLException {
    List<Measure> measures =
        Rows.list(
            connection,
            "select code, min(name_zh), min(name_en), min(unit) from fangzhi.measure group by code order by min(ord), code",
            row ->
                new Measure(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    String code = visit.get("measure", NAME);
    Measure measure = measures.stream().filter(m -> m.code().equals(code)).findFirst().orElse(null);
    String scope = "agency".equals(visit.get("scope")) ? "agency" : "government";
    String asked = visit.query().getOrDefault("division", "");
    List<Division> divisions = new ArrayList<>();
    String unknown = null;
    List<Division> candidates = List.of();
    for (String name : asked.split("[\\s,，、;；]+")) {
      if (name.isEmpty() || divisions.size() == MOST_DIVISIONS) {
        continue;
      }
      Resolution found = resolved(name);
      if (found instanceof Resolution.Found one) {
        divisions.add(one.division());
      } else if (found instanceof Resolution.Ambiguous one && one.candidates().size() == 1) {
        divisions.add(one.candidates().get(0));
      } else {
        unknown = name;
        candidates = found instanceof Resolution.Ambiguous many ? many.candidates() : List.of();
      }
    }
    return of(
        connection, asked, unknown, candidates, divisions, measures, measure, scope, visit.texts());
  }

  private static Resolution resolved(String name) {
    Optional<Division> code = Divisions.byCode(name);
    return code.isPresent()
        ? new Resolution.Found(code.get(), name.length())
        : Divisions.find(name, null);
  }

  private static SeriesPage of(
      Connection connection,
      String asked,
      @Nullable String unknown,
      List<Division> candidates,
      List<Division> divisions,
      List<Measure> measures,
      @Nullable Measure measure,
      String scope,
      Texts texts)
      throws SQLException {
    List<Division> shown = measure == null ? divisions.stream().limit(1).toList() : divisions;
    List<Told> told = told(connection, shown, measure, scope);
    TreeSet<Integer> years = new TreeSet<>();
    told.forEach(t -> years.add(t.point().year()));
    List<Row> rows = new ArrayList<>();
    TreeSet<String> breaks = new TreeSet<>();
    List<Chart.Series> lines = new ArrayList<>();
    if (measure == null) {
      for (Measure each : measures) {
        List<Told> own = told.stream().filter(t -> t.measure().equals(each.code())).toList();
        if (!own.isEmpty()) {
          String name = texts.chinese() ? each.zh() : each.en();
          rows.add(new Row(rows.size(), each.code(), name, points(own, years)));
        }
      }
    } else {
      for (Division division : shown) {
        List<Told> own = told.stream().filter(t -> t.division().equals(division.code())).toList();
        List<@Nullable Point> points = points(own, years);
        rows.add(new Row(rows.size(), division.code(), division.name(), points));
        lines.add(line(division, points, breaks, texts));
      }
    }
    return new SeriesPage(
        asked,
        unknown,
        candidates,
        divisions,
        measures,
        measure,
        scope,
        measure == null || years.isEmpty() ? null : Chart.of(lines),
        List.copyOf(years),
        rows,
        List.copyOf(breaks));
  }

  /** A line of the chart; a form that counts otherwise breaks it where the form changes. */
  private static Chart.Series line(
      Division division, List<@Nullable Point> points, TreeSet<String> breaks, Texts texts) {
    Map<Integer, BigDecimal> values = new TreeMap<>();
    Map<Integer, String> breaksBefore = new TreeMap<>();
    String form = null;
    for (Point point : points) {
      if (point == null) {
        continue;
      }
      if (form != null && !form.equals(point.form()) && point.breakBefore() != null) {
        breaksBefore.put(point.year(), texts.term("form", point.form()));
        breaks.add(point.year() + " · " + point.breakBefore());
      }
      form = point.form();
      if (point.value() != null) {
        values.put(point.year(), new BigDecimal(point.value()));
      }
    }
    return new Chart.Series(division.name(), values, breaksBefore);
  }

  /**
   * A point each year, the first one where a year has several reports; null where there is none.
   */
  private static List<@Nullable Point> points(List<Told> told, TreeSet<Integer> years) {
    Map<Integer, Point> byYear = new LinkedHashMap<>();
    for (Told one : told) {
      Point known = byYear.get(one.point().year());
      if (known == null || known.value() == null && one.point().value() != null) {
        byYear.put(one.point().year(), one.point());
      }
    }
    List<@Nullable Point> points = new ArrayList<>();
    years.forEach(year -> points.add(byYear.get(year)));
    return points;
  }

  private static List<Told> told(
      Connection connection, List<Division> divisions, @Nullable Measure measure, String scope)
      throws SQLException {
    List<Told> told = new ArrayList<>();
    for (Division division : divisions) {
      told.addAll(
          Rows.list(
              connection,
              "select measure, year, value::text as value, kind, qualifier, form, report_id, agency, break_before"
                  + " from api.series where division_code = ? and scope = ? and year is not null"
                  + (measure == null ? "" : " and measure = ?")
                  + " order by year, report_id",
              row ->
                  new Told(
                      division.code(),
                      row.getString("measure"),
                      new Point(
                          row.getInt("year"),
                          row.getString("value"),
                          row.getString("kind"),
                          row.getString("qualifier"),
                          row.getString("form"),
                          row.getString("report_id"),
                          row.getString("agency"),
                          row.getString("break_before"))),
              measure == null
                  ? new Object[] {division.code(), scope}
                  : new Object[] {division.code(), scope, measure.code()}));
    }
    return told;
  }

  /** What is shown, a figure a line. */
  String csv() {
    List<Object[]> lines = new ArrayList<>();
    for (Row row : rows) {
      for (Point point : row.points()) {
        if (point != null) {
          lines.add(
              new Object[] {
                measure == null ? divisions.get(0).code() : row.code(),
                scope,
                point.year(),
                measure == null ? row.code() : measure.code(),
                point.value(),
                point.kind(),
                point.qualifier(),
                point.form(),
                point.breakBefore(),
                point.report()
              });
        }
      }
    }
    return ValueTable.csv(
        List.of(
            "division_code",
            "scope",
            "year",
            "measure",
            "value",
            "kind",
            "qualifier",
            "form",
            "break_before",
            "report_id"),
        lines);
  }
}
