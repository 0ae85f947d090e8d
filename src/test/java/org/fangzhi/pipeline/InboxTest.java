package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.crawl.Judge;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.HttpResponse.Builder;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;

/** Files laid into the inbox of a running service, each test going on where the last one ended. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InboxTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final Instant LONG_AGO = Instant.parse("2019-03-20T08:00:00Z");

  private static Path inbox;
  private static ReportSite site;
  private static ReportSite lost;
  private static Service service;
  private static Pipeline pipeline;

  @BeforeAll
  static void start() throws Exception {
    inbox = folder.resolve("inbox");
    site = new ReportSite("甲县", 1, 3);
    lost = new ReportSite("乙县", 7, 3);
    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(
                Map.of(
                    "fangzhi.schedule.on", "false",
                    "fangzhi.read.threads", "1",
                    "fangzhi.inbox", inbox.toString()));
    Sources sources = Sources.of(Map.of("a.yaml", site.source("a", 0)), settings::find);
    service =
        Service.of(settings, new Transactions(database.dataSource()), sources.sources(), true);
    service.harvest(service.sources());
    pipeline = service.start(Harvests.ROUTES, List.of(), Map.of());
    untilEnded();
  }

  @AfterAll
  static void stop() {
    pipeline.close();
    service.close();
    site.close();
    lost.close();
  }

  private static void untilEnded() throws Exception {
    Harvests.until(
        "runs end", Duration.ofMinutes(1), () -> service.runs().open(List.of()).isEmpty());
  }

  private static void lay(String name, byte[] bytes) throws IOException {
    Path part = Files.write(folder.resolve(name), bytes);
    Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void untilIn(String place, String name) throws Exception {
    Harvests.until(
        name + " is " + place,
        Duration.ofSeconds(40),
        () -> Files.exists(inbox.resolve(place).resolve(name)));
    untilEnded();
  }

  /** A report's page as its site serves it. */
  private static byte[] report(ReportSite from, int number) throws Exception {
    URI url = URI.create(url(from, number));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray())
        .body();
  }

  private static String url(ReportSite from, int number) {
    return from.source("x", 0).replaceAll("(?s).*url: \"(.*)list.html.*", "$1")
        + "show_"
        + number
        + ".html";
  }

  @Test
  @Order(1)
  void a_document_is_kept_read_and_published_with_where_it_came_from() throws Exception {
    byte[] page = report(lost, 0);
    lay("乙县年报.html", page);
    untilIn("taken", "乙县年报.html");

    String sha256 = Judge.sha256(page);
    assertThat(database.rows("select url, name, sha256 from api.deposit"))
        .containsExactly(List.of("deposited:" + sha256 + "/乙县年报.html", "乙县年报.html", sha256));
    assertThat(
            database.rows(
                "select r.agency, r.year, h.sha256 from api.report r join api.holding h on h.report_id = r.id"
                    + " where h.url like 'deposited:%'"))
        .containsExactly(List.of("乙县审计局", "2021", sha256));
    assertThat(
            database.rows("select outcome, status, why from observation where deposit is not null"))
        .containsExactly(Arrays.asList("new", null, "deposited: 乙县年报.html, sha256 " + sha256));
  }

  @Test
  @Order(2)
  void the_same_bytes_are_never_taken_twice() throws Exception {
    List<List<String>> versions = database.rows("select * from version order by id");
    lay("once-more.html", report(lost, 0));
    untilIn("taken", "once-more.html");
    assertThat(database.rows("select * from version order by id")).isEqualTo(versions);
  }

  @Test
  @Order(3)
  void what_nobody_can_read_is_refused_with_a_note() throws Exception {
    lay("empty.pdf", new byte[0]);
    lay("noise.bin", new byte[] {0x50, 0x4b, 3, 4, 0, 0, 0, 0});
    untilIn("refused", "empty.pdf");
    untilIn("refused", "noise.bin");
    assertThat(Files.readString(inbox.resolve("refused/empty.pdf.txt")))
        .startsWith("empty.pdf was refused: it is empty");
    assertThat(Files.readString(inbox.resolve("refused/noise.bin.txt")))
        .contains("nothing can be read in it (application/zip", "is taken");
  }

  @Test
  @Order(4)
  void pages_of_a_WARC_file_are_versions_of_their_addresses_at_their_time() throws Exception {
    String held = url(site, 0);
    List<List<String>> live = database.rows("select * from api.report where url = '" + held + "'");
    List<List<String>> row = database.rows("select * from page where url = '" + held + "'");
    Path warc = folder.resolve("old.warc.gz");
    try (WarcWriter writer =
        new WarcWriter(
            java.nio.channels.FileChannel.open(
                warc,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE),
            org.netpreserve.jwarc.WarcCompression.GZIP)) {
      record(writer, held, 200, "text/html", report(lost, 1));
      record(
          writer,
          url(lost, 2),
          200,
          "text/html; charset=utf-8",
          HostileSite.gzip(report(lost, 2)),
          "gzip");
      record(writer, url(lost, 2) + ".css", 200, "text/css", "p {}".getBytes());
      record(writer, url(lost, 9), 404, "text/html", "gone".getBytes());
    }
    Files.move(warc, inbox.resolve("old.warc.gz"));
    untilIn("taken", "old.warc.gz");

    assertThat(database.rows("select kept, note from deposit where name = 'old.warc.gz'"))
        .containsExactly(List.of("3", "passed over: 1 answers of other kinds"));
    assertThat(
            database.rows(
                "select d.url, v.fetched_at = '2019-03-20 08:00Z', v.outcome from api.deposit d"
                    + " join api.version v on v.id = d.version_id where d.name = 'old.warc.gz' order by 3, 1"))
        .containsExactlyInAnyOrder(
            List.of(held, "t", "changed"),
            List.of(url(lost, 2), "t", "new"),
            List.of(url(lost, 2) + ".css", "t", "new"));
    assertThat(database.rows("select agency from api.report where url = '" + url(lost, 2) + "'"))
        .containsExactly(List.of("乙县教育局"));
    assertThat(database.rows("select * from api.report where url = '" + held + "'"))
        .as("what the page holds now is newer")
        .isEqualTo(live);
    assertThat(database.rows("select * from page where url = '" + held + "'")).isEqualTo(row);

    long asked = site.asked();
    service.harvest(service.sources());
    untilEnded();
    assertThat(site.asked() - asked).isEqualTo(site.visits());
    assertThat(
            database.rows(
                "select distinct outcome from observation where run_id = (select max(id) from run)"))
        .containsExactly(List.of("unchanged"));
  }

  private static void record(
      WarcWriter writer, String url, int status, String type, byte[] body, String... coding)
      throws IOException {
    Builder http = new Builder(status, "X");
    if (coding.length > 0) {
      http.addHeader("Content-Encoding", coding[0]);
    }
    http.body(MediaType.parse(type), body);
    writer.write(new WarcResponse.Builder(url).date(LONG_AGO).body(http.build()).build());
  }

  @Test
  @Order(5)
  void of_a_broken_WARC_file_the_beginning_is_kept_and_the_file_refused() throws Exception {
    Path whole = folder.resolve("whole.warc");
    try (WarcWriter writer = new WarcWriter(Files.newOutputStream(whole))) {
      record(writer, "http://www.example.cn/1.html", 200, "text/html", report(lost, 1));
      record(writer, "http://www.example.cn/2.html", 200, "text/html", report(lost, 2));
    }
    byte[] bytes = Files.readAllBytes(whole);
    lay("cut.warc", Arrays.copyOf(bytes, bytes.length - 2000));
    untilIn("refused", "cut.warc");
    assertThat(Files.readString(inbox.resolve("refused/cut.warc.txt")))
        .contains("it is broken", "1 pages, 1 of them new");
    lay("whole.warc", bytes);
    untilIn("taken", "whole.warc");
    assertThat(
            database.rows(
                "select url, count(*) from api.version where url like 'http://www.example.cn/%'"
                    + " group by url order by url"))
        .containsExactly(
            List.of("http://www.example.cn/1.html", "1"),
            List.of("http://www.example.cn/2.html", "1"));
  }

  @Test
  @Order(7)
  void a_later_file_of_the_same_name_leaves_the_earlier_one_alone() throws Exception {
    byte[] first = {0x50, 0x4b, 3, 4, 0, 0, 0, 1};
    byte[] second = {0x50, 0x4b, 3, 4, 0, 0, 0, 2};
    lay("same.bin", first);
    untilIn("refused", "same.bin");
    lay("same.bin", second);
    Harvests.until(
        "both are refused, each with its note",
        Duration.ofSeconds(40),
        () -> named("refused", "same.bin").size() == 4);
    List<Path> files = named("refused", "same.bin");
    assertThat(files.get(0).getFileName().toString()).matches("\\d{8}-\\d{6}-\\d{3}-same\\.bin");
    assertThat(files.get(1)).isEqualTo(Path.of(files.get(0) + ".txt"));
    assertThat(files.get(0)).hasBinaryContent(second);
    assertThat(inbox.resolve("refused/same.bin")).hasBinaryContent(first);
    assertThat(inbox.resolve("refused/same.bin.txt")).exists();

    lay("once-more.html", report(lost, 0));
    Harvests.until(
        "both are taken",
        Duration.ofSeconds(40),
        () -> named("taken", "once-more.html").size() == 2);
  }

  private static List<Path> named(String place, String part) throws IOException {
    try (Stream<Path> files = Files.list(inbox.resolve(place))) {
      return files.filter(file -> file.toString().contains(part)).sorted().toList();
    }
  }

  @Test
  @Order(8)
  void what_is_not_the_page_and_what_is_broken_in_a_WARC_file_is_passed_over_and_counted()
      throws Exception {
    Path warc = folder.resolve("mixed.warc");
    String at = "http://mixed.example.cn/";
    byte[] captcha = HostileSite.utf8("<html><title>访问验证</title><p>访问过于频繁，请输入验证码</p></html>");
    byte[] absent = HostileSite.utf8("<html><title>404</title><p>您访问的页面不存在或已被删除</p></html>");
    try (WarcWriter writer = new WarcWriter(Files.newOutputStream(warc))) {
      record(writer, at + "0.html", 200, "text/html", captcha);
      record(writer, at + "1.html", 200, "text/html", absent);
      writer.write(
          new WarcResponse.Builder(at + "2.html")
              .date(LONG_AGO)
              .body(MediaType.HTTP_RESPONSE, "no status line\r\n\r\nbody".getBytes())
              .build());
      Builder http = new Builder(200, "OK");
      http.body(MediaType.parse("text/html"), report(lost, 2));
      writer.write(
          new WarcResponse.Builder(at + "3.html")
              .date(Instant.now().plus(Duration.ofDays(4000)))
              .body(http.build())
              .build());
    }
    lay("mixed.warc", Files.readAllBytes(warc));
    untilIn("taken", "mixed.warc");
    assertThat(database.rows("select kept, note from deposit where name = 'mixed.warc'"))
        .containsExactly(
            List.of(
                "1",
                "passed over: 1 broken records, 2 answers that are not the page (blocked,"
                    + " soft-missing, moved or failed)"));
    assertThat(
            database.rows(
                "select url, fetched_at <= now() from api.version where url like '" + at + "%'"))
        .containsExactly(List.of(at + "3.html", "t"));
  }

  @Test
  @Order(6)
  void a_file_that_still_grows_is_left_alone() throws Exception {
    byte[] page = report(lost, 1);
    Path growing = inbox.resolve("growing.html");
    try (OutputStream out = Files.newOutputStream(growing)) {
      int half = page.length / 2;
      out.write(page, 0, half);
      for (int at = half; at < page.length; at += page.length / 12) {
        out.flush();
        Thread.sleep(1000); // the slowness is what is tested
        out.write(page, at, Math.min(page.length / 12, page.length - at));
      }
    }
    untilIn("taken", "growing.html");
    assertThat(database.rows("select sha256 from api.deposit where name = 'growing.html'"))
        .containsExactly(List.of(Judge.sha256(page)));
    assertThat(new String(page, StandardCharsets.UTF_8)).contains("乙县");
  }
}
