package org.fangzhi.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How two readings of one version differ. A figure is a place of a form with a number.
 *
 * @param gained figures that only the new reading has
 * @param lost figures that only the old reading has
 * @param changed figures that both have, with another number, unit or qualifier
 * @param reportsGained reports that only the new reading finds
 * @param reportsLost reports that only the old reading found
 * @param attributes attributes that changed: {@code year 2021 → 2022}
 * @param examples some of the figures: {@code G4.III.1:total 17 件 → 71 件}
 */
public record Difference(
    String source,
    String url,
    @Nullable String title,
    int gained,
    int lost,
    int changed,
    int reportsGained,
    int reportsLost,
    List<String> attributes,
    List<String> examples) {

  private static final int MOST_EXAMPLES = 5;

  private static final List<String> ATTRIBUTES =
      List.of("title", "agency", "division", "scope", "year", "published", "form");

  /** A reading as {@link Folded} keeps it. */
  record Side(JsonNode reports, JsonNode figures) {

    private boolean has(int report) {
      return reports.path(report).path("form").isString();
    }

    private @Nullable String attribute(int report, String name) {
      JsonNode node = reports.path(report).path(name);
      JsonNode told = "division".equals(name) ? node.path("code") : node;
      return told.isNull() || told.isMissingNode() ? null : told.asString();
    }

    /** The figures of a report by place; one that is there again is counted. */
    private Map<String, String> figures(int report) {
      Map<String, String> told = new LinkedHashMap<>();
      JsonNode columns = figures.path(report);
      JsonNode values = columns.path("value");
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).isNumber()) {
          continue;
        }
        String place = Measure.cell(text(columns, "indicator", i), column(columns, i));
        String value = values.get(i).decimalValue().toPlainString();
        for (String more : List.of(text(columns, "unit", i), text(columns, "qualifier", i))) {
          value += more.isEmpty() ? "" : " " + more;
        }
        String key = place;
        for (int again = 2; told.containsKey(key); again++) {
          key = place + " (" + again + ")";
        }
        told.put(key, value);
      }
      return told;
    }

    private static @Nullable String column(JsonNode columns, int i) {
      String column = text(columns, "column", i);
      return column.isEmpty() ? null : column;
    }

    private static String text(JsonNode columns, String field, int i) {
      return columns.path(field).path(i).asString("");
    }
  }

  static Difference of(String source, String url, @Nullable String title, Side old, Side now) {
    int gained = 0;
    int lost = 0;
    int changed = 0;
    int reportsGained = 0;
    int reportsLost = 0;
    List<String> attributes = new ArrayList<>();
    List<String> examples = new ArrayList<>();
    for (int i = 0; i < Math.max(old.reports().size(), now.reports().size()); i++) {
      reportsGained += now.has(i) && !old.has(i) ? 1 : 0;
      reportsLost += old.has(i) && !now.has(i) ? 1 : 0;
      if (old.has(i) && now.has(i)) {
        attributes(old, now, i, attributes);
      }
      Map<String, String> before = old.figures(i);
      Map<String, String> after = now.figures(i);
      Set<String> places = new HashSet<>(before.keySet());
      places.addAll(after.keySet());
      for (String place : places.stream().sorted().toList()) {
        String was = before.get(place);
        String is = after.get(place);
        gained += was == null ? 1 : 0;
        lost += is == null ? 1 : 0;
        changed += was != null && is != null && !was.equals(is) ? 1 : 0;
        if (was != null && !was.equals(is) && examples.size() < MOST_EXAMPLES) {
          examples.add(place + " " + was + " → " + (is == null ? "nothing" : is));
        }
      }
    }
    return new Difference(
        source,
        url,
        title,
        gained,
        lost,
        changed,
        reportsGained,
        reportsLost,
        List.copyOf(attributes),
        List.copyOf(examples));
  }

  private static void attributes(Side old, Side now, int report, List<String> changed) {
    for (String name : ATTRIBUTES) {
      String was = old.attribute(report, name);
      String is = now.attribute(report, name);
      if (!Objects.equals(was, is)) {
        changed.add(name + " " + Objects.toString(was, "-") + " → " + Objects.toString(is, "-"));
      }
    }
  }
}
