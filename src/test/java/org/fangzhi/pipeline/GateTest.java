package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is let in over HTTP, on loopback and on all addresses. */
@Tag("long")
class GateTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static String reads;
  private static String operates;
  private static String revoked;

  @BeforeAll
  static void make() throws Exception {
    Tokens tokens = new Tokens(new Transactions(database.dataSource()));
    reads = tokens.make("reader", List.of(Scope.READ), null);
    operates = tokens.make("operator", List.of(Scope.OPERATE), null);
    revoked = tokens.make("gone", List.of(Scope.READ), null);
    tokens.revoke("gone");
  }

  private static Served served(String... others) throws Exception {
    Map<String, String> settings = new java.util.HashMap<>();
    for (int i = 0; i < others.length; i += 2) {
      settings.put("fangzhi." + others[i], others[i + 1]);
    }
    return new Served(database, Map.of(), settings);
  }

  private static HttpResponse<String> as(Served served, String token, String path)
      throws Exception {
    return served.get(path, "Authorization", "Bearer " + token);
  }

  /** Every address that the server has, as far as it tells. */
  private static List<String> paths(Served served, String token) throws Exception {
    JsonNode paths =
        JsonMapper.shared().readTree(as(served, token, "/api/openapi.json").body()).get("paths");
    List<String> all = new ArrayList<>(paths.propertyNames());
    all.replaceAll(path -> path.replace("{id}", "0123456789abcdef"));
    all.addAll(
        List.of(
            "/",
            "/reports/0123456789abcdef",
            "/oai?verb=Identify",
            "/oai/fangzhi.xsd",
            "/cdx?url=http://a.example/",
            "/web/2026/http://a.example/",
            "/timegate/http://a.example/",
            "/timemap/link/http://a.example/",
            "/observe/health",
            "/metrics",
            "/observe/info",
            "/nowhere"));
    return all;
  }

  @Test
  void on_loopback_reading_is_free_and_writing_needs_a_token_that_may() throws Exception {
    try (Served served = served()) {
      assertThat(served.get("/api/reports").statusCode()).isEqualTo(200);
      assertThat(as(served, reads, "/api/reports").statusCode()).isEqualTo(200);
      assertThat(as(served, revoked, "/api/reports").statusCode())
          .as("a token that is wrong is said to be")
          .isEqualTo(401);
      for (String path :
          List.of("/operate/x", "/operate", "//operate/x", "/x/../operate/x", "/%6fperate/x")) {
        assertThat(served.get(path).statusCode()).as(path).isEqualTo(401);
        HttpResponse<String> forbidden = as(served, reads, path);
        assertThat(forbidden.statusCode()).as(path).isEqualTo(403);
        assertThat(forbidden.headers().firstValue("WWW-Authenticate"))
            .contains("Bearer realm=\"fangzhi\", error=\"insufficient_scope\", scope=\"operate\"");
        assertThat(as(served, operates, path).statusCode())
            .as("let in; nothing there")
            .isEqualTo(404);
      }
      assertThat(served.get("/operate/x", "Cookie", "fangzhi=" + operates).statusCode())
          .isEqualTo(404);
      assertThat(
              served
                  .get(
                      "/operate/x",
                      "Cookie",
                      "fangzhi=" + operates,
                      "Origin",
                      "http://evil.example")
                  .statusCode())
          .as("the page of another site has sent it")
          .isEqualTo(401);
      assertThat(raw(served, "evil.example")).startsWith("HTTP/1.1 421 ");
      assertThat(raw(served, "localhost:1")).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String raw(Served served, String host) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", served.at("/").getPort());
        InputStream in = socket.getInputStream()) {
      String request = "GET /api/measures HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted(host).getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void on_other_addresses_nothing_is_told_without_a_token() throws Exception {
    try (Served served = served("console.host", "0.0.0.0")) {
      for (String path : paths(served, reads)) {
        HttpResponse<String> refused = served.get(path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
            .contains("Bearer realm=\"fangzhi\"");
        assertThat(refused.headers().firstValue("Content-Type"))
            .contains("application/problem+json");
        assertThat(as(served, reads, path).statusCode()).as(path).isNotIn(401, 403);
      }
      assertThat(served.get("/api/changes", "Accept", "text/event-stream").statusCode())
          .as("events")
          .isEqualTo(401);
      HttpResponse<String> wrong = as(served, revoked, "/api/reports");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"fangzhi\", error=\"invalid_token\"");
      assertThat(wrong.body()).doesNotContain(revoked);
      assertThat(served.get("/observe/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void who_asks_too_often_is_told_when_to_come_again() throws Exception {
    try (Served served =
        served(
            "access.reads", "all",
            "access.forwarded", "true",
            "access.rate.address", "2",
            "access.rate.token", "3")) {
      String[] one = {"X-Forwarded-For", "203.0.113.1"};
      assertThat(served.get("/api/measures", one).statusCode()).isEqualTo(200);
      assertThat(served.get("/api/measures", one).statusCode()).isEqualTo(200);
      HttpResponse<String> refused = served.get("/api/measures", one);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 30L);
      assertThat(refused.body()).contains("\"title\":\"Too many requests\"");
      assertThat(served.get("/api/measures", "X-Forwarded-For", "203.0.113.2").statusCode())
          .as("another address")
          .isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        assertThat(as(served, reads, "/api/measures").statusCode()).isEqualTo(200);
      }
      assertThat(as(served, reads, "/api/measures").statusCode()).isEqualTo(429);
      assertThat(as(served, operates, "/api/measures").statusCode()).isEqualTo(200);
      for (int i = 0; i < 2; i++) {
        assertThat(as(served, "fz_guess" + i, "/api/measures").statusCode()).isEqualTo(401);
      }
      assertThat(as(served, "fz_guess3", "/api/measures").statusCode())
          .as("guessing is counted by address")
          .isEqualTo(429);
    }
  }
}
