package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.fangzhi.publish.Read;
import org.fangzhi.publish.Readings;
import org.fangzhi.publish.Unread;
import org.fangzhi.publish.WaitingVersions;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readings that take long: a page that is an image takes up to 20 s and more. */
class ReadStepTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration A_READING = Duration.ofSeconds(20);

  @BeforeEach
  void sixteen_versions_wait() throws SQLException {
    WaitingVersions.fill(database, 16);
  }

  private static Readings readings(String node) {
    return new Readings(new Transactions(database.dataSource()), node, "1");
  }

  /** A clock by which each look at it takes as long as a reading, for the leases too. */
  private static LongSupplier slow(Runnable after3) {
    long[] looks = {0};
    return () -> {
      try {
        database.execute(
            "update reading set ask_at = ask_at - interval '%d s' where token is not null"
                .formatted(A_READING.toSeconds()));
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
      if (looks[0] == 3) {
        after3.run();
      }
      return looks[0]++ * A_READING.toNanos();
    };
  }

  @Test
  void a_batch_of_slow_readings_keeps_its_lease_to_the_end() throws SQLException {
    Readings readings = readings("one");
    ReadStep step = new ReadStep(readings, 16, slow(() -> {}));
    List<Read> read = step.read(step.claim());

    assertThat(read).hasSize(16);
    assertThat(readings("another").claim(16)).isEmpty();
    step.stage(read);
    assertThat(database.rows("select state, count(*) from reading group by state"))
        .containsExactly(List.of("staged", "16"));
  }

  @Test
  void one_that_takes_long_is_kept_by_the_timer_and_one_that_hangs_is_not() throws Exception {
    Readings readings = readings("one");
    AtomicLong now = new AtomicLong();
    AtomicInteger looks = new AtomicInteger();
    List<List<Unread>> others = new ArrayList<>();
    ReadStep[] step = new ReadStep[1];
    // The third look at the clock is when the second one is begun: until then the first is read.
    step[0] =
        new ReadStep(
            readings,
            16,
            () -> {
              if (looks.incrementAndGet() == 3) {
                others.add(minutesPass(step[0], now, 4));
                others.add(minutesPass(step[0], now, 2));
              }
              return now.get();
            });
    step[0].read(step[0].claim());
    assertThat(others.get(0)).as("while it is read").isEmpty();
    assertThat(others.get(1)).as("after it has hung").isNotEmpty();
  }

  /** Minutes in which the timer looks every two seconds; what another reader can have then. */
  private static List<Unread> minutesPass(ReadStep step, AtomicLong now, int minutes) {
    try {
      for (int second = 0; second < minutes * 60; second += 10) {
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        database.execute(
            "update reading set ask_at = ask_at - interval '10 s' where token is not null");
        step.renew();
      }
      return readings("another").claim(16);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_another_has_claimed_meanwhile_is_not_read_on() throws SQLException {
    Readings readings = readings("one");
    ReadStep step =
        new ReadStep(
            readings,
            16,
            slow(
                () -> {
                  try {
                    database.execute(
                        "update reading set ask_at = now(), token = null where id > (select min(id) + 3 from reading)");
                    assertThat(readings("another").claim(16)).hasSize(12);
                  } catch (SQLException e) {
                    throw new AssertionError(e);
                  }
                }));
    List<Unread> claimed = step.claim();
    List<Read> read = step.read(claimed);

    assertThat(read).hasSize(4);
    step.stage(read);
    assertThat(
            database.rows("select node, count(*) from reading where state = 'pending' group by 1"))
        .containsExactly(List.of("another", "12"));
  }
}
