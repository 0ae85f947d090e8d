package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A harvest killed at a random instant and begun again comes to the same rows as one that nobody
 * disturbed, edition after edition of the sites. {@code -Dfangzhi.kill.seed=} repeats a series,
 * {@code -Dfangzhi.kill.rounds=} sets its length.
 */
@Tag("kill")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillTest {
  @RegisterExtension static final TestDatabase killed = new TestDatabase();
  @RegisterExtension static final TestDatabase undisturbed = new TestDatabase();

  private static final int ROUNDS = Integer.getInteger("fangzhi.kill.rounds", 20);
  private static final int PAGES = 100;
  private static final int DELAY_MILLIS = 20;

  private static final Map<String, String> KEEPING =
      Map.of("fangzhi.keep.confirmations", "2", "fangzhi.keep.confirmed.over", "PT0S");

  @TempDir Path folder;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, String> yaml = new HashMap<>();
  private ReportSite one;
  private ReportSite two;

  @BeforeEach
  void start() throws Exception {
    one = new ReportSite("宣威市", 30_000, PAGES);
    two = new ReportSite("绩溪县", 60_000, PAGES / 2);
    yaml.put("one.yaml", one.source("one", DELAY_MILLIS));
    yaml.put("two.yaml", two.source("two", 2 * DELAY_MILLIS));
    Path sources = Files.createDirectories(folder.resolve("config/sources"));
    for (Map.Entry<String, String> file : yaml.entrySet()) {
      Files.writeString(sources.resolve(file.getKey()), file.getValue());
    }
    Files.copy(
        Path.of("config/application.properties"), folder.resolve("config/application.properties"));
  }

  @AfterEach
  void stop() {
    clock.shutdownNow();
    one.close();
    two.close();
  }

  private Child harvest(Map<String, String> environment, List<String> sources) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    KEEPING.forEach((key, value) -> all.put(key.toUpperCase().replace('.', '_'), value));
    List<String> command = new ArrayList<>(List.of("harvest", "--config"));
    command.add(folder.resolve("config").toString());
    command.addAll(sources);
    return Child.start(all, folder.resolve("output"), command.toArray(String[]::new));
  }

  private int asked() {
    return one.asked() + two.asked();
  }

  private static int count(String query) throws Exception {
    return Integer.parseInt(killed.rows(query).get(0).get(0));
  }

  private static int observations() throws Exception {
    return count("select count(*) from observation");
  }

  /** The sources that have not ended so many runs. */
  private static List<String> unfinished(int runs) throws Exception {
    List<String> unfinished = new ArrayList<>(List.of("one", "two"));
    killed
        .rows(
            "select source_id from run where ended_at is not null group by 1 having count(*) >= "
                + runs)
        .forEach(row -> unfinished.remove(row.get(0)));
    return unfinished;
  }

  @Test
  void a_harvest_killed_and_begun_again_loses_and_doubles_nothing() throws Exception {
    long seed = Long.getLong("fangzhi.kill.seed", System.nanoTime());
    System.out.println("kill: seed " + seed);
    Random random = new Random(seed);
    Map<String, String> here = Map.of("FANGZHI_DB_URL", killed.url() + "&ApplicationName=harvest");
    Harvests calm = new Harvests(undisturbed, yaml, KEEPING);
    FeedConsumer consumer = new FeedConsumer(killed.url());
    List<Throwable> gaps = new ArrayList<>();
    ScheduledFuture<?> following =
        clock.scheduleWithFixedDelay(() -> follow(consumer, gaps), 0, 50, TimeUnit.MILLISECONDS);
    int visits = one.visits() + two.visits();
    int refetched = 0;
    int mostInFlight = 0;
    for (int round = 0; round < ROUNDS; round++) {
      one.edition(round);
      two.edition(round);
      int before = asked();
      int observedBefore = observations();
      int target = random.nextInt(visits + visits / 4);
      int later = random.nextInt(1500);
      boolean died;
      try (Child child = harvest(here, List.of())) {
        Harvests.until(
            "the kill",
            Duration.ofMinutes(3),
            () -> asked() - before >= Math.min(target, visits) || !child.isAlive());
        if (target >= visits) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(later));
        }
        died = child.kill();
      }
      Harvests.until(
          "its connections end",
          Duration.ofSeconds(30),
          () ->
              count("select count(*) from pg_stat_activity where application_name = 'harvest'")
                  == 0);
      int askedAtDeath = asked() - before;
      int inFlight = askedAtDeath - (observations() - observedBefore);
      List<String> unfinished = unfinished(round + 1);
      if (!unfinished.isEmpty()) {
        try (Child again = harvest(here, unfinished)) {
          assertThat(again.end())
              .as("round %d, seed %d: %s", round, seed, again.printed())
              .isZero();
        }
      }
      int refetches = asked() - before - visits;
      System.out.printf(
          "kill: round %d %s after %d of %d requests, %d in flight, %s unfinished, %d asked again%n",
          round, died ? "killed" : "ended", askedAtDeath, visits, inFlight, unfinished, refetches);
      assertThat(refetches).as("asked again").isBetween(0, inFlight);
      refetched += refetches;
      mostInFlight = Math.max(mostInFlight, inFlight);

      calm.once();
      KeptRows.assertSame(killed, undisturbed, "after round %d, seed %d".formatted(round, seed));
    }
    following.cancel(false);
    clock.shutdown();
    assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(gaps).isEmpty();
    consumer.follow();
    consumer.assertIdentical();
    System.out.printf(
        "kill: %d rounds, %d requests asked again, at most %d in flight, %d changes followed%n",
        ROUNDS, refetched, mostInFlight, consumer.seen());
  }

  @Test
  void a_kill_leaves_the_embedded_database_behind_and_the_next_start_goes_on_with_it()
      throws Exception {
    Path home = folder.resolve("home");
    Map<String, String> here = Map.of("FANGZHI_HOME", home.toString());
    int visits = one.visits() + two.visits();
    try (Child child = harvest(here, List.of())) {
      Harvests.until(
          "the kill", Duration.ofMinutes(3), () -> asked() > visits / 2 || !child.isAlive());
      assertThat(child.kill()).as(child.printed()).isTrue();
    }
    long left =
        Long.parseLong(Files.readAllLines(home.resolve("postgres/data/postmaster.pid")).get(0));
    assertThat(ProcessHandle.of(left)).as("PostgreSQL runs on").isPresent();

    try (Child again = harvest(here, List.of())) {
      assertThat(again.end()).as(again.printed()).isZero();
    }
    assertThat(ProcessHandle.of(left)).as("PostgreSQL of the killed process").isEmpty();
    assertThat(asked()).isGreaterThanOrEqualTo(visits);
    Path out = folder.resolve("out");
    try (Child export =
        Child.start(
            here,
            folder.resolve("output"),
            "export",
            "--format",
            "jsonl",
            "--out",
            out.toString())) {
      assertThat(export.end()).as(export.printed()).isZero();
    }
    assertThat(Files.readAllLines(out.resolve("report.jsonl")).size()).isEqualTo(PAGES + PAGES / 2);
    assertThat(Files.readAllLines(out.resolve("version.jsonl")).size()).isEqualTo(visits);
    System.out.printf("kill: embedded, %d of %d asked again%n", asked() - visits, visits);
  }

  private static void follow(FeedConsumer consumer, List<Throwable> gaps) {
    try {
      consumer.follow();
    } catch (Exception | AssertionError gap) {
      gaps.add(gap);
    }
  }
}
