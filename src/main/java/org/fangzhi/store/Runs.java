package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Passes over a source: begun, resumed, ended. */
public final class Runs {

  /** Whether all of run "r" was visited and read. */
  private static final String THROUGH =
      """
      not exists (select from page p where p.run_id = r.id)
      and not exists (select from reading g where g.run_id = r.id and g.state = 'pending')
      """;

  private final Transactions transactions;

  public Runs(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What a run is for, which decides the pages that it plans to visit. */
  public enum Purpose {
    /** Every known page once and whatever it leads to. */
    HARVEST,
    /** The first pages of the lists, and what else is due. */
    SCHEDULED,
    /** Only what is due, as the cron of a source's articles wants it. */
    ARTICLES
  }

  /**
   * A run begun or resumed.
   *
   * @param resumed true when it had been left unfinished
   */
  public record Begun(long id, String sourceId, boolean resumed) {}

  /** How far an open run is. */
  public record Progress(long id, String sourceId, long toAsk, long toRead, long toPublish) {}

  /** Begins a run of a source, or resumes the one left unfinished. */
  public Begun begin(String sourceId, Purpose purpose, Collection<Found> entries)
      throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement open =
              connection.prepareStatement(
                  "select id from run where source_id = ? and ended_at is null and kind <> 'reparse'"
                      + " for update")) {
            open.setString(1, sourceId);
            ResultSet row = open.executeQuery();
            if (row.next()) {
              long id = row.getLong(1);
              if (purpose != Purpose.HARVEST) {
                plan(connection, id, sourceId, purpose);
              }
              return new Begun(id, sourceId, true);
            }
          }
          long id = insert(connection, sourceId, purpose);
          Frontier.add(connection, sourceId, id, entries);
          plan(connection, id, sourceId, purpose);
          return new Begun(id, sourceId, false);
        });
  }

  private static long insert(Connection connection, String sourceId, Purpose purpose)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into run (source_id, kind, definition) select id, ?, definition from source"
                + " where id = ? returning id")) {
      insert.setString(1, purpose == Purpose.HARVEST ? "harvest" : "scheduled");
      insert.setString(2, sourceId);
      ResultSet row = insert.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  private static void plan(Connection connection, long runId, String sourceId, Purpose purpose)
      throws SQLException {
    String which =
        switch (purpose) {
          case HARVEST ->
              "p.state <> 'set-aside' and (p.kind <> 'requisite' or p.state = 'unseen')";
          case SCHEDULED ->
              "p.state <> 'set-aside' and (p.kind = 'sitemap' or p.kind = 'list' and (p.depth = 0 or p.due_at is null) or p.due_at <= now())";
          case ARTICLES -> "p.state <> 'set-aside' and p.due_at <= now()";
        };
    TreeSet<Long> groups = new TreeSet<>();
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page p set run_id = ?, ask_at = now(), attempts = 0, token = null"
                + " where p.source_id = ? and p.run_id is null"
                + " and (p.twin_of is null or p.due_at <= now() or exists (select from page m"
                + " where m.id = p.twin_of and (m.fault is not null or m.state <> 'live'))) and "
                + which
                + " returning p.group_id")) {
      update.setLong(1, runId);
      update.setString(2, sourceId);
      ResultSet rows = update.executeQuery();
      while (rows.next()) {
        groups.add(rows.getLong(1));
      }
    }
    Frontier.wake(connection, groups);
    try (PreparedStatement count =
        connection.prepareStatement(
            "update run set planned = (select count(*) from page where run_id = ?) where id = ?")) {
      count.setLong(1, runId);
      count.setLong(2, runId);
      count.executeUpdate();
    }
  }

  /**
   * An open run by its source.
   *
   * @param reparse whether it only reads again what is kept
   */
  public record Open(long id, String sourceId, boolean reparse) {}

  /**
   * Open runs that have visited and read all they meant to.
   *
   * @param runs only of these; empty: of all
   */
  public List<Open> through(Collection<Long> runs) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select r.id, r.source_id, r.kind = 'reparse' from run r
                where r.ended_at is null and (cardinality(?::bigint[]) = 0 or r.id = any(?))
                  and
                """
                    + THROUGH
                    + " order by r.source_id")) {
      var ids = connection.createArrayOf("bigint", runs.toArray());
      select.setArray(1, ids);
      select.setArray(2, ids);
      ResultSet rows = select.executeQuery();
      List<Open> through = new ArrayList<>();
      while (rows.next()) {
        through.add(new Open(rows.getLong(1), rows.getString(2), rows.getBoolean(3)));
      }
      return through;
    }
  }

  /** Open runs and how far they are; all of them when {@code runs} is empty. */
  public List<Progress> open(Collection<Long> runs) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select r.id, r.source_id,
                  (select count(*) from page p where p.run_id = r.id),
                  (select count(*) from reading g where g.run_id = r.id and g.state = 'pending'),
                  (select count(*) from version v where v.run_id = r.id and v.published_at is null)
                from run r where r.ended_at is null and (cardinality(?::bigint[]) = 0 or r.id = any(?))
                order by r.source_id""")) {
      var ids = connection.createArrayOf("bigint", runs.toArray());
      select.setArray(1, ids);
      select.setArray(2, ids);
      ResultSet rows = select.executeQuery();
      List<Progress> open = new ArrayList<>();
      while (rows.next()) {
        open.add(
            new Progress(
                rows.getLong(1),
                rows.getString(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5)));
      }
      return open;
    }
  }

  /**
   * Ends a run and keeps what came of it: {@code failures} when pages of it have a fault, or
   * versions that were to be read again could not be; {@code held} when its source is held back,
   * with what it brought unpublished. A run to which something was added meanwhile goes on.
   */
  public void end(long runId) throws SQLException {
    transactions.commit(
        connection -> {
          // Locked first and looked at in a later statement, which sees what the lock waited for.
          try (PreparedStatement lock =
              connection.prepareStatement("select id from run where id = ? for no key update")) {
            lock.setLong(1, runId);
            lock.executeQuery();
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update run r set ended_at = now(),
                    ended_how = case when s.held_why is not null and kind <> 'reparse' then 'held' when case kind when 'reparse'
                      then exists (select from reading g where g.run_id = r.id and g.state = 'set-aside')
                      else exists (select from page p where p.source_id = r.source_id
                        and (p.outcome in ('failed', 'blocked') or p.fault like 'not asked:%')) end then 'failures' else 'done' end,
                    outcomes = (select coalesce(jsonb_object_agg(outcome, n), '{}') from
                      (select outcome, count(*) n from observation where run_id = r.id group by outcome) o),
                    note = nullif(concat_ws(E'\\n', note, (select string_agg(
                      'not followed: ' || l.pages || ' ' || l.why || ' (' || l.example || ')', E'\\n' order by l.why)
                      from left_out l where l.run_id = r.id)), '')
                  from source s
                  where s.id = r.source_id and r.id = ? and r.ended_at is null
                    and (s.held_why is not null
                      or not exists (select from version v where v.run_id = r.id and v.published_at is null)) and
                  """
                      + THROUGH)) {
            update.setLong(1, runId);
            update.executeUpdate();
          }
        });
  }
}
