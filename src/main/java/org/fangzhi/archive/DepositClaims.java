package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/** Claims pages of deposits for the inbox's own run, as a harvest claims those that it asks for. */
final class DepositClaims {

  /** Long enough for one batch to be recorded. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  /** More absences than anybody wants to see confirmed. */
  private static final int MANY = 10_000;

  private DepositClaims() {}

  /** A page as it stood, claimed. {@code older} when the page holds something newer. */
  record Claimed(Deposit.Page page, Visit visit, boolean older, String row) {}

  /** The open run of the inbox, begun when there is none; without pages that nobody has in hand. */
  static long run(Connection connection) throws SQLException {
    try (PreparedStatement source =
        connection.prepareStatement(
            "insert into source (id, name, definition, removed_at) values (?, '收件箱', '{}', now())"
                + " on conflict do nothing")) { // at rest: no page of it is ever asked for
      source.setString(1, Frontier.INBOX);
      source.executeUpdate();
    }
    try (PreparedStatement open =
        connection.prepareStatement(
            "select id from run where source_id = ? and ended_at is null and kind <> 'reparse'"
                + " for update")) {
      open.setString(1, Frontier.INBOX);
      ResultSet row = open.executeQuery();
      if (row.next()) {
        long run = row.getLong(1);
        letGo(connection, run);
        return run;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into run (source_id, kind, definition) values (?, 'harvest', '{}') returning id")) {
      insert.setString(1, Frontier.INBOX);
      ResultSet row = insert.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** Lets go of pages whose claim has ended: no harvest ever asks for a page of the inbox. */
  private static void letGo(Connection connection, long run) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page set run_id = null, ask_at = null, token = null"
                + " where run_id = ? and ask_at <= now()")) {
      update.setLong(1, run);
      update.executeUpdate();
    }
  }

  /** Lets go of what could not be recorded, so that the run can end. */
  static void letGo(Connection connection, List<Claimed> claimed) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page set run_id = null, ask_at = null, token = null"
                + " where id = ? and run_id = ? and (token is null or token = ?)")) {
      for (Claimed each : claimed) {
        update.setLong(1, each.visit().pageId());
        update.setLong(2, each.visit().runId());
        update.setLong(3, each.visit().token());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** Claims a page, unless it is kept already; returns its address when a harvest has it. */
  static @Nullable String claim(
      Connection connection,
      long run,
      long token,
      Deposit deposit,
      Deposit.Page page,
      List<Claimed> claimed)
      throws SQLException {
    know(connection, deposit, page);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select p.id, p.run_id, p.kind, p.state, p.sha256, to_jsonb(p),
              (select max(v.at) from version v where v.page_id = p.id) as latest,
              exists (select from version v where v.page_id = p.id and v.sha256 = ? and v.at = ?)
                as known_version,
              exists (select from observation o where o.page_id = p.id and o.at = ?) as known,
              (select id from pace_group where name = ?) as inbox
            from page p where p.url = ? for no key update of p""")) {
      byte[] sha256 = page.payload() == null ? null : Payload.sha256(page.payload());
      select.setBytes(1, sha256);
      select.setObject(2, page.at().atOffset(ZoneOffset.UTC));
      select.setObject(3, page.at().atOffset(ZoneOffset.UTC));
      select.setString(4, Frontier.INBOX);
      select.setString(5, page.url());
      ResultSet row = select.executeQuery();
      row.next();
      long inHand = row.getLong("run_id");
      if (!row.wasNull() && inHand != run) {
        return page.url();
      }
      byte[] held = row.getBytes("sha256");
      Harvested told = page.harvested();
      boolean kept =
          told == null
              ? Arrays.equals(held, sha256) || row.getBoolean("known_version")
              : row.getBoolean("known") || told.outcome() == Outcome.UNCHANGED && held == null;
      if (kept) {
        return null;
      }
      OffsetDateTime latest = row.getObject("latest", OffsetDateTime.class);
      boolean older = latest != null && latest.toInstant().isAfter(page.at());
      boolean tombstone = told != null && "tombstone".equals(told.version());
      Visit visit =
          new Visit(
              row.getLong("id"),
              token,
              row.getLong("inbox"), // its own group's circuit is none of a deposit's business
              Frontier.INBOX,
              run,
              page.url(),
              // An older one is kept as a version, but not read for what is held.
              older ? PageKind.REQUISITE : PageKind.of(row.getString("kind")),
              0,
              null,
              1,
              state(told, row.getString("state")),
              null,
              null,
              held,
              // What made the tombstone there makes it here, and nothing else does.
              tombstone ? MANY : told == null ? 0 : -1,
              tombstone ? Instant.EPOCH : null);
      claimed.add(new Claimed(page, visit, older, row.getString(6)));
      hold(connection, visit);
      return null;
    }
  }

  /** The state by which the attempt makes the version that it made before. */
  private static String state(@Nullable Harvested told, String state) {
    if (told == null || told.version() == null) {
      return state;
    }
    return told.version().equals("restoration") ? "gone" : "live";
  }

  private static void know(Connection connection, Deposit deposit, Deposit.Page page)
      throws SQLException {
    Harvested told = page.harvested();
    // A group of the inbox's own: the pace of a host is for the source to say that finds the page.
    String source =
        told != null ? told.source() : deposit.source() != null ? deposit.source() : Frontier.INBOX;
    String group =
        told != null ? told.group() : deposit.source() == null ? Frontier.INBOX : host(page.url());
    try (PreparedStatement groups =
            connection.prepareStatement(
                "insert into pace_group (name, delay_ms) select n, s.delay_ms"
                    + " from unnest(?::text[], ?::text[]) x(n, s_id) join source s on s.id = x.s_id"
                    + " where not exists (select from pace_group g where g.name = n)"
                    + " on conflict do nothing");
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into page (source_id, group_id, url, kind, depth, anchor, found_on)
                select ?, g.id, ?, ?, ?, ?, (select f.id from page f where f.url = ?) from pace_group g
                where g.name = ? and not exists (select from page p where p.url = ?)
                on conflict (url) do nothing""")) {
      groups.setArray(1, connection.createArrayOf("text", new Object[] {Frontier.INBOX, group}));
      groups.setArray(2, connection.createArrayOf("text", new Object[] {Frontier.INBOX, source}));
      groups.executeUpdate();
      insert.setString(1, source);
      insert.setString(2, page.url());
      insert.setString(3, page.kind().key());
      insert.setInt(4, told == null ? 0 : told.depth());
      insert.setString(5, told == null ? deposit.name() : told.anchor());
      insert.setString(6, told == null ? null : told.via());
      insert.setString(7, group);
      insert.setString(8, page.url());
      insert.executeUpdate();
    }
  }

  /** Host and port: the pace group of pages whose source names none. */
  private static String host(String url) {
    int from = url.indexOf("//") + 2;
    int to = url.indexOf('/', from);
    return to < from ? Frontier.INBOX : url.substring(from, to);
  }

  private static void hold(Connection connection, Visit visit) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page set run_id = ?, token = ?, ask_at = now() + ? * interval '1 second'"
                + " where id = ?")) {
      update.setLong(1, visit.runId());
      update.setLong(2, visit.token());
      update.setLong(3, CLAIM.toSeconds());
      update.setLong(4, visit.pageId());
      update.executeUpdate();
    }
  }
}
