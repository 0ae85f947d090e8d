package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sites that do every harm: each harm is an outcome with a clear fault, the rest is harvested. */
@Tag("long")
class HostileHarvestTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final int BODY = 200_000;

  private static final Map<String, String> urls = new LinkedHashMap<>();
  private static HostileSite site;
  private static ServerSocket plaintext;

  @BeforeAll
  static void harvest() throws Exception {
    site = new HostileSite();
    int nobody = freePort();
    urls.put("unreachable", "http://127.0.0.1:" + nobody + "/xxgk/list.html");
    plaintext = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(HostileHarvestTest::speakPlain, "plaintext");
    answering.setDaemon(true);
    answering.start();
    urls.put("tls", "https://127.0.0.1:" + plaintext.getLocalPort() + "/xxgk/list.html");
    for (String page :
        List.of(
            "good-1", "endless", "bomb", "good-2", "loop", "empty", "binary", "pdf", "nul",
            "good-3")) {
      urls.put(page, site.url("/xxgk/" + page + ".html"));
    }
    pages();
    String yaml =
        """
        id: hostile
        name: 什么都做得出来的网站
        entries:
          - {url: "%s"}
          - {url: "%s"}
          - {url: "%s"}
        politeness: {delay: 1ms}
        allow-private-addresses: true
        """
            .formatted(urls.get("unreachable"), urls.get("tls"), site.url("/xxgk/list.html"));
    new Harvests(
            database,
            Map.of("hostile.yaml", yaml),
            Map.of("fangzhi.fetch.body", "" + BODY, "fangzhi.keep.attempts", "2"))
        .once();
  }

  private static void pages() {
    String links =
        urls.keySet().stream()
            .filter(page -> !page.equals("unreachable") && !page.equals("tls"))
            .map(
                page -> "<li><a href=\"%s.html\">留固镇2023年公开工作情况（%s）</a></li>".formatted(page, page))
            .collect(Collectors.joining("\n"));
    site.page("/robots.txt", 404, new byte[0]);
    site.page("/xxgk/list.html", 200, html("<ul>" + links + "</ul>"), HTML);
    for (String good : List.of("good-1", "good-2", "good-3")) {
      site.page(
          "/xxgk/" + good + ".html",
          200,
          html("<p>" + "本镇政务公开工作平稳有序。".repeat(30) + good + "</p>"),
          HTML);
    }
    site.on("/xxgk/endless.html", (head, out) -> endless(out));
    site.page(
        "/xxgk/bomb.html",
        200,
        HostileSite.gzip(new byte[100_000_000]),
        HTML,
        "Content-Encoding: gzip");
    site.page("/xxgk/loop.html", 302, new byte[0], "Location: /xxgk/loop2.html");
    site.page("/xxgk/loop2.html", 302, new byte[0], "Location: /xxgk/loop.html");
    site.page("/xxgk/empty.html", 200, new byte[0], HTML);
    byte[] binary = new byte[50_000];
    new Random(1).nextBytes(binary);
    site.page("/xxgk/binary.html", 200, binary, HTML);
    site.page(
        "/xxgk/pdf.html",
        200,
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R".getBytes(StandardCharsets.US_ASCII),
        "Content-Type: application/pdf");
    // A NUL, the bytes of a lone surrogate, and one written as a character reference.
    site.page(
        "/xxgk/nul.html",
        200,
        ("<html><head><title>a\0b\u00ed\u00a0\u0080c</title></head><body>"
                + "<p>Nothing but a page.</p>".repeat(20)
                + "<p>d\0e\u00ed\u00b0\u0080f&#xD800;g &#0; h</p></body></html>")
            .getBytes(StandardCharsets.ISO_8859_1),
        HTML);
  }

  private static byte[] html(String body) {
    return HostileSite.utf8(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>留固镇</title></head><body>"
            + body
            + "</body></html>");
  }

  private static boolean endless(OutputStream out) throws java.io.IOException {
    out.write(
        ("HTTP/1.1 200 OK\r\n" + HTML + "\r\n\r\n<html><body>")
            .getBytes(StandardCharsets.US_ASCII));
    byte[] more = HostileSite.utf8("<p>没有尽头</p>".repeat(500));
    while (true) {
      out.write(more);
    }
  }

  /** What a server does on whose TLS port something else listens. */
  private static void speakPlain() {
    while (!plaintext.isClosed()) {
      try (Socket socket = plaintext.accept()) {
        socket
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (java.io.IOException e) {
        // the client went away, or the test is over
      }
    }
  }

  private static int freePort() throws java.io.IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
    plaintext.close();
  }

  private static List<String> page(String page) throws Exception {
    return database
        .rows("select outcome, fault, state from page where url = '" + urls.get(page) + "'")
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "unreachable, nothing listens",
    "tls, TLS",
    "endless, 200000",
    "bomb, decompress",
    "loop, circle",
    "empty, empty"
  })
  void each_harm_is_a_failure_that_says_what_happened(String page, String word) throws Exception {
    List<String> row = page(page);
    assertThat(row.get(0)).isEqualTo("failed");
    assertThat(row.get(1)).containsIgnoringCase(word).doesNotContain("Exception", "\n");
    assertThat(row.get(2)).isEqualTo("unseen");
    assertThat(
            database.rows(
                "select 1 from version v join page p on p.id = v.page_id where p.url = '"
                    + urls.get(page)
                    + "'"))
        .isEmpty();
  }

  @Test
  void the_other_pages_are_harvested() throws Exception {
    for (String good : List.of("good-1", "good-2", "good-3")) {
      assertThat(page(good)).containsExactly("new", null, "live");
      assertThat(
              database.rows(
                  "select text like '%"
                      + good
                      + "%' from api.document where url = '"
                      + urls.get(good)
                      + "'"))
          .containsExactly(List.of("t"));
    }
    assertThat(database.rows("select ended_how from run")).containsExactly(List.of("failures"));
  }

  @ParameterizedTest
  @CsvSource({"binary, application/octet-stream", "pdf, application/pdf", "nul, text/html"})
  void bytes_that_nobody_can_read_are_kept_and_are_no_report(String page, String type)
      throws Exception {
    assertThat(page(page)).containsExactly("new", null, "live");
    assertThat(
            database.rows(
                "select g.state, g.media_type from reading g join version v on v.id = g.version_id"
                    + " join page p on p.id = v.page_id where p.url = '"
                    + urls.get(page)
                    + "'"))
        .containsExactly(List.of("current", type));
    assertThat(database.rows("select id from api.report")).isEmpty();
  }

  @Test
  void no_page_was_asked_more_often_than_the_settings_say() {
    Map<String, Integer> asked = new LinkedHashMap<>();
    for (String head : new ArrayList<>(site.requests)) {
      asked.merge(head.split(" ")[1], 1, Integer::sum);
    }
    assertThat(asked.get("/xxgk/endless.html")).isEqualTo(2);
    assertThat(asked.get("/xxgk/bomb.html")).isEqualTo(2);
    assertThat(asked.get("/xxgk/empty.html")).isEqualTo(2);
    assertThat(asked.get("/xxgk/good-2.html")).isEqualTo(1);
  }
}
