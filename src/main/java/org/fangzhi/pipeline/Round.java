package org.fangzhi.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.fangzhi.store.Lease;
import org.fangzhi.store.Pace;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a lease, one after another for as long as it may go on: not beyond the lease's time,
 * and not after the site has refused us or kept silent. For one thread at a time.
 */
public final class Round implements Iterator<Visit> {

  /** No request begins so shortly before the lease ends that it might go out after it. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** After this time a hand is free for another group. */
  private static final Duration LONGEST = Duration.ofSeconds(25);

  /** What a hand waits for; after a longer pause the group is claimed again. */
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  /** Redirects wait for the pace too, but not so long that the lease ends over them. */
  private static final long LONGEST_HOP_MILLIS = 5000;

  /** Silences in a row that end the round. */
  private static final int SILENCES = 3;

  private final Lease lease;
  private int next;
  private int judged;
  private int silences;
  private boolean stopped;
  private long delayMillis;
  private long slowMillis;
  private Instant last = Instant.EPOCH;

  Round(Lease lease) {
    this.lease = lease;
    this.delayMillis = lease.delayMillis();
  }

  @Override
  public boolean hasNext() {
    return !isOver() && holds() && (next == 0 || lease.term().held().compareTo(LONGEST) < 0);
  }

  /** Whether requests may still go out: the lease has not ended while this process stood still. */
  boolean holds() {
    return lease.term().left().compareTo(MARGIN) > 0;
  }

  @Override
  public Visit next() {
    return lease.visits().get(next++);
  }

  /**
   * Whether no further page is asked for, so that the answer to the last ends the lease: none is
   * left, the site wants none, or not so soon that a hand should wait for it.
   */
  boolean isOver() {
    // Once said it stays: the answer that ends the lease may be written already.
    stopped |= next == lease.visits().size() || pauseMillis() > LONGEST_PAUSE_MILLIS;
    return stopped;
  }

  /** Whether a visit that was begun came to no answer, so that nothing has ended the lease. */
  boolean isBroken() {
    return judged < next;
  }

  /** The page that comes first. */
  Visit first() {
    return lease.visits().get(0);
  }

  /** Ends the round early: the site has refused us. */
  void stop() {
    stopped = true;
  }

  /** Ends the round before the visit that was begun last: it comes to no answer. */
  void withdraw() {
    next--;
    stopped = true;
  }

  /**
   * Counts an answer, and waits the longer after it, the longer it took.
   *
   * @param took null when none came
   */
  void answered(@Nullable Duration took) {
    judged++;
    last = Instant.now();
    silences = took == null ? silences + 1 : 0;
    stopped |= silences >= SILENCES;
    boolean paced = lease.delayMillis() > 0 && took != null;
    slowMillis = paced ? Pace.slowness(took).toMillis() : 0;
  }

  /** Lets at least so much time pass between two requests from now on. */
  void delay(Duration delay) {
    delayMillis = Math.max(delayMillis, delay.toMillis());
  }

  /** Milliseconds to wait before the next request, to keep the group's pace. */
  long pauseMillis() {
    long delay = Math.max(delayMillis, slowMillis);
    return Math.max(0, delay - Duration.between(last, Instant.now()).toMillis());
  }

  /** Milliseconds to wait before a redirect is followed. */
  long hopMillis() {
    return Math.min(LONGEST_HOP_MILLIS, pauseMillis());
  }

  /** Something was asked for at this time. */
  void asked(Instant at) {
    last = at.isAfter(last) ? at : last;
  }

  Lease lease() {
    return lease;
  }

  List<Visit> unvisited() {
    return lease.visits().subList(next, lease.visits().size());
  }
}
