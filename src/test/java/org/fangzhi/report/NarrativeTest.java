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

  private static String withheld(String... sentences) {
    Narrative narrative = read(sentences);
    assertThat(narrative.values()).isEmpty();
    return narrative.withheld().stream().map(w -> w.what() + " " + w.why()).toList().toString();
  }

  @Test
  void aSumOverTheYearsIsNotTakenForTheYear() {
    assertThat(withheld("截至2012年12月31日，全县累计主动公开政府信息5000条。"))
        .contains("G1.A1 perhaps not of this year");
    assertThat(withheld("目前，全县共公开政府信息9000条。")).contains("G1.A1 perhaps");
    assertThat(figures("2012年全县累计公开政府信息3200多条。")).containsEntry("G1.A1", "3200 over");
    assertThat(withheld("自2008年条例实施以来，全县共公开政府信息70万余条。")).contains("other years");
    assertThat(withheld("上半年公开政府信息500条，下半年公开政府信息600条。")).contains("other years");
  }

  @Test
  void aChannelOrAnOfficeIsNotTheWhole() {
    assertThat(figures("通过县政府门户网站公开政府信息3555条。")).containsExactly(Map.entry("G1.A1.2", "3555"));
    assertThat(withheld("县教育局通过网站公开信息300条。")).contains("an office");
    assertThat(figures("全年在政府网站公开发布信息150条,其中部门信息公开为100条。")).containsEntry("G1.A1", "150");
  }

  @Test
  void placesNamedBeforeDoNotNarrowAFigureOfAllOfThem() {
    assertThat(figures("市档案馆和市政务服务中心设有查阅点，公共查阅场所全年接待317人次，查阅资料504册。"))
        .containsEntry("G1.B3", "317");
    assertThat(withheld("县政务服务中心设有查阅点，查阅场所全年接待317人次。")).contains("G1.B3");
    assertThat(withheld("县政务服务中心设有查阅点，全年接待317人次。")).contains("G1.B3");
  }

  @Test
  void anOfficeThatASentenceBeginsWithIsWhatItIsAbout() {
    assertThat(withheld("县教育局高度重视信息公开，全年主动公开政府信息300条。")).contains("G1.A1");
    assertThat(withheld("县教育局高度重视信息公开，通过各种渠道主动公开政府信息300条。")).contains("G1.A1");
    assertThat(figures("按照省政府办公厅要求，全面清理专栏，主动公开政府信息300条。")).containsEntry("G1.A1", "300");
    assertThat(withheld("城关镇及时更新专栏，共主动公开政府信息80条。")).contains("G1.A1");
    assertThat(figures("全县各乡镇高度重视信息公开，全年主动公开政府信息300条。")).containsEntry("G1.A1", "300");
    assertThat(figures("县政府办牵头，县监察局配合，全年主动公开政府信息300条。")).containsEntry("G1.A1", "300");
  }

  @Test
  void anOrgansReportDoesNotTellOfItsRegion() {
    Narrative narrative =
        Narrative.of(
            new Blocks().say("全县主动公开政府信息500条。").document(null).blocks(),
            FORM,
            2012,
            new Extent.Body("某县教育局", true));
    assertThat(narrative.values()).isEmpty();
    assertThat(narrative.withheld()).singleElement().matches(w -> w.what().equals("G1.A1"));
  }

  @Test
  void vagueNumbersAreNoNumbers() {
    assertThat(figures("全年公开信息数百条。", "全年主动公开信息数十条。", "收到政府信息公开申请三五件。")).isEmpty();
  }

  @Test
  void anExactNumberStandsBeforeARoundedOne() {
    assertThat(figures("主动公开政府信息1213条。", "今年共主动公开政府信息1200余条。")).containsEntry("G1.A1", "1213");
  }

  @Test
  void applicationsWithTheirWaysAndOutcomes() {
    assertThat(figures("共收到政府信息公开申请十二件，其中当面申请5件，网上申请七件。已答复12件，其中同意公开10件，不予公开2件。"))
        .isEqualTo(
            Map.of(
                "G1.C1", "12", "G1.C1.1", "5", "G1.C1.4", "7", "G1.C2", "12", "G1.C2.1", "10",
                "G1.C2.3", "2"));
  }

  @Test
  void staffAndMoney() {
    Narrative narrative = read("信息公开专项经费5.2万元，从事政府信息公开工作人员共12人，其中专职人员3名，兼职人员9名。");
    assertThat(narrative.values())
        .extracting(v -> v.indicator() + " " + v.value() + v.unit())
        .containsExactly("G1.F1 12人", "G1.F1.1 3人", "G1.F1.2 9人", "G1.F2 5.2万元");
  }

  @Test
  void reviewsOfOtherMattersAreNotTakenForThoseOfDisclosure() {
    assertThat(withheld("全年办理行政复议案件35件。")).contains("G1.D1");
    assertThat(figures("没有不予公开的情况，因信息公开被申请行政复议的案件共2件。")).doesNotContainEntry("G1.D1", "0");
  }
}
