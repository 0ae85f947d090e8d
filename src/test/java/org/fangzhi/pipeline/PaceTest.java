package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pace that sites see, read from their own logs. */
@Tag("long")
class PaceTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";

  /** What came in and when, in milliseconds. */
  private record Seen(String path, long at) {}

  private final List<Seen> log = Collections.synchronizedList(new ArrayList<>());
  private HostileSite site;

  @BeforeEach
  void start() throws Exception {
    site = new HostileSite();
    database.execute("truncate source, pace_group, robots cascade");
    answers("/robots.txt", 404, "none", Duration.ZERO);
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  private void answers(String path, int status, String body, Duration after, String... headers) {
    byte[] answer = HostileSite.answer(status, HostileSite.utf8(body), headers);
    site.on(
        path,
        (head, out) -> {
          log.add(new Seen(path, System.nanoTime() / 1_000_000));
          LockSupport.parkNanos(after.toNanos());
          out.write(answer);
          out.flush();
          return true;
        });
  }

  /** A list of so many articles, each answering after a time. */
  private void articles(int number, Duration after) {
    answers(
        "/nb/",
        200,
        IntStream.range(0, number)
            .mapToObj(i -> "<li><a href=\"%d.html\">留固镇2023年公开工作情况（%d）</a></li>".formatted(i, i))
            .collect(Collectors.joining("\n", "<html><body><ul>", "</ul></body></html>")),
        after,
        HTML);
    for (int i = 0; i < number; i++) {
      article(i, after);
    }
  }

  private void article(int i, Duration after) {
    answers(
        "/nb/" + i + ".html",
        200,
        "<html><body>" + "<p>本镇政务公开工作平稳有序。</p>".repeat(20) + i + "</body></html>",
        after,
        HTML);
  }

  private Map<String, String> source(String delay) {
    return Map.of(
        "s.yaml",
        """
        id: s
        name: 留固镇
        entries: [{url: "%s"}]
        politeness: {delay: %s}
        allow-private-addresses: true
        """
            .formatted(site.url("/nb/"), delay));
  }

  private void harvest(String delay, Map<String, String> settings) throws Exception {
    new Harvests(database, source(delay), settings).once();
  }

  private List<Long> gaps() {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < log.size(); i++) {
      gaps.add(log.get(i).at() - log.get(i - 1).at());
    }
    return gaps;
  }

  @Test
  void the_delay_lies_between_all_requests_robots_txt_included() throws Exception {
    articles(5, Duration.ZERO);
    harvest("300ms", Map.of());
    assertThat(log).hasSize(7);
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isBetween(299L, 900L));
  }

  @Test
  void a_crawl_delay_slows_the_pace_and_is_known_to_the_next_process() throws Exception {
    articles(3, Duration.ZERO);
    answers("/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.8\n", Duration.ZERO);
    harvest("100ms", Map.of());
    assertThat(log).extracting(Seen::path).startsWith("/robots.txt", "/nb/").hasSize(5);
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isBetween(799L, 1600L));

    log.clear();
    harvest("100ms", Map.of());
    assertThat(log).extracting(Seen::path).startsWith("/nb/").hasSize(4);
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isBetween(799L, 1600L));
  }

  @Test
  void a_crawl_delay_shorter_than_that_of_the_source_hurries_nobody() throws Exception {
    articles(3, Duration.ZERO);
    answers("/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.1\n", Duration.ZERO);
    harvest("400ms", Map.of());
    assertThat(log).hasSize(5);
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(399));
  }

  @Test
  void a_slow_site_is_left_alone_three_times_as_long_as_it_takes_to_answer() throws Exception {
    articles(5, Duration.ofMillis(300));
    harvest("100ms", Map.of());
    assertThat(log).hasSize(7);
    // From the arrival of one request to that of the next: the answer, and three times as long.
    assertThat(gaps().subList(1, 6)).allSatisfy(gap -> assertThat(gap).isBetween(1199L, 2500L));
    assertThat(
            database.rows("select answer_ms between 300 and 500, pace_ms >= 900 from pace_group"))
        .containsExactly(List.of("t", "t"));
  }

  @Test
  void a_redirect_waits_its_turn_too() throws Exception {
    articles(3, Duration.ZERO);
    answers("/nb/1.html", 302, "", Duration.ZERO, "Location: /nb/elsewhere.html");
    answers("/nb/elsewhere.html", 200, "<p>" + "公开".repeat(99) + "</p>", Duration.ZERO, HTML);
    harvest("300ms", Map.of());
    assertThat(log).extracting(Seen::path).contains("/nb/elsewhere.html");
    assertThat(gaps()).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(299));
  }

  @Test
  void after_each_rest_one_page_is_asked_and_the_rests_double_until_the_site_is_well()
      throws Exception {
    articles(12, Duration.ZERO);
    byte[] block = HostileSite.answer(412, HostileSite.utf8("blocked"));
    for (int i = 0; i < 12; i++) {
      String path = "/nb/" + i + ".html";
      byte[] well =
          HostileSite.answer(
              200, HostileSite.utf8("<p>" + "政务公开工作平稳有序。".repeat(20) + i + "</p>"), HTML);
      site.on(
          path,
          (head, out) -> {
            log.add(new Seen(path, System.nanoTime() / 1_000_000));
            // Of the pages, the first four are blocked.
            out.write(log.size() - 2 <= 4 ? block : well);
            out.flush();
            return true;
          });
    }
    harvest("50ms", Map.of("fangzhi.keep.rest", "PT1S", "fangzhi.keep.blocks.to.rest", "2"));

    List<Long> gaps = gaps();
    // robots.txt, the list, and twelve pages.
    assertThat(log).hasSize(14);
    assertThat(gaps.get(2)).as("after one block").isBetween(49L, 990L);
    assertThat(gaps.get(3)).as("after two").isBetween(999L, 1990L);
    assertThat(gaps.get(4)).as("after a probe was blocked").isBetween(1999L, 3500L);
    assertThat(gaps.get(5)).as("after another").isBetween(3999L, 5500L);
    assertThat(gaps.subList(6, 13))
        .as("once it is well")
        .allSatisfy(gap -> assertThat(gap).isBetween(49L, 990L));
    assertThat(database.rows("select circuit_why, failures, rests from pace_group"))
        .containsExactly(java.util.Arrays.asList(null, "0", "0"));
    assertThat(
            database.rows(
                "select outcome, count(*) from page where kind = 'article' group by 1 order by 1"))
        .containsExactly(List.of("blocked", "4"), List.of("new", "8"));
  }

  @Test
  void retry_after_holds_over_a_restart() throws Exception {
    articles(4, Duration.ZERO);
    answers("/nb/0.html", 429, "slowly", Duration.ZERO, "Retry-After: 4");
    Settings settings =
        Settings.load(Path.of("config"), Map.of()).with(Map.of("fangzhi.schedule.on", "false"));
    Sources sources = Sources.of(source("100ms"), settings::find);
    Transactions transactions = new Transactions(database.dataSource());
    try (Service service = Service.of(settings, transactions, sources.sources(), true)) {
      List<Long> runs = service.harvest(sources.sources()).stream().map(Runs.Begun::id).toList();
      try (Pipeline pipeline = service.start(Harvests.ROUTES, runs, Map.of())) {
        Harvests.until(
            "the block",
            Duration.ofSeconds(20),
            () ->
                !database.rows("select 1 from pace_group where circuit_why is not null").isEmpty());
      }
    }
    int before = log.size();
    assertThat(log.get(before - 1).path()).isEqualTo("/nb/0.html");

    harvest("100ms", Map.of());

    assertThat(log.size()).isEqualTo(6);
    assertThat(gaps().get(before - 1)).isBetween(3999L, TimeUnit.SECONDS.toMillis(10));
  }
}
