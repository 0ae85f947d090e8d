package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.fangzhi.report.Report.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What whole pages say of their reports: right, or withheld. */
class PageMetadataTest {

  private static void is(
      Report report,
      @Nullable String agency,
      @Nullable String division,
      @Nullable Scope scope,
      @Nullable Integer year) {
    assertThat(report.agency()).isEqualTo(agency);
    assertThat(report.division() == null ? null : report.division().code()).isEqualTo(division);
    assertThat(report.scope()).isEqualTo(scope);
    assertThat(report.year()).isEqualTo(year);
  }

  private static String withheld(Report report, String what) {
    return report.withheld().stream()
        .filter(w -> w.what().equals(what))
        .map(Report.Withheld::why)
        .findFirst()
        .orElse("");
  }

  @Test
  void theDayOfAMoveGivesWayToTheDayThatTheSignatureConfirms() {
    PageFrame page =
        new PageFrame()
            .element("绩溪县2013年政府信息公开工作年度报告_绩溪县人民政府")
            .meta("ColumnName", "头部")
            .meta("ArticleTitle", "绩溪县2013年政府信息公开工作年度报告")
            .meta("PubDate", "2021-01-30 00:00:00")
            .before("<h1>绩溪县2013年政府信息公开工作年度报告</h1><div>发布日期：2014-03-10 来源：县政府办 浏览次数：22</div>");
    assertThat(page.read().published()).as("two dates, nothing to choose by").isNull();
    assertThat(withheld(page.read(), "published")).contains("2021-01-30", "2014-03-10");

    Report signed = page.signed("绩溪县人民政府办公室", "二〇一四年三月十日").read();
    assertThat(signed.published()).isEqualTo("2014-03-10");
    is(signed, "绩溪县", "341824", Scope.GOVERNMENT, 2013);
  }

  @Test
  void aSignatureLongBeforeBothDaysChoosesNone() {
    Report report =
        new PageFrame()
            .element("绩溪县2013年政府信息公开工作年度报告")
            .meta("PubDate", "2021-01-30")
            .before("<div>发布日期：2018-03-10</div>")
            .signed("绩溪县人民政府", "2014年3月10日")
            .read();
    assertThat(report.published()).isNull();
  }

  @Test
  void ofSeveralPubDatesNoneIsFromBeforeTheYearsEnd() {
    Report report =
        new PageFrame()
            .meta("ArticleTitle", "沭阳县2020年政府信息公开工作年度报告")
            .meta("PubDate", "2021-01-28")
            .before(
                "<div><meta name=\"ColumnName\" content=\"头部\"><meta name=\"ArticleTitle\" content=\"头部\">"
                    + "<meta name=\"PubDate\" content=\"2019-05-05 10:10:10\"></div>")
            .read();
    assertThat(report.title()).isEqualTo("沭阳县2020年政府信息公开工作年度报告");
    assertThat(report.published()).isEqualTo("2021-01-28");
  }

  @ParameterizedTest
  @CsvSource({"[ 2019-01-25 ], 2019-01-25", "（2019年1月25日）, ", "时间：2019年01月25日, 2019-01-25"})
  void aDayInWordsWithoutALabelMayBeTheSignatures(String line, @Nullable String published) {
    Report report =
        new PageFrame()
            .element("宣威市财政局2018年政府信息公开工作年度报告")
            .before("<h1>宣威市财政局2018年政府信息公开工作年度报告</h1><div>" + line + "</div>")
            .read();
    assertThat(report.published()).isEqualTo(published);
  }

  @ParameterizedTest
  @ValueSource(strings = {"头部", "null", "标题", "文章标题", "undefined", "无标题文档", "{{title}}", ""})
  void aPlaceholderIsNoTitle(String placeholder) {
    Report report =
        new PageFrame()
            .element(placeholder)
            .meta("ArticleTitle", placeholder)
            .meta("PubDate", placeholder)
            .before("<div class=\"title\">宣威市西宁街道办2018年政府信息公开工作年度报告</div>")
            .read();
    assertThat(report.title()).isEqualTo("宣威市西宁街道办2018年政府信息公开工作年度报告");
    is(report, "宣威市西宁街道办", "530381002", Scope.GOVERNMENT, 2018);
  }

