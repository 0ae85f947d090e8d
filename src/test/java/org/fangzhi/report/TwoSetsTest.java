package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fangzhi.report.Blocks.row;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Blocks.Spanning;
import org.fangzhi.report.Catalogue.Indicator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of two years or of two bodies in one document: the right ones, or none. */
class TwoSetsTest {
  private static final String TITLE = "某县2016年政府信息公开工作年度报告";

  private static List<List<Spanning>> form2014(int base, String... heads) {
    List<List<Spanning>> rows = new ArrayList<>();
    rows.add(row(heads));
    int value = base;
    for (Indicator indicator : Catalogue.get().form("form2014").indicators()) {
      List<String> cells = new ArrayList<>();
      cells.add(indicator.label());
      for (String head : List.of(heads).subList(1, heads.length)) {
        if (head.equals("单位")) {
          cells.add(indicator.unit() == null ? "——" : indicator.unit());
        } else {
          value++;
          cells.add(indicator.heading() ? "" : String.valueOf(value));
        }
      }
      rows.add(row(cells.toArray(String[]::new)));
    }
    return rows;
  }

  private static Report read(Blocks blocks) {
    return Reports.of(blocks.document(TITLE), Hints.NONE).get(0);
  }

  /** The first row of the form prints 101, and 102 beside it. */
  @ParameterizedTest
  @CsvSource({"本年,上年", "上年,本年", "2016年,2015年", "2015年,2016年", "统计数,上年数", "本年数,比上年增减"})
  void ofTwoYearsSideBySideThisOneIsReadOrNone(String first, String second) {
    Report report = read(new Blocks().say(TITLE).table(form2014(100, "统计指标", "单位", first, second)));
    boolean own = !List.of("上年", "2015年").contains(first);
    for (Report.Value value : report.values()) {
      if (value.value() != null) {
        assertThat(value.value().intValueExact() % 2 == 1)
            .as("%s %s", value.indicator(), value.value())
            .isEqualTo(own);
      }
    }
  }

  @Test
  void theTablesOfTwoBodiesInOneDocumentAreNotMixed() {
    Report report =
        read(
            new Blocks()
                .say(TITLE, "全县统计表")
                .table(form2014(100, "统计指标", "单位", "统计数"))
                .say("县政府办公室统计表")
                .table(form2014(500, "统计指标", "单位", "统计数")));
    assertThat(report.values()).allMatch(v -> v.value() == null);
    assertThat(report.withheld()).extracting(Report.Withheld::what).contains("G2.A1", "G2.C1");
  }

  @Test
  void whatOnlyOneOfTwoTablesPrintsIsNotTakenEither() {
    List<List<Spanning>> half = form2014(100, "统计指标", "单位", "统计数").subList(0, 30);
    Report report =
        read(
            new Blocks()
                .say(TITLE, "县政府办公室统计表")
                .table(half)
                .say("全县统计表")
                .table(form2014(500, "统计指标", "单位", "统计数")));
    assertThat(report.values()).allMatch(v -> v.value() == null);
  }
}
