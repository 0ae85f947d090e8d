package org.fangzhi.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSitesTest {
  private static final String CORRECTED = "/zwgk/zfxxgknb/202301/t20230119_1175.html";

  private final HttpClient client = HttpClient.newHttpClient();
  private static SampleSites sites;

  @BeforeAll
  static void start() throws IOException {
    sites = SampleSites.start();
  }

  @BeforeEach
  void begin() {
    sites.phase(1);
    sites.clearLogs();
  }

  @AfterAll
  static void stop() {
    sites.close();
  }

  private HttpResponse<byte[]> get(String id, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sites.url(id, path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private String text(String id, String path, String charset) throws Exception {
    return new String(get(id, path).body(), charset);
  }

  @Test
  void every_page_answers_as_expected_in_both_phases() throws Exception {
    for (var site : Expected.read().sites().entrySet()) {
      for (Expected.PageTruth page : site.getValue().pages()) {
        sites.phase(1);
        HttpResponse<byte[]> one = get(site.getKey(), page.path());
        sites.phase(2);
        HttpResponse<byte[]> two = get(site.getKey(), page.path());
        int status = page.status() != null ? page.status() : page.to() != null ? 301 : 200;
        assertThat(one.statusCode()).as(page.path()).isEqualTo(status);
        assertThat(two.statusCode())
            .as(page.path())
            .isEqualTo("missing".equals(page.two()) ? 404 : status);
        if ("changed".equals(page.two())) {
          assertThat(two.body()).as(page.path()).isNotEqualTo(one.body());
        } else if (!"missing".equals(page.two())) {
          assertThat(two.body()).as(page.path()).isEqualTo(one.body());
        }
      }
    }
  }

  @Test
  void a_redirect_leads_to_the_page_s_new_address() throws Exception {
    HttpResponse<byte[]> moved = get("hanweb", "/art/2018/3/20/art_6721_1107.html");
    assertThat(moved.headers().firstValue("Location"))
        .contains("/art/2018/3/20/art_9036_1107.html");
  }

  @Test
  void a_static_page_is_not_sent_again_to_who_has_it() throws Exception {
    HttpResponse<byte[]> first = get("trs", CORRECTED);
    String etag = first.headers().firstValue("ETag").orElseThrow();
    String modified = first.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(get("trs", CORRECTED, "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(get("trs", CORRECTED, "If-Modified-Since", modified).statusCode()).isEqualTo(304);
    sites.advance();
    assertThat(get("trs", CORRECTED, "If-None-Match", etag).statusCode()).isEqualTo(200);
    assertThat(get("trs", CORRECTED, "If-Modified-Since", modified).statusCode()).isEqualTo(200);
    assertThat(sites.log("trs"))
        .extracting(Access::status, Access::conditional)
        .containsExactly(
            tuple(200, false),
            tuple(304, true),
            tuple(304, true),
            tuple(200, true),
            tuple(200, true));
  }

  @Test
  void sites_differ_in_the_validators_that_they_send() throws Exception {
    var hanweb = get("hanweb", "/col/col6721/index.html").headers();
    assertThat(hanweb.firstValue("Last-Modified")).contains("Wed, 31 Jan 2024 23:30:00 GMT");
    assertThat(hanweb.firstValue("ETag")).isEmpty();
    var plain = get("plain", "/xxgk/nb/list.html").headers();
    assertThat(plain.firstValue("ETag")).isPresent();
    assertThat(plain.firstValue("Last-Modified")).isEmpty();
    assertThat(get("copies", "/html/nbhb/2022/0207/5530.html").headers().map())
        .doesNotContainKeys("etag", "last-modified");
  }

  @Test
  void a_site_that_compresses_does_so_for_who_asks() throws Exception {
    String path = "/art/2024/1/26/art_6721_1180.html";
    HttpResponse<byte[]> plain = get("hanweb", path);
    HttpResponse<byte[]> packed = get("hanweb", path, "Accept-Encoding", "gzip");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void a_page_said_to_be_gb2312_holds_what_only_gb18030_can() throws Exception {
    byte[] page = get("hanweb", "/art/2013/1/15/art_6721_1021.html").body();
    assertThat(new String(page, "GB18030")).contains("charset=gb2312", "二〇一二年", "三座古堨", "胡喆", "程㛃");
    assertThatThrownBy(() -> Charset.forName("GB2312").newDecoder().decode(ByteBuffer.wrap(page)))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void headers_are_wrong_where_they_are_meant_to_be() throws Exception {
    HttpResponse<byte[]> plain = get("plain", "/xxgk/nb/2023/show_2240.html");
    assertThat(plain.headers().firstValue("Content-Type"))
        .contains("text/html; charset=ISO-8859-1");
    assertThat(new String(plain.body(), "GB18030")).contains("charset=gb2312", "留固镇2022年公开");
    HttpResponse<byte[]> trouble = get("trouble", "/zfxxgk/nb/2024/c_1242.html");
    assertThat(trouble.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(new String(trouble.body(), "GB18030")).contains("charset=gb2312", "新能源基地");
  }

  @Test
  void the_lists_of_each_family_lead_to_all_entries() throws Exception {
    List<String> trs = new ArrayList<>();
    assertThat(text("trs", "/zwgk/zfxxgknb/", "UTF-8"))
        .contains("createPageHTML(2, 0, \"index\", \"html\")");
    trs.addAll(links(text("trs", "/zwgk/zfxxgknb/index.html", "UTF-8")));
    trs.addAll(links(text("trs", "/zwgk/zfxxgknb/index_1.html", "UTF-8")));
    assertThat(trs)
        .hasSize(14)
        .contains("./202501/t20250122_1201.html", "./201103/t20110322_1101.html");

    String column = text("hanweb", "/col/col6721/index.html", "GB18030");
    String next = column.replaceAll("(?s).*<nextgroup>.*?href=\"([^\"]+)\".*", "$1");
    String rest = text("hanweb", next, "UTF-8");
    List<String> hanweb = new ArrayList<>(links(column));
    hanweb.addAll(links(rest));
    assertThat(hanweb).hasSize(10).contains("/art/2008/5/1/art_6721_1001.html");
    assertThat(rest).contains("<nextgroup></nextgroup>");

    String first = text("plain", "/xxgk/nb/list.html", "GB18030");
    assertThat(Jsoup.parse(first).select("a:contains(下一页)").attr("href")).isEqualTo("list_2.html");
    List<String> plain = new ArrayList<>(links(first));
    plain.addAll(links(text("plain", "/xxgk/nb/list_2.html", "GB18030")));
    assertThat(plain).hasSize(7).contains("./2022/show_2101.html");
  }

  private static List<String> links(String html) {
    List<String> links = new ArrayList<>();
    var matcher =
        Pattern.compile("href=\"([^\"]*(?:/t\\d{8}_|/art_|/show_)[^\"]*)\"").matcher(html);
    while (matcher.find()) {
      links.add(matcher.group(1));
    }
    return links;
  }

  @Test
  void robots_txt_disallows_something_that_a_list_links_to() throws Exception {
    assertThat(text("trs", "/robots.txt", "UTF-8")).contains("Disallow: /zwgk/zfxxgknb/nbzl/");
    assertThat(text("trs", "/zwgk/zfxxgknb/index.html", "UTF-8"))
        .contains("href=\"./nbzl/t20230110_3300.html\"");
  }

  @Test
  void the_copy_says_the_same_in_another_frame() throws Exception {
    Element original =
        Jsoup.parse(text("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html", "UTF-8"))
            .selectFirst(".TRS_Editor");
    String copy = text("copies", "/html/nbhb/2022/0207/5530.html", "UTF-8");
    assertThat(Jsoup.parse(copy).select(".show-content").text()).isEqualTo(original.text());
    assertThat(copy).contains("浏览次数：10234").doesNotContain("TRS_Editor");
    sites.advance();
    assertThat(text("copies", "/html/nbhb/2022/0207/5530.html", "UTF-8")).contains("浏览次数：10871");
  }

  @Test
  void source_files_name_the_running_servers(@TempDir Path directory) throws Exception {
    sites.writeSources(directory.resolve("sources"));
    assertThat(Files.readString(directory.resolve("sources/sample-trs.yaml")))
        .contains("http://" + sites.host("trs") + "/zwgk/zfxxgknb/");
    assertThat(sites.sources()).hasSize(6);
    assertThat(sites.sources().values()).noneMatch(source -> source.contains("${"));
  }

  @Test
  void addresses_stay_when_a_first_port_is_given() throws Exception {
    int port = firstOfSixFree();
    try (SampleSites fixed = SampleSites.start(port)) {
      assertThat(fixed.host("trs")).isEqualTo("127.0.0.1:" + port);
      assertThat(fixed.host("hanweb")).isEqualTo("127.0.0.1:" + (port + 1));
      assertThatThrownBy(() -> SampleSites.start(port)).isInstanceOf(IOException.class);
    }
  }

  /** Below the ports that the system gives to whoever asks for any. */
  private static int firstOfSixFree() {
    return IntStream.iterate(21_000, port -> port < 32_000, port -> port + 6)
        .filter(port -> IntStream.range(port, port + 6).allMatch(SampleSitesTest::isFree))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Test
  void a_head_request_gets_no_body_and_an_unknown_path_404() throws Exception {
    HttpRequest head =
        HttpRequest.newBuilder(URI.create(sites.url("trs", CORRECTED)))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<byte[]> answer = client.send(head, BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(get("trs", "/nowhere.html").statusCode()).isEqualTo(404);
  }
}
