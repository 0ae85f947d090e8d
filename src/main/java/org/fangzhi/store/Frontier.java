package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pages get known and get their turn. Always inside a transaction of the caller's. */
public final class Frontier {

  /** The source of what was laid into the inbox and no other source has found; no file names it. */
  public static final String INBOX = "@inbox";

  private Frontier() {}

  /**
   * Makes pages known and gives the new ones a turn in the run, as long as their source has room
   * for more; known ones that a sitemap says have changed since get a turn too. What is not
   * followed is counted with the run.
   *
   * @return how many were new
   */
  public static int add(Connection connection, String sourceId, long runId, Collection<Found> found)
      throws SQLException {
    LeftOut left = new LeftOut(runId);
    Map<String, Found> byUrl = new TreeMap<>();
    for (Found page : found) {
      if (page.left() == null) {
        byUrl.putIfAbsent(page.url(), page);
      } else {
        left.count(page.left(), page.url(), 1);
      }
    }
    int added = 0;
    if (!byUrl.isEmpty()) {
      List<Found> pages = List.copyOf(byUrl.values());
      Map<String, Long> groups = groups(connection, sourceId, pages);
      Room room = Room.of(connection, sourceId);
      int adopted = adopt(connection, sourceId, runId, pages, groups);
      int most = Math.max(0, room.left() - adopted);
      added = adopted + insert(connection, sourceId, runId, pages, groups, most);
      boolean full = added >= room.left() && pages.size() > added;
      TreeSet<Long> woken = again(connection, sourceId, runId, pages);
      if (added > 0) {
        woken.addAll(groups.values());
      }
      if (!woken.isEmpty()) {
        wake(connection, woken);
      }
      Room.take(connection, sourceId, added);
      if (full) {
        left.beyond(connection, room.most(), pages);
      }
    }
    left.write(connection);
    return added;
  }

  /**
   * What was deposited becomes a page of the source that finds it, and has its turn at that
   * source's pace.
   */
  private static int adopt(
      Connection connection,
      String sourceId,
      long runId,
      List<Found> pages,
      Map<String, Long> groups)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page p set source_id = ?, group_id = u.group_id, run_id = ?, ask_at = now()"
                + " from unnest(?::bigint[], ?::text[]) u(group_id, url)"
                + " where p.source_id = ? and p.run_id is null and p.url = u.url")) {
      update.setString(1, sourceId);
      update.setLong(2, runId);
      update.setArray(3, Columns.of(connection, "bigint", pages, page -> groups.get(page.group())));
      update.setArray(4, Columns.of(connection, "text", pages, Found::url));
      update.setString(5, INBOX);
      return update.executeUpdate();
    }
  }

  private static int insert(
      Connection connection,
      String sourceId,
      long runId,
      List<Found> pages,
      Map<String, Long> groups,
      int most)
      throws SQLException {
    // A conflict with a known page would wait for whoever is writing that page: known ones first.
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into page (source_id, group_id, url, kind, depth, cms, found_on, anchor, run_id, ask_at)
            select ?, u.group_id, u.url, u.kind, u.depth, u.cms, u.found_on, u.anchor, ?, now()
            from unnest(?::bigint[], ?::text[], ?::text[], ?::smallint[], ?::text[], ?::bigint[], ?::text[])
              u(group_id, url, kind, depth, cms, found_on, anchor)
            where not exists (select from page p where p.url = u.url)
            order by u.url limit ?
            on conflict (url) do nothing""")) {
      insert.setString(1, sourceId);
      insert.setLong(2, runId);
      insert.setArray(3, Columns.of(connection, "bigint", pages, page -> groups.get(page.group())));
      insert.setArray(4, Columns.of(connection, "text", pages, Found::url));
      insert.setArray(5, Columns.of(connection, "text", pages, page -> page.kind().key()));
      insert.setArray(6, Columns.of(connection, "smallint", pages, page -> (short) page.depth()));
      insert.setArray(7, Columns.of(connection, "text", pages, Found::cms));
      insert.setArray(8, Columns.of(connection, "bigint", pages, Found::foundOn));
      insert.setArray(9, Columns.of(connection, "text", pages, Found::anchor));
      insert.setInt(10, most);
      return insert.executeUpdate();
    }
  }

  /** Gives known pages that have changed since they were seen a turn; returns their groups. */
  private static TreeSet<Long> again(
      Connection connection, String sourceId, long runId, List<Found> pages) throws SQLException {
    TreeSet<Long> groups = new TreeSet<>();
    List<Found> changed = pages.stream().filter(page -> page.changed() != null).toList();
    if (changed.isEmpty()) {
      return groups;
    }
    // One that is being written is seen just now.
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            with turn as (
              select p.id from page p
              join unnest(?::text[], ?::timestamptz[]) u(url, changed) on u.url = p.url
              where p.source_id = ? and p.run_id is null and p.state in ('live', 'suspect', 'gone')
                and p.twin_of is null and p.checked_at < u.changed and u.changed <= now()
              order by p.id for no key update of p skip locked)
            update page p set run_id = ?, ask_at = now(), attempts = 0, token = null
            from turn where p.id = turn.id returning p.group_id""")) {
      update.setArray(1, Columns.of(connection, "text", changed, Found::url));
      update.setArray(
          2, Columns.of(connection, "text", changed, page -> String.valueOf(page.changed())));
      update.setString(3, sourceId);
      update.setLong(4, runId);
      ResultSet rows = update.executeQuery();
      while (rows.next()) {
        groups.add(rows.getLong(1));
      }
    }
    return groups;
  }

  /** Lets groups be claimed as soon as their pace allows. */
  public static void wake(Connection connection, Collection<Long> groups) throws SQLException {
    Claims.lockGroups(connection, groups);
    try (PreparedStatement update =
        connection.prepareStatement(
            "update pace_group set ask_at = least(ask_at, now()) where id = any(?)")) {
      update.setArray(1, connection.createArrayOf("bigint", groups.toArray()));
      update.executeUpdate();
    }
  }

  private static Map<String, Long> groups(
      Connection connection, String sourceId, Collection<Found> pages) throws SQLException {
    Object[] names = pages.stream().map(Found::group).distinct().sorted().toArray();
    Map<String, Long> ids = known(connection, names);
    if (ids.size() < names.length) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into pace_group (name, delay_ms, window_from, window_to)"
                  + " select n, s.delay_ms, s.window_from, s.window_to from unnest(?::text[]) n, source s"
                  + " where s.id = ? on conflict (name) do nothing")) {
        insert.setArray(1, connection.createArrayOf("text", names));
        insert.setString(2, sourceId);
        insert.executeUpdate();
      }
      ids = known(connection, names);
    }
    return ids;
  }

  private static Map<String, Long> known(Connection connection, Object[] names)
      throws SQLException {
    Map<String, Long> ids = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement("select name, id from pace_group where name = any(?)")) {
      select.setArray(1, connection.createArrayOf("text", names));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        ids.put(rows.getString(1), rows.getLong(2));
      }
    }
    return ids;
  }
}
