package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;
import org.fangzhi.crawl.Chain;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source that names a route and a cron of its own, over the real routes and a real site. */
@Tag("thorough")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnWaysTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final int REPORTS = 3;
  private static final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private static ReportSite site;
  private static Sources sources;

  /** What the source's own route calls. */
  public static final class Witness {
    public void see(@ExchangeProperty("chain") Chain chain) {
      asked.add(chain.url());
    }
  }

  @BeforeAll
  static void harvest() throws Exception {
    try (Stream<Path> files = Files.list(Harvests.ROUTES)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        folder.resolve("own.camel.yaml"),
        """
        - route:
            id: own
            from:
              uri: direct:ask-before-witness
              steps:
                - bean: {ref: witness, method: see}
                - to: direct:ask
        """);
    site = new ReportSite("甲县", 1, REPORTS);
    Settings settings =
        Settings.load(Path.of("config"), Map.of()).with(Map.of("fangzhi.schedule.on", "false"));
    sources =
        Sources.of(
            Map.of(
                "a.yaml",
                site.source("a", 0)
                    + "pipeline: ask-before-witness\n"
                    + "schedule: {lists: \"0 30 2 * * ?\", articles: \"0 0 3 ? * SUN\"}\n"),
            settings::find);
    Transactions transactions = new Transactions(database.dataSource());
    try (Service service = Service.of(settings, transactions, sources.sources(), true)) {
      List<Long> runs = service.harvest(sources.sources()).stream().map(Runs.Begun::id).toList();
      try (Pipeline pipeline = service.start(folder, runs, Map.of("witness", new Witness()))) {
        Harvests.until(
            "the harvest ends", Duration.ofMinutes(1), () -> service.runs().open(runs).isEmpty());
      }
    }
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static List<String> open() throws Exception {
    Transactions transactions = new Transactions(database.dataSource());
    new ScheduleStep(
            new Registry(transactions), new Runs(transactions), new Sites(sources.sources()))
        .open();
    List<String> planned =
        database.rows("select kind from page where run_id is not null order by kind").stream()
            .map(row -> row.get(0))
            .toList();
    database.execute(
        "update page set run_id = null, ask_at = null; update run set ended_at = now(), ended_how = 'done'");
    return planned;
  }

  @Test
  @Order(1)
  void every_page_goes_through_the_route_that_the_source_names() throws Exception {
    assertThat(asked).hasSize(site.visits()).doesNotHaveDuplicates();
    assertThat(database.rows("select count(*) from version"))
        .containsExactly(List.of(String.valueOf(site.visits())));
  }

  @Test
  @Order(2)
  void articles_are_due_when_their_cron_next_fires_in_China() throws Exception {
    ZonedDateTime now = ZonedDateTime.now(ZoneId.of("Asia/Shanghai"));
    ZonedDateTime sunday =
        now.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)).with(LocalTime.of(3, 0));
    ZonedDateTime next = sunday.isAfter(now) ? sunday : sunday.plusWeeks(1);

    assertThat(
            database.rows(
                "select distinct to_char(due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                    + " from page where kind = 'article'"))
        .hasSize(1)
        .allSatisfy(
            row ->
                assertThat(OffsetDateTime.parse(row.get(0)).toInstant())
                    .isEqualTo(next.toInstant()));
  }

  @Test
  @Order(3)
  void a_firing_of_the_lists_leaves_the_articles_alone() throws Exception {
    database.execute("update source set lists_at = now() - interval '1 second'");
    assertThat(open()).containsExactly("list");
    assertThat(open()).as("until it fires again").isEmpty();
  }

  @Test
  @Order(4)
  void a_firing_of_the_articles_takes_them_and_no_list() throws Exception {
    database.execute(
        "update source set articles_at = now() - interval '1 second';"
            + "update page set due_at = (select articles_at from source) where kind = 'article'");
    assertThat(open()).containsExactly("article", "article", "article");
    assertThat(database.rows("select articles_at > now() from source"))
        .containsExactly(List.of("t"));
  }

  @Test
  @Order(5)
  void articles_that_were_to_come_later_come_with_the_cron_once_it_is_in_the_file()
      throws Exception {
    Registry registry = new Registry(new Transactions(database.dataSource()));
    registry.load(Sources.of(Map.of("a.yaml", site.source("a", 0)), key -> null).sources(), true);
    database.execute("update page set due_at = now() + interval '90 days' where kind = 'article'");
    registry.load(sources.sources(), true);
    assertThat(
            database.rows(
                "select count(*) from page, source where kind = 'article' and due_at = articles_at"))
        .containsExactly(List.of(String.valueOf(REPORTS)));
  }
}
