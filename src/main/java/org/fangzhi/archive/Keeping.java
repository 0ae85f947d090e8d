package org.fangzhi.archive;

import java.time.Duration;

/**
 * The rules of keeping.
 *
 * @param confirmations how many answers in a row must say that a page is gone
 * @param confirmedOver the time that must lie between the first of them and the last
 * @param attempts how often a run tries a page that fails
 * @param backOff the wait after the first failure; each further one waits four times as long
 * @param rest how long a pace group rests after blocks in a row; doubled with each further one
 * @param blocksToRest how many blocks in a row open its circuit
 */
public record Keeping(
    int confirmations,
    Duration confirmedOver,
    int attempts,
    Duration backOff,
    Duration rest,
    int blocksToRest) {

  /** What suits real sites. */
  public static final Keeping DEFAULT =
      new Keeping(3, Duration.ofDays(3), 3, Duration.ofSeconds(5), Duration.ofMinutes(10), 3);
}
