package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Mementos;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.pipeline.Served;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.warc.ArchivedSite;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stored pages over HTTP, as they were at a time. */
@Tag("thorough")
class ReplayTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static ArchivedSite site;
  private static Served served;
  private static String page;
  private static List<Mementos.Memento> versions;

  @BeforeAll
  static void harvestTwice() throws Exception {
    site = new ArchivedSite();
    Harvests harvests = new Harvests(database, Map.of("kept.yaml", site.source()), Map.of());
    harvests.once();
    site.edition(2);
    harvests.once();
    served = new Served(database, Map.of());
    page = site.url("/nb/2024/gbk.html");
    versions = new Mementos(database.dataSource()).of(page);
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return served.bytes(path, headers);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String stamp(int version) {
    return versions.get(version).at().toString().replaceAll("\\D", "").substring(0, 14);
  }

  private static String httpDate(int version) {
    return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
        versions.get(version).at().atOffset(java.time.ZoneOffset.UTC));
  }

  @Test
  void the_bytes_of_each_version_are_what_the_site_sent() throws Exception {
    assertThat(versions).hasSize(2);
    HttpResponse<byte[]> first = get("/web/" + stamp(0) + "id_/" + page);
    HttpResponse<byte[]> second = get("/web/" + stamp(1) + "id_/" + page);

    assertThat(first.body()).isEqualTo(ArchivedSite.page("第1版").getBytes(ArchivedSite.GBK));
    assertThat(second.body()).isEqualTo(ArchivedSite.page("第2版").getBytes(ArchivedSite.GBK));
    assertThat(header(first, "Content-Type")).isEqualTo("text/html; charset=gbk");
    assertThat(header(first, "Memento-Datetime")).isEqualTo(httpDate(0));
  }

  @Test
  void a_page_is_shown_with_its_links_led_into_the_archive() throws Exception {
    Document shown = Jsoup.parse(text(get("/web/" + stamp(0) + "/" + page)));
    String there = "/web/" + stamp(0) + "/";

    assertThat(shown.text()).contains("第1版").contains("not the live page");
    assertThat(shown.select("link").attr("href")).isEqualTo(there + site.url("/css/a.css"));
    assertThat(shown.select("a").eachAttr("href"))
        .containsExactly(there + site.url("/nb/2024/same.html"), "#");
    assertThat(shown.select("p").attr("style")).contains(there + site.url("/nb/2024/p.png"));
    assertThat(shown.body().attr("background")).isEqualTo(there + "http://elsewhere.example/b.png");
    assertThat(shown.select("script, base, meta[http-equiv]")).isEmpty();
    assertThat(text(get(there + site.url("/css/a.css"))))
        .contains("color: #00f")
        .contains("url(\"/web/")
        .contains(site.url("/css/c.png"));
  }

  @Test
  void addresses_with_a_query_are_found() throws Exception {
    String url = site.url("/nb/2024/show.jsp?id=7&t=1");

    assertThat(new String(get("/web/2030id_/" + url).body(), ArchivedSite.GBK))
        .contains("id=7&t=1");
    assertThat(header(get("/timegate/" + url), "Location")).endsWith("/" + url);
  }

  @Test
  void a_hostile_style_sheet_takes_no_time() {
    for (String hostile : List.of("url(" + " ".repeat(500_000), "url(".repeat(500_000))) {
      byte[] css = hostile.getBytes(StandardCharsets.UTF_8);
      String made =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () -> Replayed.css(css, "text/css", "http://a.example/a.css", "20260101000000"));
      assertThat(made).isEqualTo(hostile);
    }
  }

  @Test
  void what_is_shown_can_run_nothing_and_ask_nobody() throws Exception {
    for (String path : List.of("/web/" + stamp(0) + "/", "/web/" + stamp(0) + "id_/")) {
      HttpResponse<byte[]> shown = get(path + page);
      assertThat(header(shown, "Content-Security-Policy"))
          .startsWith("sandbox; default-src 'none'")
          .doesNotContain("allow-")
          .doesNotContain("script-src");
      assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void the_timegate_leads_to_the_nearest_version() throws Exception {
    HttpResponse<byte[]> old =
        get("/timegate/" + page, "Accept-Datetime", "Thu, 31 May 2007 20:35:00 GMT");
    assertThat(old.statusCode()).isEqualTo(302);
    assertThat(header(old, "Location")).isEqualTo("/web/" + stamp(0) + "/" + page);
    assertThat(header(old, "Vary")).isEqualTo("accept-datetime");
    assertThat(header(old, "Link")).contains("<" + page + ">; rel=\"original\"");

    assertThat(header(get("/timegate/" + page), "Location"))
        .isEqualTo("/web/" + stamp(1) + "/" + page);
    assertThat(get("/timegate/" + page, "Accept-Datetime", "yesterday").statusCode())
        .isEqualTo(400);
  }

  @Test
  void timemaps_list_every_version() throws Exception {
    HttpResponse<byte[]> links = get("/timemap/link/" + page);
    assertThat(header(links, "Content-Type")).isEqualTo("application/link-format");
    assertThat(text(links))
        .contains("</timegate/" + page + ">; rel=\"timegate\"")
        .contains(
            "</web/" + stamp(0) + "/" + page + ">; rel=\"memento\"; datetime=\"" + httpDate(0))
        .contains("</web/" + stamp(1) + "/" + page + ">; rel=\"memento\"");
    JsonNode map = new JsonMapper().readTree(get("/timemap/json/" + page).body());
    assertThat(map.get("original_uri").asString()).isEqualTo(page);
    assertThat(map.get("mementos").get("list").size()).isEqualTo(2);
  }

  @Test
  void what_is_not_held_or_not_clear_is_said() throws Exception {
    HttpResponse<byte[]> unknown = get("/web/20260101/http://unknown.example/");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).contains("Nothing is held of http://unknown.example/");
    assertThat(get("/web/" + page).statusCode()).isEqualTo(400);
    assertThat(get("/web/20261399000000/" + page).statusCode()).isEqualTo(400);
  }
}
