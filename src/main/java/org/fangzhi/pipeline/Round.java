package org.fangzhi.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.fangzhi.store.Lease;
import org.fangzhi.store.Visit;

/**
 * The pages of a lease, one after another for as long as it may go on: not beyond the lease's time,
 * and not after the site has refused us. For one thread at a time.
 */
public final class Round implements Iterator<Visit> {

  /** No request begins so shortly before the lease ends that its answer would come too late. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Lease lease;
  private int next;
  private boolean stopped;
  private Instant lastAsked = Instant.EPOCH;

  Round(Lease lease) {
    this.lease = lease;
  }

  @Override
  public boolean hasNext() {
    return !stopped
        && next < lease.visits().size()
        && (next == 0 || Instant.now().isBefore(lease.until().minus(MARGIN)));
  }

  @Override
  public Visit next() {
    return lease.visits().get(next++);
  }

  /** Whether the page taken last is the last of the lease, so that its answer ends it. */
  boolean isLast() {
    return next == lease.visits().size();
  }

  /** Ends the round early: the site has refused us. */
  void stop() {
    stopped = true;
  }

  /** Milliseconds to wait before the next request, to keep the group's pace. */
  long pauseMillis() {
    long since = Duration.between(lastAsked, Instant.now()).toMillis();
    return Math.max(0, lease.delayMillis() - since);
  }

  void asked() {
    lastAsked = Instant.now();
  }

  Lease lease() {
    return lease;
  }

  List<Visit> unvisited() {
    return lease.visits().subList(next, lease.visits().size());
  }
}
