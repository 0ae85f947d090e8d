package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.pipeline.Served;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.fangzhi.store.Transactions;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator writes over HTTP, and who may not. */
@Tag("thorough")
class OperateTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static HostileSite site;
  private static Served served;
  private static Path folder;
  private static String yaml;
  private static String reads;
  private static String operates;

  @BeforeAll
  static void start() throws Exception {
    site = new HostileSite();
    site.page("/robots.txt", 404, new byte[0]);
    site.page(
        "/nb/",
        200,
        HostileSite.utf8(
            "<html><body><ul><li><a href=\"/a/1.html\">某县2022年政府信息公开年度报告</a> 2023-01-20</li>"
                + "<li><a href=\"/b/2.html\">某县召开春季工作会议</a> 2023-03-01</li></ul></body></html>"),
        "Content-Type: text/html; charset=utf-8");
    site.page(
        "/a/1.html",
        200,
        HostileSite.utf8("<p>本页的内容。</p>"),
        "Content-Type: text/html; charset=utf-8");
    yaml =
        """
        # Known to the archive since 2026
        id: edited
        name: 某县人民政府
        entries: [{url: "%s"}]
        politeness: {delay: 1ms}
        allow-private-addresses: true
        """
            .formatted(site.url("/nb/"));
    Tokens tokens = new Tokens(new Transactions(database.dataSource()));
    reads = tokens.make("reader", List.of(Scope.READ), null);
    operates = tokens.make("operator", List.of(Scope.OPERATE), null);
    served =
        new Served(
            database,
            Map.of("county.yaml", yaml),
            Map.of("fangzhi.access.forwarded", "true", "fangzhi.keep.back.off", "PT0.01S"));
    served.harvest();
    folder = served.keepUp();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  private static String[] browser(String token, String... others) {
    List<String> headers =
        new ArrayList<>(
            List.of("Accept", "text/html", "Accept-Language", "en", "Cookie", "fangzhi=" + token));
    headers.addAll(Arrays.asList(others));
    return headers.toArray(String[]::new);
  }

  private static String origin() {
    return served.at("/").toString().replaceFirst("/$", "");
  }

  private static Document page(String path) throws Exception {
    HttpResponse<String> answer = served.get(path, browser(operates));
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return Jsoup.parse(answer.body());
  }

  /** What pages tie their forms to the operator with. */
  private static String tie() throws Exception {
    return page("/operate/sources/edited").select("input[name=form]").first().attr("value");
  }

  private static HttpResponse<String> send(String path, String... fields) throws Exception {
    List<String> all = new ArrayList<>(List.of("form", tie()));
    all.addAll(Arrays.asList(fields));
    return served.post(path, all, browser(operates, "Origin", origin()));
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElse("");
  }

  private static List<List<String>> audit() throws Exception {
    return database.rows(
        "select who, via, action, objects[1], detail from fangzhi.audit where via = 'http' order by id");
  }

  @Test
  void nobody_writes_without_a_token_that_may_from_a_page_of_this_server_by_its_own_form()
      throws Exception {
    List<List<String>> before = audit();
    List<String> act =
        List.of("form", tie(), "do", "pause", "kind", "source", "name", "edited", "why", "x");
    HttpResponse<String> nobody =
        served.post("/operate/act", act, "Accept", "text/html", "Origin", origin());
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(Jsoup.parse(nobody.body()).select("form[action=/login] input[name=token]"))
        .hasSize(1);
    assertThat(served.post("/operate/act", act, "Origin", origin()).body())
        .as("programs are told so as they are everywhere")
        .contains("\"status\":401");

    HttpResponse<String> reader =
        served.post("/operate/act", act, browser(reads, "Origin", origin()));
    assertThat(reader.statusCode()).isEqualTo(403);
    assertThat(Jsoup.parse(reader.body()).select("main").text()).contains("scope operate");

    for (String foreign : List.of("http://evil.example", "null")) {
      assertThat(
              served.post("/operate/act", act, browser(operates, "Origin", foreign)).statusCode())
          .as(foreign)
          .isEqualTo(403);
    }
    assertThat(served.post("/operate/act", act, browser(operates)).statusCode())
        .as("neither Origin nor Sec-Fetch-Site tells that it is a page of ours")
        .isEqualTo(403);
    assertThat(
            served
                .post("/operate/act", act, browser(operates, "Sec-Fetch-Site", "cross-site"))
                .statusCode())
        .isEqualTo(403);

    for (String path : List.of("/operate/act", "/operate/sources/edited", "/operate/sources")) {
      for (String forged : List.of("", "x", tie() + "x")) {
        List<String> form = new ArrayList<>(act);
        form.set(1, forged);
        assertThat(served.post(path, form, browser(operates, "Origin", origin())).statusCode())
            .as(path + " with '" + forged + "'")
            .isEqualTo(403);
      }
    }
    assertThat(audit()).isEqualTo(before);
    assertThat(database.rows("select 1 from fangzhi.source where paused_at is not null")).isEmpty();
  }

  @Test
  void a_browser_logs_in_and_out_and_is_led_nowhere_else() throws Exception {
    assertThat(served.get("/sources/edited").body()).doesNotContain("/operate/act");
    HttpResponse<String> wrong =
        served.post("/login", List.of("token", "fz_wrong"), "Origin", origin());
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    List<String> token = List.of("token", operates, "next", "/sources/edited?lang=en");
    for (String path : List.of("/login", "/login/", "/logout/")) {
      assertThat(served.post(path, token, "Origin", "http://evil.example").statusCode())
          .as(path)
          .isEqualTo(403);
    }
    HttpResponse<String> in = served.post("/login", token, "Origin", origin());
    assertThat(location(in)).isEqualTo("/sources/edited?lang=en");
    assertThat(in.headers().firstValue("Set-Cookie").orElse("").split("; "))
        .containsExactlyInAnyOrder("fangzhi=" + operates, "Path=/", "HttpOnly", "SameSite=Strict");
    HttpResponse<String> secure =
        served.post("/login", token, "Origin", origin(), "X-Forwarded-Proto", "https");
    assertThat(secure.headers().firstValue("Set-Cookie").orElse("")).endsWith("; Secure");
    for (String next : List.of("//evil.example/", "/\\evil.example", "https://evil.example/")) {
      assertThat(
              location(
                  served.post("/login", List.of("token", reads, "next", next), "Origin", origin())))
          .isEqualTo("/");
    }
    HttpResponse<String> page = served.get("/sources/edited", browser(operates));
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(Jsoup.parse(page.body()).select("header .who").text()).contains("operator");
    assertThat(
            served
                .post("/logout", List.of("form", "x"), browser(operates, "Origin", origin()))
                .statusCode())
        .isEqualTo(403);
    HttpResponse<String> out =
        served.post("/logout", List.of("form", tie()), browser(operates, "Origin", origin()));
    assertThat(out.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("fangzhi=; Max-Age=0;");

    HttpResponse<String> stale = served.get("/sources", browser("fz_gone"));
    assertThat(stale.statusCode()).isEqualTo(401);
    assertThat(stale.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
    assertThat(served.get("/login", browser("fz_gone")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_file_is_checked_saved_compared_and_put_back_and_the_service_takes_it_in()
      throws Exception {
    Path file = folder.resolve("county.yaml");
    Document editor = page("/operate/sources/edited");
    assertThat(editor.select("textarea").text()).isEqualTo(yaml.strip());
    String known = editor.select(".editor input[name=known]").attr("value");
    String[] broken = {
      "do", "save", "known", known, "text", yaml.replace("politeness", "politness")
    };
    HttpResponse<String> refused = send("/operate/sources/edited", broken);
    assertThat(refused.statusCode()).isEqualTo(422);
    Document said = Jsoup.parse(refused.body());
    assertThat(said.select("#faults").text())
        .contains(
            "Line 5, column 1:", "politness is no key of a source", "politness: {delay: 1ms}");
    assertThat(said.select("textarea").text()).contains("politness").contains("# Known");
    assertThat(Files.readString(file)).isEqualTo(yaml);

    String other = yaml.replace("某县人民政府", "某县人民政府（新）");
    Document right =
        Jsoup.parse(
            send(
                    "/operate/sources/edited",
                    "do",
                    "check",
                    "known",
                    known,
                    "text",
                    yaml + "rules: {exclude: '/b/'}\n")
                .body());
    assertThat(right.select("main [role=status]").text()).contains("The file is right");
    assertThat(right.select("main").text())
        .contains("In 1 list pages 0 links appear and 1 vanish.");
    assertThat(
            send(
                    "/operate/sources/edited",
                    "do",
                    "save",
                    "known",
                    known,
                    "text",
                    yaml.replace("edited", "else"))
                .body())
        .contains("the id is else, and was edited");

    assertThat(
            location(
                send(
                    "/operate/sources/edited",
                    "do",
                    "save",
                    "known",
                    known,
                    "text",
                    other.replace("\n", "\r\n"))))
        .isEqualTo("/operate/sources/edited?done=saved");
    assertThat(Files.readString(file)).isEqualTo(other);
    taken("某县人民政府（新）");
    HttpResponse<String> late =
        send("/operate/sources/edited", "do", "save", "known", known, "text", yaml);
    assertThat(late.statusCode()).as("the file is not what it was").isEqualTo(409);
    assertThat(Jsoup.parse(late.body()).select(".lines ins").eachText())
        .containsExactly("name: 某县人民政府");
    assertThat(Files.readString(file)).isEqualTo(other);

    Document saved = page("/operate/sources/edited?done=saved");
    assertThat(saved.select("#versions tbody tr").eachText())
        .hasSize(2)
        .first()
        .asString()
        .contains("operator", "present");
    assertThat(saved.select("#versions tbody tr").last().text()).contains("written otherwise");
    Document compared = page(saved.select("#versions tbody tr").last().select("a").attr("href"));
    assertThat(compared.select("#compared ins").eachText()).containsExactly("name: 某县人民政府");
    assertThat(compared.select("#compared del").eachText()).containsExactly("name: 某县人民政府（新）");
    assertThat(
            location(
                send(
                    "/operate/sources/edited",
                    "do",
                    "restore",
                    "version",
                    compared.select("#compared input[name=version]").attr("value"),
                    "known",
                    compared.select("#compared input[name=known]").attr("value"))))
        .isEqualTo("/operate/sources/edited?done=saved");
    assertThat(Files.readString(file)).as("with its comments").isEqualTo(yaml);
    taken("某县人民政府");
    assertThat(page("/operate/sources/edited").select("#versions tbody tr")).hasSize(3);
    int acts = audit().size();
    String now = page("/operate/sources/edited").select(".editor input[name=known]").attr("value");
    send("/operate/sources/edited", "do", "save", "known", now, "text", yaml);
    assertThat(audit()).as("saved as it is already").hasSize(acts + 1);
    assertThat(audit())
        .contains(List.of("operator", "http", "source save", "edited", "county.yaml"));
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .contains("county.yaml")
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static void taken(String name) throws Exception {
    Harvests.until(
        "the service has taken it in",
        Duration.ofSeconds(10),
        () ->
            database
                .rows("select name from fangzhi.source where id = 'edited'")
                .equals(List.of(List.of(name))));
  }

  @Test
  void a_probe_uses_the_edited_text_and_keeps_nothing() throws Exception {
    String text = yaml + "rules: {exclude: '/b/'}\n";
    Document probed =
        Jsoup.parse(
            send("/operate/sources/edited", "do", "probe", "known", "", "text", text, "url", "")
                .body());
    assertThat(probed.select("main pre").text())
        .contains("/a/1.html", "nothing: this was a probe")
        .doesNotContain("/b/2.html");
    assertThat(Files.readString(folder.resolve("county.yaml"))).doesNotContain("exclude");
    assertThat(
            Jsoup.parse(
                    send(
                            "/operate/sources/edited",
                            "do",
                            "probe",
                            "text",
                            text,
                            "url",
                            "file:///etc/passwd")
                        .body())
                .select("[role=alert]")
                .text())
        .contains("no address of a web page");
  }

  @Test
  void a_new_source_is_drafted_looked_over_and_saved_and_no_path_leads_out_of_the_folder()
      throws Exception {
    Document draft =
        Jsoup.parse(
            send("/operate/sources", "url", site.url("/nb/"), "id", "drafted", "private", "yes")
                .body());
    String text = draft.select("textarea").text();
    assertThat(text).contains("id: drafted", site.url("/nb/"));
    assertThat(folder.resolve("drafted.yaml")).doesNotExist();
    assertThat(
            location(
                send(
                    "/operate/sources/drafted",
                    "do",
                    "save",
                    "known",
                    draft.select(".editor input[name=known]").attr("value"),
                    "text",
                    text)))
        .isEqualTo("/operate/sources/drafted?done=saved");
    assertThat(folder.resolve("drafted.yaml")).hasContent(text);
    assertThat(send("/operate/sources", "url", site.url("/nb/"), "id", "edited").statusCode())
        .as("that id is taken")
        .isEqualTo(422);
    for (String id : List.of("..%2F..%2Fetc%2Fpasswd", "../x", "%2e%2e%2fx", "A", "x.yaml", "-")) {
      assertThat(served.get("/operate/sources/" + id, browser(operates)).statusCode())
          .as(id)
          .isEqualTo(404);
      assertThat(send("/operate/sources", "url", site.url("/nb/"), "id", id).statusCode())
          .as(id)
          .isEqualTo(422);
    }
    assertThat(send("/operate/sources/x%2F..%2F..%2Fy", "do", "save", "text", "x").statusCode())
        .isEqualTo(404);
    Files.delete(folder.resolve("drafted.yaml"));
  }

  @Test
  void buttons_do_what_the_commands_do_and_are_in_the_audit() throws Exception {
    String act = "/operate/act";
    assertThat(
            location(
                send(act, "do", "pause", "kind", "source", "name", "edited", "why", "it moves")))
        .isEqualTo("/sources/edited?did=paused&count=1");
    assertThat(page("/sources/edited?did=paused&count=1").select("main").text())
        .contains("It rests from now on.", "it moves");
    assertThat(location(send(act, "do", "resume", "kind", "source", "name", "edited")))
        .isEqualTo("/sources/edited?did=resumed&count=1");
    String group = database.rows("select name from fangzhi.pace_group").get(0).get(0);
    String[] pace = {
      "do", "pace", "kind", "group", "name", group, "from", "edited", "delay", "25ms"
    };
    assertThat(location(send(act, pace))).isEqualTo("/sources/edited?did=paced&count=1");
    assertThat(database.rows("select set_ms from fangzhi.pace_group"))
        .containsExactly(List.of("25"));
    pace[9] = "soon";
    assertThat(location(send(act, pace))).isEqualTo("/sources/edited?did=delay&count=0");
    String gone = site.url("/b/2.html");
    int asked = asked();
    assertThat(location(send(act, "do", "retry", "kind", "url", "name", gone)))
        .startsWith("/url?url=http")
        .endsWith("&did=retried&count=1");
    Harvests.until("it is asked for again", Duration.ofSeconds(20), () -> asked() > asked);
    assertThat(send(act, "do", "retry", "kind", "source", "name", "nobody").statusCode())
        .isEqualTo(404);
    assertThat(send(act, "do", "drop", "kind", "source", "name", "edited").statusCode())
        .isEqualTo(404);
    assertThat(audit())
        .contains(
            List.of("operator", "http", "source pause", "edited", "it moves"),
            Arrays.asList("operator", "http", "source resume", "edited", null),
            List.of("operator", "http", "source pace", group, "delay 25ms"),
            List.of("operator", "http", "retry", gone, "url"));
    assertThat(send(act, "do", "x".repeat(3 << 20)).statusCode())
        .as("a bounded body")
        .isEqualTo(413);
  }

  private static int asked() {
    return (int)
        List.copyOf(site.requests).stream().filter(r -> r.startsWith("GET /b/2.html ")).count();
  }

  @Test
  void pages_answer_to_head_and_the_api_is_asked_by_forms() throws Exception {
    HttpResponse<String> head =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(served.at("/sources"))
                    .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(location(served.get("/data/api/ask?operation=/api/reports&p.year=2021&p.limit=")))
        .isEqualTo("/api/reports?year=2021");
    assertThat(
            location(served.get("/data/api/ask?operation=/api/reports/%7Bid%7D&p.id=..%2F..%2Fx")))
        .isEqualTo("/api/reports/..%2F..%2Fx");
    assertThat(served.get("/data/api/ask?operation=//evil.example").statusCode()).isEqualTo(404);
  }

  @Test
  void behind_a_proxy_with_tls_addresses_are_told_as_people_have_them() throws Exception {
    assertThat(served.get("/data", "X-Forwarded-Proto", "https").body())
        .contains(origin().replace("http:", "https:") + "/oai");
    assertThat(served.get("/data").body()).contains(origin() + "/oai");
  }
}
