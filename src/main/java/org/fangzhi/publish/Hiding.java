package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Payloads go out of sight, with what was read of them, and come back. Always inside a transaction
 * that holds the publisher's lock. Bytes and readings are laid apart rather than marked, so that
 * who forgets to look at the mark has nothing to show.
 */
final class Hiding {

  private static final String SHOWN =
      "select sha256 from payload where sha256 = any(?) and hidden is null order by sha256 for update";

  private static final String TAKE =
      """
      insert into takedown (sha256, origin, reason, who, same_text)
      select u.sha256, ?, ?, ?, ? from unnest(?::bytea[]) u(sha256)""";

  private static final String WIDEN =
      "update takedown set same_text = true where lifted_at is null and sha256 = any(?)";

  private static final String LAY_PAYLOADS_APART =
      """
      with laid as (
        insert into hidden_bytes (sha256, place, payload, bytes)
        select sha256, 'payload', sha256, bytes from payload where sha256 = any(?) and bytes is not null)
      update payload set bytes = null, hidden = ? where sha256 = any(?)""";

  private static final String LAY_WIRES_APART =
      """
      with gone as (
        delete from wire w using (
          select distinct on (wire) wire, payload from observation where payload = any(?) and wire is not null) o
        where w.sha256 = o.wire returning w.sha256, o.payload, w.bytes)
      insert into hidden_bytes (sha256, place, payload, bytes) select sha256, 'wire', payload, bytes from gone
      on conflict do nothing""";

  private static final String LAY_READINGS_APART =
      """
      with read as materialized (
        select g.* from reading g join version v on v.id = g.version_id
        where v.sha256 = any(?) and g.state <> 'hidden' order by g.id for update of g),
      laid as (
        insert into hidden_reading (reading_id, state, fault, title, text, reports, figures, measures)
        select id, state, fault, title, text, reports, figures, measures from read)
      update reading g set state = 'hidden', token = null, node = null, fault = null, title = null, text = null,
        reports = null, figures = null, measures = null
      from read where g.id = read.id""";

  /** What waits is published as nothing, so that no run is held up or judged by it. */
  private static final String PASS_OVER =
      "update version set published_at = now() where sha256 = any(?) and published_at is null";

  private static final String ERASE =
      """
      with t as (
        update takedown set erased_at = now() where sha256 = any(?) and lifted_at is null and erased_at is null),
      b as (delete from hidden_bytes where payload = any(?))
      delete from hidden_reading h using reading g, version v
      where g.id = h.reading_id and v.id = g.version_id and v.sha256 = any(?)""";

  private static final String PUT_BACK =
      """
      with w as (
        insert into wire (sha256, bytes) select sha256, bytes from hidden_bytes where payload = any(?) and place = 'wire'
        on conflict do nothing)
      update payload y set bytes = h.bytes, hidden = null from hidden_bytes h
      where y.sha256 = any(?) and h.sha256 = y.sha256 and h.place = 'payload'""";

  /** What came while it was hidden was never read, and waits for it now. */
  private static final String READ_AGAIN =
      """
      with due as (
        update reading g set state = 'pending', ask_at = now(), attempts = 0 from version v
        where v.id = g.version_id and v.sha256 = any(?) and g.state = 'hidden'
          and not exists (select from hidden_reading h where h.reading_id = g.id)),
      back as (
        delete from hidden_reading h using reading g, version v
        where g.id = h.reading_id and v.id = g.version_id and v.sha256 = any(?)
        returning h.*)
      update reading g set state = back.state, ask_at = now(), attempts = 0, fault = back.fault, title = back.title,
        text = back.text, reports = back.reports, figures = back.figures, measures = back.measures
      from back where g.id = back.reading_id""";

  private static final String WAIT_AGAIN =
      """
      update version v set published_at = null where v.sha256 = any(?) and v.document_id is null
        and exists (select from reading g where g.version_id = v.id and g.state in ('pending', 'staged'))""";

  /**
   * A page holds what its latest version tells. A holding names the first version with what is
   * read; when that one is hidden and the latest reads the same, it names the latest.
   */
  private static final String SETTLE =
      """
      with touched as materialized (select distinct page_id from version where sha256 = any(?)),
      latest as materialized (
        select distinct on (v.page_id) v.page_id, v.id, v.kind from version v
        where v.page_id in (select page_id from touched) and v.published_at is not null
          and (v.kind = 'tombstone' or v.document_id is not null)
        order by v.page_id, v.id desc),
      now as materialized (
        select l.page_id, l.id as version_id, g.id as reading_id, g.reports
        from latest l join reading g on g.version_id = l.id and g.state = 'current' where l.kind <> 'tombstone'),
      x as (
        select h.report_id, h.page_id, h.ordinal, n.page_id is not null as live, k.state = 'hidden' as away,
          n.version_id, n.reading_id
        from holding h join touched t on t.page_id = h.page_id join reading k on k.id = h.reading_id
        left join now n on n.page_id = h.page_id and n.reports -> h.ordinal::int ->> 'digest' = h.digest
        where h.live or ?)
      update holding h set live = x.live,
        version_id = case when x.live and x.away then x.version_id else h.version_id end,
        reading_id = case when x.live and x.away then x.reading_id else h.reading_id end
      from x where h.report_id = x.report_id and h.page_id = x.page_id and h.ordinal = x.ordinal
        and (h.live <> x.live or x.live and x.away)
      returning h.report_id""";

  private static final String DOCUMENTS =
      "select distinct document_id from version where sha256 = any(?) and document_id is not null";

