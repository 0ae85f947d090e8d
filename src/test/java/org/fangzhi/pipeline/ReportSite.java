package org.fangzhi.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.archive.Payload;
import org.fangzhi.sample.SampleSites;

/**
 * A site of many agencies' reports, each made from one real form, that goes from edition to
 * edition: in each, one report in ten is corrected and a few are away for two editions. What it
 * serves depends on the page and the edition alone.
 */
final class ReportSite implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int PER_LIST = 20;
  private static final Pattern ARTICLE = Pattern.compile("/xxgk/nb/show_(\\d+)\\.html");
  private static final Pattern LIST = Pattern.compile("/xxgk/nb/list(?:_(\\d+))?\\.html");
  private static final List<String> AGENCIES =
      List.of(
          "审计局",
          "财政局",
          "教育局",
          "民政局",
          "司法局",
          "统计局",
          "水务局",
          "林业局",
          "交通局",
          "公安局",
          "商务局",
          "信访局",
          "医疗保障局",
          "应急管理局",
          "卫生健康局",
          "自然资源局",
          "农业农村局",
          "市场监督管理局",
          "发展和改革局",
          "文化和旅游局",
          "住房和城乡建设局",
          "工业和信息化局",
          "科学技术局",
          "综合行政执法局",
          "退役军人事务局");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final String form;
  private final String place;
  private final int licences;
  private volatile int pages;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int edition;
  private volatile Mutation mutation = Page::new;
  private final List<Asked> log = Collections.synchronizedList(new ArrayList<>());
  private volatile Consumer<Asked> watcher = asked -> {};

  /**
   * What the site sends.
   *
   * @param type the header Content-Type
   */
  record Page(byte[] body, String type) {
    Page(String html) {
      this(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
    }

    Page(boolean article, String html) {
      this(html);
    }
  }

  /**
   * A request as it came in.
   *
   * @param by what it names itself (User-Agent)
   * @param nanos when, by a clock that only goes forward
   */
  record Asked(String path, String by, long nanos) {}

  /** What somebody does to all pages of the site at once. */
  interface Mutation {
    Page of(boolean article, String html);
  }

  /**
   * @param place the county whose agencies' reports it holds
   * @param licences what the figures of its reports begin with
   * @param pages reports: 25 agencies of four years, then branches of theirs
   */
  ReportSite(String place, int licences, int pages) throws IOException, InterruptedException {
    this.place = place;
    this.licences = licences;
    this.pages = pages;
    this.form = form();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A report of 宣威市 for 2021 as its site prints it. */
  private static String form() throws IOException, InterruptedException {
    try (SampleSites sites = SampleSites.start()) {
      URI url = URI.create(sites.url("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html"));
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** A source file of this site. */
  String source(String id, int delayMillis) {
    return """
        id: %s
        name: %s
        division: "530381"
        entries: [{url: "http://127.0.0.1:%d/xxgk/nb/list.html", cms: auto}]
        politeness: {delay: %dms}
        allow-private-addresses: true
        requisites: none
        """
        .formatted(id, id, server.getAddress().getPort(), delayMillis);
  }

  void edition(int next) {
    edition = next;
  }

  void mutate(Mutation next) {
    mutation = next;
  }

  /** Every request so far, robots.txt too, as they came in. */
  List<Asked> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** From now on each request is shown before it is answered, which waits for that. */
  void watch(Consumer<Asked> next) {
    watcher = next;
  }

  /** The pace group of its pages. */
  String group() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** One report more. */
  void grow() {
    pages = pages + 1;
  }

  /** Requests answered so far, but for robots.txt. */
  int asked() {
    return asked.get();
  }

  /** Pages, lists included, that a harvest visits. */
  int visits() {
    return pages + lists();
  }

  private int lists() {
    return (pages + PER_LIST - 1) / PER_LIST;
  }

  private static boolean away(int page, int edition) {
    return edition > 0 && (page % 37 == edition % 37 || page % 37 == (edition - 1) % 37);
  }

  /** The figure of a page: it grows by one with each edition that corrects it. */
  private int licences(int page, int edition) {
    int corrections = 0;
    for (int e = 1; e <= edition; e++) {
      corrections += page % 10 == e % 10 ? 1 : 0;
    }
    return licences + 100 * page + corrections;
  }

  private static String agency(int page) {
    String agency = AGENCIES.get(page % AGENCIES.size());
    return page < 100 ? agency : agency + "第" + page / 100 + "分局";
  }

  private static int year(int page) {
    return 2021 + page % 100 / AGENCIES.size();
  }

  private String article(int page, int now) {
    int year = year(page);
    return form.replace("宣威市人民政府", place + agency(page))
        .replace("宣威市", place)
        .replace("2022", "" + (year + 1))
        .replace("2021", "" + year)
        .replace("19847", "" + licences(page, now));
  }

  private String list(int number) {
    List<String> lines = new ArrayList<>();
    for (int page = (number - 1) * PER_LIST; page < Math.min(pages, number * PER_LIST); page++) {
      lines.add(
          "<li><a href=\"show_%d.html\">%s%s%d年政府信息公开工作年度报告</a><span>%d-01-26</span></li>"
              .formatted(page, place, agency(page), year(page), year(page) + 1));
    }
    String next = number == lists() ? "" : "<a href=\"list_%d.html\">下一页</a>".formatted(number + 1);
    return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>政府信息公开年报</title></head><body><ul>\n"
        + String.join("\n", lines)
        + "\n</ul><div class=\"page\">"
        + next
        + "</div></body></html>";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Asked came =
          new Asked(path, exchange.getRequestHeaders().getFirst("User-Agent"), System.nanoTime());
      log.add(came);
      watcher.accept(came);
      String body = path.equals("/robots.txt") ? "User-agent: *\nAllow: /\n" : null;
      if (body == null) {
        asked.incrementAndGet();
        body = page(path, edition);
      }
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Page sent =
          path.equals("/robots.txt")
              ? new Page(body)
              : mutation.of(ARTICLE.matcher(path).matches(), body);
      exchange.getResponseHeaders().set("Content-Type", sent.type());
      byte[] bytes = sent.body();
      String etag = '"' + HexFormat.of().formatHex(Payload.sha256(bytes), 0, 8) + '"';
      exchange.getResponseHeaders().set("ETag", etag);
      if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String page(String path, int now) {
    Matcher article = ARTICLE.matcher(path);
    if (article.matches()) {
      int page = Integer.parseInt(article.group(1));
      return page >= pages || away(page, now) ? null : article(page, now);
    }
    Matcher list = LIST.matcher(path);
    if (!list.matches()) {
      return null;
    }
    int number = list.group(1) == null ? 1 : Integer.parseInt(list.group(1));
    return number > lists() ? null : list(number);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
