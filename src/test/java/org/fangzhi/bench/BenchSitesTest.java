package org.fangzhi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchSitesTest {
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void list_pages_lead_to_as_many_different_reports_as_asked_for() throws Exception {
    Set<String> bodies = new HashSet<>();
    Set<String> titles = new HashSet<>();
    try (BenchSites sites = new BenchSites(2, 45, 20_000)) {
      assertThat(sites.hosts()).hasSize(2).doesNotHaveDuplicates();
      for (String host : sites.hosts()) {
        String column = "http://" + host + "/zwgk/nb/";
        assertThat(get(column).body()).contains("createPageHTML(3, 0, \"index\", \"html\")");
        for (String list : List.of("index.html", "index_1.html", "index_2.html")) {
          for (Element link : Jsoup.parse(get(column + list).body(), column).select("li a")) {
            HttpResponse<String> page = get(link.absUrl("href"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(Jsoup.parse(page.body()).select("h1").text()).isEqualTo(link.text());
            bodies.add(page.body());
            titles.add(link.text());
          }
        }
      }
    }
    assertThat(bodies).hasSize(90);
    assertThat(titles).hasSize(90);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 100_000})
  void pages_have_the_size_asked_for_and_sums_that_hold(int bytes) throws Exception {
    try (BenchSites sites = new BenchSites(1, 8, bytes)) {
      for (int page = 0; page < 8; page++) {
        String url =
            "http://" + sites.hosts().get(0) + BenchSites.COLUMN + BenchSites.address(page);
        HttpResponse<String> answer = get(url);
        assertThat(Integer.parseInt(answer.headers().firstValue("Content-Length").orElseThrow()))
            .isBetween(bytes, bytes * 11 / 10);
        assertSums(Jsoup.parse(answer.body()).select("table").get(1));
        String etag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get(url, "If-None-Match", etag).statusCode()).isEqualTo(304);
      }
      assertThat(
              get("http://" + sites.hosts().get(0) + "/zwgk/nb/202201/t20220120_8.html")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  /** 一 + 二 = 三 + 四, the outcomes add to （七）, and the kinds of applicants to 总计. */
  private static void assertSums(Element table) {
    List<Element> rows = table.select("tr").subList(3, 28);
    int[][] figures = new int[rows.size()][7];
    for (int r = 0; r < rows.size(); r++) {
      List<Element> cells = rows.get(r).select("td");
      int kinds = 0;
      for (int c = 0; c < 7; c++) {
        figures[r][c] = Integer.parseInt(cells.get(cells.size() - 7 + c).text());
        kinds += c < 6 ? figures[r][c] : 0;
      }
      assertThat(figures[r][6]).isEqualTo(kinds);
    }
    for (int c = 0; c < 7; c++) {
      int outcomes = 0;
      for (int r = 2; r < 23; r++) {
        outcomes += figures[r][c];
      }
      assertThat(figures[23][c]).isEqualTo(outcomes);
      assertThat(figures[0][c] + figures[1][c]).isEqualTo(figures[23][c] + figures[24][c]);
      assertThat(figures[0][c]).isNotNegative();
    }
  }
}
