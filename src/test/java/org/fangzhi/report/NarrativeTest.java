package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.fangzhi.report.Catalogue.Form;
import org.junit.jupiter.api.Test;

class NarrativeTest {
  private static final Form FORM = Catalogue.get().form("narrative");

  private static Narrative read(String... sentences) {
    return Narrative.of(new Blocks().say(sentences).document(null).blocks(), FORM, 2012);
  }

  private static Map<String, String> figures(String... sentences) {
    return read(sentences).values().stream()
        .collect(
            Collectors.toMap(
                Report.Value::indicator,
                v ->
                    v.value().toPlainString()
                        + (v.qualifier() == null ? "" : " " + v.qualifier())));
  }

  @Test
  void tellsTheWholeFromItsParts() {
    assertThat(figures("2012年主动公开政府信息2949条。其中，各部门主动公开政府信息2275条。")).containsEntry("G1.A1", "2949");
    assertThat(figures("主动公开政府信息500条。", "各乡镇主动公开政府信息200条。")).containsEntry("G1.A1", "500");
  }

  @Test
  void withholdsWhatIsToldInTwoWays() {
    Narrative narrative = read("全年公开政府信息500条。", "今年共公开政府信息620条。");
    assertThat(narrative.values()).isEmpty();
    assertThat(narrative.withheld())
        .singleElement()
        .satisfies(
            w -> {
              assertThat(w.what()).isEqualTo("G1.A1");
              assertThat(w.why()).contains("500").contains("620");
            });
  }

  @Test
  void figuresOfOtherYearsAreNotTaken() {
    assertThat(figures("2011年主动公开政府信息300条。", "自2008年以来公开政府信息9000条。")).isEmpty();
  }

  @Test
  void keepsHowFarANumberReaches() {
    assertThat(figures("全年主动公开政府信息70万余条")).containsEntry("G1.A1", "700000 over");
    assertThat(figures("全年主动公开政府信息约1200条")).containsEntry("G1.A1", "1200 about");
    assertThat(figures("收到政府信息公开申请三十二件")).containsEntry("G1.C1", "32");
    assertThat(figures("主动公开政府信息１，２３４条")).containsEntry("G1.A1", "1234");
  }

  @Test
  void aZeroStatedInWordsIsAZero() {
    assertThat(figures("2012年，我市未收到政府信息公开申请。", "全年没有因政府信息公开申请行政复议、提起行政诉讼和申诉的情况。", "我县信息公开不收费。"))
        .containsEntry("G1.C1", "0")
        .containsEntry("G1.D1", "0")
        .containsEntry("G1.D2", "0")
        .containsEntry("G1.D3", "0")
        .containsEntry("G1.E1", "0");
  }

  @Test
  void aDenialOfSomethingElseIsNoZero() {
    assertThat(figures("没有被行政复议机关撤销的情况。", "申请行政复议的案件未发生被纠错。")).isEmpty();
  }
}
