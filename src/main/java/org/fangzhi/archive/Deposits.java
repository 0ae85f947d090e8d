package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Transactions;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/**
 * Archives pages that were not fetched but laid into the inbox. A page is claimed as for a fetch
 * and recorded by the fetch transaction, so that what is deposited is kept, read and published like
 * what is harvested.
 */
public final class Deposits {

  /** Long enough for one batch to be recorded. */
  private static final Duration CLAIM = Duration.ofMinutes(5);

  private final Transactions transactions;
  private final Archive archive;

  public Deposits(Transactions transactions, Archive archive) {
    this.transactions = transactions;
    this.archive = archive;
  }

  /** Not all pages can be kept now; the deposit is to be tried again later. */
  public static final class Busy extends Exception {
    private static final long serialVersionUID = 1;

    Busy(String message) {
      super(message);
    }
  }

  /** A page as it stood, claimed. {@code older} when the page holds something newer. */
  private record Claimed(Deposit.Page page, Visit visit, boolean older, String row) {}

  /** Whether a file with these bytes was taken before. */
  public boolean isKnown(byte[] sha256) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("select 1 from deposit where sha256 = ?")) {
            select.setBytes(1, sha256);
            return select.executeQuery().next();
          }
        });
  }

  /**
   * Keeps pages of a file. One that is held already, or was held at that time, is passed over.
   *
   * @return how many were kept
   * @throws Busy when one of them is being harvested or cannot be recorded; what was kept before is
   *     passed over the next time
   */
  public int keep(Deposit deposit, List<Deposit.Page> pages) throws SQLException, Busy {
    int kept = 0;
    Map<String, Deposit.Page> batch = new LinkedHashMap<>();
    for (Deposit.Page page : pages) {
      if (batch.containsKey(page.url())) { // one claim is one capture of an address
        kept += keepTogether(deposit, batch.values());
        batch.clear();
      }
      batch.put(page.url(), page);
    }
    return kept + keepTogether(deposit, batch.values());
  }

  private int keepTogether(Deposit deposit, Collection<Deposit.Page> pages)
      throws SQLException, Busy {
    List<Claimed> claimed = new ArrayList<>();
    String busy =
        transactions.run(
            connection -> {
              long run = run(connection);
              long token = Claims.nextToken(connection);
              for (Deposit.Page page : pages) {
                String inHand = claim(connection, run, token, deposit, page, claimed);
                if (inHand != null) {
                  connection.rollback();
                  return inHand;
                }
              }
              return null;
            });
    if (busy != null) {
      throw new Busy(busy + " is being harvested now; the file is taken once that has ended");
    }
    if (claimed.isEmpty()) {
      return 0;
    }
    List<Attempt> attempts = claimed.stream().map(each -> attempt(deposit, each)).toList();
    int kept =
        archive
            .record(attempts, (connection, held) -> settle(connection, deposit, claimed, held))
            .kept();
    if (kept < claimed.size()) {
      transactions.commit(connection -> letGo(connection, claimed));
      throw new Busy(
          "%d of %d pages of %s could not be kept, the log says why; the file is tried again"
              .formatted(claimed.size() - kept, claimed.size(), deposit.name()));
    }
    return kept;
  }

  /** Remembers that a file was taken, so that it is not taken again. */
  public void taken(Deposit deposit, int kept, @Nullable String note) throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into deposit (sha256, name, at, length, kept, note)"
                      + " values (?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            insert.setBytes(1, deposit.sha256());
            insert.setString(2, deposit.name());
            insert.setObject(3, deposit.at().atOffset(ZoneOffset.UTC));
            insert.setLong(4, deposit.length());
            insert.setInt(5, kept);
            insert.setString(6, note);
            insert.executeUpdate();
          }
        });
  }

  /** The open run of the inbox, begun when there is none; without pages that nobody has in hand. */
  private static long run(Connection connection) throws SQLException {
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
  private static void letGo(Connection connection, List<Claimed> claimed) throws SQLException {
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

  /** Claims a page; returns its address when a harvest has it. */
  private static @Nullable String claim(
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
              exists (select from version v where v.page_id = p.id and v.sha256 = ? and v.at = ?) as known,
              (select id from pace_group where name = ?) as inbox
            from page p where p.url = ? for no key update of p""")) {
      byte[] sha256 = Payload.sha256(page.payload());
      select.setBytes(1, sha256);
      select.setObject(2, page.at().atOffset(ZoneOffset.UTC));
      select.setString(3, Frontier.INBOX);
      select.setString(4, page.url());
      ResultSet row = select.executeQuery();
      row.next();
      long inHand = row.getLong(2);
      if (!row.wasNull() && inHand != run) {
        return page.url();
      }
      byte[] held = row.getBytes(5);
      if (java.util.Arrays.equals(held, sha256) || row.getBoolean(8)) {
        return null;
      }
      OffsetDateTime latest = row.getObject(7, OffsetDateTime.class);
      boolean older = latest != null && latest.toInstant().isAfter(page.at());
      PageKind kind = PageKind.of(row.getString(3));
      Visit visit =
          new Visit(
              row.getLong(1),
              token,
              row.getLong(9), // its own group's circuit is none of a deposit's business
              Frontier.INBOX,
              run,
              page.url(),
              older ? PageKind.REQUISITE : kind, // kept as a version, but not read for what is held
              0,
              null,
              1,
              row.getString(4),
              null,
              null,
              held,
              0,
              null);
      claimed.add(new Claimed(page, visit, older, row.getString(6)));
      hold(connection, visit);
      return null;
    }
  }

  private static void know(Connection connection, Deposit deposit, Deposit.Page page)
      throws SQLException {
    // A group of the inbox's own: the pace of a host is for the source to say that finds the page.
    try (PreparedStatement group =
            connection.prepareStatement(
                "insert into pace_group (name, delay_ms) select n, 2000 from (values (?)) x(n)"
                    + " where not exists (select from pace_group g where g.name = n)"
                    + " on conflict do nothing");
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into page (source_id, group_id, url, kind, depth, anchor)
                select ?, g.id, ?, ?, 0, ? from pace_group g
                where g.name = ? and not exists (select from page p where p.url = ?)
                on conflict (url) do nothing""")) {
      group.setString(1, Frontier.INBOX);
      group.executeUpdate();
      insert.setString(1, Frontier.INBOX);
      insert.setString(2, page.url());
      insert.setString(3, page.kind().key());
      insert.setString(4, deposit.name());
      insert.setString(5, Frontier.INBOX);
      insert.setString(6, page.url());
      insert.executeUpdate();
    }
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

  private static Attempt attempt(Deposit deposit, Claimed claimed) {
    Deposit.Page page = claimed.page();
    return new Attempt(
        claimed.visit(),
        claimed.visit().sha256() == null ? Outcome.NEW : Outcome.CHANGED,
        page.at(),
        Duration.ZERO,
        page.head() == null ? null : 200,
        deposit.why(),
        null,
        page.head(),
        page.wire(),
        page.coding(),
        page.payload(),
        null,
        page.ip(),
        null,
        page.truncated(),
        null,
        null,
        null,
        null,
        List.of(),
        false);
  }

  /** Names the file with what came of it; a page that holds something newer goes on holding it. */
  private static void settle(
      Connection connection, Deposit deposit, List<Claimed> claimed, List<Attempt> held)
      throws SQLException {
    Set<Long> recorded = new HashSet<>();
    held.forEach(attempt -> recorded.add(attempt.visit().pageId()));
    try (PreparedStatement name =
            connection.prepareStatement(
                "update observation set deposit = ? where page_id = ? and run_id = ? and token = ?");
        PreparedStatement restore =
            connection.prepareStatement(
                """
                update page p set (state, etag, last_modified, sha256, checked_at, changed_at, misses,
                  missed_since, moved_to, outcome, fault, every, due_at, links, face) = (b.state, b.etag,
                  b.last_modified, b.sha256, b.checked_at, b.changed_at, b.misses, b.missed_since, b.moved_to,
                  b.outcome, b.fault, b.every, b.due_at, b.links, b.face)
                from jsonb_populate_record(null::page, ?::jsonb) b where p.id = b.id""")) {
      for (Claimed each : claimed) {
        if (!recorded.contains(each.visit().pageId())) {
          continue;
        }
        name.setBytes(1, deposit.sha256());
        name.setLong(2, each.visit().pageId());
        name.setLong(3, each.visit().runId());
        name.setLong(4, each.visit().token());
        name.executeUpdate();
        if (each.older()) {
          restore.setString(1, each.row());
          restore.executeUpdate();
        }
      }
    }
  }
}
