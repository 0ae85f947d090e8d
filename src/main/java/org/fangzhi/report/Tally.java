package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/** Values as they are read: one for a place of the form, or the reason why there is none. */
final class Tally {
  /** The places of each form in its order, named once. */
  private static final Map<String, List<String>> PLACES = new ConcurrentHashMap<>();

  /** The name of each place by indicator and column, which are the catalogue's. */
  private static final Map<String, Map<String, String>> NAMES = new ConcurrentHashMap<>();

  /** How the reason begins where a place was printed twice. */
  static final String TWICE = "printed twice and differently";

  private final Map<String, Value> values = new HashMap<>(512);
  private final Map<String, String> refusals = new LinkedHashMap<>();
  private final Set<String> doubtful = new HashSet<>();

  /** The name of a place: {@code G4.III.1:natural}, or the indicator alone. */
  static String place(String indicator, @Nullable String column) {
    if (column == null) {
      return indicator;
    }
    Map<String, String> row = NAMES.get(indicator);
    if (row == null) {
      row = NAMES.computeIfAbsent(indicator, i -> new ConcurrentHashMap<>());
    }
    String name = row.get(column);
    return name != null ? name : row.computeIfAbsent(column, c -> indicator + ":" + c);
  }

  /** Values by the names of their places. */
  static Map<String, Value> cells(List<Value> values) {
    Map<String, Value> cells = new HashMap<>(2 * values.size());
    for (Value value : values) {
      cells.put(place(value.indicator(), value.column()), value);
    }
    return cells;
  }

  /** Puts what a cell says; a second, different number for one place withholds both. */
  void put(
      Indicator indicator,
      @Nullable String column,
      Figure figure,
      @Nullable String unit,
      @Nullable String qualifier,
      Line.Field field) {
    String place = place(indicator.code(), column);
    if (figure.refusal() != null) {
      withhold(place, figure.refusal());
      return;
    }
    BigDecimal number = figure.value();
    if (number != null && number.signum() < 0 && !indicator.signed()) {
      withhold(place, "a minus where nothing can be below zero: " + field.raw().strip());
      return;
    }
    String printed = figure.unit() != null ? figure.unit() : unit;
    Value value =
        new Value(
            indicator.code(),
            column,
            number,
            printed != null ? printed : indicator.unit(),
            figure.kind(),
            figure.qualifier() != null ? figure.qualifier() : qualifier,
            field.raw(),
            field.at());
    Value other = values.putIfAbsent(place, value);
    if (other != null && !same(other, value)) {
      withhold(place, TWICE + ": at " + other.at() + " and " + field.at());
      doubtful.add(place);
    }
  }

  private static boolean same(Value a, Value b) {
    BigDecimal x = a.value();
    BigDecimal y = b.value();
    return x == null || y == null ? x == y && a.kind() == b.kind() : x.compareTo(y) == 0;
  }

  /** Withholds a place, unless a certain value stands there. */
  void withhold(String place, String why) {
    refusals.putIfAbsent(place, why);
  }

  /** Withholds every place of a row. */
  void withholdRow(Form form, Indicator indicator, String why) {
    if ("III".equals(indicator.table())) {
      for (Column column : form.columns()) {
        withhold(place(indicator.code(), column.key()), why);
      }
    } else {
      withhold(indicator.code(), why);
    }
  }

  boolean has(String indicator) {
    return values.containsKey(indicator) || refusals.containsKey(indicator);
  }

  /** The values in the order of the form. */
  List<Value> values(Form form) {
    List<Value> ordered = new ArrayList<>(values.size());
    for (String place : PLACES.computeIfAbsent(form.id(), id -> places(form))) {
      Value value = values.get(place);
      if (value != null && !doubtful.contains(place)) {
        ordered.add(value);
      }
    }
    return ordered;
  }

  private static List<String> places(Form form) {
    List<String> places = new ArrayList<>();
    for (Indicator indicator : form.indicators()) {
      places.add(indicator.code());
      for (Column column : form.columns()) {
        places.add(place(indicator.code(), column.key()));
      }
    }
    return List.copyOf(places);
  }

  /** What is withheld, places with a certain value left out. */
  List<Withheld> withheld() {
    List<Withheld> list = new ArrayList<>();
    refusals.forEach(
        (place, why) -> {
          if (!values.containsKey(place) || doubtful.contains(place)) {
            list.add(new Withheld(place, why));
          }
        });
    return list;
  }
}
