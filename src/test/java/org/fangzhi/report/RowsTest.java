package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
  private final Rows form2014 = new Rows(Catalogue.get().form("form2014").indicators());

  private List<String> tie(String... labels) {
    int[] rows = form2014.tie(List.of(labels), Arrays.stream(labels).map(Labels::bare).toList());
    return Arrays.stream(rows).mapToObj(r -> r < 0 ? "-" : form2014.get(r).code()).toList();
  }

  @Test
  void spacesWidthEnumeratorsAndRemarksDoNotCount() {
    assertThat(tie("（一）主动公开\n政府信息数 （不同渠道和方式公开相同信息计1条）", "其中：主动公开规范性文件数", "4、不同意公开答复数"))
        .containsExactly("G2.A1", "G2.A1a", "G2.C3.4");
  }

  @Test
  void aLabelThatRecursIsTiedByWhatStandsAroundIt() {
    assertThat(
            tie(
                "四、行政复议数量",
                "(一)维持具体行政行为数",
                "(二)被依法纠错数",
                "(三)其他情形数",
                "五、行政诉讼数量",
                "(二)被依法纠错数",
                "(三)其他情形数"))
        .containsExactly("G2.D", "G2.D.1", "G2.D.2", "G2.D.3", "G2.E", "G2.E.2", "G2.E.3");
  }

  @Test
  void aDriftedLabelIsTiedOnlyWhereNoOtherIsNear() {
    assertThat(tie("2.政府网站公开政府信息数", "3.政府微薄公开政府信息数", "5.其他方式公开政府信息数"))
        .as("微薄 is as far from 微信 as from 微博")
        .containsExactly("G2.A2.2", "-", "G2.A2.5");
    assertThat(tie("涉及个人隐私", "危及国家安全、公共安全、经济安全、社会稳定", "不是《条列》所指政府信息"))
        .containsExactly("G2.C3.4.3", "G2.C3.4.4", "G2.C3.4.5");
  }

  @Test
  void aDriftedLabelOutOfPlaceIsNotTied() {
    assertThat(tie("四、行政复议数量", "危及国家安全、公共安全、经济安全、社会稳定", "五、行政诉讼数量"))
        .containsExactly("G2.D", "-", "G2.E");
  }

  @Test
  void whatIsLeftOfALongLabelIsNotTakenForAShortOne() {
    Rows three =
        new Rows(
            Catalogue.get().form("form2019").table("III").stream()
                .filter(i -> !i.heading())
                .toList());
    List<String> labels = List.of("1.信访举报投诉类申请", "反复申请", "3.要求提供公开出版物");
    int[] rows = three.tie(labels, labels.stream().map(Labels::bare).toList());
    assertThat(rows[1]).isEqualTo(Rows.NONE);
  }
}
