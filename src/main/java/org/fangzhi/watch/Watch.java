package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at what each run came to before it is published. A breach holds the source back: what was
 * fetched is kept, nothing of it is published, and one alert is raised. The next run without a
 * breach ends it.
 */
public final class Watch {
  static final JsonMapper JSON = new JsonMapper();

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  // What a held run brought and a later one brought otherwise is kept, but was never right.
  private static final String PASS_OVER =
      """
      with over as (
        update version v set published_at = now() from run r
        where r.id = v.run_id and r.source_id = ? and r.ended_how = 'held' and v.published_at is null
          and exists (select from version n where n.page_id = v.page_id and n.id > v.id and n.published_at is null)
        returning v.id)
      update reading g set state = 'superseded' from over where g.version_id = over.id and g.state = 'staged'""";

  private static final String GOOD =
      """
      update page set links_before = links
      where source_id = ? and kind = 'list' and links is distinct from links_before""";

  // The page of the source's own before one of another's.
  private static final String MOVED =
      """
      update page p set moved_to = x.url, fault = coalesce(p.fault || '; ', '') || 'the same text stands at ' || x.url
      from (
        select distinct on (g.id) g.id, l.url from page g
        join lateral (select v.document_id from version v where v.page_id = g.id and v.document_id is not null
          order by v.id desc limit 1) b on true
        join version w on w.document_id = b.document_id and w.page_id <> g.id
        join page l on l.id = w.page_id and l.state = 'live' and l.sha256 = w.sha256
        where g.source_id = ? and g.state = 'gone' and g.moved_to is null
        order by g.id, l.source_id <> g.source_id, l.url) x
      where p.id = x.id""";

  private final Transactions transactions;

  public Watch(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Holds a source back or lets its run be published.
   *
   * @return what is otherwise than expected; empty: publish; null: another process has ended the
   *     run meanwhile, and what the source is now is none of this run's doing
   */
  public @Nullable List<Breach> look(long runId, String sourceId) throws SQLException {
    return transactions.run(
        connection -> {
          String heldWhy;
          Expectations expected;
          try (PreparedStatement lock =
              connection.prepareStatement(
                  "select held_why, definition -> 'expect' from source where id = ? for no key update")) {
            lock.setString(1, sourceId);
            ResultSet row = lock.executeQuery();
            row.next();
            heldWhy = row.getString(1);
            String expect = row.getString(2);
            expected = Expectations.of(JSON.readTree(expect == null ? "{}" : expect));
          }
          if (!isOpen(connection, runId)) {
            return null;
          }
          Tally now = Counting.of(connection, sourceId);
          List<Breach> breaches =
              Assertions.of(
                  now, before(connection, sourceId, runId), expected, LocalDate.now(CHINA));
          keep(connection, runId, now, breaches);
          if (breaches.isEmpty()) {
            letGo(connection, sourceId, runId, heldWhy);
          } else {
            hold(connection, sourceId, runId, heldWhy, breaches);
          }
          return breaches;
        });
  }

  private static boolean isOpen(Connection connection, long runId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select from run where id = ? and ended_at is null for share")) {
      select.setLong(1, runId);
      return select.executeQuery().next();
    }
  }

  /** What the source came to when it was last published. */
  private static @Nullable Tally before(Connection connection, String sourceId, long runId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tally from run where source_id = ? and id < ? and tally is not null"
                + " and ended_how <> 'held' order by id desc limit 1")) {
      select.setString(1, sourceId);
      select.setLong(2, runId);
      ResultSet row = select.executeQuery();
      return row.next() ? JSON.readValue(row.getString(1), Tally.class) : null;
    }
  }

  private static void keep(Connection connection, long runId, Tally tally, List<Breach> breaches)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update run set tally = ?::jsonb, breaches = ?::jsonb where id = ?")) {
      update.setString(1, JSON.writeValueAsString(tally));
      update.setString(2, breaches.isEmpty() ? null : JSON.writeValueAsString(breaches));
      update.setLong(3, runId);
      update.executeUpdate();
    }
  }

  private static void hold(
      Connection connection,
      String sourceId,
      long runId,
      @Nullable String heldWhy,
      List<Breach> breaches)
      throws SQLException {
    String why = breaches.stream().map(Breach::message).collect(Collectors.joining("; "));
    try (PreparedStatement update =
        connection.prepareStatement(
            "update source set held_why = ?, held_since = coalesce(held_since, now()) where id = ?")) {
      update.setString(1, why);
      update.setString(2, sourceId);
      update.executeUpdate();
    }
    if (heldWhy == null) {
      LOG.error("{} is held back: {}", sourceId, why);
      Alerts.raise(connection, sourceId, runId, "held", why, breaches);
    } else {
      LOG.warn("{} stays held back: {}", sourceId, why);
    }
  }

  private static void letGo(
      Connection connection, String sourceId, long runId, @Nullable String heldWhy)
      throws SQLException {
    execute(connection, PASS_OVER, sourceId);
    execute(connection, GOOD, sourceId);
    if (heldWhy != null) {
      execute(
          connection,
          "update source set held_why = null, held_since = null where id = ?",
          sourceId);
      LOG.info("{} is well again; it was held back: {}", sourceId, heldWhy);
      Alerts.raise(connection, sourceId, runId, "healed", heldWhy, List.of());
    }
  }

  /**
   * Takes a source as it is now for right, so that what is held back can be published and later
   * runs are held against it.
   *
   * @return why it was held back; null when it was not
   */
  public @Nullable String accept(String sourceId) throws SQLException {
    return transactions.run(
        connection -> {
          String heldWhy;
          try (PreparedStatement lock =
              connection.prepareStatement(
                  "select held_why from source where id = ? for no key update")) {
            lock.setString(1, sourceId);
            ResultSet row = lock.executeQuery();
            heldWhy = row.next() ? row.getString(1) : null;
          }
          if (heldWhy == null) {
            return null;
          }
          execute(connection, PASS_OVER, sourceId);
          execute(connection, GOOD, sourceId);
          execute(
              connection,
              "update source set held_why = null, held_since = null where id = ?",
              sourceId);
          execute(
              connection,
              "update run set ended_how = 'failures' where id = (select max(id) from run"
                  + " where source_id = ? and ended_how = 'held')",
              sourceId);
          Alerts.raise(connection, sourceId, null, "accepted", heldWhy, List.of());
          return heldWhy;
        });
  }

  /**
   * Tells of pages of a source that are gone where the same text stands now, so that a report that
   * was only moved is not taken for lost. It keeps its id anyway while a copy of it is live.
   */
  public void moved(String sourceId) throws SQLException {
    transactions.commit(connection -> execute(connection, MOVED, sourceId));
  }

  private static void execute(Connection connection, String statement, String sourceId)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, sourceId);
      update.executeUpdate();
    }
  }
}
