package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FooterTest {
  @Test
  void namesAndNumbersGoAndLabelsStay() {
    assertThat(Footer.masked("单位负责人：张三丰 审核人：李四 填报人：王五岳 联系电话：0318-7521234 填报日期：2017年1月20日"))
        .isEqualTo("单位负责人： 审核人： 填报人： 联系电话： 填报日期：2017年1月20日");
    assertThat(Footer.masked("单位负责人:陈某顺审核人:浦某填报人:荣某联系电话:7162766填报日期:2018年1月25日"))
        .isEqualTo("单位负责人:审核人:填报人:联系电话:填报日期:2018年1月25日");
  }

  @Test
  void proseIsLeftAlone() {
    String prose = "主要负责人：高度重视信息公开工作，亲自部署。联系电话：政务公开办";
    assertThat(Footer.masked(prose)).isEqualTo(prose);
  }

  @Test
  void whatAReportIsComparedByHoldsNoPersons() {
    Blocks blocks = new Blocks().say("某县2012年政府信息公开工作年度报告", "填报人：王五岳 联系电话：0318-7521234");
    assertThat(
            Reports.of(blocks.document("某县2012年政府信息公开工作年度报告"), org.fangzhi.document.Hints.NONE)
                .get(0)
                .normalised())
        .doesNotContain("王五岳", "7521234");
  }
}
