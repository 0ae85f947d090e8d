package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
  private static final Path CORPUS = Path.of("../shared/corpus");
  private static final String SITE = "http://www.example.gov.cn";

  @Test
  void trsInlinedPager() throws IOException {
    String url = "http://www.ordos.gov.cn/egb/xxgk/xxgknb/";
    Listing listing = corpus("lists/ordos-engebei-trs.html", url);
    assertThat(listing.family()).isEqualTo(Family.TRS);
    assertThat(listing.of(Kind.ARTICLE)).hasSize(10);
    assertThat(listing.of(Kind.ARTICLE).get(0))
        .isEqualTo(
            new Link(
                Kind.ARTICLE, url + "202009/t20200903_2748784.html", "鄂尔多斯市2019年政府信息公开工作年度报告"));
    assertThat(listing.of(Kind.ARTICLE))
        .extracting(Link::text)
        .filteredOn(t -> t.contains("报告"))
        .hasSize(4);
    assertThat(listing.of(Kind.LIST)).extracting(Link::url).containsExactly(url + "index_1.html");
  }

  @Test
  void aListOfWhichHalfComesByScriptSaysSo() throws IOException {
    String url = "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/nlist.htm";
    Listing listing = corpus("html/pingtan_list.html", url);
    assertThat(listing.of(Kind.ARTICLE)).hasSize(10);
    assertThat(listing.of(Kind.ARTICLE)).allMatch(link -> link.text().contains("年度报告"));
    assertThat(listing.of(Kind.LIST)).isEmpty();
    assertThat(listing.announced()).isEqualTo(20);
    assertThat(listing.notes())
        .singleElement()
        .asString()
        .contains("20 entries are announced and 10");
  }

  @Test
  void ucapListInAComment() throws IOException {
    String url = "https://jyt.gansu.gov.cn/jyt/c110634/zwgklist.shtml";
    Listing listing = corpus("lists/gansu-ucap.html", url);
    assertThat(listing.family()).isEqualTo(Family.UCAP);
    assertThat(listing.of(Kind.ARTICLE)).hasSize(20);
    assertThat(listing.of(Kind.ARTICLE))
        .allMatch(link -> link.url().startsWith("https://jyt.gansu.gov.cn/jyt/c110634/20"));
    assertThat(listing.of(Kind.LIST)).hasSize(9);
    assertThat(listing.of(Kind.LIST).get(0).url())
        .isEqualTo("https://jyt.gansu.gov.cn/jyt/c110634/zwgklist_2.shtml");
    assertThat(listing.of(Kind.LIST).get(8).url())
        .isEqualTo("https://jyt.gansu.gov.cn/jyt/c110634/zwgklist_10.shtml");
  }

  @Test
  void jpaasListInJson() throws IOException {
    String url = "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/index.html";
    Listing listing = corpus("lists/jiangxi-hanweb.html", url);
    assertThat(listing.family()).isEqualTo(Family.JPAAS);
    assertThat(listing.of(Kind.ARTICLE).get(0))
        .isEqualTo(
            new Link(
                Kind.ARTICLE,
                "http://sthjt.jiangxi.gov.cn/jxssthjt/col/col42150/content/content_1951206363677671424.html",
                "《江西省生态环境分类执法监管办法》政策解读"));
    assertThat(listing.of(Kind.ARTICLE)).hasSize(50);
    assertThat(listing.announced()).isEqualTo(444);
    assertThat(listing.notes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "pages/sxmu-vsb.html, VSB",
    "pages/deqing-hanweb.html, HANWEB",
    "pages/shanxi-trs.html, TRS",
    "html/pingtan_list.html, TRS",
    "html/shanghai_gb_2019.html, PLAIN",
  })
  void theFamilyOfRealPages(String file, Family family) throws IOException {
    assertThat(corpus(file, SITE + "/a/b.html").family()).isEqualTo(family);
  }

  @Test
  void trsCallWithFourArguments() {
    String html =
        """
        <html><body><ul class="menu"><li><a href="/zwgk/zfxxgkzn/">政府信息公开指南</a></li></ul>
        <ul><li><a href="./202401/t20240124_1188.html">某县2023年政府信息公开工作年度报告</a><span>2024-01-24</span></li>
        <li><a href="./P020240124331579.pdf">某县2022年政府信息公开工作年度报告</a><span>2023-01-24</span></li></ul>
        <script>createPageHTML(4, 1, "index", "html");</script></body></html>
        """;
    Listing listing = list(html, SITE + "/zwgk/nb/index_1.html");
    assertThat(listing.family()).isEqualTo(Family.TRS);
    assertThat(listing.links())
        .extracting(Link::kind, Link::url)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Kind.ARTICLE, SITE + "/zwgk/nb/202401/t20240124_1188.html"),
            org.assertj.core.groups.Tuple.tuple(
                Kind.ATTACHMENT, SITE + "/zwgk/nb/P020240124331579.pdf"),
            org.assertj.core.groups.Tuple.tuple(Kind.LIST, SITE + "/zwgk/nb/index_2.html"),
            org.assertj.core.groups.Tuple.tuple(Kind.LIST, SITE + "/zwgk/nb/index_3.html"));
  }

  @Test
  void hanwebRecordsAndNextGroup() {
    String html =
        """
        <html><body><a href="/col/col6700/index.html">政府信息公开</a><div id="24513">
        <script type="text/xml"><datastore>
        <nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&startrecord=7&endrecord=10&perpage=3&columnid=6721&unitid=24513&webid=18"></a>]]></nextgroup>
        <recordset><record><![CDATA[<li><a href="/art/2024/1/26/art_6721_1180.html" title="某县2023年度政府信息公开工作报告">某县2023年度…</a><span>2024-01-26</span></li>]]></record>
        <record><![CDATA[<li><a href="/art/2013/1/15/art_6721_1021.html">某县2012年度政府信息公开工作报告</a></li>]]></record>
        </recordset></datastore></script></div>
        <script>$(function(){$('#24513').jpage({perPage:3,totalRecord:10,groupSize:2,proxyUrl:'/module/web/jpage/dataproxy.jsp'});});</script>
        </body></html>
        """;
    Listing listing = list(html, SITE + "/col/col6721/index.html");
    assertThat(listing.family()).isEqualTo(Family.HANWEB);
    assertThat(listing.announced()).isEqualTo(10);
    assertThat(listing.of(Kind.ARTICLE))
        .containsExactly(
            new Link(
                Kind.ARTICLE, SITE + "/art/2024/1/26/art_6721_1180.html", "某县2023年度政府信息公开工作报告"),
            new Link(
                Kind.ARTICLE, SITE + "/art/2013/1/15/art_6721_1021.html", "某县2012年度政府信息公开工作报告"));
    assertThat(listing.of(Kind.LIST))
        .extracting(Link::url)
        .containsExactly(
            SITE
                + "/module/web/jpage/dataproxy.jsp?page=1&startrecord=7&endrecord=10&perpage=3&columnid=6721&unitid=24513&webid=18");
  }

  @Test
  void hanwebDataproxyAnswer() {
    String xml =
        """
        <?xml version='1.0' encoding='UTF-8'?>
        <datastore><nextgroup></nextgroup><recordset>
        <record><![CDATA[<li><a href="/art/2008/5/1/art_6721_1001.html">指南</a></li>]]></record>
        </recordset></datastore>
        """;
    Listing listing = list(xml, SITE + "/module/web/jpage/dataproxy.jsp?page=1&startrecord=7");
    assertThat(listing.links())
        .containsExactly(new Link(Kind.ARTICLE, SITE + "/art/2008/5/1/art_6721_1001.html", "指南"));
    assertThat(list("<datastore><recordset></recordset></datastore>", SITE + "/d.jsp").isEmpty())
        .isTrue();
  }

  @Test
  void hanwebWithoutNextGroupIsTurnedByPageNumber() {
    String html =
        "<datastore><recordset>"
            + "<record><![CDATA[<li><a href='/art/2024/1/26/art_1_2.html'>某县</a></li>]]></record>"
                .repeat(3)
            + "</recordset></datastore><script>$('#307').jpage({perPage:3,totalRecord:8});</script>";
    assertThat(list(html, SITE + "/col/col1/index.html").of(Kind.LIST))
        .extracting(Link::url)
        .containsExactly(
            SITE + "/col/col1/index.html?uid=307&pageNum=2",
            SITE + "/col/col1/index.html?uid=307&pageNum=3");
  }

  @Test
  void plainListWithNextLink() {
    String html =
        """
        <html><body><p><a href="/">首页</a> &gt;&gt; 年报</p><table>
        <tr><td>·<a href="2022/show_2101.html">某县2021年政府信息公开工作年度报告</a></td><td>[2022-01-20]</td></tr>
        <tr><td>·<a href="2022/show_2188.html">县政府召开会议</a></td><td>[2022-06-20]</td></tr>
        </table><div>共7条 第1/2页 <a href="list_2.html">下一页</a>&nbsp;<a href="list_2.html">尾页</a></div>
        <a href="http://elsewhere.cn/2022/show_1.html">某省2021年政府信息公开工作年度报告</a>
        <a ms-attr-href="el.url">模板</a><a href="javascript:;">某县2021年政府信息公开工作年度报告</a></body></html>
        """;
    Listing listing = list(html, SITE + "/xxgk/nb/list.html");
    assertThat(listing.family()).isEqualTo(Family.PLAIN);
    assertThat(listing.announced()).isEqualTo(7);
    assertThat(listing.links())
        .extracting(Link::url)
        .containsExactly(
            SITE + "/xxgk/nb/2022/show_2101.html",
            SITE + "/xxgk/nb/2022/show_2188.html",
            SITE + "/xxgk/nb/list_2.html");
  }

  @Test
  void onlyTheFirstPageOfAListMissesEntries() {
    String last = "<ul><li><a href='t20240124_1.html'>某县2023年年报</a>2024-01-24</li></ul>共7条 上一页 下一页";
    assertThat(list(last, SITE + "/nb/list_2.html").notes()).isEmpty();
    assertThat(list(last, SITE + "/nb/list.html").notes())
        .singleElement()
        .asString()
        .contains("7 entries are announced and 1");
  }

  @Test
  void datelessListsAreKnownByTheirManySiblings() {
    StringBuilder html = new StringBuilder("<div class='nav'><ul>");
    for (int i = 0; i < 5; i++) {
      html.append("<li><a href='/channel/").append(i).append("'>一个名字很长很长的栏目导航链接</a></li>");
    }
    html.append("</ul></div><ul>");
    for (int i = 0; i < 5; i++) {
      html.append("<li><a href='/public/4/").append(i).append("'>关于印发某县某某工作方案的通知之类</a></li>");
    }
    Listing listing =
        list(html + "</ul><a href='/public/9'>孤零零的一个不是条目的长链接文字</a>", SITE + "/l.html");
    assertThat(listing.links())
        .extracting(Link::url)
        .containsExactly(
            SITE + "/public/4/0",
            SITE + "/public/4/1",
            SITE + "/public/4/2",
            SITE + "/public/4/3",
            SITE + "/public/4/4");
  }

  @Test
  void rulesOfTheSourceDecide() {
    String html =
        """
        <div class="x"><a href="/a/1">一</a><a href="/a/2">二</a><a href="/b/3">三</a></div>
        <a href="/a/9">外</a><a class="more" href="/l?p=2">更多</a>
        """;
    LinkRules rules = new LinkRules(".x", null, Pattern.compile("/a/2"), "a.more");
    Listing listing =
        Links.ofList(html.getBytes(UTF_8), "text/html; charset=utf-8", SITE + "/l", null, rules);
    assertThat(listing.links())
        .extracting(Link::url)
        .containsExactly(SITE + "/a/1", SITE + "/b/3", SITE + "/l?p=2");
    LinkRules regex = new LinkRules(null, Pattern.compile("/a/\\d"), null, null);
    assertThat(Links.ofList(html.getBytes(UTF_8), null, SITE + "/l", null, regex).of(Kind.ARTICLE))
        .hasSize(3);
  }

  @Test
  void aLyingPagerIsBounded() {
    Listing listing =
        list("<script>createPageHTML(999999, 0, 'index', 'html')</script>", SITE + "/a/");
    assertThat(listing.of(Kind.LIST)).hasSize(300);
    assertThat(listing.notes()).singleElement().asString().contains("300 are followed");
    assertThat(listing.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>本县共23456条信息</p>ENTRIES<div>共7条 第1/2页</div> | 7",
        "<div>本站今年共公开<b>9</b>条</div>ENTRIES<p>共<b>12</b>条 <a href='list_2.html'>下一页</a></p> | 12",
        "ENTRIES<div class='pager'><span>共&nbsp;<em>31</em>\u00a0条</span></div> | 31",
        "ENTRIES<p>每页20条 共45条</p><p>本站共99999条信息</p> | 45",
        "<p>全县共8000条</p>ENTRIES | ",
      })
  void onlyTheTotalBesideThePagerCounts(String page, Integer announced) {
    String entries =
        "<ul>"
            + "<li><a href='t20240124_1.html'>某县二〇二三年政府信息公开工作年度报告</a>2024-01-24</li>".repeat(15)
            + "</ul>";
    Listing listing = list(page.replace("ENTRIES", entries), SITE + "/xxgk/");
    assertThat(listing.announced()).isEqualTo(announced);
  }

  @Test
  void allAgenciesOfACountyAreAddressed() {
    StringBuilder page = new StringBuilder();
    String url = SITE + "/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=";
    for (int area = 100_001; area <= 100_080; area++) {
      page.append("<option value='" + area + "'>某局</option>");
    }
    for (int year = 2010; year < 2024; year++) {
      page.append("<option value='" + year + "'></option>");
    }
    // 80 agencies and 14 years.
    Listing listing = list(page.toString(), url + "100001");
    assertThat(listing.of(Kind.ARTICLE)).hasSize(1120);
    assertThat(listing.notes()).isEmpty();
    // 14 * 160 are more than 2000.
    Listing cut = list(page + page.toString().replace("'100", "'200"), url + "100001");
    assertThat(cut.of(Kind.ARTICLE)).hasSize(2000);
    assertThat(cut.notes())
        .singleElement()
        .asString()
        .contains("2240 reports are addressed; 2000 are followed", "fbtime={year}&area=CODE");
  }

  @Test
  void attachmentsAndRequisitesOfAnArticle() {
    String html =
        """
        <html><head><link rel="stylesheet" href="/css/a.css"><link rel="icon" href="/i.ico"></head><body>
        <img src="./W020240124.jpg"><img src="http://cdn.elsewhere.com/x.png"><img src="data:image/png;base64,AAAA">
        <p>附件：<a href="./P020240124331579.pdf" title="某县2023年年报">某县2023年…</a></p>
        <a href="/module/download/downfile.jsp?classid=0&filename=2401.docx">统计表</a>
        <a href="http://files.elsewhere.cn/get?id=7">附表.xlsx</a>
        <iframe src="/pdfjs/web/viewer.html?file=%2Fdoc%2F9.pdf"></iframe>
        <a href="/zwgk/">政务公开</a><a href="P020240124331579.pdf#page=2">同上</a></body></html>
        """;
    List<Link> links =
        Links.ofArticle(
            html.getBytes(UTF_8), "text/html", SITE + "/zwgk/202401/t20240124_1.html", true);
    assertThat(links)
        .containsExactly(
            new Link(Kind.ATTACHMENT, SITE + "/zwgk/202401/P020240124331579.pdf", "某县2023年年报"),
            new Link(
                Kind.ATTACHMENT,
                SITE + "/module/download/downfile.jsp?classid=0&filename=2401.docx",
                "统计表"),
            new Link(Kind.ATTACHMENT, "http://files.elsewhere.cn/get?id=7", "附表.xlsx"),
            new Link(Kind.ATTACHMENT, SITE + "/doc/9.pdf", ""),
            new Link(Kind.REQUISITE, SITE + "/css/a.css", ""),
            new Link(Kind.REQUISITE, SITE + "/zwgk/202401/W020240124.jpg", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=/f.PDF>表</a>",
        "<a href=/f.xls?v=1>表</a>",
        "<a href=/f&#46;docx>表</a>",
        "<a href='/f&period;wps'>表</a>",
        "<a href=/f%2Epdf>表</a>",
        "<a href=/get?id=7>统计表.et</a>",
        "<a href=/get?id=7>统计表.<b>xlsx</b></a>",
        "<a href=/f.rtf>表</a>",
        "<embed src=/f.ofd>"
      })
  void noWayOfNamingAFileIsMissed(String html) {
    byte[] page = ("<p>见附件，width:100%。</p><img src=/a.png>" + html).getBytes(UTF_8);
    List<Link> links = Links.ofArticle(page, "text/html", SITE + "/a/t1.html", false);
    assertThat(links).extracting(Link::kind).containsExactly(Kind.ATTACHMENT);
  }

  @Test
  void charsetAndBaseOfThePageCount() {
    String html =
        "<html><head><meta charset=gb2312><base href='/x/'></head><body><ul><li>"
            + "<a href='show.asp?名=年报2023'>某县2023年政府信息公开年度报告</a></li></ul></body></html>";
    Listing listing =
        Links.ofList(
            html.getBytes(Charset.forName("GB18030")),
            null,
            SITE + "/l.html",
            null,
            LinkRules.NONE);
    assertThat(listing.links())
        .containsExactly(
            new Link(
                Kind.ARTICLE, SITE + "/x/show.asp?%C3%FB=%C4%EA%B1%A82023", "某县2023年政府信息公开年度报告"));
  }

  private static Listing list(String html, String url) {
    return Links.ofList(
        html.getBytes(UTF_8), "text/html; charset=utf-8", url, null, LinkRules.NONE);
  }

  private static Listing corpus(String file, String url) throws IOException {
    Path path = CORPUS.resolve(file);
    assumeTrue(Files.exists(path), "the corpus of real pages is not here");
    return Links.ofList(Files.readAllBytes(path), null, url, null, LinkRules.NONE);
  }
}
