package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.health.HealthCheck;
import org.fangzhi.metrics.Levels;
import org.fangzhi.metrics.Sampled;
import org.junit.jupiter.api.Test;

/** When a service that answers is said not to be ready all the same. */
class ServingCheckTest {
  private final AtomicLong nanos = new AtomicLong();

  private HealthCheck.Result after(Duration passed, Callable<Levels> look) {
    try (Sampled sampled = new Sampled(look, Duration.ZERO)) {
      ServingCheck check = new ServingCheck(sampled, Duration.ofMinutes(15), nanos::get);
      nanos.addAndGet(passed.toNanos());
      return check.call();
    }
  }

  /** Five pages are due, the first for so long; so long nobody has asked. */
  private static Levels levels(long oldestDue, double sinceFetch) {
    return new Levels(true, 5, oldestDue, sinceFetch, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void pages_that_are_due_and_asked_by_nobody_are_a_fault_in_words() {
    HealthCheck.Result result = after(Duration.ofMinutes(16), () -> levels(1200, 960));
    assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(result.getMessage().orElse(""))
        .startsWith("5 pages may be asked for, the first for 20 minutes, and nobody asks");
    assertThat(
            after(Duration.ofMinutes(16), () -> levels(1200, Double.POSITIVE_INFINITY)).getState())
        .isEqualTo(HealthCheck.State.DOWN);
  }

  @Test
  void a_long_queue_that_is_served_and_a_process_that_has_just_begun_are_none() {
    assertThat(after(Duration.ofMinutes(16), () -> levels(7200, 3)).getState())
        .isEqualTo(HealthCheck.State.UP);
    assertThat(after(Duration.ofMinutes(1), () -> levels(7200, 7200)).getState())
        .isEqualTo(HealthCheck.State.UP);
    assertThat(after(Duration.ofMinutes(16), () -> levels(600, 7200)).getState())
        .isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void a_database_that_does_not_answer_is_a_fault_at_once() {
    HealthCheck.Result result =
        after(
            Duration.ofMinutes(1),
            () -> {
              throw new SQLException("away");
            });
    assertThat(result.getMessage()).contains("the database does not answer");
    assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
  }
}
