package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.diff.Diff.Field;
import org.fangzhi.diff.Diff.Figure;
import org.fangzhi.diff.Diff.Finding;
import org.fangzhi.division.Division;
import org.fangzhi.report.Report;
import org.fangzhi.report.Report.Value;
import org.jspecify.annotations.Nullable;

/** Two sets of reports: what they say of themselves, their figures and what checks found. */
final class Records {
  /** A report beside the one of the same year and issuer; null where there is none. */
  private record Pair(int number, @Nullable Report old, @Nullable Report now) {}

  private final List<Pair> pairs;

  Records(List<Report> old, List<Report> now) {
    pairs = pairs(old, now);
  }

  private static List<Pair> pairs(List<Report> old, List<Report> now) {
    if (old.size() == now.size()) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < now.size(); i++) {
        pairs.add(new Pair(i + 1, old.get(i), now.get(i)));
      }
      return pairs;
    }
    List<Pair> pairs = new ArrayList<>();
    List<Report> left = new ArrayList<>(old);
    for (Report report : now) {
      Report same =
          left.stream().filter(r -> name(r).equals(name(report))).findFirst().orElse(null);
      left.remove(same);
      pairs.add(new Pair(pairs.size() + 1, same, report));
    }
    for (Report report : left) {
      pairs.add(new Pair(pairs.size() + 1, report, null));
    }
    return pairs;
  }

  private static List<String> name(Report report) {
    return List.of(String.valueOf(report.year()), String.valueOf(report.agency()));
  }

  /** The attributes that differ. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Pair pair : pairs) {
      Map<String, @Nullable String> old = attributes(pair.old());
      Map<String, @Nullable String> now = attributes(pair.now());
      String prefix = pairs.size() == 1 ? "" : "report " + pair.number() + " ";
      for (String name : (now.isEmpty() ? old : now).keySet()) {
        if (!Objects.equals(old.get(name), now.get(name))) {
          fields.add(new Field(prefix + name, old.get(name), now.get(name)));
        }
      }
    }
    return fields;
  }

  private static Map<String, @Nullable String> attributes(@Nullable Report report) {
    Map<String, @Nullable String> told = new LinkedHashMap<>();
    if (report != null) {
      Division division = report.division();
      told.put("title", report.title());
      told.put("agency", report.agency());
      told.put("division", division == null ? null : division.code() + " " + division.name());
      told.put(
          "scope", report.scope() == null ? null : report.scope().name().toLowerCase(Locale.ROOT));
      told.put("year", report.year() == null ? null : report.year().toString());
      told.put("published", report.published());
      told.put("form", report.form());
    }
    return told;
  }

  /** The figures that differ. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Pair pair : pairs) {
      Map<List<String>, Value> old = values(pair.old());
      values(pair.now())
          .forEach(
              (place, value) -> {
                Value was = old.remove(place);
                if (was == null || differ(was, value)) {
                  figures.add(figure(pair, was, value));
                }
              });
      old.values().forEach(value -> figures.add(figure(pair, value, null)));
    }
    return figures;
  }

  private static Figure figure(Pair pair, @Nullable Value old, @Nullable Value now) {
    Value any = Objects.requireNonNull(now == null ? old : now);
    return new Figure(pair.number(), any.indicator(), any.column(), old, now);
  }

  private static boolean differ(Value old, Value now) {
    boolean sameNumber =
        old.value() == null || now.value() == null
            ? old.value() == now.value()
            : old.value().compareTo(now.value()) == 0;
    boolean sameText =
        now.kind() != Report.Kind.TEXT || Words.key(old.raw()).equals(Words.key(now.raw()));
    return !sameNumber
        || !sameText
        || old.kind() != now.kind()
        || !Objects.equals(old.unit(), now.unit())
        || !Objects.equals(old.qualifier(), now.qualifier());
  }

  /** By indicator and column; one that is there again is counted. */
  private static Map<List<String>, Value> values(@Nullable Report report) {
    Map<List<String>, Value> values = new LinkedHashMap<>();
    if (report != null) {
      for (Value value : report.values()) {
        int again = 1;
        while (values.putIfAbsent(
                List.of(value.indicator(), String.valueOf(value.column()), "" + again), value)
            != null) {
          again++;
        }
      }
    }
    return values;
  }

  /** The checks that came or went. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Pair pair : pairs) {
      List<Report.Finding> gone =
          new ArrayList<>(pair.old() == null ? List.of() : pair.old().findings());
      for (Report.Finding finding :
          pair.now() == null ? List.<Report.Finding>of() : pair.now().findings()) {
        if (!gone.remove(finding)) {
          findings.add(new Finding(Op.ADDED, pair.number(), finding));
        }
      }
      gone.forEach(finding -> findings.add(new Finding(Op.REMOVED, pair.number(), finding)));
    }
    return findings;
  }
}
