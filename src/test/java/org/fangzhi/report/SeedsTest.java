package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The five documents that this project began from: every figure, and nothing besides. */
@EnabledIf("org.fangzhi.report.CorpusGold#present")
class SeedsTest {

  private static Report one(String file) throws IOException {
    List<Report> reports = CorpusGold.read(file).reports();
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  private static Map<String, String> figures(Report report) {
    return report.values().stream()
        .filter(v -> v.value() != null)
        .collect(Collectors.toMap(Report.Value::indicator, v -> v.value().toPlainString()));
  }

  private static Map<String, String> map(String pairs) {
    return Arrays.stream(pairs.split(" "))
        .map(pair -> pair.split("="))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  void figuresToldInProse() throws IOException {
    assertThat(figures(one("seeds/000_7b0f8fbbe84c9ac2.txt")))
        .isEqualTo(
            map(
                "G1.A1=15093 G1.A1.2=10652 G1.A1.8=1238 G1.A1.9=2059 G1.A1.10=1144 G1.C1=0 G1.D1=0"
                    + " G1.D2=0 G1.D3=0 G1.E1=0"));
    Report second = one("seeds/002_d51cb867e625ff36.txt");
    assertThat(figures(second))
        .isEqualTo(
            map(
                "G1.A1=19649 G1.A1.1=172 G1.A1.2=3555 G1.A1.3=9088 G1.A1.4=14 G1.A1.5=3541 G1.A1.6=15"
                    + " G1.A1.7=3237 G1.A2=93 G1.A4=2055 G1.B1=743670 G1.B2=154855 G1.B2.1=87200"
                    + " G1.B2.2=519 G1.B2.3=67156 G1.B3=1862 G1.B4=3320 G1.C1=0 G1.D1=0 G1.D2=0"
                    + " G1.D3=0 G1.E1=0"));
    assertThat(second.findings())
        .extracting(f -> f.expected() + " " + f.found())
        .containsExactly("19622 19649", "154875 154855");
  }

  @Test
  void formsOf2014WithoutUnitsAndCellByCell() throws IOException {
    Report first = one("seeds/001_79ef27311e66addd.txt");
    assertThat(first.form()).isEqualTo("form2014");
    assertThat(figures(first))
        .hasSize(57)
        .containsAllEntriesOf(
            map(
                "G2.A1=9850 G2.A1a=9 G2.A1b=9 G2.A2.1=12 G2.A2.2=9800 G2.A2.3=108 G2.A2.4=0 G2.B1=76"
                    + " G2.B2.1=5 G2.B2.1a=5 G2.B2.2=6 G2.B2.2a=6 G2.B2.3=68 G2.B2.4=76 G2.C1=1"
                    + " G2.C1.1=1 G2.C2.1=1 G2.C3=1 G2.C3.1=1 G2.C3.2=0 G2.H1=1 G2.H3=2 G2.H3.1=0"
                    + " G2.H3.2=0 G2.H4=35 G2.I1=2 G2.I2=2 G2.I3=158"))
        .doesNotContainKey("G2.H2");
    assertThat(first.findings())
        .extracting(f -> f.rule() + " " + f.expected() + " " + f.found())
        .containsExactly("G2.R7 0 2");
    Report third = one("seeds/003_3ff82377b92f7b75.txt");
    assertThat(third.form()).isEqualTo("form2014");
    assertThat(figures(third))
        .hasSize(58)
        .containsAllEntriesOf(
            map(
                "G2.A1=20 G2.A1a=9 G2.A1b=9 G2.A2.2=20 G2.H1=1 G2.H2=1 G2.H3=1 G2.H3.2=1 G2.H4=0.5"));
    assertThat(third.findings()).isEmpty();
    for (Report report : List.of(first, third)) {
      assertThat(report.sections() + "" + report.values())
          .doesNotContain("7162766", "7260002", "陈顺敏", "陈登高", "浦绍锋", "荣维");
    }
  }

  @Test
  void aScannedFormOf2021() throws IOException {
    Report report = one("seeds/004_a58e8730852aa5b1.txt");
    assertThat(report.form()).isEqualTo("form2021");
    assertThat(report.values())
        .hasSize(200)
        .allMatch(v -> v.value() == null || v.value().signum() == 0);
    assertThat(report.values())
        .filteredOn(v -> v.value() == null)
        .extracting(Report.Value::indicator)
        .containsExactly("G4.II.1.normdocs.in_force");
    assertThat(report.values())
        .filteredOn(v -> "derived".equals(v.qualifier()))
        .extracting(Report.Value::indicator)
        .containsOnly("G4.III.4");
    assertThat(report.findings()).isEmpty();
  }
}