  @Test
  void aTitleCutByDotsIsCompletedFromTheHeadingOrTheText() {
    String whole = "宣威市住房和城乡建设局（宣威市人民防空办公室）2018年政府信息公开工作年度报告";
    Report heading =
        new PageFrame()
            .element(whole.substring(0, 34) + "...-宣威市人民政府")
            .meta("ArticleTitle", whole.substring(0, 34) + "...")
            .before("<h2>" + whole + "</h2>")
            .read();
    assertThat(heading.title()).isEqualTo(whole);

    Report text =
        new PageFrame()
            .element(whole.substring(0, 36) + "…")
            .lead("宣威市住房和城乡建设局（宣威市人民防空办公室）", "2018年政府信息公开工作年度报告")
            .read();
    assertThat(text.title()).isEqualTo(whole);
    is(text, "宣威市住房和城乡建设局（宣威市人民防空办公室）", "530381", Scope.AGENCY, 2018);
  }

  @Test
  void aColumnsNameIsNotTheReportsTitle() {
    Report report =
        new PageFrame()
            .element("政府信息公开年报")
            .meta("ColumnName", "政府信息公开年报")
            .before("<h1>政府信息公开年报</h1>")
            .lead("镇坪县水利局", "2018年政府信息公开工作年度报告")
            .read();
    assertThat(report.title()).isEqualTo("镇坪县水利局2018年政府信息公开工作年度报告");
    is(report, "镇坪县水利局", "610927", Scope.AGENCY, 2018);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "当前位置：<a>首页</a> &gt; <a>镇坪县</a> &gt; <a>城关镇</a> &gt; <a>年报</a>, 610927100",
        "当前位置：<a>首页</a> &gt; <a>乡镇</a> &gt; <a>城关镇</a> &gt; <a>年报</a>, -"
      })
  void theTrailPlacesATown(String trail, @Nullable String code) {
    Report report =
        new PageFrame()
            .element("城关镇2018年政府信息公开工作年度报告")
            .before("<div>" + trail + "</div><h1>城关镇2018年政府信息公开工作年度报告</h1>")
            .read();
    is(report, "城关镇", code, Scope.GOVERNMENT, 2018);
  }

  @Test
  void theSitesNameInTheTitleElementPlacesATown() {
    Report report =
        new PageFrame()
            .element("河包镇2020年政府信息公开工作年度报告_重庆市荣昌区人民政府")
            .before("<h1>河包镇2020年政府信息公开工作年度报告</h1>")
            .author("我镇")
            .read();
    is(report, "河包镇", "500153109", Scope.GOVERNMENT, 2020);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // author, opening, agency, division, scope
        "我镇, 本报告由钟祥镇人民政府根据《仁寿县人民政府办公室关于编制年度报告的通知》编制完成。, 钟祥镇人民政府, 511421132, GOVERNMENT",
        "我镇, 特向社会公布2019年度青龙镇政府（机关）信息公开年度报告。电子版可在“建水县政府网”下载。, 青龙镇政府, 532524104, GOVERNMENT",
        "我局, 特向社会公布2019年度靖安县教育局政府信息公开年度报告。请与靖安县教育局办公室联系。, 靖安县教育局, 360925, AGENCY",
        "我局, 本年报由海丰县教育局编制。, 海丰县教育局, 441521, AGENCY",
        "我局, 盐田区水务局编制了2019年度政府信息公开工作年度报告。, 盐田区水务局, 440308, AGENCY",
        "我镇, 如有任何疑问，请与章贡区人民政府水东镇办公室联系。, 章贡区人民政府水东镇, 360702101, GOVERNMENT",
        "我苏木, 请与扎赉特旗宝力根花苏木人民政府联系（咨询电话：0482）。, 扎赉特旗宝力根花苏木人民政府, 152223202, GOVERNMENT",
        "我县。我县, 请与永春县政府信息中心联系（地址：桃城镇）。, 永春县政府, 350525, GOVERNMENT",
        // an office may write for itself or for the county, and a county's word is no bureau's
        "我县。我县, 本报告由绩溪县人民政府办公室编制。, -, -, -",
        "我局, 请与绩溪县政府信息公开办公室联系。, -, -, -",
        "我县, 根据《条例》要求编制。, -, -, -",
      })
  void theOpeningNamesTheIssuerWhenTheTitleDoesNot(
      String author,
      String opening,
      @Nullable String agency,
      @Nullable String division,
      @Nullable Scope scope) {
    Report report =
        new PageFrame()
            .element("2019年政府信息公开工作年度报告")
            .before("<h1>2019年政府信息公开工作年度报告</h1>")
            .lead(opening)
            .author(author)
            .read();
    is(report, agency, division, scope, 2019);
    assertThat(withheld(report, "agency").isEmpty()).isEqualTo(agency != null);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "谷城县发展和改革局, 我局, 谷城县发展和改革局, 420625, AGENCY",
        "下管镇, 我镇, 下管镇, -, GOVERNMENT",
        "谷城县发展和改革局, 我镇, -, -, -",
        "谷城县人民政府办公室, 我局, -, -, -",
        "谷城县人民政府办公室, 我县, -, -, -",
      })
  void thePublisherOfTheBoxIsTheIssuerOnlyWhereTheTextAgrees(
      String publisher,
      String author,
      @Nullable String agency,
      @Nullable String division,
      @Nullable Scope scope) {
    Report report =
        new PageFrame()
            .element("2019年政府信息公开工作年度报告")
            .before(
                "<table><tr><td>索引号</td><td>1</td><td>发布机构</td><td>"
                    + publisher
                    + "</td></tr><tr><td>发布日期</td><td>2020-01-15</td><td>文号</td><td></td></tr></table>")
            .author(author)
            .read();
    is(report, agency, division, scope, 2019);
    assertThat(report.published()).isEqualTo("2020-01-15");
  }

  @Test
  void anOfficesSignatureLeavesOpenWhoseReportItIs() {
    PageFrame page =
        new PageFrame()
            .element("2012年度政府信息公开工作年度报告")
            .signed("绩溪县人民政府办公室", "2013年1月15日")
            .author("我县");
    is(page.read(), "绩溪县人民政府办公室", "341824", null, 2012);
    is(page.author("我办").read(), "绩溪县人民政府办公室", "341824", Scope.AGENCY, 2012);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"请与海丰县教育局办公室联系。, 441521", "请与海丰县教育局办公室、陆河县教育局联系。, -", "请与县教育局办公室联系。, -"})
  void aBureauIsPlacedByItsFullerNameInTheText(String lead, @Nullable String code) {
    Report report = new PageFrame().element("县教育局2023年政府信息公开工作年度报告").lead(lead).author("我局").read();
    is(report, "县教育局", code, Scope.AGENCY, 2023);
  }

  @Test
  void aPaperThatBringsAReportInFullIsRead() {
    String title = "贺州市2009年度政府信息公开工作年度报告";
    PageFrame page =
        new PageFrame()
            .element("贺州市人民政府办公室关于公布" + title + "的通知")
            .lead("各县（区）人民政府：", "我办编制了《" + title + "》，现予公布。", "二〇一〇年一月十九日", title);
    Report report = page.read();
    assertThat(report.form()).isEqualTo("narrative");
    assertThat(report.title()).isEqualTo(title);
    is(report, "贺州市", "451100", Scope.GOVERNMENT, 2009);

    Report notice =
        new PageFrame().element("贺州市人民政府办公室关于公布" + title + "的通知").lead("附件：" + title).read();
    assertThat(notice.form()).as("the report itself is elsewhere").isNull();
    assertThat(notice.title()).contains("通知");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "特向社会公布2016年度政府信息公开年度报告。, 2016",
        "统计期限自2019年1月1日起，至2019年12月31日止。, 2019",
        "统计期限为2008年5月1日至2008年12月31日。, 2008",
        "统计时间为2019年1月至12月。, 2019",
        "二〇一三年，我县公开信息。</p><p>2013年度，收到申请。, 2013",
        "2013年，我县公开信息。</p><p>2014年，我们将继续。, -",
        "根据国务院公布2019年修订的《政府信息公开条例》编制。, -",
        "根据2013年政务公开工作要点编制。, -"
      })
  void theTextTellsTheYearThatTheTitleDoesNot(String lead, @Nullable Integer year) {
    PageFrame page =
        new PageFrame()
            .element("绩溪县政府信息公开工作年度报告")
            .meta("PubDate", "2021-01-30")
            .before("<h1>绩溪县政府信息公开工作年度报告</h1>")
            .lead(lead);
    is(page.read(), "绩溪县", "341824", Scope.GOVERNMENT, year);
  }
}
