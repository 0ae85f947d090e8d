package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
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

  private static final JsonMapper JSON = new JsonMapper();

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

  private static List<String> index(String query) throws Exception {
    HttpResponse<byte[]> response = get("/cdx?" + query);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return text(response).lines().toList();
  }

  private static String sha256(String body) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(ArchivedSite.GBK)));
  }

  @Test
  void the_index_tells_each_capture_of_an_address_and_what_did_not_change() throws Exception {
    // The key is left out: how an address of digits is turned round differs between tools.
    String fields = "timestamp,original,mimetype,statuscode,digest,length";
    assertThat(index("fl=" + fields + "&url=" + page))
        .containsExactly(
            "%s %s text/html 200 sha256:%s %d"
                .formatted(
                    stamp(0),
                    page,
                    sha256(ArchivedSite.page("第1版")),
                    ArchivedSite.page("第1版").getBytes(ArchivedSite.GBK).length),
            "%s %s text/html 200 sha256:%s %d"
                .formatted(
                    stamp(1),
                    page,
                    sha256(ArchivedSite.page("第2版")),
                    ArchivedSite.page("第2版").getBytes(ArchivedSite.GBK).length));
    assertThat(index("url=" + page)).allMatch(line -> line.split(" ").length == 7);

    // The first by its 304, the second by its bytes.
    assertThat(index("fl=mimetype,statuscode&url=" + site.url("/nb/2024/gzip.html")))
        .containsExactly("text/html 200", "warc/revisit 304");
    assertThat(index("fl=mimetype,statuscode&url=" + site.url("/nb/2024/same.html")))
        .containsExactly("text/html 200", "warc/revisit 200");
    assertThat(index("collapse=digest&fl=mimetype&url=" + site.url("/nb/2024/same.html")))
        .containsExactly("text/html");
  }

  @Test
  void the_index_is_asked_by_beginning_host_time_and_value() throws Exception {
    String year = stamp(0).substring(0, 4);
    assertThat(index("fl=original&matchType=prefix&collapse=digest&url=" + site.url("/nb/2024/g")))
        .contains(page, site.url("/nb/2024/gzip.html"))
        .allMatch(url -> url.startsWith(site.url("/nb/2024/g")));
    assertThat(index("fl=timestamp&url=" + site.url("/nb/2024/gb*")))
        .containsExactly(stamp(0), stamp(1));
    List<String> all = index("url=127.0.0.1&matchType=host&fl=original");
    assertThat(all).contains(page, site.url("/nb/"), site.url("/css/a.css"));
    assertThat(index("url=*.0.0.1&fl=original")).isEqualTo(all);
    assertThat(index("url=7.0.0.1&matchType=domain")).isEmpty();
    assertThat(index("fl=timestamp&from=%s&to=%s&url=%s".formatted(year, year, page))).hasSize(2);
    assertThat(index("to=2008&url=" + page)).isEmpty();
    assertThat(index("fl=timestamp&limit=1&url=" + page)).containsExactly(stamp(0));
    assertThat(index("fl=timestamp&limit=-1&url=" + page)).containsExactly(stamp(1));
    assertThat(index("fl=timestamp&sort=reverse&url=" + page)).containsExactly(stamp(1), stamp(0));
    assertThat(index("fl=statuscode&filter=statuscode:304&url=127.0.0.1&matchType=host"))
        .isNotEmpty()
        .containsOnly("304");
    assertThat(index("fl=statuscode&filter=!statuscode:200&url=" + page)).isEmpty();

    // Without a scheme either is meant; a header named From is no parameter.
    String bare = page.substring("http://".length());
    assertThat(index("fl=original&limit=1&url=" + bare)).containsExactly(page);
    assertThat(index("fl=original&limit=1&url=" + bare + "*")).containsExactly(page);
    assertThat(get("/cdx?url=" + bare, "From", "robot@example.org").statusCode()).isEqualTo(200);
    assertThat(index("url=*.0.0.1%5C")).isEmpty();

    JsonNode json = JSON.readTree(get("/cdx?output=json&fl=timestamp,original&url=" + page).body());
    assertThat(json.toString())
        .isEqualTo(
            "[[\"timestamp\",\"original\"],[\"%s\",\"%s\"],[\"%s\",\"%s\"]]"
                .formatted(stamp(0), page, stamp(1), page));
  }

  @Test
  void an_index_cannot_be_asked_unclearly() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"", "url is missing"},
          {"url=a&matchType=all", "exact, prefix, host or domain"},
          {"url=a&from=x", "from is a time"},
          {"url=a&to=20261399", "to: 20261399 is no time"},
          {"url=a&filter=status:200", "there is no field 'status'"},
          {"url=a&output=xml", "output is text or json"},
          {"url=a&limit=0", "limit is a number from 1"},
          {"url=a&url=b", "url is given twice"},
          {"url=a%00", "url is no address"},
          {"url=a&match=host", "'match' is no parameter of /cdx"}
        }) {
      HttpResponse<byte[]> response = get("/cdx?" + wrong[0]);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).get("detail").asString()).contains(wrong[1]);
    }
  }
}
