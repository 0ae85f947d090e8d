package org.fangzhi.coverage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fangzhi.division.Division;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Transactions;

/**
 * Keeps what {@code api.expected}, {@code api.gap} and {@code api.coverage} are made of: who is
 * expected to report, and clues to what is not held. All of it is derived and can be made again at
 * any time, a source at a time.
 */
public final class Coverage {

  /** Any fixed number: the key of the lock that lets one at a time write. */
  private static final long ONE_WRITER = 0x66616e677a686963L;

  // A source with an open run changes all the time.
  private static final String STALE =
      """
      select s.id from source s left join source_coverage c on c.source_id = s.id
      where case when s.removed_at is not null then exists (select from body b where b.source_id = s.id)
          else c.at is null or c.at < s.loaded_at
            or exists (select from run r where r.source_id = s.id and r.ended_at > c.at)
            or c.at < now() - interval '10 minutes' and exists (select from run r where r.source_id = s.id and r.ended_at is null) end
      order by s.id""";

  private static final String SOURCE =
      """
      insert into source_coverage as c (source_id, at, reason, url, detail, since)
      select s.id, now(),
        case when e.entries > 0 and e.entries = e.blocked then 'source-blocked'
             when r.id is null then 'never-harvested'
             when r.note ~ '^(?!not followed)' then 'truncated' end,
        case when e.entries > 0 and e.entries = e.blocked then e.url
             when r.note ~ '^(?!not followed)' then substring(r.note from 'https?://[^\\s,;]+') end,
        case when e.entries > 0 and e.entries = e.blocked then e.why
             when r.note ~ '^(?!not followed)' then split_part(r.note, E'\\n', 1) end,
        case when e.entries > 0 and e.entries = e.blocked then e.since end
      from source s
      cross join lateral (
        select count(*) as entries, count(*) filter (where x.why is not null) as blocked, min(x.url) as url,
          min(x.why) as why, min(x.since) as since
        from (select p.url, p.checked_at as since,
                case when p.outcome = 'blocked' then coalesce(p.fault, 'blocked')
                     when g.free_at > now() then g.circuit_why end as why
              from page p join pace_group g on g.id = p.group_id
              where p.source_id = s.id and p.found_on is null and p.kind in ('list', 'article')) x) e
      left join lateral (select id, note from run where source_id = s.id and kind <> 'reparse' and ended_at is not null
        order by id desc limit 1) r on true
      where s.id = ?
      on conflict (source_id) do update set at = excluded.at, reason = excluded.reason, url = excluded.url,
        detail = excluded.detail, since = excluded.since""";

  private static final String CLUES =
      """
      insert into clue as c (body, division_code, agency, year, source_id, page_id, url, reason, rank, detail, since)
      select distinct on (u.body, u.year) u.body, u.division_code, u.agency, u.year, ?, u.page_id, u.url, u.reason, u.rank, u.detail, u.since::timestamptz
      from unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::text[], ?::text[], ?::smallint[], ?::text[], ?::text[])
        u(body, division_code, agency, year, page_id, url, reason, rank, detail, since)
      order by u.body, u.year, u.rank, u.page_id
      on conflict (body, year) do update set division_code = excluded.division_code, agency = excluded.agency,
        source_id = excluded.source_id, page_id = excluded.page_id, url = excluded.url, reason = excluded.reason,
        rank = excluded.rank, detail = excluded.detail, since = excluded.since
      where excluded.rank < c.rank""";

  private final Transactions transactions;

  public Coverage(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Makes anew what is derived of each source that has changed since.
   *
   * @return how many there were
   */
  public int keepUp() throws SQLException {
    List<String> stale =
        transactions.run(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(STALE)) {
                return strings(select.executeQuery());
              }
            });
    for (String source : stale) {
      transactions.commit(connection -> refreshIfStale(connection, source));
    }
    return stale.size();
  }

  /** Makes anew what is derived of a source: of the divisions that it covers or has reports of. */
  public void refresh(String sourceId) throws SQLException {
    transactions.commit(connection -> refresh(connection, sourceId));
  }

  /** Another process that looked at the same time may have been first. */
  private static void refreshIfStale(Connection connection, String sourceId) throws SQLException {
    lock(connection);
    try (PreparedStatement select =
        connection.prepareStatement("select id from (" + STALE + ") stale where id = ?")) {
      select.setString(1, sourceId);
      if (select.executeQuery().next()) {
        refresh(connection, sourceId);
      }
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
      lock.setLong(1, ONE_WRITER);
      lock.executeQuery();
    }
  }

  private static void refresh(Connection connection, String sourceId) throws SQLException {
    lock(connection);
    List<Covering> sources = Covering.load(connection);
    Area area = new Area(sources);
    Division division =
        sources.stream()
            .filter(source -> source.id().equals(sourceId))
            .map(Covering::division)
            .findFirst()
            .orElse(null);
    List<Clue> clues = Clues.of(connection, sourceId, area, division);
    Set<String> codes = known(connection, sourceId);
    clues.forEach(clue -> codes.add(clue.division()));
    if (division != null) {
      codes.addAll(Area.expected(division).keySet());
    }
    write(connection, sourceId, clues);
    Bodies.write(connection, codes, Bodies.of(connection, codes, area));
    try (PreparedStatement upsert = connection.prepareStatement(SOURCE)) {
      upsert.setString(1, sourceId);
      upsert.executeUpdate();
    }
  }

  /** The divisions that a source had a part in so far. */
  private static Set<String> known(Connection connection, String sourceId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select division_code from body where source_id = ?
            union select division_code from clue where source_id = ?
            union select r.division_code from page p join holding h on h.page_id = p.id join report r on r.id = h.report_id
              where p.source_id = ? and r.division_code is not null""")) {
      for (int i = 1; i <= 3; i++) {
        select.setString(i, sourceId);
      }
      return new TreeSet<>(strings(select.executeQuery()));
    }
  }

  private static void write(Connection connection, String sourceId, Collection<Clue> clues)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from clue where source_id = ?")) {
      delete.setString(1, sourceId);
      delete.executeUpdate();
    }
    List<Clue> all = List.copyOf(clues);
    try (PreparedStatement insert = connection.prepareStatement(CLUES)) {
      insert.setString(1, sourceId);
      insert.setArray(2, Columns.of(connection, "text", all, Clue::body));
      insert.setArray(3, Columns.of(connection, "text", all, Clue::division));
      insert.setArray(4, Columns.of(connection, "text", all, Clue::agency));
      insert.setArray(5, Columns.of(connection, "smallint", all, Clue::year));
      insert.setArray(6, Columns.of(connection, "bigint", all, clue -> clue.at().id()));
      insert.setArray(7, Columns.of(connection, "text", all, clue -> clue.at().url()));
      insert.setArray(8, Columns.of(connection, "text", all, clue -> clue.reason().word()));
      insert.setArray(9, Columns.of(connection, "smallint", all, clue -> clue.reason().ordinal()));
      insert.setArray(10, Columns.of(connection, "text", all, Clue::detail));
      insert.setArray(11, Columns.of(connection, "text", all, Clue::since));
      insert.executeUpdate();
    }
  }

  static List<String> strings(ResultSet rows) throws SQLException {
    List<String> all = new ArrayList<>();
    while (rows.next()) {
      all.add(rows.getString(1));
    }
    return all;
  }
}
