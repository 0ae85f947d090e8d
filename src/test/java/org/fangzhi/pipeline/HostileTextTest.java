package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.store.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Text that wants to be more than text: in the titles of a site, in whatever is stored as words,
 * and in questions. It comes back as text from every page, and questions stay questions.
 */
@Tag("thorough")
class HostileTextTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String EVIL = "<script>alert(1)</script>\" onload=\"x' onfocus='y";

  private static ReportSite site;
  private static Served served;

  @BeforeAll
  static void harvest() throws Exception {
    site = new ReportSite("宣威市", 10_000, 2);
    String entities =
        EVIL.replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
    site.mutate(
        (article, html) -> new ReportSite.Page(article, html.replace("审计局", "审计局" + entities)));
    String yaml = site.source("a", 0).replace("name: a", "name: '" + EVIL.replace("'", "''") + "'");
    served = new Served(database, Map.of("a.yaml", yaml), Map.of());
    served.harvest();
    String evil = "'" + EVIL.replace("'", "''") + "'";
    for (String statement :
        List.of(
            "update source set held_why = %s, held_since = now(), paused_why = %s",
            "update page set fault = %s, anchor = %s",
            "update run set note = %s || %s",
            "update pace_group set circuit_why = %s || %s, free_at = now() + interval '1 hour'",
            "insert into alert (source_id, kind, message, breaches) values ('a', 'held', %s || %s, '[]')",
            "insert into damage (sha256, place, why) select sha256, 'payload', %s || %s from payload limit 1",
            "update report set title = title || %s, agency = coalesce(agency, %s)")) {
      database.execute(statement.formatted(evil, evil));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String one(String sql) throws Exception {
    return database.rows(sql).get(0).get(0);
  }

  @Test
  void what_is_stored_or_asked_comes_back_as_text_on_every_page() throws Exception {
    List<String> pages = new ArrayList<>();
    pages.addAll(List.of("/", "/search?q=公开", "/coverage?division=530381", "/coverage", "/data"));
    pages.addAll(List.of("/sources", "/sources/a", "/runs", "/aside", "/live"));
    pages.add("/series?division=宣威市");
    pages.add("/reports/" + one("select id from report limit 1"));
    pages.add("/runs/" + one("select max(id)::text from run"));
    pages.add("/url?url=" + one("select url from page where kind = 'article' limit 1"));
    String version = one("select id::text from version order by id limit 1");
    pages.add("/diff?from=" + version + "&to=" + version);
    for (String asked :
        List.of(
            "/search?q=",
            "/url?url=",
            "/coverage?division=",
            "/series?division=",
            "/runs?after=")) {
      pages.add(asked + EVIL);
    }
    pages.addAll(List.of("/sources?state=" + EVIL, "/sources/" + EVIL, "/reports/" + EVIL));
    int told = 0;
    for (String page : pages) {
      String path = page.replaceFirst("[?].*", "").replace(EVIL, encoded(EVIL).replace("+", "%20"));
      String query = page.contains("?") ? page.substring(page.indexOf('?')) : "";
      for (String lang : List.of("zh", "en")) {
        HttpResponse<String> answer = served.get(path + asked(query), "Accept-Language", lang);
        assertThat(answer.statusCode()).as(page).isIn(200, 400, 404);
        Document shown = Jsoup.parse(answer.body());
        assertThat(shown.select("script, [onload], [onfocus]")).as(page).isEmpty();
        assertThat(answer.body()).as(page).doesNotContain("<script");
        told += answer.body().contains("&lt;script") ? 1 : 0;
      }
    }
    assertThat(told).as("pages that show it").isGreaterThan(16);
  }

  private static String asked(String query) {
    int equals = query.indexOf('=');
    return equals < 0 || query.startsWith("?from")
        ? query
        : query.substring(0, equals + 1) + encoded(query.substring(equals + 1));
  }

  @Test
  void what_programs_get_is_no_page_and_well_formed() throws Exception {
    for (String path : List.of("/api/reports", "/api/sources", "/api/changes")) {
      HttpResponse<String> answer = served.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    String oai = served.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").body();
    assertThat(oai).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
  }

  @Test
  void a_question_never_becomes_a_statement() throws Exception {
    String before = one("select count(*) from report");
    for (String asked :
        List.of(
            "' or '1'='1", "'; drop table fangzhi.report; --", "x\\' or true --", "$$ or 1=1")) {
      for (String path :
          List.of(
              "/api/reports?agency=",
              "/api/reports?url=",
              "/api/reports?division=",
              "/api/reports?source=",
              "/api/reports?indicator=",
              "/api/values?indicator=",
              "/api/values?after=",
              "/api/versions?url=",
              "/cdx?url=",
              "/search?q=",
              "/series?division=",
              "/sources?after=",
              "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=")) {
        HttpResponse<String> answer = served.get(path + encoded(asked));
        assertThat(answer.statusCode()).as(path + asked).isLessThan(500);
        if (path.startsWith("/api/reports") && answer.statusCode() == 200) {
          assertThat(answer.body()).as(path + asked).contains("\"items\":[]");
        }
      }
    }
    assertThat(one("select count(*) from report")).isEqualTo(before);
  }

  @Test
  void a_question_puts_no_header_into_the_answer_nor_steers_the_route() throws Exception {
    for (String path :
        List.of(
            "/timegate/http://a.example/%0d%0aX-Injected:%201",
            "/web/2026/http://a.example/%0d%0aX-Injected:%201",
            "/runs?lang=en%0d%0aX-Injected:%201",
            "/sources/%0d%0aX-Injected:%201",
            "/api/reports?after=%0d%0aX-Injected:%201")) {
      HttpResponse<String> answer = served.get(path);
      assertThat(answer.headers().map()).as(path).doesNotContainKey("x-injected");
      assertThat(answer.statusCode()).as(path).isLessThan(500);
    }
    String[] camel = {
      "CamelHttpPath", "/sources", "CamelHttpQuery", "lang=zh", "CamelHttpResponseCode", "299",
      "CamelBeanMethodName", "sources", "camelhttppath", "/sources", "id", "17"
    };
    HttpResponse<String> runs = served.get("/runs", camel);
    assertThat(runs.statusCode()).isEqualTo(200);
    assertThat(Jsoup.parse(runs.body()).select("h1").text()).isEqualTo("Runs");
  }
}
