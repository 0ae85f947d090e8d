package org.fangzhi.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Severity;
import org.fangzhi.report.Report.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a report says against the same agency's reports of other years. Which reports belong
 * together the caller knows; scopes and forms may differ, so that nothing found is sure.
 */
public final class AcrossYears {
  /** Small counts leap without meaning anything. */
  private static final BigDecimal SMALL = BigDecimal.valueOf(100);

  private static final BigDecimal LEAP = BigDecimal.TEN;
  private static final int FEWEST_YEARS = 3;

  private AcrossYears() {}

  /**
   * Where a report does not carry on where the one of the year before ends: 上年结转 against 结转下年度
   * (rules G3.R4 and G4.R4), documents in force (G4.R8).
   *
   * @param last the report of the year before, of the same agency and scope
   * @param current the report
   */
  public static List<Finding> carried(Report last, Report current) {
    Map<String, Value> before = values(last);
    Map<String, Value> now = values(current);
    List<Finding> findings = new ArrayList<>();
    String form = "form2019".equals(current.form()) ? "G3" : "G4";
    Value left = first(before, "G3.III.4:total", "G4.III.4:total");
    Value taken = now.get(form + ".III.2:total");
    if (left != null && taken != null && differ(left.value(), taken.value())) {
      findings.add(finding(form + ".R4", "上年结转 ≠ last year's 结转下年度", left.value(), taken.value()));
    }
    for (String kind : List.of("rules", "normdocs")) {
      String stock = "G4.II.1." + kind + ".";
      BigDecimal expected =
          stock(
              before.get(stock + "in_force"),
              now.get(stock + "issued"),
              now.get(stock + "repealed"));
      Value found = now.get(stock + "in_force");
      if (expected != null && found != null && differ(expected, found.value())) {
        String what = Catalogue.get().form("G4").indicator(stock + "in_force").label();
        String words = what + " ≠ last year's + 本年制发件数 − 本年废止件数";
        findings.add(finding("G4.R8", words, expected, found.value()));
      }
    }
    return findings;
  }

  /**
   * Totals that leap tenfold or more from the median of the years before.
   *
   * @param history earlier reports of the same agency, scope and form; three at least, else nothing
   *     is found
   */
  public static List<Finding> leaps(List<Report> history, Report current) {
    List<Map<String, Value>> years =
        history.stream()
            .filter(r -> r.form() != null && r.form().equals(current.form()))
            .map(AcrossYears::values)
            .toList();
    List<Finding> findings = new ArrayList<>();
    for (Value value : current.values()) {
      boolean whole = value.column() == null || value.column().equals("total");
      String place = Tally.place(value.indicator(), value.column());
      List<BigDecimal> earlier = new ArrayList<>();
      for (Map<String, Value> year : years) {
        Value one = year.get(place);
        if (one != null && one.value() != null) {
          earlier.add(one.value());
        }
      }
      if (whole && value.value() != null && earlier.size() >= FEWEST_YEARS) {
        earlier.sort(null);
        BigDecimal median = earlier.get(earlier.size() / 2);
        if (leaps(median, value.value())) {
          String words = place + " is far from the median of " + earlier.size() + " years before";
          findings.add(finding("X6", words, median, value.value()));
        }
      }
    }
    return findings;
  }

  private static boolean leaps(BigDecimal median, BigDecimal value) {
    BigDecimal high = median.max(value);
    BigDecimal low = median.min(value).max(BigDecimal.ONE);
    return high.compareTo(SMALL) >= 0
        && high.divide(low, MathContext.DECIMAL32).compareTo(LEAP) >= 0;
  }

  private static @Nullable BigDecimal stock(
      @Nullable Value before, @Nullable Value issued, @Nullable Value repealed) {
    if (before == null || issued == null || repealed == null) {
      return null;
    }
    return before.value() == null || issued.value() == null || repealed.value() == null
        ? null
        : before.value().add(issued.value()).subtract(repealed.value());
  }

  private static boolean differ(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a != null && b != null && a.compareTo(b) != 0;
  }

  private static Finding finding(
      String rule, String words, @Nullable BigDecimal expected, @Nullable BigDecimal found) {
    return new Finding(rule, Severity.NOTICE, words, plain(expected), plain(found));
  }

  private static @Nullable String plain(@Nullable BigDecimal value) {
    return value == null ? null : value.toPlainString();
  }

  private static @Nullable Value first(Map<String, Value> values, String... places) {
    for (String place : places) {
      Value value = values.get(place);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static Map<String, Value> values(Report report) {
    Map<String, Value> values = new HashMap<>();
    report.values().forEach(v -> values.put(Tally.place(v.indicator(), v.column()), v));
    return values;
  }
}
