package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client of server-sent events that reads as the standard says, one at a time. */
public final class EventReader implements AutoCloseable {
  // A connection each: those of one HTTP/2 connection share what it may carry, read or not.
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private int comments;

  /** What came between two blank lines. */
  public record Event(long id, String type, String data) {}

  /**
   * @param headers names and values by turns, beside {@code Accept}
   */
  public EventReader(Served served, String query, String... headers) throws Exception {
    this(served.at("/api/changes" + query), headers);
  }

  /**
   * @param headers names and values by turns, beside {@code Accept}
   */
  public EventReader(URI feed, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of("Accept", "text/event-stream"));
    all.addAll(List.of(headers));
    response =
        HTTP.send(
            HttpRequest.newBuilder(feed).headers(all.toArray(String[]::new)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  /** The next event; null at the end of the stream. */
  public Event next() throws IOException {
    Map<String, String> fields = new java.util.HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (fields.containsKey("data")) {
          return new Event(
              Long.parseLong(fields.get("id")), fields.get("event"), fields.get("data"));
        }
        fields.clear();
      } else if (line.startsWith(":")) {
        comments++;
      } else {
        String[] field = line.split(": ", 2);
        assertThat(fields.put(field[0], field[1])).as(line).isNull();
      }
    }
    return null;
  }

  /** Reads on until a comment comes. */
  public void untilComment() throws IOException {
    int before = comments;
    for (String line = lines.readLine(); comments == before; line = lines.readLine()) {
      assertThat(line).isNotNull();
      comments += line.startsWith(":") ? 1 : 0;
    }
  }

  /** Goes, as a process that is killed does: the connection is cut. */
  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
