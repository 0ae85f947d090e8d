package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.fangzhi.report.Report.Kind;
import org.fangzhi.report.Report.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcrossYearsTest {
  private static Report report(String form, String... cells) {
    List<Value> values = Arrays.stream(cells).map(AcrossYearsTest::value).toList();
    return new Report(
        null, null, null, null, null, null, form, List.of(), values, List.of(), List.of(),
        List.of(), "");
  }

  private static Value value(String cell) {
    String[] parts = cell.split("=");
    String[] place = parts[0].split(":");
    @Nullable String column = place.length > 1 ? place[1] : null;
    BigDecimal number = new BigDecimal(parts[1]);
    return new Value(place[0], column, number, "件", Kind.NUMBER, null, parts[1], "t1r1c1");
  }

  @Test
  void whatIsCarriedOverMustArrive() {
    Report last = report("form2019", "G3.III.4:total=5");
    assertThat(AcrossYears.carried(last, report("form2021", "G4.III.2:total=5"))).isEmpty();
    assertThat(AcrossYears.carried(last, report("form2021", "G4.III.2:total=7")))
        .extracting(f -> f.rule() + " " + f.expected() + " " + f.found())
        .containsExactly("G4.R4 5 7");
  }

  @Test
  void documentsInForceFollowFromThoseOfTheYearBefore() {
    Report last = report("form2021", "G4.II.1.normdocs.in_force=40");
    Report current =
        report(
            "form2021",
            "G4.II.1.normdocs.issued=6",
            "G4.II.1.normdocs.repealed=2",
            "G4.II.1.normdocs.in_force=45");
    assertThat(AcrossYears.carried(last, current))
        .extracting(f -> f.rule() + " " + f.expected() + " " + f.found())
        .containsExactly("G4.R8 44 45");
  }

  @Test
  void aTotalTenTimesThoseOfTheYearsBeforeIsWorthALook() {
    List<Report> history =
        List.of(
            report("form2014", "G2.A1=1000"),
            report("form2014", "G2.A1=1200"),
            report("form2014", "G2.A1=1100"));
    assertThat(AcrossYears.leaps(history, report("form2014", "G2.A1=11500")))
        .extracting(f -> f.expected() + " " + f.found())
        .containsExactly("1100 11500");
    assertThat(AcrossYears.leaps(history, report("form2014", "G2.A1=3000"))).isEmpty();
    assertThat(AcrossYears.leaps(history.subList(0, 2), report("form2014", "G2.A1=90000")))
        .isEmpty();
  }
}
