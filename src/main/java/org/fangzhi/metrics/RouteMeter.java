package org.fangzhi.metrics;

import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a route has done since this process began, changes of its file included. */
public final class RouteMeter {

  private final Counter exchanges;
  private final Counter failures;
  private final AtomicInteger inFlight;
  private volatile @Nullable Instant last;

  RouteMeter(Counter exchanges, Counter failures, AtomicInteger inFlight) {
    this.exchanges = exchanges;
    this.failures = failures;
    this.inFlight = inFlight;
  }

  /** A message enters the route. */
  public void begin() {
    inFlight.incrementAndGet();
  }

  /** A message has left the route. */
  public void end(boolean failed) {
    inFlight.decrementAndGet();
    exchanges.increment();
    last = Instant.now();
    if (failed) {
      failures.increment();
    }
  }

  /** Messages that went through. */
  public long exchanges() {
    return (long) exchanges.count();
  }

  /** Those of them that failed. */
  public long failures() {
    return (long) failures.count();
  }

  /** Messages in it now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** When the last message left it; null when none has. */
  public @Nullable Instant last() {
    return last;
  }
}
