package org.fangzhi.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pace group owned by one node until its term ends, with the pages that it may ask for in that
 * time, one at a time and {@code delayMillis} apart.
 *
 * @param crawlMillis what robots.txt is known to wish of that delay
 * @param probe whether the group comes from a rest, and its one page shows if it is well again
 * @param term for how long
 */
public record Lease(
    long groupId,
    String group,
    long token,
    int delayMillis,
    int crawlMillis,
    boolean probe,
    Term term,
    List<Visit> visits) {
  public Lease {
    visits = List.copyOf(visits);
  }

  /** The same group, with the pages that were claimed of it. */
  Lease with(long claim, List<Visit> pages) {
    return new Lease(groupId, group, claim, delayMillis, crawlMillis, probe, term.copy(), pages);
  }

  /**
   * For how long a lease is held, by a clock of this process that only goes forward, read before
   * the database was asked: never later than the database's.
   */
  public static final class Term {
    private final long began = System.nanoTime();
    private volatile long ends;

    private Term(long ends) {
      this.ends = ends;
    }

    /** A term that begins now. */
    static Term begun(Duration length) {
      return new Term(System.nanoTime() + length.toNanos());
    }

    private Term copy() {
      return new Term(ends);
    }

    /** What is left of it; not positive when it has ended. */
    public Duration left() {
      return Duration.ofNanos(ends - System.nanoTime());
    }

    /** Since when the lease is held. */
    public Duration held() {
      return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Sets a new end, or ends it now when there is none. */
    void renew(@Nullable Term next) {
      ends = next == null ? System.nanoTime() : next.ends;
    }
  }
}
