package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Severity;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final String[] HEADS =
      "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计".split(" ");

  private static List<Finding> four(String... cells) {
    Blocks blocks = new Blocks().say("某县2022年政府信息公开工作年度报告");
    blocks.table(
        List.of(Blocks.row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), Blocks.row("规章", "0", "0", "0")));
    blocks.say("四、政府信息公开行政复议、行政诉讼情况").table(List.of(Blocks.row(HEADS), Blocks.row(cells)));
    return Reports.of(blocks.document("某县2022年政府信息公开工作年度报告"), Hints.NONE).get(0).findings();
  }

  @Test
  void aTotalThatIsNotTheSumOfItsPartsIsThePublishersMistake() {
    List<Finding> findings =
        four("10", "1", "0", "0", "0", "0", "0", "0", "0", "0", "5", "0", "0", "0", "5");
    assertThat(findings)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("G4.R5");
              assertThat(f.severity()).isEqualTo(Severity.PUBLISHER);
              assertThat(f.expected()).isEqualTo("11");
              assertThat(f.found()).isEqualTo("0");
              assertThat(f.message()).contains("行政复议/结果维持 10", "行政复议/总计 0");
            });
  }

  @Test
  void blanksCountAsNothingAndABlankTotalIsNotHeldAgainstItsParts() {
    assertThat(four("5", "", "", "2", "7", "8", "", "", "1", "", "", "", "", "", "")).isEmpty();
  }

  @Test
  void aBreakWithBlanksIsOnlyWorthALook() {
    assertThat(four("5", "", "", "2", "9", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"))
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTICE);
  }

  @Test
  void columnsAndRowsOfTableThreeAreAddedUp() {
    List<List<Blocks.Spanning>> rows = new ArrayList<>();
    rows.add(Blocks.row("一、本年新收政府信息公开申请数量", "6", "0", "0", "0", "0", "0", "7"));
    rows.add(Blocks.row("二、上年结转政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "1"));
    rows.add(Blocks.row("（七）总计", "8", "0", "0", "0", "0", "0", "8"));
    rows.add(Blocks.row("四、结转下年度继续办理", "0", "0", "0", "0", "0", "0", "0"));
    Blocks blocks = new Blocks().say("某县2022年政府信息公开工作年度报告", "现行有效件数").table(rows);
    assertThat(Reports.of(blocks.document("某县2022年政府信息公开工作年度报告"), Hints.NONE).get(0).findings())
        .extracting(f -> f.rule() + " " + f.expected() + " " + f.found())
        .containsExactlyInAnyOrder("G4.R1 7 8", "G4.R3 6 7");
  }
}
