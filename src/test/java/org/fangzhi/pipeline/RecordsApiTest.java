package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Published records over HTTP. The twelve agencies' reports of a county are harvested; then one is
 * corrected, one more comes, and one is deleted.
 */
@Tag("thorough")
class RecordsApiTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int REPORTS = 12;
  private static final JsonMapper JSON = new JsonMapper();

  private static ReportSite site;
  private static Served served;

  /** As they were before the second harvest. */
  private static HttpResponse<String> firstPage;

  private static HttpResponse<String> corrected;
  private static HttpResponse<String> untouched;
  private static List<String> ids;
  private static String deleted;

  @BeforeAll
  static void harvestTwice() throws Exception {
    site = new ReportSite("宣威市", 3, REPORTS);
    served = new Served(database, Map.of("a.yaml", site.source("a", 0)));
    served.harvest();
    ids = items("/api/reports").stream().map(row -> row.get("id").asString()).toList();
    firstPage = get("/api/reports?limit=5");
    corrected = get("/api/reports/" + id("信访局"));
    untouched = get("/api/reports/" + id("财政局"));
    deleted = id("教育局");
    site.edition(1);
    site.grow();
    served.harvest();
    get("/api/reports/" + deleted);
    database.execute(
        """
        begin;
        update fangzhi.report set deleted_at = now() where id = '%s';
        update fangzhi.change_counter set seq = seq + 1;
        insert into fangzhi.change select seq, 'delete', 'report', '%s', now() from fangzhi.change_counter;
        commit"""
            .formatted(deleted, deleted));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    return served.get(path, headers);
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return JSON.readTree(response.body());
  }

  private static List<JsonNode> items(String path) throws Exception {
    return List.copyOf(json(path).get("items").values());
  }

  private static String id(String agency) throws Exception {
    List<JsonNode> found = items("/api/reports?agency=" + agency);
    assertThat(found).hasSize(1);
    return found.get(0).get("id").asString();
  }

  private static String etag(HttpResponse<?> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }

  /** The figure that each report of the site has otherwise. */
  private static long licences(JsonNode report) {
    for (JsonNode value : report.get("values")) {
      if (value.get("indicator").asString().equals("G4.II.5.licence")) {
        return value.get("value").asLong();
      }
    }
    throw new AssertionError("no licences");
  }

  private static void isProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("detail").asString()).contains(detail);
  }

  @Test
  void pages_go_on_where_they_were_whatever_came_meanwhile() throws Exception {
    List<String> walked = new ArrayList<>();
    HttpResponse<String> page = firstPage;
    while (true) {
      JsonNode body = JSON.readTree(page.body());
      body.get("items").forEach(row -> walked.add(row.get("id").asString()));
      if (body.get("next").isNull()) {
        assertThat(page.headers().firstValue("Link")).isEmpty();
        break;
      }
      String next = body.get("next").asString();
      assertThat(page.headers().firstValue("Link")).hasValue("<" + next + ">; rel=\"next\"");
      assertThat(body.get("items")).hasSize(5);
      page = get(next);
    }
    assertThat(walked).isSorted().doesNotHaveDuplicates();
    List<String> stayed = new ArrayList<>(ids);
    if (ids.indexOf(deleted) >= 5) {
      stayed.remove(deleted);
    }
    assertThat(walked).containsAll(stayed);
    assertThat(items("/api/reports")).hasSize(REPORTS + 1 - 1);
  }

  @Test
  void long_tables_are_paged_within_a_report_too() throws Exception {
    String all = "/api/values?report=" + id("审计局");
    List<JsonNode> whole = items(all + "&limit=1000");
    assertThat(whole).hasSize(200);
    List<JsonNode> walked = new ArrayList<>();
    for (String next = all + "&limit=33"; next != null; ) {
      JsonNode page = json(next);
      walked.addAll(page.get("items").values());
      next = page.get("next").stringValue(null);
    }
    assertThat(walked).isEqualTo(whole);
  }

  @Test
  void figures_are_those_printed_to_the_last_digit() throws Exception {
    assertThat(get("/api/values?indicator=G4.II.8.fee&limit=1").body())
        .contains("\"value\":2316.8045,\"unit\":\"万元\"");
    Map<String, Long> licences = new TreeMap<>();
    for (JsonNode row : items("/api/values?indicator=G4.II.5.licence&year=2021")) {
      licences.put(row.get("agency").asString(), row.get("value").asLong());
    }
    assertThat(licences)
        .hasSize(REPORTS)
        .containsEntry("宣威市审计局", 3L)
        .containsEntry("宣威市民政局", 303L)
        // Corrected once.
        .containsEntry("宣威市信访局", 1104L)
        // The one that came later.
        .containsEntry("宣威市医疗保障局", 1203L);
    assertThat(items("/api/series?measure=licences.decided&agency=民政局"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("value").asLong()).isEqualTo(303));
  }

  @Test
  void a_report_is_what_the_feed_tells_of_it() throws Exception {
    String id = id("审计局");
    JsonNode state =
        get("/api/changes?state=true&limit=1000")
            .body()
            .lines()
            .map(JSON::readTree)
            .filter(line -> line.get("entity").asString().equals("report"))
            .filter(line -> line.get("id").asString().equals(id))
            .findFirst()
            .orElseThrow()
            .get("state");
    assertThat(json("/api/reports/" + id)).isEqualTo(state);
  }

  @Test
  void a_correction_is_seen_at_once_and_only_it() throws Exception {
    assertThat(licences(JSON.readTree(corrected.body()))).isEqualTo(1103);

    HttpResponse<String> again = get("/api/reports/" + id("信访局"), "If-None-Match", etag(corrected));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(licences(JSON.readTree(again.body()))).isEqualTo(1104);
    assertThat(etag(again)).isNotEqualTo(etag(corrected));

    String same = "/api/reports/" + id("财政局");
    HttpResponse<String> known = get(same, "If-None-Match", "\"other\", W/" + etag(untouched));
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(etag(known)).isEqualTo(etag(untouched));
    assertThat(known.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(get(same).body()).isEqualTo(untouched.body());
  }

  @Test
  void what_was_deleted_is_gone_and_what_never_was_is_not_found() throws Exception {
    isProblem(get("/api/reports/" + deleted), 410, "deleted");
    isProblem(get("/api/reports/0123456789abcdef"), 404, "none with this id");
    isProblem(get("/api/reports/ABC"), 404, "16 hex digits");
    isProblem(get("/api/documents/0123456789abcdef"), 404, "none with this id");
    assertThat(items("/api/reports?agency=教育局")).isEmpty();
  }

  @Test
  void filters_let_through_what_they_say() throws Exception {
    for (String all :
        new String[] {
          "division=53",
          "division=530000",
          "division=5303",
          "division=530300",
          "division=530381",
          "division=530381000",
          "division=530381000000",
          "year=2021",
          "from=2021&to=2021",
          "scope=agency",
          "form=form2021",
          "indicator=G4.III.3.1",
          "source=a"
        }) {
      assertThat(items("/api/reports?" + all)).as(all).hasSize(REPORTS);
    }
    for (String none :
        new String[] {
          "division=5304",
          "division=520000",
          "division=530381001",
          "year=2020",
          "from=2022",
          "to=2020",
          "scope=government",
          "form=form2014",
          "indicator=G1.A1",
          "source=b",
          "url=http://127.0.0.1/",
          "agency=%27%20or%20true%20--"
        }) {
      assertThat(items("/api/reports?" + none)).as(none).isEmpty();
    }
    String url = items("/api/reports?agency=审计局").get(0).get("url").asString();
    assertThat(items("/api/reports?url=" + url)).hasSize(1);
    assertThat(items("/api/versions?url=" + url)).hasSize(1);
    assertThat(items("/api/documents?url=" + url)).hasSize(1);
    assertThat(items("/api/values?indicator=G4.IV.*&limit=1000")).hasSize(15 * REPORTS);
    assertThat(items("/api/values?col=natural&indicator=G4.III.1")).hasSize(REPORTS);
    assertThat(items("/api/coverage?division=530381&year=2021"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("status").asString()).isEqualTo("missing"));
  }

  @Test
  void an_unclear_question_is_answered_with_how_to_ask() throws Exception {
    isProblem(get("/api/reports?county=1"), 400, "'county' is no parameter of /api/reports");
    isProblem(get("/api/reports?county=1"), 400, "division, year, from, to, agency, scope");
    isProblem(get("/api/reports/" + ids.get(0) + "?year=1"), 400, "which knows none");
    isProblem(get("/api/reports?year=x"), 400, "year is a number from 1900 to 2999, not 'x'");
    isProblem(get("/api/reports?year=2020&year=2021"), 400, "year is given twice");
    isProblem(get("/api/reports?limit=1001"), 400, "limit is a number from 1 to 1000");
    isProblem(get("/api/reports?division=123"), 400, "division is not understood: '123'");
    isProblem(get("/api/reports?scope=all"), 400, "scope is government or agency, not 'all'");
    isProblem(get("/api/values?after=abc"), 400, "after is not what a 'next' of /api/values gave");
    isProblem(get("/api/values?after=abc~x"), 400, "after is not what a 'next'");
    isProblem(get("/api/reports?agency=a%00b"), 400, "agency is not understood");
  }

  @Test
  void it_is_only_to_be_read() throws Exception {
    HttpResponse<String> post =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(served.at("/api/reports"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    isProblem(post, 405, "GET and HEAD");
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");

    HttpResponse<String> whole = get("/api/reports/" + ids.get(0));
    HttpResponse<String> head =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(served.at("/api/reports/" + ids.get(0)))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(whole.statusCode());
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(whole.headers().firstValue("Content-Length"));
  }

  @Test
  void every_answer_is_as_the_description_says() throws Exception {
    JsonNode description = json("/api/openapi.json");
    Map<String, String> paths =
        Map.of("/api/reports/{id}", ids.get(0), "/api/documents/{id}", ids.get(0));
    for (String path : description.get("paths").propertyNames()) {
      if (path.equals("/api/changes")) {
        continue;
      }
      JsonNode get = description.get("paths").get(path).get("get");
      String address = path.replace("{id}", paths.getOrDefault(path, ""));
      String first = address + "?";
      if (path.equals("/api/diff")) {
        address += "?noise=true&url=" + correctedUrl();
        first = address + "&";
      }
      HttpResponse<String> response = get(address);
      assertThat(response.statusCode()).as(address).isEqualTo(200);
      JsonNode body = JSON.readTree(response.body());
      assertThat(faults(description, get.at("/responses/200"), body)).as(address).isEmpty();
      assertThat(body.path("items").isEmpty() && body.has("items"))
          .as(address + " has no rows")
          .isEqualTo(path.equals("/api/findings"));

      HttpResponse<String> refused = get(first + "surely=none");
      assertThat(refused.statusCode()).as(address).isEqualTo(400);
      assertThat(
              faults(
                  description,
                  description.at("/components/responses/Problem"),
                  JSON.readTree(refused.body())))
          .isEmpty();
      for (JsonNode parameter : get.path("parameters")) {
        String name = parameter(description, parameter).get("name").asString();
        if (parameter(description, parameter).get("in").asString().equals("query")) {
          // Known to the route: it may find fault with the value, never with the name.
          assertThat(get(path + "?" + name + "=1").body()).doesNotContain("is no parameter");
        }
      }
    }
  }

  private static String correctedUrl() {
    return JSON.readTree(corrected.body()).get("url").asString();
  }

  @Test
  void the_difference_of_two_versions_is_the_corrected_figure() throws Exception {
    String url = correctedUrl();
    JsonNode diff = json("/api/diff?url=" + url);
    assertThat(diff.get("verdict").asString()).isEqualTo("substance");
    assertThat(diff.get("fields")).isEmpty();
    JsonNode value = diff.get("values").get(0);
    assertThat(diff.get("values")).hasSize(1);
    assertThat(value.get("indicator").asString()).isEqualTo("G4.II.5.licence");
    assertThat(value.at("/old/value").asLong()).isEqualTo(1103);
    assertThat(value.at("/new/value").asLong()).isEqualTo(1104);

    List<JsonNode> versions = items("/api/versions?url=" + url);
    assertThat(versions).hasSize(2);
    long first = versions.get(0).get("id").asLong();
    long second = versions.get(1).get("id").asLong();
    assertThat(json("/api/diff?old=" + first + "&new=" + second)).isEqualTo(diff);
    String after = diff.at("/new/at").asString();
    assertThat(json("/api/diff?url=" + url + "&to=" + after)).isEqualTo(diff);
    JsonNode back = json("/api/diff?old=" + second + "&new=" + first);
    assertThat(back.at("/values/0/new/value").asLong()).isEqualTo(1103);

    isProblem(get("/api/diff"), 400, "name an address with url");
    isProblem(get("/api/diff?url=" + url + "&old=1"), 400, "name an address with url");
    isProblem(
        get("/api/diff?url=http://example.cn/"), 404, "Nothing is held of http://example.cn/");
    isProblem(get("/api/diff?url=" + url + "&from=1999"), 404, "its first version is of");
    isProblem(get("/api/diff?url=" + url + "&from=yesterday"), 400, "from is no time");
    isProblem(get("/api/diff?old=999999&new=1"), 404, "no version 999999");
    String whole = items("/api/reports?agency=审计局").get(0).get("url").asString();
    isProblem(get("/api/diff?url=" + whole), 404, "no version before");
  }

  @Test
  void the_console_shows_it_marked_up_and_without_scripts() throws Exception {
    HttpResponse<String> page = get("/diff?url=" + correctedUrl());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(page.body())
        .contains("<del>1103</del><ins>1104</ins>", "G4.II.5.licence", "unchanged")
        .doesNotContain("<script");
    assertThat(get("/diff?url=http://example.cn/").statusCode()).isEqualTo(404);
    assertThat(get("/diff").statusCode()).isEqualTo(400);
  }

  @Test
  void what_has_no_bytes_to_compare_says_so() throws Exception {
    String url = correctedUrl();
    JsonNode old = json("/api/diff?url=" + url).get("old");
    String sha256 = old.get("sha256").asString();
    String hide = "update fangzhi.payload set hidden = %s where encode(sha256, 'hex') = '%s'";
    database.execute(hide.formatted("'order 7'", sha256));
    try {
      isProblem(get("/api/diff?url=" + url), 451, "hidden by a takedown (order 7)");
    } finally {
      database.execute(hide.formatted("null", sha256));
    }
    String kind =
        "update fangzhi.version set kind = '%s', sha256 = decode(%s, 'hex') where id = %d";
    long id = old.get("version").asLong();
    database.execute(kind.formatted("tombstone", "null", id));
    try {
      isProblem(get("/api/diff?url=" + url), 409, "is a tombstone: the page was found gone");
    } finally {
      database.execute(kind.formatted("content", "'" + sha256 + "'", id));
    }
  }

  private static JsonNode parameter(JsonNode description, JsonNode parameter) {
    return parameter.has("$ref")
        ? description.at(parameter.get("$ref").asString().substring(1))
        : parameter;
  }

  /** What of a body is not as the response that is described. */
  private static List<String> faults(JsonNode description, JsonNode response, JsonNode body) {
    JsonNode schema = response.get("content").values().iterator().next().get("schema");
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", description.get("components"));
    return SchemaRegistry.withDialect(Dialects.getDraft202012())
        .getSchema(whole)
        .validate(body)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
