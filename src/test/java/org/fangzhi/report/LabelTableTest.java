package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fangzhi.report.Blocks.row;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Blocks.Spanning;
import org.junit.jupiter.api.Test;

/** Forms of labels, units and values, the national one and local ones. */
class LabelTableTest {
  private static Report read(List<List<Spanning>> rows) {
    Blocks blocks = new Blocks().say("某县2012年政府信息公开工作年度报告").table(rows);
    return Reports.of(blocks.document("某县2012年政府信息公开工作年度报告"), Hints.NONE).get(0);
  }

  private static Map<String, String> figures(Report report) {
    return report.values().stream()
        .filter(v -> v.value() != null)
        .collect(
            Collectors.toMap(
                v -> Tally.place(v.indicator(), v.column()), v -> v.value().toPlainString()));
  }

  private static List<List<Spanning>> fujian(String third, String fourth, boolean swapped) {
    return List.of(
        row("指标名称", "计量单位", third, fourth),
        fujian("主动公开信息数", "120", "2500", swapped),
        fujian("其中：1.政府网站", "110", "2400", swapped),
        fujian("2.政府公报", "10", "100", swapped),
        fujian("受理依申请公开信息总数", "3", "8", swapped),
        fujian("其中：1.当面申请数", "1", "5", swapped),
        fujian("2、网上申请数", "2", "3", swapped));
  }

  private static List<Spanning> fujian(String label, String year, String all, boolean swapped) {
    return swapped ? row(label, "条", all, year) : row(label, "条", year, all);
  }

  @Test
  void theYearAndAllYearsAreToldByTheHeadsOfTheirColumns() {
    for (Report report :
        List.of(read(fujian("2012年度", "历年累计", false)), read(fujian("历年累计", "本年度", true)))) {
      assertThat(report.form()).isEqualTo("local:fujian");
      assertThat(figures(report))
          .containsEntry("G1.form.FJ2009.r01:year", "120")
          .containsEntry("G1.form.FJ2009.r01:cumulative", "2500")
          .containsEntry("G1.form.FJ2009.r08:year", "2")
          .containsEntry("G1.form.FJ2009.r08:cumulative", "3");
    }
  }

  @Test
  void formsOfShanghaiAndGansuAreToldApartThoughTheyShareLabels() {
    Report shanghai =
        read(
            List.of(
                row("指标名称", "计算单位", "代码", "本月累计", "年度累计"),
                row("主动公开信息数", "条", "01", "4", "50"),
                row("公文类信息数", "条", "03", "2", "20"),
                row("依申请公开信息目录数", "条", "10", "0", "7"),
                row("申请总次数", "条", "12", "1", "9"),
                row("5.非本机关职权范围数", "条", "24", "0", "1")));
    assertThat(shanghai.form()).isEqualTo("local:shanghai");
    assertThat(figures(shanghai))
        .containsEntry("G1.form.SH54.r01:month", "4")
        .containsEntry("G1.form.SH54.r12:year", "9");
    Report gansu =
        read(
            List.of(
                row("指标名称", "计量单位", "代码", "数量"),
                row("主动公开信息数", "条", "01", "60"),
                row("依申请公开信息目录数", "条", "09", "7"),
                row("申请总数", "条", "10", "9"),
                row("（3）非本部门掌握数", "条", "23", "2"),
                row("（5）免予公开范围1数", "条", "25", "1")));
    assertThat(gansu.form()).isEqualTo("local:gansu");
    assertThat(figures(gansu))
        .containsEntry("G1.form.DX35.r10", "9")
        .containsEntry("G1.form.DX35.r23", "2");
  }

  @Test
  void runningNumbersBesideLabelsAreNoValues() {
    Report report =
        read(
            List.of(
                row("序号", "统计指标", "单位", "统计数"),
                row("1", "（一）主动公开政府信息数", "条", ""),
                row("2", "其中：主动公开规范性文件数", "条", "9"),
                row("3", "制发规范性文件总数", "件", ""),
                row("4", "（一）回应公众关注热点或重大舆情数", "次", "2")));
    assertThat(figures(report)).isEqualTo(Map.of("G2.A1a", "9", "G2.B1", "2"));
  }

  @Test
  void twoStacksSideBySideAreReadOneAfterTheOther() {
    Report report =
        read(
            List.of(
                row("统计指标", "单位", "统计数", "统计指标", "单位", "统计数"),
                row("（一）主动公开政府信息数", "条", "7", "五、行政诉讼数量", "件", "2"),
                row("其中：主动公开规范性文件数", "条", "3", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "0"),
                row("四、行政复议数量", "件", "1", "（二）被依法纠错数", "件", "2"),
                row("（一）维持具体行政行为数", "件", "1", "（三）其他情形数", "件", "0"),
                row("（二）被依法纠错数", "件", "0", "六、举报投诉数量", "件", "3")));
    assertThat(figures(report))
        .containsEntry("G2.D", "1")
        .containsEntry("G2.E", "2")
        .containsEntry("G2.E.2", "2");
  }

  @Test
  void aLabelOneEditFromAnotherNeedsItsOwnNumber() {
    Report report =
        read(
            List.of(
                row("统计指标", "单位", "统计数"),
                row("（一）主动公开政府信息数", "条", "7"),
                row("其中：主动公开规范性文件数", "条", "3"),
                row("（三）申请答复数", "件", "5"),
                row("4.同意公开答复数", "件", "5"),
                row("（一）回应公众关注热点或重大舆情数", "次", "2")));
    assertThat(figures(report)).doesNotContainKeys("G2.C3.2", "G2.C3.4");
  }

  @Test
  void digitsThatRunTogetherAreReadWhereTheFormHasOneColumn() {
    Blocks blocks =
        new Blocks()
            .say("某县2016年政府信息公开工作年度报告", "政府信息公开情况统计表", "（一）主动公开政府信息数条9850")
            .say("其中：主动公开规范性文件数条9", "制发规范性文件总数件9", "1.政府公报公开政府信息数条12")
            .say("（一）回应公众关注热点或重大舆情数次76");
    Report report = Reports.of(blocks.document("某县2016年政府信息公开工作年度报告"), Hints.NONE).get(0);
    assertThat(report.form()).isEqualTo("form2014");
    assertThat(figures(report)).containsEntry("G2.A1", "9850").containsEntry("G2.B1", "76");
    assertThat(report.values())
        .filteredOn(v -> v.value() != null)
        .allMatch(v -> "derived".equals(v.qualifier()));
  }

  @Test
  void marksOfFootnotesAndWhatIsStruckOutAreNotOfTheNumber() {
    String html =
        "<html><body><h1>某县2016年政府信息公开工作年度报告</h1><table>"
            + "<tr><td>统计指标</td><td>单位</td><td>统计数</td></tr>"
            + "<tr><td>（一）主动公开政府信息数</td><td>条</td><td>12<sup>1</sup></td></tr>"
            + "<tr><td>其中：主动公开规范性文件数</td><td>条</td><td><del>7</del>9</td></tr>"
            + "<tr><td>制发规范性文件总数</td><td>件</td>"
            + "<td><span style=\"text-decoration: line-through\">3</span>4</td></tr>"
            + "<tr><td>（一）回应公众关注热点或重大舆情数</td><td>次</td>"
            + "<td><span style=\"display:none\">8</span>2①</td></tr></table></body></html>";
    Report report =
        Reports.read(html.getBytes(StandardCharsets.UTF_8), Hints.NONE).reports().get(0);
    assertThat(figures(report))
        .isEqualTo(Map.of("G2.A1", "12", "G2.A1a", "9", "G2.A1b", "4", "G2.B1", "2"));
  }
}