  private static final String FORGET_TITLES =
      """
      update report r set title = null where r.deleted_at is not null and r.title is not null
        and r.id in (select h.report_id from holding h join version v on v.page_id = h.page_id where v.sha256 = any(?))""";

  private static final String READS_THE_SAME =
      """
      select distinct on (v.sha256) v.sha256, coalesce(t.origin, t.sha256), t.reason, t.who, t.same_text,
        t.erased_at is not null
      from reading g join version v on v.id = g.version_id
      join reading h on h.text_hash = g.text_hash and h.state = 'hidden'
      join version w on w.id = h.version_id
      join takedown t on t.sha256 = w.sha256 and t.lifted_at is null
      where g.id = any(?) and g.state = 'staged' and (w.page_id = v.page_id or t.same_text)
      order by v.sha256, t.id""";

  private Hiding() {}

  /**
   * A decision to hide.
   *
   * @param origin the payload that was named, where others only read the same
   * @param sameText whether what reads the same is hidden too, wherever it stands
   * @param erase whether the bytes are deleted for good
   */
  record Order(
      byte @Nullable [] origin, String reason, String who, boolean sameText, boolean erase) {}

  /**
   * Hides payloads that are not hidden yet. One that is may be widened to its text, or erased.
   *
   * @return what the feed tells of it
   */
  static List<Feed.Change> hide(Connection connection, Collection<byte[]> named, Order order)
      throws SQLException {
    byte[][] payloads = lock(connection, named);
    List<Feed.Change> changes = new ArrayList<>();
    if (payloads.length > 0) {
      try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
        insert.setBytes(1, order.origin());
        insert.setString(2, order.reason());
        insert.setString(3, order.who());
        insert.setBoolean(4, order.sameText());
        insert.setArray(5, connection.createArrayOf("bytea", payloads));
        insert.executeUpdate();
      }
      try (PreparedStatement update = connection.prepareStatement(LAY_PAYLOADS_APART)) {
        update.setArray(1, connection.createArrayOf("bytea", payloads));
        update.setString(2, order.reason());
        update.setArray(3, connection.createArrayOf("bytea", payloads));
        update.executeUpdate();
      }
      execute(connection, LAY_WIRES_APART, payloads);
      execute(connection, LAY_READINGS_APART, payloads);
      execute(connection, PASS_OVER, payloads);
      changes.addAll(settle(connection, payloads, false));
    }
    if (order.sameText()) {
      execute(connection, WIDEN, named.toArray(new byte[0][]));
    }
    if (order.erase()) {
      execute(connection, ERASE, named.toArray(new byte[0][]));
    }
    return changes;
  }

  /**
   * Shows again what was hidden and not erased.
   *
   * @return what the feed tells of it
   */
  static List<Feed.Change> show(Connection connection, byte[][] payloads) throws SQLException {
    execute(connection, PUT_BACK, payloads);
    execute(connection, "delete from hidden_bytes where payload = any(?)", payloads);
    execute(connection, READ_AGAIN, payloads);
    execute(connection, WAIT_AGAIN, payloads);
    return settle(connection, payloads, true);
  }

  /**
   * Hides what was read just now and reads as something hidden does, on the same page or, where the
   * takedown says so, anywhere.
   *
   * @param readings ids of readings that are staged
   * @return whether there was any
   */
  static boolean spread(Connection connection, Collection<Long> readings) throws SQLException {
    boolean any = false;
    try (PreparedStatement select = connection.prepareStatement(READS_THE_SAME)) {
      select.setArray(1, connection.createArrayOf("bigint", readings.toArray()));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        any = true;
        Order order =
            new Order(
                row.getBytes(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6));
        Feed.append(connection, hide(connection, List.of(row.getBytes(1)), order));
      }
    }
    return any;
  }

  /** Whether any of these readings reads as something hidden does. */
  static boolean isDue(Connection connection, Collection<Long> readings) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READS_THE_SAME)) {
      select.setArray(1, connection.createArrayOf("bigint", readings.toArray()));
      return select.executeQuery().next();
    }
  }

  private static byte[][] lock(Connection connection, Collection<byte[]> named)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SHOWN)) {
      select.setArray(1, connection.createArrayOf("bytea", named.toArray(new byte[0][])));
      ResultSet row = select.executeQuery();
      List<byte[]> shown = new ArrayList<>();
      while (row.next()) {
        shown.add(row.getBytes(1));
      }
      return shown.toArray(new byte[0][]);
    }
  }

  private static List<Feed.Change> settle(
      Connection connection, byte[][] payloads, boolean restoring) throws SQLException {
    Set<String> reports = new LinkedHashSet<>();
    try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
      update.setArray(1, connection.createArrayOf("bytea", payloads));
      update.setBoolean(2, restoring);
      ids(update, reports);
    }
    Set<String> documents = new LinkedHashSet<>();
    try (PreparedStatement select = connection.prepareStatement(DOCUMENTS)) {
      select.setArray(1, connection.createArrayOf("bytea", payloads));
      ids(select, documents);
    }
    List<Feed.Change> changes = Publisher.follow(connection, documents, reports);
    if (!restoring) {
      execute(connection, FORGET_TITLES, payloads);
    }
    return changes;
  }

  private static void ids(PreparedStatement statement, Set<String> ids) throws SQLException {
    ResultSet row = statement.executeQuery();
    while (row.next()) {
      ids.add(row.getString(1));
    }
  }

  /** Every parameter of the statement is the payloads. */
  private static void execute(Connection connection, String statement, byte[][] payloads)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      int parameters = update.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= parameters; i++) {
        update.setArray(i, connection.createArrayOf("bytea", payloads));
      }
      update.executeUpdate();
    }
  }
}
