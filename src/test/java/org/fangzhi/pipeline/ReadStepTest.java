package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheck;
import org.fangzhi.metrics.Meters;
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
  private static final Meters METERS = new Meters();

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration A_READING = Duration.ofSeconds(20);
  private static final Readers READERS = new Readers(ReadStep.LONGEST);

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
  void a_batch_of_slow_readings_keeps_its_lease_to_the_end() throws Exception {
    Readings readings = readings("one");
    ReadStep step = new ReadStep(readings, 16, slow(() -> {}), () -> false, READERS, METERS);
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
            },
            () -> false,
            READERS,
            METERS);
    step[0].read(step[0].claim());
    assertThat(others.get(0)).as("while it is read").isEmpty();
    assertThat(others.get(1)).as("after it has hung").isNotEmpty();
  }

  @Test
  void one_that_finds_no_end_fails_alone_and_too_many_of_them_are_ill_health() throws Exception {
    Readers readers = new Readers(Duration.ofMillis(400));
    CountDownLatch end = new CountDownLatch(1);
    Readings readings = readings("one");
    ReadStep step =
        new ReadStep(
            readings,
            16,
            System::nanoTime,
            () -> false,
            readers,
            METERS,
            unread -> hangs(unread, end));
    List<Unread> claimed = step.claim();
    ReadStep.readOrFail(claimed.get(0)); // what the first reading of all has to load takes longer
    List<Read> read = step.read(claimed);

    assertThat(read).hasSize(16);
    assertThat(read)
        .filteredOn(each -> each.fault() != null)
        .extracting(each -> each.unread().url(), Read::fault)
        .containsExactly(tuple("http://x/03", "the reader found no end within 0 s"));
    assertThat(readers.call().getState()).isEqualTo(HealthCheck.State.UP);
    step.stage(read);
    assertThat(database.rows("select attempts, fault is null from reading order by id"))
        .startsWith(List.of("0", "t"), List.of("0", "t"), List.of("1", "f"), List.of("0", "t"));

    for (int more = 0; more < 3; more++) {
      assertThat(readers.within(() -> hangs(third(claimed), end))).isNull();
    }
    database.execute("update reading set ask_at = now() where state = 'pending'");
    assertThat(step.claim()).as("no more is begun").isEmpty();
    assertThat(readers.call().getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(readers.call().getMessage())
        .hasValueSatisfying(message -> assertThat(message).contains("4 readings hang"));

    end.countDown();
    Harvests.until("they end", A_READING, () -> !readers.exhausted());
    assertThat(step.claim()).as("slow ones that came to an end").hasSize(1);
  }

  private static Unread third(List<Unread> claimed) {
    return claimed.stream().filter(each -> each.url().equals("http://x/03")).findFirst().get();
  }

  /** What no interrupt ends, for the third version. */
  private static Read hangs(Unread unread, CountDownLatch end) {
    boolean third = unread.url().equals("http://x/03");
    while (third && end.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
    return ReadStep.readOrFail(unread);
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
  void what_another_has_claimed_meanwhile_is_not_read_on() throws Exception {
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
                }),
            () -> false,
            READERS,
            METERS);
    List<Unread> claimed = step.claim();
    List<Read> read = step.read(claimed);

    assertThat(read).hasSize(4);
    step.stage(read);
    assertThat(
            database.rows("select node, count(*) from reading where state = 'pending' group by 1"))
        .containsExactly(List.of("another", "12"));
  }
}
