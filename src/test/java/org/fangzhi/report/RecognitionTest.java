package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {
  private static final String[] BODY = {
    "一、概述",
    "2012年，我县认真贯彻《条例》，扎实推进政府信息公开工作，取得明显成效。" + "全县各级各部门加强组织领导，健全工作机制。".repeat(8),
    "二、主动公开政府信息情况",
    "全年主动公开政府信息1200条。其中县政府网站公开800条。" + "内容涉及财政、教育、卫生等各个方面。".repeat(4),
    "三、依申请公开政府信息情况",
    "全年未收到政府信息公开申请。没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
    "四、政府信息公开收费及减免情况",
    "全年没有收取任何费用。",
    "五、存在的主要问题及改进措施",
    "公开的内容还不够全面，下一步要加以改进。"
  };

  private static Report read(String title, String... body) {
    return Reports.of(new Blocks().say(title).say(body).document(title), Hints.NONE).get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "某县2012年政府信息公开工作年度报告",
        "某县人民政府办公室关于2012年政府信息公开工作情况的报告",
        "某局政务公开2012年年报",
        "绩溪县审计局2012年政府信息公开年度报告",
        "绩溪县机构编制委员会办公室2012年政府信息公开年度报告",
        "绩溪县人民政府督查室2012年政府信息公开年度报告",
        "绩溪县教师培训中心2012年政府信息公开年度报告",
        "绩溪县绩效考核办公室2012年政府信息公开年度报告",
        "2012年政府信息公开年度报告（绩溪县审计局）",
        "绩溪县2012年政府信息公开工作年度报告公布"
      })
  void aNarrativeReportIsOne(String title) {
    Report report = read(title, BODY);
    assertThat(report.form()).isEqualTo("narrative");
    assertThat(report.sections())
        .extracting(Report.Section::code)
        .containsExactly("G1.S0", "G1.S1", "G1.S2", "G1.S3", "G1.S4", "G1.S6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "某县政府信息公开指南",
        "关于做好2012年政府信息公开年度报告编制工作的通知",
        "一图读懂某县2012年政府信息公开年度报告",
        "《某县2012年政府信息公开年度报告》解读",
        "某县召开政府信息公开年度报告编制培训会",
        "某局2012年政务公开工作总结",
        "某县2023年政府网站工作年度报表（政务公开年报）",
        "某县2012年法治政府建设年度报告",
        "【工作推进】固镇县召开2023年度政府信息公开工作年报编制和发布部署会",
        "绩溪县举行政府信息公开年度报告新闻发布会",
        "政府信息公开年度工作报告范文",
        "绩溪县2012年上半年政府信息公开工作报告",
        "绩溪县2012年第一季度政府信息公开工作报告",
        "绩溪县政府信息公开工作自查报告",
        "关于政府信息公开工作的调研报告",
        "绩溪县政务公开工作整改报告",
        "绩溪县2012年政府信息公开工作年度报告编制说明",
        "2012年政府信息公开年度报告公开目录",
        "图说绩溪县2012年政府信息公开年度报告",
        "绩溪县圆满完成2012年政府信息公开年度报告编制工作",
        "绩溪县各部门2012年政府信息公开年度报告汇总"
      })
  void papersAboutReportsAndOthersAreNone(String title) {
    Report report = read(title, BODY);
    assertThat(report.form()).isNull();
    assertThat(report.values()).isEmpty();
    assertThat(report.withheld()).anyMatch(w -> w.what().equals("form") && w.why().contains(title));
  }

  @Test
  void newsOfAReportIsNone() {
    Report report =
        read("某县发布2012年政府信息公开年度报告", "近日，某县人民政府发布了2012年政府信息公开年度报告。报告显示，全年主动公开政府信息1200条。");
    assertThat(report.form()).isNull();
  }

  @Test
  void aListOfReportsIsNone() {
    String[] items = new String[20];
    for (int i = 0; i < items.length; i++) {
      items[i] = "某县" + (2008 + i % 16) + "年政府信息公开工作年度报告";
    }
    assertThat(read("政府信息公开年度报告", items).form()).isNull();
  }

  @Test
  void aBlankFormIsNone() {
    Blocks blocks = new Blocks().say("政府信息公开工作年度报告格式");
    blocks.table(
        List.of(
            Blocks.row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            Blocks.row("规章", "", "", ""),
            Blocks.row("行政规范性文件", "", "", "")));
    assertThat(Reports.of(blocks.document("政府信息公开工作年度报告"), Hints.NONE).get(0).form()).isNull();
  }

  @Test
  void nothingAtAllIsNoReportEither() {
    Report report = Reports.of(new Blocks().document(null), Hints.NONE).get(0);
    assertThat(report.form()).isNull();
    assertThat(report.withheld()).anyMatch(w -> w.what().equals("form"));
  }
}
