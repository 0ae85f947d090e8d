package org.fangzhi.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is expected of the sample sites agrees with what their pages print. */
class ExpectedTest {
  private static final Map<String, Map<String, Answer>> served = new HashMap<>();

  private final Expected expected = Expected.read();

  private byte[] body(String holding, int phase) {
    int slash = holding.indexOf('/');
    String id = holding.substring(0, slash);
    Map<String, Answer> answers = served.computeIfAbsent(id + phase, k -> Site.answers(id, phase));
    return answers.get(holding.substring(slash)).to(Map.of()).body();
  }

  private Document page(String holding, int phase) {
    String site = holding.substring(0, holding.indexOf('/'));
    Charset charset = Charset.forName(expected.sites().get(site).charset());
    return Jsoup.parse(new String(body(holding, phase), charset));
  }

  @Test
  void each_report_s_figures_are_those_that_its_pages_print() {
    for (Expected.ReportTruth report : expected.reports()) {
      for (String holding : report.holdings()) {
        if (report.count() == null || holding.endsWith(".pdf")) {
          continue;
        }
        var printed = ServedTables.read(page(holding, 1), report.form());
        assertThat(printed).as(holding).hasSize(report.count());
        report.values().forEach((code, value) -> assertSame(holding, code, printed, value));
        if (report.valuesTwo() != null) {
          var corrected = ServedTables.read(page(holding, 2), report.form());
          report.valuesTwo().forEach((code, value) -> assertSame(holding, code, corrected, value));
        }
      }
    }
  }

  private static void assertSame(
      String holding,
      String code,
      Map<String, @Nullable BigDecimal> printed,
      @Nullable BigDecimal value) {
    assertThat(printed).as(holding).containsKey(code);
    BigDecimal found = printed.get(code);
    if (value == null || found == null) {
      assertThat(found).as(holding + " " + code).isEqualTo(value);
    } else {
      assertThat(found).as(holding + " " + code).isEqualByComparingTo(value);
    }
  }

  @Test
  void figures_of_narratives_stand_in_their_prose() {
    for (Expected.ReportTruth report : expected.reports()) {
      if (report.form().equals("narrative")) {
        String prose = page(report.holdings().get(0), 1).text();
        report
            .values()
            .values()
            .forEach(
                value -> assertThat(value.signum() == 0 || prose.contains(value + "")).isTrue());
      }
    }
  }

  @Test
  void titles_and_days_are_printed() {
    for (Expected.ReportTruth report : expected.reports()) {
      String holding = report.holdings().get(0);
      if (!holding.endsWith(".pdf")) {
        assertThat(page(holding, 1).text()).contains(report.title(), report.published());
      }
    }
  }

  @Test
  void sums_hold_but_for_the_errors_that_are_meant() {
    for (Expected.ReportTruth report : expected.reports()) {
      String holding = report.holdings().get(0);
      if (!report.form().matches("form20(19|21)") || holding.endsWith(".pdf")) {
        continue;
      }
      List<String> broken =
          broken(ServedTables.read(page(holding, 1), report.form()), report.form());
      List<String> meant = new ArrayList<>();
      for (var finding :
          report.findings() == null ? List.<Expected.FindingTruth>of() : report.findings()) {
        meant.add(
            finding.rule()
                + " "
                + finding.column()
                + " "
                + finding.expected()
                + " "
                + finding.found());
      }
      assertThat(broken).as(report.id()).containsExactlyInAnyOrderElementsOf(meant);
    }
  }

  /** The rules 1 to 3 of table three and the sums of table four, as the forms print them. */
  private static List<String> broken(Map<String, @Nullable BigDecimal> values, String form) {
    String g = form.equals("form2021") ? "G4" : "G3";
    List<String> broken = new ArrayList<>();
    for (String column : ServedTables.COLUMNS) {
      int in = number(values, g + ".III.1:" + column) + number(values, g + ".III.2:" + column);
      int done = number(values, g + ".III.3.7:" + column);
      int out = done + number(values, g + ".III.4:" + column);
      int outcomes = 0;
      for (String code : values.keySet()) {
        if (code.startsWith(g + ".III.3.")
            && code.endsWith(":" + column)
            && !code.contains("III.3.7:")) {
          outcomes += number(values, code);
        }
      }
      note(broken, g + ".R1 " + column, in, out);
      note(broken, g + ".R2 " + column, outcomes, done);
    }
    for (String code : values.keySet()) {
      if (code.endsWith(":total")) {
        String row = code.substring(0, code.indexOf(':') + 1);
        int sum = 0;
        for (String column : ServedTables.COLUMNS.subList(0, 6)) {
          sum += number(values, row + column);
        }
        note(broken, g + ".R3 " + row, sum, number(values, code));
      }
    }
    for (String block : List.of("review", "suit_direct", "suit_after")) {
      int sum = 0;
      for (String result : List.of("maintained", "corrected", "other", "pending")) {
        sum += number(values, g + ".IV." + block + "." + result);
      }
      note(broken, g + ".IV " + block, sum, number(values, g + ".IV." + block + ".total"));
    }
    return broken;
  }

  private static void note(List<String> broken, String what, int expected, int found) {
    if (expected != found) {
      broken.add(what + " " + expected + " " + found);
    }
  }

  private static int number(Map<String, @Nullable BigDecimal> values, String code) {
    BigDecimal value = values.get(code);
    return value == null ? 0 : value.intValueExact();
  }

  @Test
  void the_pdf_has_a_text_layer_with_its_figures() throws Exception {
    byte[] pdf = body("trs/zwgk/zfxxgknb/202401/P020240124331579.pdf", 1);
    try (var document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      assertThat(stripper.getText(document))
          .contains(
              "宣威市人民政府2023年政府信息公开工作年度报告",
              "行政许可 17935",
              "行政事业性收费 2071.525",
              "一、本年新收政府信息公开申请数量 55 10 0 1 0 0 66",
              "8.属于行政查询事项 3 0 0 0 0 0 3",
              "（七）总计 53 10 0 1 0 0 64",
              "2 0 0 1 3 1 0 0 0 1 0 0 0 0 0");
    }
  }

  @Test
  void every_holding_is_a_page_and_names_its_report() {
    for (Expected.ReportTruth report : expected.reports()) {
      for (String holding : report.holdings()) {
        String site = holding.substring(0, holding.indexOf('/'));
        String path = holding.substring(holding.indexOf('/'));
        assertThat(expected.sites().get(site).pages())
            .anyMatch(page -> page.path().equals(path) && report.id().equals(page.report()));
      }
    }
  }
}
