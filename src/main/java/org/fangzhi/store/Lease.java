package org.fangzhi.store;

import java.time.Instant;
import java.util.List;

/**
 * A pace group owned by one node until {@code until}, with the pages that it may ask for in that
 * time, one at a time and {@code delayMillis} apart.
 *
 * @param until by this machine's clock, taken before the claim: never later than the database's
 */
public record Lease(
    long groupId, String group, long token, int delayMillis, Instant until, List<Visit> visits) {
  public Lease {
    visits = List.copyOf(visits);
  }
}
