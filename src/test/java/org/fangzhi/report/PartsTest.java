package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static Blocks report(Blocks blocks, String year, int licences) {
    return blocks
        .say("宿迁市人民政府", year + "政府信息公开工作年度报告", "一、总体情况")
        .table(
            List.of(
                Blocks.row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
                Blocks.row("规章", "1", "0", "4"),
                Blocks.row("行政规范性文件", "12", "3", "90"),
                Blocks.row("信息内容", "本年处理决定数量", "", ""),
                Blocks.row("行政许可", String.valueOf(licences), "", "")));
  }

  @Test
  void aFileOfTwoReportsIsReadAsTwo() {
    Blocks blocks = report(report(new Blocks(), "2023年", 7), "二〇二四年度", 8);
    Document document = blocks.document("宿迁市2023—2024年年报");
    List<Report> reports = Reports.of(document, Hints.NONE);
    assertThat(reports).extracting(Report::year).containsExactly(2023, 2024);
    assertThat(reports).extracting(r -> licences(r)).containsExactly(7, 8);
    assertThat(reports.get(0).normalised()).startsWith("宿迁市人民政府2023年").doesNotContain("二〇二四");
    assertThat(reports.get(1).normalised()).startsWith("宿迁市人民政府二〇二四年");
  }

  @Test
  void aReportThatNamesTheOneBeforeItStaysWhole() {
    Document document = report(new Blocks(), "2023年", 7).say("2022年政府信息公开工作年度报告").document("年报");
    assertThat(Reports.of(document, Hints.NONE)).hasSize(1);
  }

  private static int licences(Report report) {
    return report.values().stream()
        .filter(v -> v.indicator().equals("G4.II.5.licence"))
        .findFirst()
        .orElseThrow()
        .value()
        .intValueExact();
  }
}
