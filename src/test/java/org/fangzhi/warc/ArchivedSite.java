package org.fangzhi.warc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A small site that answers in all the ways that a WARC tells apart. */
public final class ArchivedSite implements AutoCloseable {
  public static final Charset GBK = Charset.forName("GBK");

  private final HttpServer server;
  private volatile int edition = 1;

  public ArchivedSite() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public void edition(int next) {
    edition = next;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public String source() {
    return """
        id: kept
        name: 某县
        entries: [{url: "%s"}]
        politeness: {delay: 0s}
        allow-private-addresses: true
        """
        .formatted(url("/nb/"));
  }

  static String list() {
    return """
        <html><head><meta charset="utf-8"><title>年度报告</title></head><body><ul>
        <li><a href="2024/gzip.html">某县2023年政府信息公开工作年度报告</a></li>
        <li><a href="2024/gbk.html">某县2022年政府信息公开工作年度报告</a></li>
        <li><a href="2024/same.html">某县2021年政府信息公开工作年度报告</a></li>
        <li><a href="2024/moved.html">某县2020年政府信息公开工作年度报告</a></li>
        <li><a href="2024/show.jsp?id=7&amp;t=1">某县2018年政府信息公开工作年度报告</a></li>
        <li><a href="2024/leaves.html">某县2017年政府信息公开工作年度报告</a></li>
        <li><a href="2024/gone.html">某县2019年政府信息公开工作年度报告</a></li>
        </ul></body></html>
        """;
  }

  public static String page(String text) {
    return """
        <html><head><title>年度报告</title><base href="/nb/2024/"><link rel="stylesheet" href="/css/a.css">
        <meta http-equiv="refresh" content="600"><script>document.title = 'run'</script></head>
        <body background="http://elsewhere.example/b.png"><p style="background:url(p.png)">%s</p>
        <a href="same.html">这里</a> <a href="javascript:alert(1)">那里</a></body></html>
        """
        .formatted(text);
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/nb/" -> send(exchange, "text/html", list().getBytes(StandardCharsets.UTF_8), true);
        case "/nb/2024/gzip.html" -> {
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
          }
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          send(exchange, "text/html; charset=utf-8", gzip(page("压缩的页面")), true);
        }
        case "/nb/2024/gbk.html" ->
            send(
                exchange, "text/html; charset=gbk", page("第" + edition + "版").getBytes(GBK), false);
        case "/nb/2024/same.html" ->
            send(exchange, "text/html; charset=gbk", page("从不改变").getBytes(GBK), false);
        case "/nb/2024/leaves.html" -> {
          byte[] page = page("时有时无").getBytes(GBK);
          send(exchange, edition == 1 ? 200 : 404, "text/html; charset=gbk", page, false);
        }
        case "/nb/2024/moved.html" -> {
          exchange.getResponseHeaders().set("Location", url("/nb/2024/new.html"));
          send(
              exchange,
              302,
              "text/html",
              "<p>moved</p>".getBytes(StandardCharsets.US_ASCII),
              false);
        }
        case "/nb/2024/show.jsp" ->
            send(
                exchange,
                "text/html; charset=gbk",
                page(exchange.getRequestURI().getQuery()).getBytes(GBK),
                false);
        case "/css/a.css" ->
            send(
                exchange,
                "text/css",
                "p { color: #00f; background: url(/css/c.png) }"
                    .getBytes(StandardCharsets.US_ASCII),
                false);
        case "/nb/2024/new.html" ->
            send(exchange, "text/html; charset=gbk", page("新的地址").getBytes(GBK), false);
        default ->
            send(
                exchange,
                404,
                "text/html",
                "<p>none</p>".getBytes(StandardCharsets.US_ASCII),
                false);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body, boolean chunked)
      throws IOException {
    send(exchange, 200, type, body, chunked);
  }

  private static void send(
      HttpExchange exchange, int status, String type, byte[] body, boolean chunked)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, chunked ? 0 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
