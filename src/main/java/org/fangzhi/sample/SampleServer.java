package org.fangzhi.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One sample site on a loopback port: conditional requests, HEAD, gzip and an access log. */
final class SampleServer implements AutoCloseable {
  static {
    // Without it the JDK's server sends head and body apart and the kernel waits 40 ms between.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final Page NOT_FOUND =
      new Page(404, Map.of("Content-Type", "text/html"), "<h1>404 Not Found</h1>".getBytes(), null);

  private final HttpServer server;
  private final ExecutorService threads;
  private final SiteFile file;
  private final List<Map<String, Answer>> phases;
  private final ConcurrentLinkedQueue<Access> log = new ConcurrentLinkedQueue<>();
  private volatile Map<String, Answer> answers;

  SampleServer(String id, int port) throws IOException {
    file = SiteFile.named(id);
    phases = List.of(Site.answers(id, 1), Site.answers(id, 2));
    answers = phases.get(0);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    threads = Executors.newFixedThreadPool(4, task -> daemon(task, id));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable task, String id) {
    Thread thread = new Thread(task, "sample-" + id);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  void phase(int phase) {
    answers = phases.get(phase - 1);
  }

  List<Access> log() {
    return List.copyOf(log);
  }

  void clearLog() {
    log.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Page page = page(exchange);
      String etag = etag(page);
      boolean conditional =
          exchange.getRequestHeaders().containsKey("If-None-Match")
              || exchange.getRequestHeaders().containsKey("If-Modified-Since");
      boolean unchanged = page.status() == 200 && unchanged(exchange, page, etag);
      int status = unchanged ? 304 : page.status();
      log.add(
          new Access(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              status,
              conditional));
      page.headers().forEach(exchange.getResponseHeaders()::set);
      if (etag != null) {
        exchange.getResponseHeaders().set("ETag", etag);
      }
      if (modified(page) != null) {
        exchange.getResponseHeaders().set("Last-Modified", HTTP_DATE.format(page.modified()));
      }
      send(exchange, status, page.body());
    }
  }

  private Page page(HttpExchange exchange) {
    Answer answer = answers.get(exchange.getRequestURI().getPath());
    return answer == null ? NOT_FOUND : answer.to(query(exchange.getRequestURI().getQuery()));
  }

  private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (status == 304 || body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] sent = body;
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (file.gzip() && accepted != null && accepted.contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
      sent = gzipped(body);
    }
    exchange.sendResponseHeaders(status, sent.length);
    exchange.getResponseBody().write(sent);
  }

  private static byte[] gzipped(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private boolean unchanged(HttpExchange exchange, Page page, @Nullable String etag) {
    String match = exchange.getRequestHeaders().getFirst("If-None-Match");
    if (match != null) {
      return etag != null && match.contains(etag);
    }
    String since = exchange.getRequestHeaders().getFirst("If-Modified-Since");
    Instant modified = modified(page);
    if (since == null || modified == null) {
      return false;
    }
    try {
      return !modified
          .truncatedTo(ChronoUnit.SECONDS)
          .isAfter(Instant.from(HTTP_DATE.parse(since)));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private boolean tells(SiteFile.Validators one) {
    return file.validators() == one || file.validators() == SiteFile.Validators.BOTH;
  }

  private @Nullable Instant modified(Page page) {
    return tells(SiteFile.Validators.LAST_MODIFIED) ? page.modified() : null;
  }

  private @Nullable String etag(Page page) {
    if (!tells(SiteFile.Validators.ETAG) || page.modified() == null) {
      return null;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(page.body());
      return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(@Nullable String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
