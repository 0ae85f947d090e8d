package org.fangzhi.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** The sources as the database knows them: what is due, and what was loaded when. */
public final class Registry {

  private static final TimeZone SHANGHAI = TimeZone.getTimeZone("Asia/Shanghai");

  private final Transactions transactions;

  public Registry(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Makes the database know these sources as their files stand. One whose file is gone is marked
   * removed when {@code whole}; nothing that is kept of it is lost. Those that stand as they were
   * loaded before are not touched, so that thousands of them cost a start next to nothing.
   */
  public void load(Collection<Source> sources, boolean whole) throws SQLException {
    transactions.commit(
        connection -> {
          List<Source> changed = changed(connection, sources);
          if (!changed.isEmpty()) {
            upsert(connection, changed);
            var ids = connection.createArrayOf("text", changed.stream().map(Source::id).toArray());
            pace(connection, ids);
            turns(connection, ids);
          }
          Control.wake(connection, sources.stream().map(Source::id).toList());
          if (whole) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "update source set removed_at = now() where removed_at is null and id <> all(?)")) {
              update.setArray(
                  1, connection.createArrayOf("text", sources.stream().map(Source::id).toArray()));
              update.executeUpdate();
            }
          }
        });
  }

  /**
   * Lets sources rest whose files are gone: their pages are asked no more, and nothing kept is
   * lost. They go on where they were when their files are back.
   */
  public void remove(Collection<String> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    transactions.commit(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update source set removed_at = now() where removed_at is null and id = any(?)")) {
            update.setArray(1, connection.createArrayOf("text", ids.toArray()));
            update.executeUpdate();
          }
        });
  }

  /** The sources that the database does not know as they are. */
  private static List<Source> changed(Connection connection, Collection<Source> sources)
      throws SQLException {
    Map<String, byte[]> known = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, digest from source where removed_at is null and digest is not null")) {
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        known.put(rows.getString(1), rows.getBytes(2));
      }
    }
    return sources.stream()
        .filter(source -> !Arrays.equals(digest(source), known.get(source.id())))
        .toList();
  }

  /** Of all that a source is, defaults from the settings included. */
  private static byte[] digest(Source source) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(source.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static void upsert(Connection connection, List<Source> sources) throws SQLException {
    Instant now = now(connection);
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into source as s (id, name, division, definition, delay_ms, window_from, window_to,
              lists_at, articles_at, most_pages, digest, every_least, every_most)
            select u.id, u.name, u.division, u.definition::jsonb, u.delay_ms, u.window_from, u.window_to,
              u.lists_at, u.articles_at, u.most_pages, u.digest,
              (u.definition::jsonb -> 'schedule' ->> 'least')::interval, (u.definition::jsonb -> 'schedule' ->> 'most')::interval
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::time[], ?::time[],
              ?::timestamptz[], ?::timestamptz[], ?::int[], ?::bytea[])
              u(id, name, division, definition, delay_ms, window_from, window_to, lists_at, articles_at,
                most_pages, digest)
            order by u.id
            on conflict (id) do update set name = excluded.name, division = excluded.division,
              definition = excluded.definition, delay_ms = excluded.delay_ms, window_from = excluded.window_from,
              window_to = excluded.window_to, loaded_at = now(), removed_at = null,
              most_pages = excluded.most_pages, digest = excluded.digest,
              every_least = excluded.every_least, every_most = excluded.every_most,
              lists_at = case when s.definition -> 'schedule' is not distinct from excluded.definition -> 'schedule'
                         then s.lists_at else excluded.lists_at end,
              articles_at = case when s.definition -> 'schedule' is not distinct from excluded.definition -> 'schedule'
                            then coalesce(s.articles_at, excluded.articles_at) else excluded.articles_at end""")) {
      upsert.setArray(1, Columns.of(connection, "text", sources, Source::id));
      upsert.setArray(2, Columns.of(connection, "text", sources, Source::name));
      upsert.setArray(3, Columns.of(connection, "text", sources, Source::division));
      upsert.setArray(4, Columns.of(connection, "text", sources, Source::definition));
      upsert.setArray(
          5, Columns.of(connection, "int", sources, s -> (int) s.politeness().delay().toMillis()));
      upsert.setArray(6, Columns.of(connection, "text", sources, s -> text(s.politeness().from())));
      upsert.setArray(7, Columns.of(connection, "text", sources, s -> text(s.politeness().to())));
      upsert.setArray(
          8, Columns.of(connection, "text", sources, s -> text(next(s.schedule().lists(), now))));
      upsert.setArray(9, Columns.of(connection, "text", sources, s -> text(articles(s, now))));
      upsert.setArray(10, Columns.of(connection, "int", sources, s -> s.reach().pages()));
      upsert.setArray(11, Columns.of(connection, "bytea", sources, Registry::digest));
      upsert.executeUpdate();
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** A group that several sources share keeps the gentlest of their paces. */
  private static void pace(Connection connection, java.sql.Array ids) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update pace_group g set delay_ms = coalesce(g.set_ms, x.delay_ms), window_from = s.window_from, window_to = s.window_to
            from source s, lateral (
              select g2.id, max(s2.delay_ms) as delay_ms from pace_group g2
              join page p on p.group_id = g2.id join source s2 on s2.id = p.source_id and s2.removed_at is null
              where g2.id in (select group_id from page where source_id = s.id) group by g2.id) x
            where s.id = any(?) and g.id = x.id
              and (g.delay_ms, g.window_from, g.window_to) is distinct from
                (coalesce(g.set_ms, x.delay_ms), s.window_from, s.window_to)""")) {
      update.setArray(1, ids);
      update.executeUpdate();
    }
  }

  /** Articles of a source whose cron was changed come with its next firing, not later. */
  private static void turns(Connection connection, java.sql.Array ids) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update page p set due_at = s.articles_at from source s
            where s.id = any(?) and p.source_id = s.id and p.due_at > s.articles_at and p.state = 'live'
              and p.kind in ('article', 'attachment')""")) {
      update.setArray(1, ids);
      update.executeUpdate();
    }
  }

  /** When the cron of its articles next fires; null when it has none. */
  private static @Nullable OffsetDateTime articles(Source source, Instant now) {
    String articles = source.schedule().articles();
    return articles.equals("adaptive") ? null : next(articles, now);
  }

  // This machine's clock may differ from the database's, by which a turn is due.
  private static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select now()")) {
      ResultSet row = select.executeQuery();
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }

  private static OffsetDateTime next(String schedule, Instant now) {
    try {
      CronExpression cron = new CronExpression(schedule);
      cron.setTimeZone(SHANGHAI);
      return cron.getNextValidTimeAfter(Date.from(now)).toInstant().atOffset(ZoneOffset.UTC);
    } catch (ParseException e) {
      throw new IllegalArgumentException("the cron was let through unchecked: " + schedule, e);
    }
  }

  /**
   * The sources that are due by id, and for what: their lists (with what else is due), or articles.
   */
  public Map<String, Runs.Purpose> due(Map<String, Source> sources) throws SQLException {
    return transactions.run(
        connection -> {
          Map<String, Runs.Purpose> due = new LinkedHashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select id, lists_at <= now() from source"
                      + " where (lists_at <= now() or articles_at <= now())"
                      + " and not resting and id = any(?) order by id")) {
            select.setArray(1, connection.createArrayOf("text", sources.keySet().toArray()));
            ResultSet row = select.executeQuery();
            while (row.next()) {
              due.put(
                  row.getString(1),
                  row.getBoolean(2) ? Runs.Purpose.SCHEDULED : Runs.Purpose.ARTICLES);
            }
          }
          return due;
        });
  }

  /** Makes a source due next when its crons say so. */
  public void next(Source source) throws SQLException {
    transactions.commit(
        connection -> {
          Instant now = now(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update source set lists_at = case when lists_at <= now() then ? else lists_at end,"
                      + " articles_at = case when articles_at <= now() then ? else articles_at end"
                      + " where id = ?")) {
            update.setObject(1, next(source.schedule().lists(), now));
            update.setObject(2, articles(source, now), Types.TIMESTAMP_WITH_TIMEZONE);
            update.setString(3, source.id());
            update.executeUpdate();
          }
        });
  }
}
