package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.sample.SampleSites;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code source new} and {@code source probe} against sites on loopback, without a database. */
class SourceCommandsTest {
  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HostileSite site;
  private Path config;

  @BeforeEach
  void start() throws IOException {
    site = new HostileSite();
    site.page("/robots.txt", 200, HostileSite.utf8("User-agent: *\nDisallow: /secret/\n"));
    config = folder.resolve("config");
    Files.createDirectories(config.resolve("sources"));
    Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
  }

  @AfterEach
  void stop() throws IOException {
    site.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commands =
        Fangzhi.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commands.execute(arguments);
    commands.getOut().flush();
    commands.getErr().flush();
    return code;
  }

  private int draft(String path) {
    return run(
        "source",
        "new",
        site.url(path),
        "--config",
        config.toString(),
        "--allow-private",
        "--delay",
        "0");
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(config.resolve("sources"))) {
      return files.toList();
    }
  }

  private void page(String path, String head, String body) {
    site.page(
        path,
        200,
        HostileSite.utf8(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\">%s</head><body>%s</body></html>"
                .formatted(head, body)),
        HTML);
  }

  private static String reports(int from, int to) {
    return IntStream.iterate(to, year -> year >= from, year -> year - 1)
        .mapToObj(
            year ->
                "<li><a href=\"./t%d0126_%d.html\">宣威市%d年政府信息公开工作年度报告</a><span>%d-01-26</span></li>"
                    .formatted(year + 1, 1000 + year, year, year + 1))
        .collect(Collectors.joining("<br>", "<ul>", "</ul>"));
  }

  private void county(String head) {
    page(
        "/",
        head,
        "<a href=\"/news/\">新闻中心</a><a href=\"/zwgk/\">政务公开</a>"
            + "<a href=\"/zwgk/zfxxgk/\">政府信息公开</a><a href=\"/secret/nb/\">内部年报</a>");
    page(
        "/zwgk/zfxxgk/",
        head,
        "<a href=\"/zwgk/zfxxgkzn/\">政府信息公开指南</a><a href=\"/zwgk/nb/\">政府信息公开年报</a>");
    page(
        "/zwgk/nb/",
        head,
        reports(2019, 2022) + "<script>createPageHTML(2, 0, \"index\", \"html\");</script>");
    page(
        "/zwgk/nb/index_1.html",
        head,
        reports(2017, 2018) + "<script>createPageHTML(2, 1, \"index\", \"html\");</script>");
  }

  @Test
  void a_new_source_is_drafted_from_the_home_page() throws IOException {
    county("<meta name=\"SiteName\" content=\"宣威市人民政府\"><title>宣威市人民政府门户网站</title>");

    assertThat(draft("/")).as(err.toString()).isZero();

    Path file = config.resolve("sources/site-127-0-0-1.yaml");
    assertThat(Files.readAllLines(file).subList(1, 10))
        .containsExactly(
            "id: site-127-0-0-1",
            "name: 宣威市人民政府",
            "division: \"530381\"   # 云南省 曲靖市 宣威市",
            "entries:",
            "  - {url: \""
                + site.url("/zwgk/nb/")
                + "\", cms: trs}   # 政府信息公开年报: 4 entries, 4 of them reports (2019-2022);"
                + " createPageHTML with four arguments",
            "schedule: {lists: \"0 30 2 * * ?\", articles: adaptive}",
            "politeness: {delay: 2s, window: \"20:00-07:00\"}",
            "expect: {reports-per-year: 1.., silent-days: 400}",
            "allow-private-addresses: true");
    assertThat(out.toString()).contains("530381 云南省 曲靖市 宣威市", "/zwgk/nb/", "source probe");
    // robots.txt, the home page, 政府信息公开 and the list; what is forbidden was not asked for.
    assertThat(site.requests.stream().map(head -> head.split(" ")[1]))
        .containsExactly("/robots.txt", "/", "/zwgk/zfxxgk/", "/zwgk/nb/");
    assertThat(run("source", "check", "--config", config.toString())).isZero();
  }

  @Test
  void a_list_that_a_script_fills_is_found_by_its_interface() throws IOException {
    page(
        "/col/col1487002/index.html",
        "<title>年度报告_绩溪县人民政府</title>",
        "<script url=\"/api-gateway/jpaas-publish-server/front/page/build/unit\""
            + " queryData=\"{'webId':'2945','tagId':'当前栏目list','pageId':'1487002'}\"></script>");
    site.page(
        "/api-gateway/jpaas-publish-server/front/page/build/unit",
        200,
        HostileSite.utf8(
            "{\"data\":{\"html\":\"<ul><li><a href='/art/2024/1/25/art_1487002_59.html'>"
                + "绩溪县2023年政府信息公开工作年度报告</a></li></ul><div count='1'></div>\"}}"),
        "Content-Type: application/json");
    assertThat(draft("/col/col1487002/index.html")).as(err.toString()).isZero();
    assertThat(Files.readString(written().get(0)))
        .contains(
            "name: 绩溪县人民政府",
            "division: \"341824\"",
            "{url: \"" + site.url("/col/col1487002/index.html") + "\", cms: jpaas}",
            "1 entries, 1 of them reports (2023)");
  }

  @Test
  void a_file_that_is_there_is_never_overwritten() throws IOException {
    Path file = config.resolve("sources/site-127-0-0-1.yaml");
    Files.writeString(file, "mine");
    assertThat(draft("/")).isEqualTo(2);
    assertThat(err.toString()).contains(file.toString(), "left as it is");
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(site.requests).isEmpty();
  }

  @Test
  void a_name_of_several_divisions_is_certain_only_with_the_sites_code() throws IOException {
    county("<meta name=\"SiteName\" content=\"鼓楼区人民政府\">");
    assertThat(draft("/")).isZero();
    Path file = written().get(0);
    // 江苏 南京, 江苏 徐州, 福建 福州 and 河南 开封 have a 鼓楼区 each.
    assertThat(Files.readString(file))
        .contains("# division: \"\"   # not certain; perhaps 320106", "320302", "350102", "410204");
    assertThat(out.toString()).contains("! the division is not certain");

    Files.delete(file);
    county(
        "<meta name=\"SiteName\" content=\"鼓楼区人民政府\"><meta name=\"SiteIDCode\" content=\"3501020001\">");
    assertThat(draft("/")).isZero();
    assertThat(Files.readString(file)).contains("\ndivision: \"350102\"");
  }

  @Test
  void a_site_without_such_a_list_says_so() throws IOException {
    page("/", "<title>某某公司</title>", "<a href=\"/a/\">产品</a>");
    assertThat(draft("/")).isEqualTo(1);
    assertThat(out.toString()).contains("! no list of annual reports was found on 1 pages");
    assertThat(Files.readString(written().get(0))).contains("to be replaced");
  }

  @Test
  void a_site_that_forbids_or_refuses_is_left_alone() throws IOException {
    assertThat(draft("/secret/nb/")).isEqualTo(1);
    assertThat(err.toString()).contains("robots.txt does not permit", "Nothing was written");
    assertThat(site.requests).noneMatch(head -> head.contains(" /secret/"));

    site.page("/", 412, HostileSite.utf8("<html></html>"), HTML);
    assertThat(draft("/")).isEqualTo(1);
    assertThat(err.toString()).contains("blocked", "412");
    assertThat(written()).isEmpty();
  }

  @Test
  void without_a_subcommand_all_of_them_are_told() {
    assertThat(run("source")).isEqualTo(2);
    assertThat(err.toString().lines().findFirst().orElseThrow())
        .contains(
            "new", "probe", "check", "list", "pause", "resume", "pace", "expect", "reclassify");
  }

  private void source(String path) throws IOException {
    Files.writeString(
        config.resolve("sources/county.yaml"),
        """
        id: county
        name: 宣威市人民政府
        division: "530381"
        entries: [{url: "%s"}]
        politeness: {delay: 1ms}
        allow-private-addresses: true
        """
            .formatted(site.url(path)));
  }

  private int probe(String... more) {
    return run(
        Stream.concat(
                Stream.of("source", "probe", "county", "--config", config.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void a_probe_shows_every_stage_of_a_list() throws IOException {
    county("<title>宣威市人民政府</title>");
    source("/zwgk/nb/");
    assertThat(probe()).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "robots.txt   permits it (the site answers 200)",
            "request      GET /zwgk/nb/ HTTP/1.1",
            "answer       200, text/html; charset=utf-8",
            "outcome      new",
            "family       trs, known by createPageHTML with four arguments",
            "4 entries in this page, no total announced, 1 further list pages",
            "new, 2 entries: " + site.url("/zwgk/nb/index_1.html"),
            "walked to its end, nothing is missing",
            "queued       5 links",
            "article    " + site.url("/zwgk/nb/t20230126_3022.html") + "  宣威市2022年政府信息公开工作年度报告",
            "nothing: this was a probe");
  }

  @Test
  void a_probe_tells_a_pager_that_lies() throws IOException {
    county("<title>宣威市人民政府</title>");
    page("/zwgk/nb/index_1.html", "", reports(2019, 2022));
    source("/zwgk/nb/");
    assertThat(probe("--json")).isZero();
    JsonNode told = JSON.readTree(out.toString());
    assertThat(told.path("list").path("family").asString()).isEqualTo("trs");
    assertThat(told.path("links")).hasSize(5);
    assertThat(told.path("notes")).hasSize(1);
    assertThat(told.path("notes").path(0).asString())
        .contains("is truncated", "index_1.html lists what");
  }

  @Test
  void a_probe_tells_what_forbids_and_what_refuses() throws IOException {
    source("/secret/nb/");
    assertThat(probe()).isEqualTo(1);
    assertThat(out.toString())
        .contains("robots.txt   does not permit it", "outcome      refused: robots.txt does not");
    assertThat(site.requests).noneMatch(head -> head.contains(" /secret/"));

    site.page("/old/", 302, new byte[0], "Location: /blocked.html");
    page("/blocked.html", "<title>拦截提示</title>", "<p>您的访问请求被拦截</p>");
    assertThat(probe("--url", site.url("/old/"))).isEqualTo(1);
    assertThat(out.toString())
        .contains("hop          302 " + site.url("/old/"), "outcome      blocked: ", "(sign ");
  }

  @Test
  @Tag("thorough")
  void a_probe_passes_over_a_certificate_where_the_source_says_so() throws Exception {
    Path keys = folder.resolve("site.p12");
    String line =
        "%s/bin/keytool -genkeypair -alias site -keyalg EC -dname CN=nobody -storetype PKCS12 -storepass changeit -keystore %s"
            .formatted(System.getProperty("java.home"), keys);
    assertThat(new ProcessBuilder(line.split(" ")).inheritIO().start().waitFor()).isZero();
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(
        KeyStore.getInstance(keys.toFile(), "changeit".toCharArray()), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          boolean robots = exchange.getRequestURI().getPath().equals("/robots.txt");
          byte[] body =
              HostileSite.utf8(robots ? "User-agent: *\nAllow: /\n" : reports(2019, 2022));
          exchange.getResponseHeaders().add("Content-Type", robots ? "text/plain" : "text/html");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      source("/zwgk/nb/");
      Path file = config.resolve("sources/county.yaml");
      String checked =
          Files.readString(file)
              .replaceAll(
                  "http://127.0.0.1:\\d+", "https://127.0.0.1:" + server.getAddress().getPort());
      Files.writeString(file, checked + "tls: unchecked\n");
      assertThat(probe()).as(out.toString()).isZero();
      assertThat(out.toString()).contains("permits it", "outcome      new", "4 entries");
      Files.writeString(file, checked);
      assertThat(probe()).isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_probe_reads_a_report_as_a_harvest_would() throws IOException {
    try (SampleSites samples = SampleSites.start()) {
      samples.writeSources(config.resolve("sources"));
      String report = samples.url("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html");
      assertThat(
              run(
                  "source",
                  "probe",
                  "sample-trs",
                  "--url",
                  report,
                  "--json",
                  "--config",
                  config.toString()))
          .isZero();
      JsonNode told = JSON.readTree(out.toString());
      assertThat(told.path("kind").asString()).isEqualTo("article");
      assertThat(told.path("document").path("media_type").asString()).isEqualTo("text/html");
      JsonNode read = told.path("reports").path(0);
      assertThat(read.path("form").asString()).isEqualTo("form2021");
      assertThat(read.path("year").asInt()).isEqualTo(2021);
      assertThat(read.path("division").asString()).isEqualTo("530381");
      assertThat(read.path("values").asInt()).isPositive();
    }
  }
}
