package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.fangzhi.store.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages over HTTP, of the bundled sample sites; what they should say is printed in those. */
@Tag("thorough")
class ConsoleTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Shown shown;

  @BeforeAll
  static void harvest() throws Exception {
    shown = new Shown(database);
  }

  @AfterAll
  static void stop() throws Exception {
    shown.close();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return shown.served.get(new URI(null, null, path, null).getRawPath(), headers);
  }

  private static HttpResponse<String> ask(String path, String... headers) throws Exception {
    int question = path.indexOf('?');
    return shown.served.get(
        question < 0
            ? path
            : path.substring(0, question)
                + "?"
                + new URI(null, null, null, path.substring(question + 1), null).getRawQuery(),
        headers);
  }

  private static Document page(String path, String... headers) throws Exception {
    HttpResponse<String> response = ask(path, headers);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return Jsoup.parse(response.body(), "http://console.test" + path);
  }

  @Test
  void every_page_is_whole_in_both_languages_and_asks_nobody_else() throws Exception {
    for (String path : Shown.pages(database)) {
      for (String lang : List.of("zh", "en")) {
        HttpResponse<String> response = ask(path, "Accept-Language", lang);
        int expected = path.equals("/no/such/page") ? 404 : 200;
        assertThat(response.statusCode()).as(path).isEqualTo(expected);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
            .as(path)
            .contains("default-src 'none'", "style-src 'self';", "frame-ancestors 'none'")
            .doesNotContain("unsafe");
        Document page = Jsoup.parse(response.body());
        assertThat(page.select("script, style, [style], [onclick]")).as(path).isEmpty();
        assertThat(page.select("link[href], img[src], iframe[src], form[action]"))
            .as(path)
            .allSatisfy(
                e -> assertThat(e.attr("href") + e.attr("src") + e.attr("action")).startsWith("/"));
        assertThat(page.select("html").attr("lang")).startsWith(lang);
        assertThat(page.select("h1")).as(path).hasSize(1);
        assertThat(page.select("[id]").eachAttr("id")).as(path).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void a_figure_leads_to_the_cell_that_it_was_read_in_and_back() throws Exception {
    Document page = page("/reports/" + Shown.id(database, "宣威市人民政府2021"));
    Element figure = page.getElementById("v-G4.III.1-total");
    assertThat(figure.ownText()).isEqualTo("58");
    assertThat(figure.attr("href")).isEqualTo("#at-t2r4c10");
    Element cell = page.getElementById("at-t2r4c10");
    assertThat(cell.text()).isEqualTo("58");
    assertThat(cell.select("a").attr("href")).isEqualTo("#v-G4.III.1-total");
    assertThat(page.select(".attributes").text()).contains("宣威市", "530381", "2021", "2022-01-26");
    String sha256 =
        database
            .rows("select sha256 from api.report where title like '宣威市人民政府2021%'")
            .get(0)
            .get(0);
    assertThat(page.select("#cite").text()).contains(sha256, "/reports/", "/web/20");
    assertThat(page.select("iframe").attr("sandbox")).isEmpty();
    assertThat(page.select("iframe").hasAttr("sandbox")).isTrue();
    HttpResponse<String> original = ask(page.select("iframe").attr("src"));
    assertThat(original.statusCode()).isEqualTo(200);
    assertThat(original.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox;");
  }

  @Test
  void a_finding_stands_beside_the_cells_it_concerns() throws Exception {
    Document page = page("/reports/" + Shown.id(database, "滑县审计局2022"));
    List<Element> findings = page.select("#findings li");
    assertThat(findings).hasSize(4);
    // 一、二、三(七) and 四 of the column 总计 and of one more do not add up.
    assertThat(page.select("td.doubt #v-G4\\.III\\.1-total")).hasSize(1);
    assertThat(page.select("td.doubt .flag").eachAttr("href"))
        .contains("#f-1", "#f-2", "#f-3", "#f-4");
  }

  @Test
  void traditional_and_simplified_words_find_the_same_and_are_marked() throws Exception {
    Document simplified = page("/search?q=宣威市 公开");
    Document traditional = page("/search?q=宣威市 公開");
    assertThat(simplified.select(".hits h2").eachText())
        .isNotEmpty()
        .isEqualTo(traditional.select(".hits h2").eachText());
    assertThat(traditional.select(".hits mark").eachText()).contains("公开", "宣威市");
    assertThat(page("/search?q=宣威市&year=2021").select(".hits h2").eachText())
        .allMatch(title -> title.contains("2021"));
    assertThat(page("/search?q=這個詞沒有").select(".hits li")).isEmpty();
    assertThat(page("/search?q=公").select(".none").text()).isNotEmpty();
    String hostile = "<script>alert(1)</script>'\"";
    assertThat(page("/search?q=" + hostile).select("#q").attr("value")).isEqualTo(hostile);
  }

  @Test
  void all_reports_come_once_over_the_pages() throws Exception {
    int held =
        Integer.parseInt(database.rows("select count(*)::text from api.report").get(0).get(0));
    Document first = page("/search");
    List<String> titles = first.select(".hits a").eachAttr("href");
    assertThat(first.select(".total b").text()).isEqualTo(String.valueOf(held));
    Document second = page(first.select("a[rel=next]").attr("href"));
    titles.addAll(second.select(".hits a").eachAttr("href"));
    assertThat(titles).hasSize(held).doesNotHaveDuplicates();
  }

  @Test
  void what_is_deleted_is_no_longer_found() throws Exception {
    String id = Shown.id(database, "滑县审计局2021");
    assertThat(page("/search?q=滑县审计局").select(".hits h2 a").eachAttr("href"))
        .contains("/reports/" + id);
    database.execute(
        """
        begin;
        update fangzhi.report set deleted_at = now() where id = '%1$s';
        update fangzhi.change_counter set seq = seq + 1;
        insert into fangzhi.change select seq, 'delete', 'report', '%1$s', now() from fangzhi.change_counter;
        commit"""
            .formatted(id));
    Shown.searchable(database);
    assertThat(page("/search?q=滑县审计局").select(".hits h2 a").eachAttr("href"))
        .doesNotContain("/reports/" + id);
    assertThat(ask("/reports/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void coverage_tells_what_is_held_and_the_next_step_of_what_is_not() throws Exception {
    Document city = page("/coverage?division=530300");
    Element row = city.select("th:has(a[href='/coverage?division=530381'])").first().parent();
    assertThat(row.select("td.held a[href*=year=2021]")).hasSize(1);
    assertThat(row.select("td.missing a[href*=year=2015]")).hasSize(1);
    Document held = page("/coverage?division=530381&year=2021");
    assertThat(held.select("#cell a[href^=/reports/]").eachText())
        .anyMatch(t -> t.contains("2021"));
    Document missing = page("/coverage?division=530381&year=2015", "Accept-Language", "en");
    assertThat(missing.select("#cell").text()).contains("missing", "31 March");
    assertThat(missing.select("#cell a[href^=/sources/]")).hasSize(1);
    assertThat(page("/").select(".tiles li")).hasSize(34);
    assertThat(ask("/coverage?division=99").statusCode()).isEqualTo(404);
  }

  @Test
  void a_series_is_drawn_told_and_handed_on() throws Exception {
    Document page = page("/series?division=宣威市&measure=requests.received");
    assertThat(page.select("table.series td a").eachText())
        .containsExactly("12", "23", "31", "46", "52", "58", "71", "66", "83");
    assertThat(page.select("svg circle")).hasSize(9);
    assertThat(page.select("svg .break")).isNotEmpty();
    HttpResponse<String> csv = ask("/series.csv?division=530381&measure=requests.received");
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.body().lines().filter(line -> line.contains(",2021,requests.received,58,")))
        .hasSize(1);
    assertThat(page("/series?division=鼓楼区").select("[role=alert] a")).hasSizeGreaterThan(1);
  }

  @Test
  void the_cause_of_a_trouble_is_two_clicks_away() throws Exception {
    Document board = page("/sources");
    String source = board.select("a[href=/sources/sample-trouble]").attr("href");
    Document page = page(source);
    assertThat(page.select("#faults").text()).contains("412");
    String url = page.select("#faults a[href^=/url]").attr("href");
    assertThat(Jsoup.parse(shown.served.get(url).body()).select(".story li")).isNotEmpty();
  }

  @Test
  void the_style_sheet_is_kept_for_ever_and_not_sent_twice() throws Exception {
    String address = page("/").select("link[rel=stylesheet]").attr("href");
    HttpResponse<String> style = get(address);
    assertThat(style.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(v -> assertThat(v).contains("immutable"));
    String tag = style.headers().firstValue("ETag").orElseThrow();
    assertThat(get(address, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(get("/static/console.0000.css").statusCode()).isEqualTo(404);
  }

  @Test
  void a_chosen_language_is_remembered() throws Exception {
    HttpResponse<String> chosen = ask("/?lang=zh", "Accept-Language", "en");
    assertThat(chosen.headers().firstValue("Set-Cookie").orElse("")).startsWith("lang=zh;");
    assertThat(chosen.body()).contains("<html lang=\"zh-Hans\">");
  }

  @Test
  void what_programs_ask_for_is_not_answered_with_a_page() throws Exception {
    assertThat(get("/api/none").body()).doesNotContain("<main");
    assertThat(get("/observe/health").statusCode()).isEqualTo(200);
  }
}
