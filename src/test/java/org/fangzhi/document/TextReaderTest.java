package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fangzhi.document.Document.Meta;
import org.junit.jupiter.api.Test;

class TextReaderTest {

  @Test
  void aLineIsAParagraphAndTheInformationLineGoesToTheBox() {
    Document document =
        Shared.text(
            "宣威市2018年政府信息公开年度工作报告\n\n"
                + "发布时间:2019-03-12 15:17:14   索引号:    文号:    来源:宣威市人民政府   \n\n"
                + "  2018年,宣威市坚持公开为常态、不公开为例外。\n一、组织推进情况\n");

    assertThat(document.mediaType()).isEqualTo("text/plain");
    assertThat(document.title()).isEqualTo("宣威市2018年政府信息公开年度工作报告");
    assertThat(document.box())
        .containsExactly(
            new Meta("发布时间", "2019-03-12 15:17:14"),
            new Meta("索引号", ""),
            new Meta("文号", ""),
            new Meta("来源", "宣威市人民政府"));
    assertThat(document.text())
        .isEqualTo("宣威市2018年政府信息公开年度工作报告\n2018年,宣威市坚持公开为常态、不公开为例外。\n一、组织推进情况");
    assertThat(document.blocks().get(1).at()).isEqualTo("p2");
    assertThat(document.normalised()).isEqualTo("2018年,宣威市坚持公开为常态、不公开为例外。一、组织推进情况");
  }

  @Test
  void rowsBetweenBarsAreATableAndEmptyCellsStay() {
    Document document = Shared.text("表\n| 指标 | 单位 | 数 |\n|---|:--:|---|\n| 收到申请数 |  | 3 |\n完");

    assertThat(Shared.tables(document)).hasSize(1);
    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(List.of("指标", "单位", "数"), List.of("收到申请数", "", "3"));
  }

  @Test
  void cellsOnALineEachAreFoldedWhereOneWidthFits() {
    Document document =
        Shared.text(
            "统 计 指 标 |\n单位 |\n统计数 |\n主动公开情况 |\n—— |\n—— |\n公开政府信息数 |\n条 |\n20 |\n其他方式 |\n|\n|\n说明");

    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(
            List.of("统计指标", "单位", "统计数"),
            List.of("主动公开情况", "——", "——"),
            List.of("公开政府信息数", "条", "20"),
            List.of("其他方式", "", ""));
    assertThat(document.text()).endsWith("说明");
  }

  @Test
  void cellsThatFitNoWidthStayLines() {
    Document document = Shared.text("甲项目 |\n乙项目 |\n3 |\n4 |\n丙项目 |\n");

    assertThat(Shared.tables(document)).isEmpty();
    assertThat(document.text()).isEqualTo("甲项目\n乙项目\n3\n4\n丙项目");
  }

  @Test
  void rowsBetweenTabsAreATableWithoutColumnsThatAreEmptyThroughout() {
    Document document =
        Shared.text("第（一）项\n信息内容\t制发\t现行有效\t\t\n规章\t0\t12\t\t\n规范性文件\t5\t\t\t\n三、其他");

    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(
            List.of("信息内容", "制发", "现行有效"), List.of("规章", "0", "12"), List.of("规范性文件", "5", ""));
  }

  @Test
  void headingsOfMarkdownHaveALevel() {
    Document document = Shared.text("# 2024年政府信息公开工作年度报告\n\n## 一、总体情况\n正常。");

    assertThat(document.title()).isEqualTo("2024年政府信息公开工作年度报告");
    assertThat(document.blocks().get(1)).isEqualTo(new Block.Paragraph("p2", "一、总体情况", 2));
  }

  @Test
  void widgetsCountersAndFootersAreNotContent() {
    Document document =
        Shared.text(
            "您现在的位置: 首页 > 信息公开 > 年报\n某县2012年政府信息公开年度报告\n"
                + "字体颜色: [红] [黄] [蓝] [绿]     保护视力色:     恢复默认\n浏览次数：10234\n"
                + "我县认真贯彻《条例》，全年主动公开信息1,234条，网站访问量12万次，办理依申请公开12件。\n"
                + "--- #turnpageflag# ---\n版权所有：某县人民政府 网站标识码：3400000001\n网站地图\n");

    assertThat(document.text())
        .isEqualTo("某县2012年政府信息公开年度报告\n我县认真贯彻《条例》，全年主动公开信息1,234条，网站访问量12万次，办理依申请公开12件。");
  }
}
