package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fangzhi.document.Document.Link;
import org.fangzhi.document.Document.Meta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReaderTest {
  private static final String PROSE = "2021年，我县坚持以公开为常态、不公开为例外，全年主动公开政府信息1,234条，受理申请12件。";
  private static final String TABLE =
      "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>0</td></tr>"
          + "<tr><td>行政规范性文件</td><td>7</td></tr></table>";
  private static final String NAVIGATION =
      "<ul class=nav><li><a href='/'>首页</a><li><a href='/zwgk/'>政务公开</a><li><a href='/hd/'>互动交流</a></ul>";
  private static final String FOOTER =
      "<div class=bottom><p>主办：某县人民政府办公室，地址：人民路1号，电话：0555-1234567</p>"
          + "<p>网站标识码：3400000001 皖公网安备34000000000001号 皖ICP备12345678号</p><a>网站地图</a></div>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div id=zoom>%s</div>",
        "<div id=zoomcon>%s</div>",
        "<div class=TRS_Editor>%s</div>",
        "<div class='view TRS_UEDITOR trs_paper_default'>%s</div>",
        "<UCAPCONTENT>%s</UCAPCONTENT>",
        "<div id=vsb_content_500>%s</div>",
        "<table><tr><td id=Zoom>%s</td></tr></table>",
        "<div class=xl-cont>%s</div>",
        "<div class=show-content>%s</div>",
        "<div><!--ZJEG_RSS.content.begin-->%s<!--ZJEG_RSS.content.end--><p>相关阅读</p></div>",
        "<div class=unheardOf>%s</div>",
        "<table><tr><td>%s</td></tr></table>",
        "%s",
      })
  void theMainContentIsFoundAndNothingElse(String container) {
    String content = "<p>一、总体情况</p><p>" + PROSE + "</p>" + TABLE + "<p>" + PROSE + "</p>";

    Document document = page(container.replace("%s", content));

    assertThat(document.text())
        .isEqualTo("一、总体情况\n" + PROSE + "\n信息内容\t本年制发件数\n规章\t0\n行政规范性文件\t7\n" + PROSE);
  }

  @Test
  void aReportTableBesideTheNamedElementIsNotLost() {
    Document document =
        page("<div><div id=zoom><p>" + PROSE + PROSE + "</p></div>" + TABLE + "</div>");

    assertThat(Shared.tables(document)).hasSize(1);
    assertThat(document.text()).startsWith(PROSE);
  }

  @Test
  void commentsThatBoundTheContentCutWhatIsBesideThem() {
    Document document =
        page("<p>来源不明的推荐</p><!--正文开始--><p>" + PROSE + "</p><!--正文结束--><p>下一篇推荐</p>");

    assertThat(document.text()).isEqualTo(PROSE);
  }

  @Test
  void theTitleIsTheDocumentsOwn() {
    assertThat(
            titleOf("<meta name=ArticleTitle content='某县2021年报告'><title>某县2021年报告_某县政府网</title>"))
        .isEqualTo("某县2021年报告");
    assertThat(titleOf("<title>某县2021年政府信息公开工作年度报告_通知公告_某县人民政府网</title>"))
        .isEqualTo("某县2021年政府信息公开工作年度报告");
    assertThat(titleOf("<title>1-10月某县投资情况 - 某县政府门户网站</title>")).isEqualTo("1-10月某县投资情况");
    assertThat(titleOf("<title>某县人民政府网</title><h1>某县2021年政府信息公开工作年度报告</h1>"))
        .isEqualTo("某县2021年政府信息公开工作年度报告");
    assertThat(
            titleOf(
                "<meta name=SiteName content=某县政府网><title>某县政府网</title>"
                    + "<title>某县2021年政府信息公开年报_某县政府网</title>"))
        .isEqualTo("某县2021年政府信息公开年报");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the site's or a collection's name is a first heading, the report's a lower one or none
        "<title>%s - 某市政务公开年报汇编</title><header><h1>某市政务公开年报汇编</h1></header><article><h2>%s</h2>",
        "<title>%s - 某市政务公开年报汇编</title><header><h1>某市政务公开年报汇编</h1></header><p>%s</p>",
        "<title>某市政务公开年报汇编 - %s</title><header><h1>某市政务公开年报汇编</h1></header><h2>%s</h2>",
        "<title>某市政务公开年报汇编</title><div class=top><h1>某市政务公开年报汇编</h1></div><h2>%s</h2>",
        "<title>%s_某市政务公开年报汇编</title><div class=w><h1>某市政务公开年报汇编</h1></div><h2>%s</h2>",
        "<title>%s_某市政务公开年报汇编</title><div class=w><h1>某市政务公开年报汇编</h1></div>",
        "<title>某市</title><header><h1>某市2022年政府工作报告</h1></header><main><h1>%s</h1>",
        // an article may have a head of its own
        "<title>某市政府网</title><article><header><h1>%s</h1></header>",
        // the column's name is a heading too
        "<title>%s_政府信息公开年报_某县政府网</title><h2>政府信息公开年报</h2><p>%s</p>",
        "<title>%s_政府信息公开年报_某县政府网</title><div class=title>政府信息公开年报</div><h1>%s</h1>",
        "<title>%s</title><h3 class=title>政府信息公开工作年度报告</h3>",
        "<title>某县政府网</title><h2>政府信息公开年报</h2><h3>%s</h3>",
      })
  void noNameOfSiteOrColumnIsTakenForTheTitle(String page) {
    String title = "某县2021年政府信息公开工作年度报告";
    assertThat(titleOf(page.replace("%s", title))).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>某县召开年报编制会议_2021年政府信息公开年报_某县政府网</title><h2>2021年政府信息公开年报</h2><h1>某县召开年报编制会议</h1>",
        "<title>某县召开年报编制会议_政府信息公开年报_某县政府网</title><h2>政府信息公开年报</h2>",
        "<title>某县召开年报编制会议</title><header><h1>某市政务公开年报汇编</h1></header><h2>某县召开年报编制会议</h2>",
      })
  void newsInAColumnOfReportsKeepItsTitle(String page) {
    assertThat(titleOf(page)).isEqualTo("某县召开年报编制会议");
  }

  @Test
  void theHeadOfTheSiteIsBetterThanNothing() {
    assertThat(titleOf("<header><h1>某县2021年政府信息公开工作年度报告</h1></header>"))
        .isEqualTo("某县2021年政府信息公开工作年度报告");
  }

  @Test
  void metaKeepsItsOrderAndItsDuplicates() {
    Document document =
        Shared.html(
            "<head><meta name=SiteName content=甲><meta name=PubDate content='2022-01-05 10:00'></head>"
                + "<body><meta name=SiteName content=乙><p>"
                + PROSE);

    assertThat(document.meta())
        .containsExactly(
            new Meta("SiteName", "甲"),
            new Meta("PubDate", "2022-01-05 10:00"),
            new Meta("SiteName", "乙"));
  }

  @Test
  void theInformationBoxIsReadFromTablesAndLines() {
    Document document =
        page(
            "<table><tr><td>索 引 号：</td><td>003171234/2022-00012</td><td>发布机构：</td><td>某县人民政府办公室</td></tr>"
                + "<tr><td>发文日期：</td><td>2022-01-05</td><td>文　号：</td><td></td></tr></table>"
                + "<div>发布时间：2022-01-06 09:30　来源：某县政府办　浏览次数：77 次 【打印】【关闭】</div>"
                + "<div id=zoom><p>"
                + PROSE
                + "</p></div>");

    assertThat(document.box())
        .endsWith(
            new Meta("索引号", "003171234/2022-00012"),
            new Meta("发布机构", "某县人民政府办公室"),
            new Meta("发文日期", "2022-01-05"),
            new Meta("文号", ""),
            new Meta("发布时间", "2022-01-06 09:30"),
            new Meta("来源", "某县政府办"));
    assertThat(document.text()).isEqualTo(PROSE);
  }

  @Test
  void linksAreAbsoluteAndAttachmentsBehindTheContentCount() {
    Document document =
        Documents.read(
            ("<body>"
                    + NAVIGATION
                    + "<div id=zoom><p>"
                    + PROSE
                    + "<a href='./P0202201.pdf'>附件.pdf</a></p></div>"
                    + "<p><a href='/files/统计表.docx'>统计表</a><a href='/other.html'>其他</a></p>")
                .getBytes(StandardCharsets.UTF_8),
            Hints.ofUrl("http://www.example.cn/zwgk/202201/t1.html", "text/html"));

    assertThat(document.links())
        .containsExactly(
            new Link("http://www.example.cn/zwgk/202201/P0202201.pdf", "附件.pdf"),
            new Link("http://www.example.cn/files/统计表.docx", "统计表"));
  }

  @Test
  void copiesUnderOtherChromeCompareEqual() {
    String content = "<p>一、总体情况</p><p>" + PROSE + "</p>" + TABLE;
    Document original =
        page(
            "<h1>某县2021年政府信息公开工作年度报告</h1><div>发布时间：2022-01-06 来源：某县政府办 点击数：12</div>"
                + "<div id=zoom>"
                + content
                + "</div>");
    Document copy =
        Shared.html(
            "<title>某县2021年政府信息公开工作年度报告-转载网</title><body><div class=article-body>"
                + "<p style='text-align:center'>某县2021年政府信息公开工作年度报告</p>"
                + "<p>日期：2023-08-01 阅读：1707次 字体：大 中 小</p>"
                + content
                + "<p>【打印本页】 【关闭窗口】</p><p>分享到：微信 微博</p></div>");

    assertThat(copy.normalised()).isEqualTo(original.normalised());
    assertThat(original.normalised())
        .isEqualTo(
            "一、总体情况2021年,我县坚持以公开为常态、不公开为例外,全年主动公开政府信息1,234条,受理申请12件。" + "信息内容本年制发件数规章0行政规范性文件7");
  }

  @Test
  void aMirrorsCopyComparesEqualToTheOriginal() {
    Document original = page("<div id=zoom><p>各镇数据统计如下。现将我县发文情况报告。</p></div>");
    Document mirror =
        page("<div id=zoom><p>各鎮(zhèn)數(shù)據(jù)統(tǒng)計如下?,F(xiàn)將我縣發(fā)文情況報告。</p></div>");

    assertThat(mirror.mirrorArtefact()).isTrue();
    assertThat(mirror.normalised()).isEqualTo(original.normalised());
    assertThat(original.mirrorArtefact()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>",
        "<a>",
        "<table><tr><td>",
        "<p><b><font>",
        "<svg>",
        "<ul><li>",
        "<!--",
        "<table>"
      })
  void deepMarkupIsHarmless(String tag) {
    Document document =
        Shared.html("<body><p>" + PROSE + "</p>" + tag.repeat(200_000 / tag.length()) + "深");

    assertThat(document.text()).contains("主动公开政府信息1,234条");
  }

  @Test
  void whatPostgresqlRefusesNeverLeaves() {
    Document document =
        Shared.html(
            "<title>年&#0;报&#xD800;</title><p>甲&#0;&#xDFFF;乙\uFFFF</p><a href='x&#0;.pdf'>附&#1;件</a>");

    String all = document.toString();
    assertThat(all.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))).isTrue();
  }

  private static String titleOf(String head) {
    String title = Shared.html(head + "<div id=zoom><p>" + PROSE + "</p></div>").title();
    return title == null ? "none" : title;
  }

  private static Document page(String content) {
    List<String> parts =
        List.of("<html><head><title>某县人民政府网</title></head><body>", NAVIGATION, content, FOOTER);
    return Shared.html(String.join("", parts));
  }
}
