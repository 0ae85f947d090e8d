package org.fangzhi.store;

import java.time.Instant;
import java.util.List;

/**
 * A pace group owned by one node until {@code until}, with the pages that it may ask for in that
 * time, one at a time and {@code delayMillis} apart.
 *
 * @param crawlMillis what robots.txt is known to wish of that delay
 * @param probe whether the group comes from a rest, and its one page shows if it is well again
 * @param until by this machine's clock, taken before the claim: never later than the database's
 */
public record Lease(
    long groupId,
    String group,
    long token,
    int delayMillis,
    int crawlMillis,
    boolean probe,
    Instant until,
    List<Visit> visits) {
  public Lease {
    visits = List.copyOf(visits);
  }

  /** The same group, with the pages that were claimed of it. */
  Lease with(long claim, List<Visit> pages) {
    return new Lease(groupId, group, claim, delayMillis, crawlMillis, probe, until, pages);
  }
}
