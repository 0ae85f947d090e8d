package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.fangzhi.crawl.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final String REPORT =
      "<html><head><title>某县2023年政府信息公开工作年度报告</title></head><body><p>"
          + "本机关主动公开政府信息。部分申请人提交的页面不存在，访问被防火墙拦截，请输入验证码，404 Not Found，系统维护。"
          + "全年收到申请若干件。".repeat(80)
          + "</p></body></html>";

  /** SHA-256 of "abc", FIPS 180-2 appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void newUnchangedAndChanged() {
    Fetched abc = Samples.fetched(200, "abc", null);
    assertThat(Judge.judge(abc, null).outcome()).isEqualTo(Outcome.NEW);
    assertThat(Judge.judge(abc, null).sha256()).isEqualTo(ABC);
    assertThat(Judge.judge(abc, ABC).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(Judge.judge(abc, "0".repeat(64)).outcome()).isEqualTo(Outcome.CHANGED);
    Verdict notModified = Judge.judge(Samples.fetched(304, "", null), ABC);
    assertThat(notModified.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(notModified.sha256()).isEqualTo(ABC);
    assertThat(Judge.judge(Samples.fetched(304, "", null), null).outcome())
        .isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "403, BLOCKED",
    "412, BLOCKED",
    "429, BLOCKED",
    "503, BLOCKED",
    "521, BLOCKED",
    "404, MISSING",
    "410, MISSING",
    "500, FAILED",
    "502, FAILED",
    "401, FAILED",
    "204, FAILED",
    "300, FAILED",
    "206, FAILED"
  })
  void statusesHaveTheirOutcome(int status, Outcome outcome) {
    Verdict verdict = Judge.judge(Samples.fetched(status, REPORT, null), ABC);
    assertThat(verdict.outcome()).isEqualTo(outcome);
    assertThat(verdict.reason()).contains(String.valueOf(status));
  }

  @Test
  void failuresAreNeverMissing() {
    for (Kind kind : Kind.values()) {
      Outcome outcome = Judge.judge(Samples.fetched(0, "", kind), ABC).outcome();
      boolean ours =
          List.of(Kind.ADDRESS_REFUSED, Kind.FORBIDDEN, Kind.INVALID_ADDRESS).contains(kind);
      assertThat(outcome).as(kind.name()).isEqualTo(ours ? Outcome.REFUSED : Outcome.FAILED);
    }
    assertThat(Judge.judge(Samples.fetched(404, "cut", Kind.RESET), ABC).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(Judge.judge(Samples.fetched(412, "cut", Kind.RESET), ABC).outcome())
        .isEqualTo(Outcome.BLOCKED);
  }

  @ParameterizedTest
  @CsvSource({
    "120, PT2M",
    "0, PT0S",
    "999999999, P1D",
    "soon, ",
    "-5, ",
    "'Thu, 01 Jan 1970 00:10:00 GMT', PT10M"
  })
  void retryAfterIsSecondsOrADate(String header, Duration wait) {
    Fetched fetched = Samples.fetched(Samples.URL, 503, "", null, "Retry-After: " + header);
    assertThat(Judge.judge(fetched, null).retryAfter()).isEqualTo(wait);
  }

  @Test
  void aReportThatSpeaksOfRefusalsIsAReport() {
    assertThat(judge(REPORT).outcome()).isEqualTo(Outcome.NEW);
    assertThat(judge("<title>关于印发404号文件的通知</title><p>短文一篇</p>").outcome()).isEqualTo(Outcome.NEW);
    assertThat(judge("<title>某县政务公开</title><p>政府信息公开年报</p>").outcome()).isEqualTo(Outcome.NEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>请输入验证码以继续访问 <img src=c.jpg></body></html>",
        "<html><body>您的访问过于频繁，请稍后再试</body></html>",
        "<html><head><title>访问拦截</title></head><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>",
        "<html><head><title>网站防火墙</title></head><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>",
        "<html><body>Request Rejected. The requested URL was rejected. Please consult with your administrator.</body></html>",
        "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=86412;</script></head><body></body></html>",
        "<script>document.cookie='__jsl_clearance_s=1|-1|x';location.href=location.pathname</script>",
        "<html><script>document.cookie=\"a=\"+f();window.location.reload()</script></html>"
      })
  void blockPagesWithStatus200(String html) {
    Verdict verdict = judge(html);
    assertThat(verdict.outcome()).isEqualTo(Outcome.BLOCKED);
    assertThat(verdict.sign()).isNotNull();
    assertThat(verdict.reason()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body><h2>您访问的页面不存在或已被删除！</h2><p>5秒后自动返回首页</p></body></html>",
        "<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>",
        "<html><head><title>某县人民政府-404错误页面</title></head><body>首页 新闻 公开</body></html>",
        "<html><head><title>找不到页面</title></head><body>x</body></html>",
        "<html><body>对不起，您要查看的信息已经被删除</body></html>",
        "<html><body>The page you requested could not be found, it may have been removed.</body></html>",
        "<html><body>文章不存在</body></html>"
      })
  void pagesThatSayTheyAreAbsent(String html) {
    assertThat(judge(html).outcome()).as(judge(html).toString()).isEqualTo(Outcome.SOFT_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>This Account has been suspended.</body></html>",
        "<html><body>网站已关闭</body></html>",
        "<html><body>网站正在维护中，请稍后访问</body></html>",
        "<html><body>Error establishing a database connection</body></html>",
        "<html><body>系统繁忙，请稍后再试</body></html>",
        "{\"success\":false,\"message\":\"missing orderBy\"}"
      })
  void faultsOfTheWholeSiteSayNothingOfThePage(String html) {
    assertThat(judge(html).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void anEmptyAnswerIsAFailure() {
    assertThat(judge("").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(judge("").reason()).isEqualTo("the answer is empty");
  }

  @Test
  void aMetaRefreshToTheColumnIsASoftMissingAndElsewhereAMove() {
    String stub =
        "<html><head><meta http-equiv=\"refresh\" content=\"0;url=%s\"></head><body></body></html>";
    for (String up :
        List.of("../", "../../list.html", "/", "./index.html", "http://www.example.gov.cn")) {
      assertThat(judge(stub.formatted(up)).outcome()).as(up).isEqualTo(Outcome.SOFT_MISSING);
    }
    Verdict moved = judge(stub.formatted("/art/2024/1/24/art_1_1188.html"));
    assertThat(moved.outcome()).isEqualTo(Outcome.MOVED);
    assertThat(moved.target()).isEqualTo("http://www.example.gov.cn/art/2024/1/24/art_1_1188.html");
    assertThat(
            judge(REPORT.replace("<head>", "<head><meta http-equiv=refresh content='5;url=/'>"))
                .outcome())
        .isEqualTo(Outcome.NEW);
  }

  @ParameterizedTest
  @ValueSource(ints = {70 << 10, 400 << 10, 700 << 10})
  void aPageThatBeginsWithMuchStyleOrScriptIsNoShortPage(int much) {
    String script = "document.cookie='size=big';function go(u){location.href=u}alert('内容不存在');\n";
    String page =
        "<html><head><meta http-equiv=refresh content='20;url=/zwgk/'><script>"
            + script
            + "</script><style>"
            + ".a{color:red}\n".repeat(much / 14)
            + "</style></head><body><p>"
            + "全年主动公开政府信息，及时回应关切。".repeat(60)
            + "</p></body></html>";
    assertThat(judge(page)).extracting(Verdict::outcome).isEqualTo(Outcome.NEW);
  }

  @Test
  void aLongScriptWithNothingBehindItIsStillAChallenge() {
    String first = "<html><script>$_ts.nsd=1;var a='" + "x".repeat(100 << 10) + "'</script></html>";
    assertThat(judge(first).outcome()).isEqualTo(Outcome.BLOCKED);
  }

  @Test
  void redirectsMoveUnlessTheyLeadUp() {
    Fetched moved =
        Samples.fetched("http://www.example.gov.cn/art/1.html", 200, REPORT, null, HTML);
    assertThat(Judge.judge(moved, null).outcome()).isEqualTo(Outcome.MOVED);
    assertThat(Judge.judge(moved, null).target()).isEqualTo("http://www.example.gov.cn/art/1.html");
    for (String up : List.of("/", "/index.html", "/zwgk/nb/", "/zwgk/")) {
      Fetched fetched = Samples.fetched("http://www.example.gov.cn" + up, 200, REPORT, null, HTML);
      assertThat(Judge.judge(fetched, null).outcome()).as(up).isEqualTo(Outcome.SOFT_MISSING);
    }
    Fetched error =
        Samples.fetched("http://www.example.gov.cn/error/404.htm", 200, "<p>x</p>", null, HTML);
    assertThat(Judge.judge(error, null).outcome()).isEqualTo(Outcome.SOFT_MISSING);
    Fetched gone = Samples.fetched("http://www.example.gov.cn/x.html", 404, "", null, HTML);
    assertThat(Judge.judge(gone, null).outcome()).isEqualTo(Outcome.MISSING);
  }

  @Test
  void binariesAreNotReadForWords() {
    assertThat(judge("%PDF-1.4 文章不存在").outcome()).isEqualTo(Outcome.NEW);
  }

  @Test
  void realPagesAreNotRefusals() throws IOException {
    Path corpus = Path.of("../shared/corpus");
    assumeTrue(Files.isDirectory(corpus), "the corpus of real pages is not here");
    int pages = 0;
    for (String folder : List.of("html", "lists", "pages", "seeds")) {
      try (Stream<Path> files = Files.list(corpus.resolve(folder))) {
        for (Path file : files.filter(f -> !f.toString().endsWith(".md")).toList()) {
          Verdict verdict = judge(Files.readString(file, UTF_8));
          assertThat(verdict.outcome()).as(file + ": " + verdict).isEqualTo(Outcome.NEW);
          pages++;
        }
      }
    }
    assertThat(pages).isGreaterThan(10);
  }

  private static Verdict judge(String body) {
    return Judge.judge(Samples.fetched(200, body, null), null);
  }
}
