package org.fangzhi.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.fangzhi.metrics.Levels;
import org.fangzhi.metrics.Sampled;

/**
 * Whether work goes on: the database answers, and what may be asked is asked by somebody. A long
 * queue is no fault; one that nobody serves is.
 */
final class ServingCheck extends AbstractHealthCheck {

  private final Sampled sampled;
  private final Duration longest;
  private final LongSupplier nanos;
  private final long began;

  /**
   * @param longest how long pages may be due while no process asks for any
   * @param nanos a clock that only goes forward
   */
  ServingCheck(Sampled sampled, Duration longest, LongSupplier nanos) {
    super("fangzhi", "serving");
    this.sampled = sampled;
    this.longest = longest;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  @Override
  public boolean isLiveness() {
    return false; // starting anew brings no database back
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Levels now = sampled.now();
    builder.detail("database", now.known());
    if (!now.known()) {
      builder.down().message("the database does not answer");
      return;
    }
    builder.detail("due", now.due()).detail("oldestDueSeconds", (long) now.oldestDue());
    boolean settled = nanos.getAsLong() - began > longest.toNanos();
    boolean waits = now.due() > 0 && now.oldestDue() > longest.toSeconds();
    if (settled && waits && now.sinceFetch() > longest.toSeconds()) {
      builder
          .down()
          .message(
              "%,d pages may be asked for, the first for %d minutes, and nobody asks. Look at /live, and at the log for what the routes claim and fetch say"
                  .formatted(now.due(), (long) now.oldestDue() / 60));
    } else {
      builder.up();
    }
  }
}
