package org.fangzhi.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The site of a county that was harvested under the first schema, as it still stands. */
final class FirstSite implements AutoCloseable {
  static final String LIST =
      """
      <html><head><title>政府信息公开年报</title></head><body><ul>
      <li><a href="2021.html">宣威市2021年政府信息公开工作年度报告</a><span>2022-01-26</span></li>
      <li><a href="2020.html">宣威市2020年政府信息公开工作年度报告</a><span>2021-01-20</span></li>
      <li><a href="2019.html">宣威市2019年政府信息公开工作年度报告</a><span>2020-01-20</span></li>
      </ul></body></html>
      """;

  private final HttpServer server;

  FirstSite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", FirstSite::handle);
    server.start();
  }

  /** Host and port. */
  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String source() {
    return """
    id: xuanwei
    name: 宣威市人民政府
    division: "530381"
    entries: [{url: "http://%s/nb/"}]
    politeness: {delay: 0s}
    allow-private-addresses: true
    requisites: none
    """
        .formatted(host());
  }

  /** The rows that a harvest of it left behind, as statements. */
  String rows() throws IOException {
    try (InputStream in = FirstSite.class.getResourceAsStream("/first-schema/rows.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .replace("$LIST$", "$" + LIST + "$")
          .replace("$FIRST$", "$" + report(2021, 19874) + "$")
          .replace("$SECOND$", "$" + report(2021, 19847) + "$")
          .replace("$GONE$", "$" + report(2020, 18001) + "$")
          .replace("ORIGIN", "http://" + host())
          .replace("'HOST'", "'" + host() + "'");
    }
  }

  /** A report of the form of 2021 with its second table. */
  private static String report(int year, int licences) {
    return """
    <html><head><title>宣威市%1$d年政府信息公开工作年度报告</title></head><body>
    <h1>宣威市%1$d年政府信息公开工作年度报告</h1>
    <p>一、总体情况</p><p>宣威市人民政府%1$d年认真做好政府信息公开工作。</p>
    <p>二、主动公开政府信息情况</p>
    <table>
    <tr><td colspan="4">第二十条第（一）项</td></tr>
    <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
    <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td>行政规范性文件</td><td>12</td><td>3</td><td>47</td></tr>
    <tr><td colspan="4">第二十条第（五）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
    <tr><td>行政许可</td><td colspan="3">%2$d</td></tr>
    <tr><td colspan="4">第二十条第（六）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年处理决定数量</td></tr>
    <tr><td>行政处罚</td><td colspan="3">312</td></tr>
    <tr><td>行政强制</td><td colspan="3">5</td></tr>
    <tr><td colspan="4">第二十条第（八）项</td></tr>
    <tr><td>信息内容</td><td colspan="3">本年收费金额（单位：万元）</td></tr>
    <tr><td>行政事业性收费</td><td colspan="3">31.6</td></tr>
    </table>
    <p>三、收到和处理政府信息公开申请情况</p><p>本年没有收到申请。</p>
    </body></html>
    """
        .formatted(year, licences);
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Map<String, String> pages =
          Map.of(
              "/robots.txt",
              "User-agent: *\nAllow: /\n",
              "/nb/",
              LIST,
              "/nb/2021.html",
              report(2021, 19847));
      String body = pages.get(path);
      boolean known = "\"2\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
      if (body == null || known) {
        int status = path.endsWith("2019.html") ? 403 : 404;
        exchange.sendResponseHeaders(known ? 304 : status, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
