package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One harvest, killed with -9 at many random instants and begun again each time. {@code
 * -Dfangzhi.kill.seed=} repeats a series, {@code -Dfangzhi.kill.times=} and {@code
 * -Dfangzhi.kill.pages=} set its length; {@code ./mvnw -Pfaults verify} has 100 kills in 3,000
 * reports.
 */
@Tag("faults")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class ManyKillsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int KILLS = Integer.getInteger("fangzhi.kill.times", 4);
  private static final int REPORTS = Integer.getInteger("fangzhi.kill.pages", 120);
  private static final int DELAY_MILLIS = 10;

  @TempDir Path folder;

  private static int count(String query) throws Exception {
    return Integer.parseInt(String.valueOf(database.rows(query).get(0).get(0)));
  }

  @Test
  void nothing_is_lost_or_doubled_and_only_what_was_in_flight_is_asked_again() throws Exception {
    long seed = Long.getLong("fangzhi.kill.seed", System.nanoTime());
    Random random = new Random(seed);
    try (ReportSite site = new ReportSite("宣威市", 30_000, REPORTS)) {
      Path sources = Files.createDirectories(folder.resolve("config/sources"));
      Files.writeString(sources.resolve("one.yaml"), site.source("one", DELAY_MILLIS));
      Files.copy(
          Path.of("config/application.properties"),
          folder.resolve("config/application.properties"));
      int inFlight = 0;
      int most = 0;
      int killed = 0;
      // Never after the end, at whatever speed: the last fifth is for the harvest that is not
      // killed.
      int[] instants = random.ints(KILLS, 0, site.visits() * 4 / 5).sorted().toArray();
      for (int instant : instants) {
        int asked = site.asked();
        int observed = count("select count(*) from observation");
        int target = instant + inFlight;
        try (Child child = harvest()) {
          Harvests.until(
              "the kill", Duration.ofMinutes(3), () -> site.asked() >= target || !child.isAlive());
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100)));
          killed += child.kill() ? 1 : 0;
        }
        Harvests.until(
            "its connections end",
            Duration.ofSeconds(30),
            () ->
                count("select count(*) from pg_stat_activity where application_name = 'many'")
                    == 0);
        int lost = site.asked() - asked - (count("select count(*) from observation") - observed);
        inFlight += lost;
        most = Math.max(most, lost);
      }
      try (Child child = harvest()) {
        assertThat(child.end()).as("seed %d: %s", seed, child.printed()).isZero();
      }
      int refetched = site.asked() - site.visits();
      assertThat(killed).isEqualTo(KILLS);
      System.out.printf(
          "kills: seed %d, %d of %d in a harvest of %d pages, %d asked again, %d in flight, %d at"
              + " most%n",
          seed, killed, KILLS, site.visits(), refetched, inFlight, most);
      String visits = String.valueOf(site.visits());
      assertThat(refetched).as("asked again, seed %d", seed).isBetween(0, inFlight);
      assertThat(
              database.rows(
                  "select count(*), count(distinct page_id), count(*) filter (where kind ="
                      + " 'content') from version"))
          .containsExactly(List.of(visits, visits, visits));
      assertThat(database.rows("select count(*), count(distinct page_id) from observation"))
          .containsExactly(List.of(visits, visits));
      assertThat(database.rows("select distinct state, run_id is null from page"))
          .containsExactly(List.of("live", "t"));
      assertThat(database.rows("select distinct state from reading"))
          .containsExactly(List.of("current"));
      assertThat(database.rows("select count(*) from api.report"))
          .containsExactly(List.of("" + REPORTS));
      FeedConsumer consumer = new FeedConsumer(database.url());
      consumer.follow();
      consumer.assertIdentical();
    }
  }

  private Child harvest() throws Exception {
    return Child.start(
        Map.of("FANGZHI_DB_URL", database.url() + "&ApplicationName=many"),
        folder.resolve("output"),
        "harvest",
        "--config",
        folder.resolve("config").toString());
  }
}
