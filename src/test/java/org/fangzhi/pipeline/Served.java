package org.fangzhi.pipeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.fangzhi.console.Console;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;

/** The service with console and API on a port of loopback, as {@code ./fangzhi run} has it. */
public final class Served implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port;
  private final Sources sources;
  private final Service service;
  private final Pipeline pipeline;
  private final Path folder;
  private Upkeep upkeep;

  /**
   * @param sources source files by name; none are harvested yet
   */
  public Served(TestDatabase database, Map<String, String> sources) throws Exception {
    this(database, sources, Map.of());
  }

  /**
   * @param others settings that differ from those in {@code config}
   */
  public Served(TestDatabase database, Map<String, String> sources, Map<String, String> others)
      throws Exception {
    this(database, sources, others, Map.of());
  }

  /**
   * @param beans in the place of those that routes call by the same names
   */
  public Served(
      TestDatabase database,
      Map<String, String> sources,
      Map<String, String> others,
      Map<String, Object> beans)
      throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(
                Map.of(
                    "fangzhi.schedule.on", "false", "fangzhi.console.port", String.valueOf(port)))
            .with(others);
    this.sources = Sources.of(sources, settings::find);
    service =
        Service.of(settings, new Transactions(database.dataSource()), this.sources.sources(), true);
    folder = Files.createTempDirectory("fangzhi-served");
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Files.writeString(folder.resolve(source.getKey()), source.getValue());
    }
    Map<String, Object> all = new HashMap<>(Console.beans(database.dataSource(), settings, folder));
    all.putAll(beans);
    pipeline = service.start(Harvests.ROUTES, List.of(), all);
  }

  /** Harvests all sources once, to the end. */
  public void harvest() throws Exception {
    service.harvest(sources.sources());
    Harvests.until(
        "the harvest ends", Duration.ofMinutes(1), () -> service.runs().open(List.of()).isEmpty());
  }

  /** Takes in what changes in the source files from now on. Returns their folder. */
  public Path keepUp() {
    upkeep = service.keepUp(folder, Harvests.ROUTES, pipeline);
    return folder;
  }

  /** Takes the routes anew, as when a file of them has changed. */
  void swap() {
    pipeline.swap();
  }

  /** Questions that a route answers just now. */
  int waiting() {
    return pipeline.context().getInflightRepository().size("api-changes");
  }

  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /**
   * @param headers names and values by turns
   */
  public HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  public HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
    return send(path, HttpResponse.BodyHandlers.ofByteArray(), headers);
  }

  /** The answer as UTF-8 text; redirects are not followed. */
  public HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(path, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), headers);
  }

  /**
   * What a form is answered with.
   *
   * @param fields names and values by turns
   */
  public HttpResponse<String> post(String path, List<String> fields, String... headers)
      throws Exception {
    StringJoiner body = new StringJoiner("&");
    for (int i = 0; i < fields.size(); i += 2) {
      body.add(fields.get(i) + "=" + URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(path))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .header("Content-Type", "application/x-www-form-urlencoded");
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private <T> HttpResponse<T> send(
      String path, HttpResponse.BodyHandler<T> handler, String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(request(path, headers), handler);
  }

  @Override
  public void close() throws Exception {
    if (upkeep != null) {
      upkeep.close();
    }
    pipeline.close();
    service.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
