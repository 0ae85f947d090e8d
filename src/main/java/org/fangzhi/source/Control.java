package org.fangzhi.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides while things run, from any process: that a source rests, that a pace
 * group is asked at another pace. It stands in rows, which every claim looks at.
 */
public final class Control {

  private final Transactions transactions;

  public Control(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A pace group of a source.
   *
   * @param delay from one request to the next
   * @param set whether an operator has set it, rather than source files
   */
  public record Pace(String group, Duration delay, boolean set) {}

  /**
   * Those of some names that nobody has, in their order.
   *
   * @param groups whether a pace group may have it as well as a source
   */
  public List<String> unknown(Collection<String> names, boolean groups) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select x.name from unnest(?::text[]) with ordinality x (name, place)
                  where not exists (select from source s where s.id = x.name)
                    and not (? and exists (select from pace_group g where g.name = x.name))
                  order by x.place""")) {
            select.setArray(1, connection.createArrayOf("text", names.toArray()));
            select.setBoolean(2, groups);
            return column(select);
          }
        });
  }

  /**
   * Lets sources rest: no page of theirs is asked any more, once the requests in hand are answered.
   *
   * @return those that rest now; the others are not known
   */
  public List<String> pause(Collection<String> ids, String why) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update source set paused_at = coalesce(paused_at, now()), paused_why = ?"
                      + " where id = any(?) returning id")) {
            update.setString(1, why);
            update.setArray(2, connection.createArrayOf("text", ids.toArray()));
            return column(update);
          }
        });
  }

  /** Lets sources go on where they were. Returns those that rested. */
  public List<String> resume(Collection<String> ids) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update source set paused_at = null, paused_why = null"
                      + " where id = any(?) and paused_at is not null returning id")) {
            update.setArray(1, connection.createArrayOf("text", ids.toArray()));
            List<String> resumed = column(update);
            wake(connection, resumed);
            return resumed;
          }
        });
  }

  /** The sources that an operator lets rest, and why, by id. */
  public Map<String, String> paused() throws SQLException {
    return transactions.run(
        connection -> {
          Map<String, String> paused = new TreeMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id, paused_why from source where paused_at is not null")) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              paused.put(rows.getString(1), rows.getString(2));
            }
          }
          return paused;
        });
  }

  /**
   * Sets the pace of groups, until it is set otherwise.
   *
   * @param names of groups, or ids of sources, which stand for all their groups
   * @param delay from one request to the next; null: as the source files say
   * @return the groups that were set
   */
  public List<Pace> pace(Collection<String> names, @Nullable Duration delay) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update pace_group g set set_ms = x.set_ms, delay_ms = coalesce(x.set_ms,
                    (select max(s.delay_ms) from source s where s.removed_at is null
                       and exists (select from page p where p.group_id = g.id and p.source_id = s.id)), g.delay_ms)
                  from (select ?::int as set_ms, ?::text[] as names) x
                  where g.name = any(x.names)
                    or g.id in (select p.group_id from page p where p.source_id = any(x.names))
                  returning g.name, g.delay_ms, g.set_ms is not null""")) {
            update.setObject(1, delay == null ? null : (int) delay.toMillis());
            update.setArray(2, connection.createArrayOf("text", names.toArray()));
            List<Pace> set = new ArrayList<>();
            ResultSet rows = update.executeQuery();
            while (rows.next()) {
              set.add(
                  new Pace(
                      rows.getString(1), Duration.ofMillis(rows.getLong(2)), rows.getBoolean(3)));
            }
            return set;
          }
        });
  }

  private static List<String> column(PreparedStatement statement) throws SQLException {
    List<String> values = new ArrayList<>();
    ResultSet rows = statement.executeQuery();
    while (rows.next()) {
      values.add(rows.getString(1));
    }
    return values;
  }

  /** Lets the groups of sources be looked at again that have pages in the frontier. */
  static void wake(Connection connection, Collection<String> ids) throws SQLException {
    TreeSet<Long> groups = new TreeSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select distinct group_id from page where source_id = any(?) and run_id is not null")) {
      select.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        groups.add(rows.getLong(1));
      }
    }
    if (!groups.isEmpty()) {
      Frontier.wake(connection, groups);
    }
  }
}
