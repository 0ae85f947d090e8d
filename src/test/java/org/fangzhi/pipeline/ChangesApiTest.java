package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.fangzhi.publish.Changes;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The change feed over HTTP, beside a harvest of eight reports. */
@Tag("thorough")
class ChangesApiTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int REPORTS = 8;
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ReportSite site;
  private static Served served;
  private static List<JsonNode> waitedFor;

  @BeforeAll
  static void followAHarvestFromItsBeginning() throws Exception {
    site = new ReportSite("宣威市", 3, REPORTS);
    served = new Served(database, Map.of("a.yaml", site.source("a", 0)));
    CompletableFuture<HttpResponse<String>> waiting =
        HTTP.sendAsync(
            served.request("/api/changes?after=0&wait=60"), HttpResponse.BodyHandlers.ofString());
    served.harvest();
    // Answered when the first changes are there, long before the wait is over.
    waitedFor = lines(waiting.get(50, TimeUnit.SECONDS));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  private static HttpResponse<String> get(String query) throws Exception {
    return served.get("/api/changes" + query);
  }

  private static List<JsonNode> lines(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/x-ndjson; charset=utf-8");
    return response.body().lines().map(JSON::readTree).toList();
  }

  @Test
  void who_waits_is_told_as_soon_as_there_is_something() {
    assertThat(waitedFor).isNotEmpty();
    assertThat(waitedFor.get(0).get("seq").asLong()).isEqualTo(1);
    assertThat(waitedFor.get(0).get("op").asString()).isEqualTo("add");
  }

  @Test
  void followed_in_small_steps_it_has_no_gap_and_brings_each_report_as_it_is() throws Exception {
    Set<String> reports = new HashSet<>();
    Set<String> titles = new HashSet<>();
    List<Long> numbers = new ArrayList<>();
    long seen = 0;
    for (boolean more = true; more; ) {
      List<JsonNode> lines = lines(get("?state=true&limit=3&after=" + seen));
      more = !lines.isEmpty();
      for (JsonNode line : lines) {
        seen = line.get("seq").asLong();
        numbers.add(seen);
        if (line.get("entity").asString().equals("report")) {
          JsonNode state = line.get("state");
          reports.add(line.get("id").asString());
          titles.add(state.get("title").asString());
          assertThat(state.get("division_code").asString()).isEqualTo("530381");
          assertThat(state.get("values").size()).isGreaterThan(50);
          assertThat(state.get("holdings").size()).isEqualTo(1);
        }
      }
    }
    assertThat(numbers).first().isEqualTo(1L);
    assertThat(numbers)
        .isEqualTo(java.util.stream.LongStream.rangeClosed(1, seen).boxed().toList());
    assertThat(reports).hasSize(REPORTS);
    assertThat(titles).hasSize(REPORTS).allMatch(title -> title.startsWith("宣威市"));
  }

  @Test
  void at_the_end_there_is_nothing_and_a_link_to_go_on_with() throws Exception {
    long last = new Changes(new Transactions(database.dataSource())).last();
    HttpResponse<String> end = get("?after=" + last + "&wait=1");

    assertThat(lines(end)).isEmpty();
    assertThat(end.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(end.headers().firstValue("Link"))
        .hasValue("</api/changes?after=" + last + ">; rel=\"next\"");
  }

  @Test
  void an_unclear_question_is_answered_with_what_is_wrong() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"?after=x", "after is a number from 0 on, not 'x'"},
          {"?after=-1", "after is a number from 0 on, not '-1'"},
          {"?limit=0", "limit is a number from 1 to 10000, not '0'"},
          {"?wait=61", "wait is a number from 0 to 60, not '61'"},
          {"?state=yes", "state is true or false, not 'yes'"},
          {"?after=999999", "the number is of another database"}
        }) {
      HttpResponse<String> response = get(wrong[0]);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("application/problem+json");
      assertThat(JSON.readTree(response.body()).get("detail").asString()).contains(wrong[1]);
    }
  }
}
