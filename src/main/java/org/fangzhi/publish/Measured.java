package org.fangzhi.publish;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The measures of one report. Nothing is estimated: a sum is known when each of its cells is.
 *
 * @param cells its values by place
 * @param withheld the places that its reader withheld
 */
record Measured(Map<String, Figure> cells, Set<String> withheld) {

  private static final Map<String, List<Measure>> BY_FORM =
      Measure.all().stream().collect(Collectors.groupingBy(Measure::form));

  private static final Map<String, Integer> TENS = Map.of("元", 0, "万元", 4, "亿元", 8);

  /** What one place comes to. */
  private record Sum(@Nullable BigDecimal value, String kind, @Nullable String qualifier) {}

  /**
   * The measures by code: a number; the kind where there is none; an object where a qualifier or an
   * indicator other than the declared one is to be told too.
   */
  static ObjectNode of(JsonNode rest, List<Figure> values) {
    Map<String, Figure> cells = new HashMap<>();
    for (Figure value : values) {
      cells.put(Measure.cell(value.indicator(), value.column()), value);
    }
    Set<String> withheld = new HashSet<>();
    rest.path("withheld").forEach(one -> withheld.add(one.path("what").asString("")));
    Measured measured = new Measured(cells, withheld);
    ObjectNode measures = JsonNodeFactory.instance.objectNode();
    for (Measure measure : BY_FORM.getOrDefault(rest.path("form").asString(""), List.of())) {
      measured.put(measures, measure);
    }
    return measures;
  }

  private void put(ObjectNode measures, Measure measure) {
    Measure.Place told = null;
    Sum sum = null;
    for (Measure.Place place : measure.places()) {
      Sum one = sum(place, TENS.containsKey(measure.unit()));
      if (one != null && (sum == null || sum.value() == null && one.value() != null)) {
        told = place;
        sum = one;
      }
    }
    if (told == null || sum == null) {
      return;
    }
    boolean elsewhere = !told.equals(measure.places().get(0));
    if (!elsewhere && sum.qualifier() == null) {
      if (sum.value() == null) {
        measures.put(measure.code(), sum.kind());
      } else {
        measures.put(measure.code(), sum.value());
      }
      return;
    }
    ObjectNode more = measures.putObject(measure.code());
    more.put("value", sum.value()).put("kind", sum.kind()).put("qualifier", sum.qualifier());
    more.put("indicator", elsewhere ? told.indicator() : null);
  }

  /** Null when the report has none of the place's cells. */
  private @Nullable Sum sum(Measure.Place place, boolean money) {
    BigDecimal total = BigDecimal.ZERO;
    String kind = null;
    String qualifier = null;
    int met = 0;
    for (String name : place.cells()) {
      Figure cell = cells.get(name);
      met += cell != null || withheld.contains(name) ? 1 : 0;
      BigDecimal value = cell == null ? null : value(cell, money);
      if (value != null) {
        total = total.add(value);
        qualifier = qualifier == null ? cell.qualifier() : qualifier;
      } else if (cell == null || cell.value() != null) {
        kind = "withheld";
      } else if (kind == null) {
        kind = cell.kind();
      }
    }
    if (met == 0) {
      return null;
    }
    return kind == null
        ? new Sum(total, total.signum() == 0 ? "zero" : "number", qualifier)
        : new Sum(null, kind, null);
  }

  /** In the unit of the series; null when the unit printed is of another kind. */
  private static @Nullable BigDecimal value(Figure cell, boolean money) {
    BigDecimal value = cell.value();
    Integer tens = cell.unit() == null ? null : TENS.get(cell.unit());
    if (value == null || money == (tens == null)) {
      return null;
    }
    return tens == null ? value : value.scaleByPowerOfTen(tens);
  }
}
