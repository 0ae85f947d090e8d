package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Document;
import org.fangzhi.document.Document.Meta;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Report.Scope;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // title, agency, division, scope, year
        "宣威市2018年政府信息公开年度工作报告, 宣威市, 530381, GOVERNMENT, 2018",
        "绩溪县2012年度政府信息公开工作报告, 绩溪县, 341824, GOVERNMENT, 2012",
        "嘉峪关市2012年政府信息公开工作年度报告, 嘉峪关市, 620200, GOVERNMENT, 2012",
        "滑县人民政府办公室2022年政府信息公开工作年度报告, 滑县人民政府办公室, 410526, AGENCY, 2022",
        "2019年上海市人民政府办公厅政府信息公开工作年度报告, 上海市人民政府办公厅, 310000, AGENCY, 2019",
        "平潭综合实验区2021年度政府信息公开工作年度报告, 平潭综合实验区, -, GOVERNMENT, 2021",
        "平潭县人民政府2012年政府信息公开工作年度报告, 平潭县人民政府, 350128, GOVERNMENT, 2012",
        "2024 年上海市科委政府信息公开工作年度报告, 上海市科委, 310000, AGENCY, 2024",
        "淮安市洪泽区人民政府2023年政府信息公开工作年度报告, 淮安市洪泽区人民政府, 320813, GOVERNMENT, 2023",
        "岳阳县杨林街镇2017年政府信息公开年度报告, 岳阳县杨林街镇, 430621114, GOVERNMENT, 2017",
        "湖南省岳阳市岳阳县杨林街镇人民政府二〇一七年政府信息公开年报, 湖南省岳阳市岳阳县杨林街镇人民政府, 430621114, GOVERNMENT, 2017",
        "沙坪坝区人民政府小龙坎街道办事处2020年政府信息公开工作年度报告, 沙坪坝区人民政府小龙坎街道办事处, 500106001, GOVERNMENT, 2020",
        "政府信息公开工作年度报告（宣威市教育局2016年度）, 宣威市教育局, 530381, AGENCY, 2016",
        "关于宣威市财政局2015年度政府信息公开工作的报告, 宣威市财政局, 530381, AGENCY, 2015",
        "宣威市人民政府信息公开工作年度报告(二○一二年), 宣威市人民政府, 530381, GOVERNMENT, 2012",
        "衡水市生态环境局武强县分局2021年政府信息公开工作年度报告, 衡水市生态环境局武强县分局, 131123, AGENCY, 2021",
        "苏州市公安局园区分局2021年政府信息公开工作年度报告, 苏州市公安局园区分局, -, AGENCY, 2021",
        "洪泽县2012年政府信息公开工作年度报告, 洪泽县, 320813, GOVERNMENT, 2012",
        "桥东区2012年政府信息公开工作年度报告, 桥东区, -, GOVERNMENT, 2012",
        "国家税务总局宣威市税务局2019年政府信息公开工作年度报告, 国家税务总局宣威市税务局, 530381, AGENCY, 2019",
        // towns, streets, sumu
        "科尔沁右翼中旗哈日诺尔苏木人民政府2025年政府信息公开工作年度报告, 科尔沁右翼中旗哈日诺尔苏木人民政府, 152222202, GOVERNMENT, 2025",
        "东城区东直门街道2010年度政府信息公开年度报告, 东城区东直门街道, 110101009, GOVERNMENT, 2010",
        "东莞市虎门镇2018年政府信息公开工作年度报告, 东莞市虎门镇, 441900121, GOVERNMENT, 2018",
        "大理白族自治州大理市下关镇2018年政府信息公开工作年度报告, 大理白族自治州大理市下关镇, -, GOVERNMENT, 2018",
        "下管镇2009年政府信息公开年度报告, 下管镇, -, GOVERNMENT, 2009",
        // renamed, merged and abolished divisions
        "晋宁县教育局2016年政府信息公开工作年度报告, 晋宁县教育局, 530115, AGENCY, 2016",
        "通州市2008年政府信息公开年度报告, 通州市, 320612, GOVERNMENT, 2008",
        "重庆市綦江县2010年政府信息公开工作年度报告, 重庆市綦江县, 500110, GOVERNMENT, 2010",
        "孟津县2019年政府信息公开工作年度报告, 孟津县, 410308, GOVERNMENT, 2019",
        "双桥区2010年政府信息公开工作年度报告, 双桥区, -, GOVERNMENT, 2010",
        "承德市双桥区2010年政府信息公开工作年度报告, 承德市双桥区, 130802, GOVERNMENT, 2010",
        "杭州市下城区2019年政府信息公开工作年度报告, 杭州市下城区, -, GOVERNMENT, 2019",
        "杭州市下城区教育局2019年政府信息公开工作年度报告, 杭州市下城区教育局, -, AGENCY, 2019",
        "杭州市上城区2019年政府信息公开工作年度报告, 杭州市上城区, 330102, GOVERNMENT, 2019",
        "崇文区2009年政府信息公开年度报告, 崇文区, -, GOVERNMENT, 2009",
        "日喀则地区行政公署2013年政府信息公开工作年度报告, 日喀则地区行政公署, 540200, GOVERNMENT, 2013",
        // zones, the corps
        "开平市翠山湖管委会2018年政府信息公开工作年度报告, 开平市翠山湖管委会, -, -, 2018",
        "两江新区管委会2020年政府信息公开工作年度报告, 两江新区管委会, -, -, 2020",
        "第六师五家渠市2022年政府信息公开工作年度报告, 第六师五家渠市, 659004, GOVERNMENT, 2022",
        "新疆生产建设兵团第十师北屯市2021年政府信息公开工作年度报告, 新疆生产建设兵团第十师北屯市, 659005, GOVERNMENT, 2021",
        "第十师一八三团2021年政府信息公开工作年度报告, 第十师一八三团, -, -, 2021",
        // organs
        "绩溪县机构编制委员会办公室2012年政府信息公开年度报告, 绩溪县机构编制委员会办公室, 341824, AGENCY, 2012",
        "绩溪县残联2012年政府信息公开年度报告, 绩溪县残联, 341824, AGENCY, 2012",
        "绩溪县审计局2012年度审计信息公开年度报告, 绩溪县审计局, 341824, AGENCY, 2012",
        "绩溪县财政局2016年财政信息公开年度报告, 绩溪县财政局, 341824, AGENCY, 2016",
        "绩溪县人民政府信息公开领导小组办公室2012年政府信息公开工作年度报告, 绩溪县人民政府信息公开领导小组办公室, 341824, -, 2012",
        "绩溪县政府信息公开办公室2012年政府信息公开年报, 绩溪县政府信息公开办公室, 341824, -, 2012",
        "2016年度政府信息公开工作年度报告绩溪县财政局, 绩溪县财政局, 341824, AGENCY, 2016",
        "绩溪县2016年政府信息公开年度报告（绩溪县财政局）, 绩溪县财政局, 341824, AGENCY, 2016",
        "绩溪县2020年政府信息公开工作年度报告（绩溪县人民政府办公室）, 绩溪县, 341824, GOVERNMENT, 2020",
        // words around the name
        "【年报】绩溪县2020年政府信息公开工作年度报告, 绩溪县, 341824, GOVERNMENT, 2020",
        "关于报送绩溪县水利局2019年政府信息公开工作年度报告的报告, 绩溪县水利局, 341824, AGENCY, 2019",
        "绩溪县2013年1-12月政府信息公开工作年度报告, 绩溪县, 341824, GOVERNMENT, 2013",
        "二零一三年绩溪县政府信息公开工作年度报告, 绩溪县, 341824, GOVERNMENT, 2013",
        "2008年5月1日至12月31日绩溪县政府信息公开工作年度报告, 绩溪县, 341824, GOVERNMENT, 2008",
        "本机关2012年政府信息公开工作年度报告, -, -, -, 2012",
        "绩溪县2013-2014年政府信息公开工作年度报告, 绩溪县, 341824, GOVERNMENT, -",
        "图说绩溪县2012年政府信息公开年度报告, -, -, -, 2012",
        "2018年政府信息公开工作年度报告, -, -, -, 2018",
        "宣威市2018年政府信息公开工作总结和2019年政务公开计划报告, 宣威市, 530381, GOVERNMENT, -",
        "宣威市政府信息公开工作年度报告, 宣威市, 530381, GOVERNMENT, -",
      })
  void theTitleSpeaksFirst(
      String title,
      @Nullable String agency,
      @Nullable String division,
      @Nullable Scope scope,
      @Nullable Integer year) {
    Attributes read = new Page().title(title).read();
    assertThat(read.title()).isEqualTo(title.replace(" ", ""));
    assertThat(read.agency()).isEqualTo(agency);
    assertThat(code(read)).isEqualTo(division);
    assertThat(read.scope()).isEqualTo(scope);
    assertThat(read.year()).isEqualTo(year);
    assertThat(read.withheld())
        .extracting(Withheld::what)
        .as("each thing not given is named with a reason")
        .containsExactlyInAnyOrderElementsOf(missing(read));
    assertThat(read.withheld()).allSatisfy(w -> assertThat(w.why()).isNotBlank());
  }

  @Test
  void theTitleGoesBeforeThePublisherOfTheBox() {
    Attributes read =
        new Page()
            .title("宣威市2018年政府信息公开年度工作报告")
            .box("发布机构", "宣威市人民政府办公室")
            .meta("ContentSource", "曲靖市人民政府")
            .read();
    assertThat(read.agency()).isEqualTo("宣威市");
    assertThat(code(read)).isEqualTo("530381");
  }

  @Test
  void withoutATitleTheUnitThatFilledTheFormIsTheIssuer() {
    Attributes read =
        new Page()
            .text(
                "按照有关规定,我镇认真推进工作。\n政府信息公开情况统计表\n(2017年度)\n"
                    + "填报单位(盖章):岳阳县杨林街镇人民政府\n统计指标\t单位\n填报日期:2018年3月9日")
            .read();
    assertThat(read.title()).isNull();
    assertThat(read.agency()).isEqualTo("岳阳县杨林街镇人民政府");
    assertThat(code(read)).isEqualTo("430621114");
    assertThat(read.year()).isEqualTo(2017);
    assertThat(read.published()).as("the day of filling in is another").isNull();
  }

  @Test
  void theSignatureNamesTheIssuerWhenTheTitleDoesNot() {
    Attributes read =
        new Page()
            .title("2012年政府信息公开工作年度报告")
            .text("2012年政府信息公开工作年度报告\n一、概述\n……\n宣 威 市 水 务 局\n2013年1月15日\n")
            .read();
    assertThat(read.agency()).isEqualTo("宣威市水务局");
    assertThat(read.scope()).isEqualTo(Scope.AGENCY);
  }

  @Test
  void aTownNeedsItsCounty() {
    String title = "城关镇2017年政府信息公开年度报告";
    Attributes alone = new Page().title(title).read();
    assertThat(alone.division()).isNull();
    assertThat(alone.agency()).isEqualTo("城关镇");
    assertThat(reason(alone, "division")).contains("城关镇");

    Division county = Divisions.byCode("610927").orElseThrow();
    assertThat(code(new Page().title(title).within(county).read())).isEqualTo("610927100");
    assertThat(code(new Page().title(title).meta("SiteName", "镇坪县人民政府").read()))
        .isEqualTo("610927100");
    assertThat(code(new Page().title(title).text("镇坪县城关镇地处县城,按照县政府部署").read()))
        .isEqualTo("610927100");
  }

  @Test
  void aDistrictIsNotPlacedByACityThatTheTextHappensToName() {
    String text = "巢湖市地处安徽省中部,东接合肥市。";
    assertThat(new Page().title("巢湖市2009年政府信息公开年度报告").text(text).read().division()).isNull();
    Page qiaodong = new Page().title("桥东区2012年政府信息公开年度报告").text("张家口市");
    assertThat(qiaodong.read().division()).isNull();
    assertThat(qiaodong.meta("SiteName", "邢台市人民政府").read().division()).isNull();
    assertThat(code(qiaodong.within(Divisions.byCode("130700").orElseThrow()).read()))
        .isEqualTo("130702");
  }

  @Test
  void anOrganWithoutAPlaceIsOfItsSource() {
    Division xuanwei = Divisions.byCode("530381").orElseThrow();
    assertThat(code(new Page().title("市教育局2017年政府信息公开年度报告").within(xuanwei).read()))
        .isEqualTo("530381");
    assertThat(code(new Page().title("教育局2017年政府信息公开年度报告").within(xuanwei).read()))
        .isEqualTo("530381");
    assertThat(code(new Page().title("县教育局2017年政府信息公开年度报告").within(xuanwei).read())).isNull();
    assertThat(code(new Page().title("教育局2017年政府信息公开年度报告").read())).isNull();
  }

  @Test
  void aZoneIsNotTheCountyInIt() {
    Attributes read =
        new Page()
            .title("平潭综合实验区2015年度政府信息公开工作年度报告")
            .meta("SiteName", "平潭综合实验区党工委管委会")
            .text("平潭综合实验区2015年度政府信息公开工作年度报告\n来源：平潭县人民政府")
            .within(Divisions.byCode("350128").orElseThrow())
            .read();
    assertThat(read.division()).isNull();
    assertThat(read.agency()).isEqualTo("平潭综合实验区");
  }

  @ParameterizedTest
  @CsvSource({
    "统计期限自2012年1月1日起至2012年12月31日止, 2012",
    "统计周期为 2024 年 1 月 1 日至 12 月 31 日, 2024",
    "现将我县2012年政府信息公开工作情况报告如下:, 2012"
  })
  void theTextNamesTheYearWhenTheTitleDoesNot(String sentence, int year) {
    Attributes read = new Page().title("政府信息公开工作年度报告").text("一、概述\n" + sentence).read();
    assertThat(read.year()).isEqualTo(year);
  }

  @Test
  void aDateOfPublicationIsNoYear() {
    Attributes read =
        new Page()
            .title("宣威市政府信息公开工作年度报告")
            .meta("PubDate", "2013-03-12")
            .url("http://www.example.cn/xxgk/201303/t20130312_1.html")
            .read();
    assertThat(read.year()).isNull();
    assertThat(reason(read, "year")).isNotBlank();
    assertThat(read.published()).isEqualTo("2013-03-12");
  }

  @Test
  void aYearThatTheReportContradictsIsWithheld() {
    Attributes period =
        new Page().title("宣威市2019年政府信息公开工作年度报告").text("统计期限自2018年1月1日起至2018年12月31日止").read();
    assertThat(period.year()).isNull();
    assertThat(reason(period, "year")).contains("2019").contains("2018");

    Attributes early =
        new Page().title("宣威市2019年政府信息公开工作年度报告").meta("PubDate", "2019-03-12").read();
    assertThat(early.year()).isNull();
    assertThat(reason(early, "year")).contains("2019-03-12");

    Attributes late = new Page().title("宣威市2013年政府信息公开工作年度报告").meta("PubDate", "2021-04-30").read();
    assertThat(late.year()).as("moved to a new site").isEqualTo(2013);
  }

  @ParameterizedTest
  @CsvSource({
    "2022-02-08 16:34, 2022-02-08",
    "2013-3-12 04:05:06, 2013-03-12",
    "2013年03月12日, 2013-03-12",
    "2013/03/12, 2013-03-12",
    "2013-03, 2013-03",
    "2013, 2013"
  })
  void pubDateIsReadAtItsPrecision(String content, String published) {
    assertThat(new Page().title("某年报").meta("PubDate", content).read().published())
        .isEqualTo(published);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0001-01-01", "1970-01-01 08:00", "发布时间", "2013-13-45", "1363046400000"})
  void aPlaceholderIsNoDate(String content) {
    Attributes read =
        new Page()
            .title("某年报")
            .meta("PubDate", content)
            .url("http://www.example.cn/t20130312_1.html")
            .read();
    assertThat(read.published()).isNull();
    assertThat(reason(read, "published")).isNotBlank();
  }

  @Test
  void theLineUnderTheTitleTellsTheDay() {
    assertThat(
            new Page()
                .text("嘉峪关市2012年政府信息公开工作年度报告\n\n发布时间:2013年03月12日来源:政府办公室\n")
                .read()
                .published())
        .isEqualTo("2013-03-12");
    assertThat(
            new Page()
                .text(
                    "宣威市2018年政府信息公开年度工作报告\n发布时间:2019-03-12 15:17:14   索引号:    文号:\n填报日期:2018年1月25日")
                .read()
                .published())
        .isEqualTo("2019-03-12");
    assertThat(new Page().title("某年报").box("发布日期", "2016-11-22").read().published())
        .isEqualTo("2016-11-22");
  }

  @Test
  void pubDatesThatDifferAreDecidedByWhatIsPrintedOrNotAtAll() {
    Page page =
        new Page().title("某年报").meta("PubDate", "2021-04-30").meta("PubDate", "2013-03-12 00:00");
    assertThat(page.read().published()).isNull();
    assertThat(page.box("发布时间", "2013-03-12").read().published()).isEqualTo("2013-03-12");

    Attributes moved =
        new Page().title("某年报").meta("PubDate", "2021-04-30").box("发布时间", "2013-03-12").read();
    assertThat(moved.published()).isNull();
    assertThat(reason(moved, "published")).contains("2021-04-30").contains("2013-03-12");
  }

  @Test
  void theReportsTitleIsFoundAmongDirt() {
    String title = "宣威市2018年政府信息公开工作年度报告";
    assertThat(new Page().title(title + "_政府信息公开年报_宣威市人民政府").read().title()).isEqualTo(title);
    assertThat(new Page().title("宣威市人民政府门户网站").meta("ArticleTitle", title).read().title())
        .isEqualTo(title);
    assertThat(
            new Page()
                .text("您现在所在的位置: 网站首页 > 政府信息公开 > 政府信息公开年报\n" + title + "\n发布时间:2019-03-12")
                .read()
                .title())
        .isEqualTo(title);
    assertThat(new Page().text("2024 年上海市科委政府信息公开工作\n年度报告\n根据《条例》的要求，编制了报告。").read().title())
        .isEqualTo("2024年上海市科委政府信息公开工作年度报告");
    String longer = "关于" + "很".repeat(80) + "长的宣威市2018年政府信息公开工作年度报告";
    assertThat(
            new Page()
                .title(longer.substring(0, 96) + "...")
                .meta("ArticleTitle", longer)
                .read()
                .title())
        .isEqualTo(longer);
  }

  @Test
  void aPageThatIsNoReportKeepsItsTitle() {
    Attributes read =
        new Page()
            .title("1-10月德清县固定资产投资结构趋稳趋优")
            .meta("ColumnName", "头部")
            .meta("ArticleTitle", "标题")
            .meta("PubDate", "2016-11-22 09:53")
            .read();
    assertThat(read.title()).isEqualTo("1-10月德清县固定资产投资结构趋稳趋优");
    assertThat(read.published()).isEqualTo("2016-11-22");
    assertThat(read.division()).isNull();
  }

  private static @Nullable String code(Attributes read) {
    return read.division() == null ? null : read.division().code();
  }

  private static String reason(Attributes read, String what) {
    return read.withheld().stream()
        .filter(w -> w.what().equals(what))
        .map(Withheld::why)
        .findFirst()
        .orElse("");
  }

  private static List<String> missing(Attributes read) {
    List<String> missing = new ArrayList<>();
    if (read.agency() == null) missing.add("agency");
    if (read.division() == null) missing.add("division");
    if (read.scope() == null) missing.add("scope");
    if (read.year() == null) missing.add("year");
    if (read.published() == null) missing.add("published");
    return missing;
  }

  /** A document put together by hand. */
  private static final class Page {
    private @Nullable String title;
    private @Nullable String url;
    private @Nullable Division within;
    private String text = "";
    private final List<Meta> meta = new ArrayList<>();
    private final List<Meta> box = new ArrayList<>();

    Page title(String title) {
      this.title = title;
      return this;
    }

    Page text(String text) {
      this.text = text;
      return this;
    }

    Page meta(String name, String content) {
      meta.add(new Meta(name, content));
      return this;
    }

    Page box(String label, String value) {
      box.add(new Meta(label, value));
      return this;
    }

    Page url(String url) {
      this.url = url;
      return this;
    }

    Page within(Division within) {
      this.within = within;
      return this;
    }

    Attributes read() {
      Document document =
          new Document(
              "text/html",
              null,
              title,
              meta,
              box,
              List.of(),
              List.of(),
              text,
              text,
              List.of(),
              false,
              Set.of(),
              List.of(),
              List.of());
      return Attributes.of(document, new Hints(url, null, null, null), within);
    }
  }
}
