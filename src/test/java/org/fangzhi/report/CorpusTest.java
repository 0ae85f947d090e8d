package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Catalogue.Indicator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real documents against values read by hand; prints what came of each. */
@EnabledIf("present")
class CorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");

  static boolean present() {
    return Files.isDirectory(CORPUS);
  }

  private static Reading read(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(CORPUS.resolve(file));
    return Reports.read(bytes, new Hints(null, null, Path.of(file).getFileName().toString(), null));
  }

  private static Report one(String file) throws IOException {
    List<Report> reports = read(file).reports();
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  @Test
  @Tag("thorough")
  void noCellIsWrongAndWholeTablesAreReadWholly() throws IOException {
    List<String> wrong = new ArrayList<>();
    int exact = 0;
    int cells = 0;
    Map<String, List<Report>> read = new HashMap<>();
    for (String gold : List.of("html_gold.jsonl", "pdf_gold.jsonl")) {
      for (String line : Files.readAllLines(CORPUS.resolve(gold))) {
        JsonNode node = JsonMapper.shared().readTree(line);
        String file = (gold.startsWith("html") ? "html/" : "") + node.path("file").asString();
        if (!read.containsKey(file)) {
          read.put(file, read(file).reports());
        }
        List<Report> reports = read.get(file);
        int year = node.path("year").asInt();
        Report report =
            reports.stream()
                .filter(r -> r.year() != null && r.year() == year)
                .findFirst()
                .orElse(reports.get(0));
        exact += compare(file, node, report, wrong);
        cells += node.path("cells").size();
      }
    }
    System.out.printf("cells %d, exact %d, wrong %d%n", cells, exact, wrong.size());
    assertThat(wrong).isEmpty();
    assertThat(exact).isGreaterThanOrEqualTo(cells * 98 / 100);
  }

  private static int compare(String file, JsonNode gold, Report report, List<String> wrong) {
    Map<String, Report.Value> read = new HashMap<>();
    report.values().forEach(v -> read.put(Tally.place(v.indicator(), v.column()), v));
    int exact = 0;
    int withheld = 0;
    for (Map.Entry<String, JsonNode> cell : gold.path("cells").properties()) {
      Report.Value value = read.get(cell.getKey());
      if (value == null) {
        withheld++;
      } else if (agrees(cell.getValue(), value)) {
        exact++;
      } else {
        wrong.add(file + " " + cell.getKey() + ": gold " + cell.getValue() + ", read " + value);
      }
    }
    wrong.addAll(local(file, gold, report));
    if (!gold.path("form").asString().equals(report.form())) {
      wrong.add(file + " form " + report.form());
    }
    System.out.printf(
        "%s: %s, %s, %s, %s; exact %d, withheld %d%n  findings %s%n  withheld %s%n",
        file,
        report.form(),
        report.title(),
        report.year(),
        report.published(),
        exact,
        withheld,
        report.findings(),
        report.withheld());
    return exact;
  }

  /** Rows of local forms, named by their printed labels. */
  private static List<String> local(String file, JsonNode gold, Report report) {
    List<String> wrong = new ArrayList<>();
    if (gold.path("form").asString().startsWith("local:")) {
      Catalogue.Form form = Catalogue.get().form(gold.path("form").asString());
      Rows rows = new Rows(form.indicators());
      for (Map.Entry<String, JsonNode> row : gold.path("other").properties()) {
        Indicator indicator =
            rows.get(rows.tie(List.of(row.getKey()), List.of(Labels.bare(row.getKey())))[0]);
        for (Map.Entry<String, JsonNode> cell : row.getValue().properties()) {
          String column =
              cell.getKey().endsWith("年度")
                  ? "year"
                  : cell.getKey().equals("历年累计") ? "cumulative" : "";
          boolean given =
              column.isEmpty()
                  || report.values().stream()
                      .anyMatch(
                          v ->
                              v.indicator().equals(indicator.code())
                                  && column.equals(v.column())
                                  && v.value() != null
                                  && v.value().toPlainString().equals(cell.getValue().asString()));
          if (!given) {
            wrong.add(file + " " + row.getKey() + " " + cell);
          }
        }
      }
    }
    return wrong;
  }

  private static boolean agrees(JsonNode gold, Report.Value value) {
    BigDecimal number = value.value();
    if (gold.isNull()) {
      return number == null;
    }
    if (gold.isArray()) {
      return gold.valueStream().anyMatch(one -> agrees(one, value));
    }
    return number != null && number.compareTo(gold.decimalValue()) == 0;
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

  @Test
  void pagesThatAreNoReports() throws IOException {
    List<String> files =
        new ArrayList<>(List.of("html/pingtan_list.html", "reports/form-2021-blank.docx"));
    for (String folder : List.of("lists", "pages")) {
      try (var paths = Files.list(CORPUS.resolve(folder))) {
        paths.sorted().forEach(p -> files.add(folder + "/" + p.getFileName()));
      }
    }
    for (String file : files) {
      Report report = one(file);
      System.out.println(file + ": " + report.title() + " " + report.withheld());
      assertThat(report.form()).as(file).isNull();
      assertThat(report.values()).as(file).isEmpty();
    }
  }
}
