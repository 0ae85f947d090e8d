package org.fangzhi.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.pipeline.ReportSite.Mutation;
import org.fangzhi.pipeline.ReportSite.Page;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A site whose templates are mutated in one way after the other, each time with one report more. A
 * mutated site either reads the same, the new report included, or is caught by the harvest that
 * meets it: what is published stays as it was, until the templates are right again.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MutatedTemplatesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int REPORTS = 12;
  private static final String LOGIN =
      "<html><head><title>统一身份认证</title></head><body>用户名 密码 登录</body></html>";
  private static final String SHELL =
      "<html><head><title>某市人民政府</title><script src=/app.js></script></head><body><div id=app></div></body></html>";
  private static final String HOME =
      "<html><head><title>某市人民政府</title></head><body><a href=/>首页</a> <a href=/zwgk/>政务公开</a>"
          + "<p>市政府召开常务会议。</p></body></html>";

  private static final Map<String, Mutation> MUTATIONS = new LinkedHashMap<>();
  private static final List<String> told = new ArrayList<>();

  private static ReportSite site;
  private static RunningService service;

  private static void article(String name, UnaryOperator<String> change) {
    MUTATIONS.put(name, (article, html) -> new Page(article ? change.apply(html) : html));
  }

  private static String cells(String html, UnaryOperator<String> digits) {
    return Pattern.compile("(<td[^>]*>(?:\\s|<[^/][^>]*>|&nbsp;)*)(\\d+)")
        .matcher(html)
        .replaceAll(cell -> Matcher.quoteReplacement(cell.group(1) + digits.apply(cell.group(2))));
  }

  private static void list(String name, UnaryOperator<String> change) {
    MUTATIONS.put(name, (article, html) -> new Page(article ? html : change.apply(html)));
  }

  static {
    article("classes of articles renamed", html -> html.replaceAll("class=\"", "class=\"x-"));
    article("ids of articles renamed", html -> html.replaceAll("id=\"", "id=\"x-"));
    article("classes and ids taken away", html -> html.replaceAll(" (?:class|id)=\"[^\"]*\"", ""));
    article("all wrapped once more", html -> html.replace("<body>", "<body><div><div>"));
    article(
        "title of the page is the site's",
        html -> html.replaceAll("<title>[^<]*</title>", "<title>某市人民政府</title>"));
    article(
        "headings taken away",
        html ->
            html.replaceAll("<title>[^<]*</title>", "<title>某市人民政府</title>")
                .replaceAll("(?s)<h[1-3][^>]*>.*?</h[1-3]>", "")
                .replaceAll("<meta name=\"ArticleTitle\"[^>]*>", ""));
    article("meta tags taken away", html -> html.replaceAll("<meta name=[^>]*>", ""));
    article(
        "date format changed", html -> html.replaceAll("(\\d{4})-(\\d\\d)-(\\d\\d)", "$2/$3/$1"));
    article(
        "dates taken away", html -> html.replaceAll("\\d{4}-\\d\\d-\\d\\d(?: \\d\\d:\\d\\d)?", ""));
    article("every year is this year", html -> html.replaceAll("20(?:21|22)", "2026"));
    article("article is an app shell", html -> SHELL);
    article("article is a login page", html -> LOGIN);
    article("article is the home page", html -> HOME);
    article(
        "tables are images", html -> html.replaceAll("(?s)<table.*?</table>", "<img src=t.png>"));
    article("tables are filled by a script", html -> cells(html, digits -> ""));
    article("digits are images", html -> cells(html, digits -> "<img src=d.png>"));
    article(
        "tables are boxes",
        html -> html.replaceAll("<(/?)(?:table|tbody|tr|td)\\b[^>]*>", "<$1div>"));
    article(
        "first column lost", html -> html.replaceAll("(?s)(<tr[^>]*>\\s*)<td[^>]*>.*?</td>", "$1"));
    article("cut in the middle", html -> html.substring(0, html.length() / 2));
    article("encoded twice", html -> new String(html.getBytes(UTF_8), ISO_8859_1));
    article("letters lost", html -> html.replaceAll("[^\\x00-\\x7f]", "?"));
    article(
        "letters replaced",
        html -> html.replaceAll("[\\u4e00-\\u9fff](?=[\\u4e00-\\u9fff])", "\ufffd"));
    article(
        "every figure is another",
        html -> cells(html, digits -> digits.equals("0") ? digits : digits + "7"));
    MUTATIONS.put(
        "charset of the header is wrong",
        (article, html) -> new Page(html.getBytes(UTF_8), "text/html; charset=gbk"));
    MUTATIONS.put(
        "charsets of header and page are wrong",
        (article, html) ->
            new Page(html.replace("utf-8", "gbk").getBytes(UTF_8), "text/html; charset=gbk"));
    article("article is blocked", html -> "<html><body>您的访问过于频繁，请输入验证码</body></html>");
    article("article is under maintenance", html -> "<html><body>网站正在升级维护中</body></html>");
    list("classes of lists renamed", html -> html.replaceAll("class=\"", "class=\"x-"));
    list("list emptied", html -> html.replaceAll("(?s)<li>.*?</li>", ""));
    list(
        "links by script",
        html -> html.replaceAll("href=\"(show[^\"]*)\"", "onclick=\"go('$1')\""));
    list("links lead home", html -> html.replaceAll("href=\"show[^\"]*\"", "href=\"/\""));
    list("list is an app shell", html -> SHELL);
    list("list is a login page", html -> LOGIN);
    list("list is the home page", html -> HOME);
    list(
        "list is blocked",
        html -> "<script>document.cookie='__jsl_clearance=1';location.reload()</script>");
    list("list says it is absent", html -> "<html><title>404</title><body>页面不存在</body></html>");
  }

  @BeforeAll
  static void harvest() throws Exception {
    site = new ReportSite("宣威市", 1000, REPORTS);
    service =
        new RunningService(
            database, site.source("site", 0), Map.of("fangzhi.keep.blocks.to.rest", "1000"));
    service.once();
    assertThat(held()).isNull();
    assertThat(content()).hasSize(REPORTS);
  }

  @AfterAll
  static void stop() {
    service.close();
    site.close();
    told.forEach(System.out::println);
  }

  static List<String> mutations() {
    return List.copyOf(MUTATIONS.keySet());
  }

  @ParameterizedTest
  @MethodSource("mutations")
  @Order(1)
  void a_mutated_site_reads_the_same_or_is_caught_by_one_harvest(String name) throws Exception {
    Set<List<String>> before = content();
    site.mutate(MUTATIONS.get(name));
    site.grow();

    service.once();

    assertThat(content()).containsAll(before);
    boolean same = content().size() == before.size() + 1;
    String held = held();
    String outcomes =
        database
            .rows(
                "select outcomes - 'unchanged' - 'changed' - 'new' from run order by id desc limit 1")
            .get(0)
            .get(0);
    told.add(
        "%-40s %s"
            .formatted(
                name, same ? "reads the same" : "is caught: " + (held == null ? outcomes : held)));
    assertThat(same || held != null || !outcomes.equals("{}"))
        .as("silently less: %s", told.get(told.size() - 1))
        .isTrue();

    site.mutate((article, html) -> new Page(html));
    service.once();

    assertThat(held()).isNull();
    assertThat(content()).containsAll(before).hasSize(before.size() + 1);
  }

  @Test
  @Order(2)
  void each_hold_was_told_once_and_ended_once() throws Exception {
    List<String> kinds =
        database.rows("select kind from alert order by id").stream()
            .map(row -> row.get(0))
            .toList();
    assertThat(kinds.size()).isGreaterThanOrEqualTo(40).isEven();
    for (int i = 0; i < kinds.size(); i += 2) {
      assertThat(kinds.subList(i, i + 2)).containsExactly("held", "healed");
    }
    // Nobody was ever told that a report is gone.
    assertThat(
            database.rows(
                "select op, count(*) from change where entity = 'report' and op <> 'update' group by op"))
        .containsExactly(List.of("add", "" + content().size()));
  }

  private static String held() throws Exception {
    return database.rows("select held_why from source").get(0).get(0);
  }

  /** Everything that consumers see of each report. */
  private static Set<List<String>> content() throws Exception {
    return new HashSet<>(
        database.rows(
            """
            select r.id, r.title, r.agency, r.division_code, r.year, r.published, r.url,
              (select count(*) || md5(string_agg(concat_ws(' ', v.indicator, v.col, v.value, v.kind), ',' order by v.indicator, v.col))
               from api.value v where v.report_id = r.id)
            from api.report r"""));
  }
}
