package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Lease;
import org.fangzhi.store.Runs;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** What a clock of the database that is set says of turns and leases; this machine's is another. */
@Tag("faults")
class ClockTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration HOUR = Duration.ofHours(1);

  private OffsetDateTime clock = OffsetDateTime.parse("2026-03-02T00:00:00+08:00"); // a Monday
  private ScheduleStep schedule;
  private Transactions transactions;

  /** Names without a schema are looked for in ours first, so that its now() is the clock. */
  @BeforeEach
  void two_sources() throws SQLException {
    database.execute("truncate source, pace_group, run, page cascade");
    set(clock);
    PGSimpleDataSource clocked = new PGSimpleDataSource();
    clocked.setUrl(database.url());
    clocked.setOptions("-c search_path=fangzhi,pg_catalog");
    transactions = new Transactions(clocked);
    List<Source> sources =
        Sources.of(
                Map.of(
                    "daily.yaml", source("daily", "0 30 2 * * ?"),
                    "weekly.yaml", source("weekly", "0 0 4 ? * MON")),
                key -> null)
            .sources();
    assertThat(sources).hasSize(2);
    Registry registry = new Registry(transactions);
    registry.load(sources, true);
    schedule = new ScheduleStep(registry, new Runs(transactions), new Sites(sources));
  }

  private static String source(String id, String cron) {
    return "{id: %s, name: S, schedule: {lists: \"%s\"}, entries: [{url: \"http://%s.example/\"}]}"
        .formatted(id, cron, id);
  }

  private void set(OffsetDateTime now) throws SQLException {
    clock = now;
    database.execute(
        "create or replace function fangzhi.now() returns timestamptz language sql as $$ select '%s'::timestamptz $$"
            .formatted(now));
  }

  /** An hour passes, minute by minute as the tick looks; runs are over at once. */
  private void hour(int ticks) throws SQLException {
    for (int tick = 0; tick < ticks; tick++) {
      schedule.open();
      database.execute("update run set ended_at = pg_catalog.now() where ended_at is null");
    }
    set(clock.plus(HOUR));
  }

  private static List<List<String>> runs() throws SQLException {
    return database.rows("select source_id, count(*) from run group by 1 order by 1");
  }

  @Test
  void twenty_four_days_have_the_turns_that_the_crons_say() throws Exception {
    for (int hour = 0; hour < 24 * 24; hour++) {
      hour(1);
    }
    // 02:30 of 2 to 25 March; 04:00 of the Mondays 2, 9, 16, 23.
    assertThat(runs()).containsExactly(List.of("daily", "24"), List.of("weekly", "4"));
  }

  @Test
  void a_jump_brings_one_turn_at_most_and_no_storm() throws Exception {
    for (int hour = 0; hour < 6; hour++) {
      hour(3);
    }
    assertThat(runs()).containsExactly(List.of("daily", "1"), List.of("weekly", "1"));
    set(clock.plusDays(3)); // to Thursday, 06:00
    hour(20);
    assertThat(runs()).containsExactly(List.of("daily", "2"), List.of("weekly", "1"));
    set(clock.minusDays(1)); // to Wednesday: what was had is not had again
    for (int hour = 0; hour < 24; hour++) {
      hour(3);
    }
    assertThat(runs()).containsExactly(List.of("daily", "2"), List.of("weekly", "1"));
    for (int hour = 0; hour < 24; hour++) {
      hour(3);
    }
    assertThat(runs()).as("Friday").containsExactly(List.of("daily", "3"), List.of("weekly", "1"));
  }

  @Test
  void a_lease_is_nobody_elses_while_the_clock_goes_back_and_lost_when_it_goes_far_ahead()
      throws Exception {
    for (int hour = 0; hour < 4; hour++) {
      schedule.open();
      set(clock.plus(HOUR));
    }
    Claims one = new Claims(transactions, "one");
    Claims other = new Claims(transactions, "other");
    Lease lease = one.pages(1, null, true).get(0);
    set(clock.minus(HOUR));
    assertThat(other.pages(1, null, true)).isEmpty();
    one.renew(List.of(lease));
    assertThat(lease.term().left()).isPositive();
    set(clock.plusDays(1));
    Lease taken = other.pages(1, null, true).get(0);
    assertThat(taken.token()).isGreaterThan(lease.token());
    one.renew(List.of(lease));
    assertThat(lease.term().left()).isLessThanOrEqualTo(Duration.ZERO);
  }
}
