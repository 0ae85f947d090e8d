package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a pace group may be asked next. Its pace is the largest of the delay of its sources, the
 * Crawl-delay of its robots.txt, and {@value #FACTOR} times what its answers take of late, this one
 * up to {@link #SLOWEST}; a delay of nought says that nobody has to be spared. A group that refuses
 * or does not answer rests: its circuit is open. After the rest one page is asked; what comes of it
 * closes the circuit or begins a rest twice as long. Always inside a transaction of the caller's.
 */
public final class Pace {

  /** A site is left alone this many times as long as its answers take. */
  static final int FACTOR = 3;

  /** However slow a site is, its slowness alone makes it wait no longer. */
  static final Duration SLOWEST = Duration.ofSeconds(30);

  /** Rests double this many times at most. */
  private static final int DOUBLINGS = 6;

  private Pace() {}

  /**
   * The end of a lease.
   *
   * @param answer how long the last answer took; null when there was none to go by
   * @param ago how long ago it ended
   */
  public record Ended(long groupId, long token, @Nullable Duration answer, Duration ago) {
    /** The end of a lease of which nothing was asked last. */
    public static Ended now(long groupId, long token) {
      return new Ended(groupId, token, null, Duration.ZERO);
    }
  }

  /**
   * Trouble that a group gave: it refused, or did not answer.
   *
   * @param times in a row
   * @param restFor for how long it asks to be left alone; zero when it does not say
   * @param why in an operator's words
   */
  public record Trouble(
      long groupId, long token, int times, Duration restFor, @Nullable String why) {}

  /** Ends leases; each group may be asked again a pace after its last answer, or after its rest. */
  public static void release(Connection connection, Collection<Ended> ended) throws SQLException {
    TreeMap<Long, Ended> byGroup = new TreeMap<>();
    ended.forEach(end -> byGroup.put(end.groupId(), end));
    List<Ended> ends = List.copyOf(byGroup.values());
    Claims.lockGroups(connection, byGroup.keySet());
    // now() would be when the transaction began, perhaps before "ago" was measured.
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update pace_group g set lease_until = '-infinity', answer_ms = e.answer_ms, slow_ms = e.slow_ms,
              free_at = case when g.circuit_why is null
                then clock_timestamp()
                  + (greatest(g.delay_ms, g.crawl_ms, e.slow_ms) - e.ago) * interval '1 millisecond'
                else greatest(g.free_at, now()) end,
              ask_at = coalesce((select min(p.ask_at) from page p
                where p.group_id = g.id and p.run_id is not null
                  and p.source_id not in (select id from source where resting)), 'infinity')
            from (select o.id, u.token, u.ago, a.answer_ms,
                    case when o.delay_ms = 0 then 0 else coalesce(least(?, ? * a.answer_ms), 0) end as slow_ms
                  from unnest(?::bigint[], ?::bigint[], ?::int[], ?::int[]) u(id, token, answer, ago)
                  join pace_group o on o.id = u.id
                  cross join lateral (
                    select coalesce((3 * o.answer_ms + u.answer) / 4, u.answer, o.answer_ms) as answer_ms) a) e
            where g.id = e.id and g.token = e.token""")) {
      update.setInt(1, (int) SLOWEST.toMillis());
      update.setInt(2, FACTOR);
      update.setArray(3, Columns.of(connection, "bigint", ends, Ended::groupId));
      update.setArray(4, Columns.of(connection, "bigint", ends, Ended::token));
      update.setArray(
          5,
          Columns.of(connection, "int", ends, e -> e.answer() == null ? null : millis(e.answer())));
      update.setArray(6, Columns.of(connection, "int", ends, e -> millis(e.ago())));
      update.executeUpdate();
    }
  }

  /** The delay that follows from how long an answer took. */
  public static Duration slowness(Duration answer) {
    Duration delay = answer.multipliedBy(FACTOR);
    return delay.compareTo(SLOWEST) > 0 ? SLOWEST : delay;
  }

  private static int millis(Duration duration) {
    return (int) Math.max(0, Math.min(600_000, duration.toMillis()));
  }

  /** The groups gave content: what was counted against them is forgotten. */
  public static void well(Connection connection, Collection<Long> groups) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update pace_group set failures = 0, circuit_why = null, rests = 0"
                + " where id = any(?) and (failures > 0 or circuit_why is not null)")) {
      update.setArray(1, connection.createArrayOf("bigint", groups.toArray()));
      update.executeUpdate();
    }
  }

  /**
   * Counts trouble. The group rests when that is enough of it, when it asks to be left alone, and
   * when the one page after its last rest gave trouble again; one lease begins one rest at most.
   *
   * @param rest the first rest
   * @param enough troubles in a row that open the circuit
   */
  public static void trouble(Connection connection, Trouble trouble, Duration rest, int enough)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update pace_group g set failures = g.failures + x.times,
              free_at = case when x.opens then now() + greatest(x.rest_for,
                case when x.enough then x.rest * power(2, least(?, g.rests)) else 0 end) * interval '1 millisecond'
                else g.free_at end,
              rests = case when x.opens and x.enough then least(g.rests + 1, 100) else g.rests end,
              rested_token = case when x.opens then x.token else g.rested_token end,
              circuit_why = case when x.opens then coalesce(x.why, 'it does not answer') else g.circuit_why end
            from (select o.id, u.token, u.times, u.rest_for, u.rest, u.why,
                    o.circuit_why is not null or o.failures + u.times >= ? as enough,
                    o.rested_token <> u.token
                      and (o.circuit_why is not null or o.failures + u.times >= ? or u.rest_for > 0) as opens
                  from (values (?::bigint, ?::bigint, ?::int, ?::bigint, ?::bigint, ?::text))
                    u(id, token, times, rest_for, rest, why)
                  join pace_group o on o.id = u.id) x
            where g.id = x.id""")) {
      update.setInt(1, DOUBLINGS);
      update.setInt(2, enough);
      update.setInt(3, enough);
      update.setLong(4, trouble.groupId());
      update.setLong(5, trouble.token());
      update.setInt(6, trouble.times());
      update.setLong(7, trouble.restFor().toMillis());
      update.setLong(8, rest.toMillis());
      update.setString(9, trouble.why());
      update.executeUpdate();
    }
  }

  /**
   * Keeps what robots.txt wishes between two requests to a group.
   *
   * @param raiseOnly true when other hosts of the group may wish for more
   */
  public static void crawlDelay(
      Connection connection, long groupId, Duration delay, boolean raiseOnly) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update pace_group set crawl_ms = ? where id = ? and (not ? or crawl_ms < ?)")) {
      int millis = (int) Math.min(Integer.MAX_VALUE, delay.toMillis());
      update.setInt(1, millis);
      update.setLong(2, groupId);
      update.setBoolean(3, raiseOnly);
      update.setInt(4, millis);
      update.executeUpdate();
    }
  }
}
