package org.fangzhi.archive;

import java.time.Duration;

/**
 * How often a page is asked for: two fifths more rarely when its content did not change, a fifth
 * more often when it did (the steps of Nutch's AdaptiveFetchSchedule), within bounds that a source
 * may narrow.
 */
public final class Recrawl {
  /** What an interval is multiplied with when nothing changed. */
  public static final double LONGER = 1.4;

  /** What it is multiplied with when the content changed. */
  public static final double SHORTER = 0.8;

  /** The interval of a new article. */
  public static final Duration FIRST = Duration.ofDays(30);

  /** The bounds of an article's interval, unless its source says otherwise. */
  public static final Duration LEAST = Duration.ofDays(1);

  /** See {@link #LEAST}. */
  public static final Duration MOST = Duration.ofDays(180);

  /** The first and shortest interval of a further page of a list; its first page has the cron. */
  public static final Duration LIST_LEAST = Duration.ofDays(1);

  /** The longest interval of a further page of a list: so late an entry pushed there is found. */
  public static final Duration LIST_MOST = Duration.ofDays(7);

  // One for article and list each; "?" is the step, null: the interval stays.
  private static final String EVERY =
      """
      least(case page.kind when 'list' then interval '%d days' else coalesce((select s.every_most from source s where s.id = page.source_id), interval '%d days') end,
        greatest(coalesce((select s.every_least from source s where s.id = page.source_id), interval '%d days'),
          coalesce(page.every, case page.kind when 'list' then interval '%d days' else interval '%d days' end) * ?::float8))"""
          .formatted(
              LIST_MOST.toDays(),
              MOST.toDays(),
              LEAST.toDays(),
              LIST_LEAST.toDays(),
              FIRST.toDays());

  /** The next interval of "page" in SQL, with its step as parameter. */
  static String every() {
    return EVERY;
  }

  private Recrawl() {}

  /**
   * The next interval of an article.
   *
   * @param every the present one
   */
  public static double next(double every, boolean changed, double least, double most) {
    return Math.min(most, Math.max(least, every * (changed ? SHORTER : LONGER)));
  }
}
