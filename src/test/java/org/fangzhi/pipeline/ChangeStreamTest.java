package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.publish.Changes;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The change feed as server-sent events, over real connections. */
@Tag("long")
@Timeout(60)
class ChangeStreamTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MOST = 32;

  private static Served served;

  @BeforeAll
  static void start() throws Exception {
    served = new Served(database, Map.of());
    ChangeRows.append(database, 10);
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  private static long last() throws Exception {
    return new Changes(new Transactions(database.dataSource())).last();
  }

  @Test
  void each_change_is_an_event_with_its_number_its_kind_and_the_line() throws Exception {
    List<String> lines = served.get("/api/changes?after=0&limit=10").body().lines().toList();
    try (EventReader reader = new EventReader(served, "?after=0")) {
      assertThat(reader.response().headers().firstValue("Content-Type"))
          .hasValue("text/event-stream");
      for (int number = 1; number <= 10; number++) {
        EventReader.Event event = reader.next();
        assertThat(event.id()).isEqualTo(number);
        assertThat(event.type()).isEqualTo("update");
        assertThat(event.data()).isEqualTo(lines.get(number - 1));
        assertThat(JSON.readTree(event.data()).get("seq").asLong()).isEqualTo(number);
      }
    }
  }

  @Test
  void the_last_event_id_goes_before_after() throws Exception {
    try (EventReader reader = new EventReader(served, "?after=1", "Last-Event-ID", "7")) {
      assertThat(reader.next().id()).isEqualTo(8);
    }
  }

  @Test
  void who_is_at_the_end_is_told_of_the_next_change_at_once() throws Exception {
    long last = last();
    try (EventReader reader = new EventReader(served, "?after=" + last)) {
      CompletableFuture<EventReader.Event> next = CompletableFuture.supplyAsync(() -> next(reader));
      ChangeRows.append(database, 1);
      assertThat(next.get(5, TimeUnit.SECONDS).id()).isEqualTo(last + 1);
    }
  }

  private static EventReader.Event next(EventReader reader) {
    try {
      return reader.next();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void an_unclear_question_is_answered_with_what_is_wrong() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"?after=3", "7b", "Last-Event-ID is a number from 0 on, not '7b'"},
          {"?state=yes", "0", "state is true or false, not 'yes'"},
          {"", "99999999", "the number is of another database"}
        }) {
      HttpResponse<String> response =
          served.get(
              "/api/changes" + wrong[0], "Accept", "text/event-stream", "Last-Event-ID", wrong[1]);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).get("detail").asString()).contains(wrong[2]);
    }
  }

  @Test
  void when_all_places_are_taken_the_next_is_told_to_come_back_and_a_place_left_is_free()
      throws Exception {
    List<EventReader> all = new ArrayList<>();
    try {
      until(
          "all places are free again and taken",
          () -> {
            EventReader reader = new EventReader(served, "?after=0");
            if (reader.response().statusCode() == 200) {
              all.add(reader);
            }
            return all.size() == MOST;
          });
      HttpResponse<String> refused = served.get("/api/changes", "Accept", "text/event-stream");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
      all.remove(0).close();
      until(
          "the place is free",
          () -> {
            try (EventReader reader = new EventReader(served, "?after=0")) {
              return reader.response().statusCode() == 200 && reader.next().id() == 1;
            }
          });
    } finally {
      for (EventReader reader : all) {
        reader.close();
      }
    }
  }

  private static void until(String what, Harvests.Condition condition) throws Exception {
    Harvests.until(what, Duration.ofSeconds(20), condition);
  }

  @Test
  void who_reads_slowly_misses_nothing_and_holds_nobody_up() throws Exception {
    long from = last();
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), served.at("/").getPort()));
      OutputStream out = slow.getOutputStream();
      out.write(
          "GET /api/changes?after=%d HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
              .formatted(from)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      int many = 100_000; // some 17 MB, more than the buffers of both ends
      ChangeRows.append(database, many);
      try (EventReader quick = new EventReader(served, "?after=" + from)) {
        for (long seen = from; seen < from + many; seen++) {
          assertThat(quick.next().id()).isEqualTo(seen + 1);
        }
      }
      assertThat(ids(slow.getInputStream(), from + many)).isEqualTo(many);
    }
  }

  /** Reads events up to a number; they must follow each other. Returns how many there were. */
  private static long ids(InputStream in, long last) throws Exception {
    Pattern id = Pattern.compile("^id: (\\d+)$");
    java.io.BufferedReader reader =
        new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
    long seen = -1;
    long count = 0;
    while (seen < last) {
      String part = reader.readLine();
      Matcher matcher = id.matcher(part);
      if (matcher.matches()) {
        long now = Long.parseLong(matcher.group(1));
        assertThat(seen == -1 || now == seen + 1).as("%d after %d", now, seen).isTrue();
        seen = now;
        count++;
      }
    }
    return count;
  }

  @Test
  void a_stream_outlives_a_change_of_the_routes_and_a_database_that_cuts_all_connections()
      throws Exception {
    long last = last();
    try (EventReader reader = new EventReader(served, "?after=" + last)) {
      ChangeRows.append(database, 1);
      assertThat(reader.next().id()).isEqualTo(last + 1);
      served.swap();
      ChangeRows.append(database, 1);
      assertThat(reader.next().id()).isEqualTo(last + 2);
      database.rows(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()""");
      int[] answers = {0};
      until(
          "no connection that was cut is handed out any more",
          () -> {
            boolean well = served.get("/api/changes?limit=1").statusCode() == 200;
            answers[0] = well ? answers[0] + 1 : 0;
            return answers[0] == 20;
          });
      ChangeRows.append(database, 1);
      assertThat(reader.next().id()).isEqualTo(last + 3);
    }
  }

  @Test
  void a_silent_stream_is_kept_alive_by_comments() throws Exception {
    try (EventReader reader = new EventReader(served, "?after=" + last())) {
      CompletableFuture<Void> comment =
          CompletableFuture.runAsync(
              () -> {
                try {
                  reader.untilComment();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      comment.get(18, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_service_stops_at_once_with_all_who_wait() throws Exception {
    Served other = new Served(database, Map.of());
    long last = last();
    List<EventReader> readers = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      readers.add(new EventReader(other, "?after=" + (last - 1)));
      assertThat(readers.get(n).next().id()).isEqualTo(last);
    }
    for (int n = 0; n < 4; n++) {
      polls.add(
          HTTP.sendAsync(
              other.request("/api/changes?wait=60&after=" + last),
              HttpResponse.BodyHandlers.ofString()));
    }
    until("they wait", () -> other.waiting() == 4);
    long began = System.nanoTime();
    other.close();
    // The routes of the pipeline take some seconds to drain; who waits would hold them for 60.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    for (EventReader reader : readers) {
      assertThat(reader.next()).as("the stream has ended").isNull();
    }
    for (CompletableFuture<HttpResponse<String>> poll : polls) {
      HttpResponse<String> answer = poll.get(5, TimeUnit.SECONDS);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void a_line_with_its_state_is_one_event() throws Exception {
    try (EventReader reader = new EventReader(served, "?after=0&state=true")) {
      JsonNode line = JSON.readTree(reader.next().data());
      assertThat(line.get("seq").asLong()).isEqualTo(1);
      assertThat(line.get("state").isNull()).isTrue();
    }
  }
}
