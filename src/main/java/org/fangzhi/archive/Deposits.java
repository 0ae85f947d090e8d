package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.archive.DepositClaims.Claimed;
import org.fangzhi.crawl.Head;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Archives pages that were not fetched but laid into the inbox. A page is claimed as for a fetch
 * and recorded by the fetch transaction, so that what is deposited is kept, read and published like
 * what is harvested.
 */
public final class Deposits {

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

  /** Makes a source known that another archive of ours had; it rests until a file names it. */
  public void know(String id, String name, @Nullable String division, String definition)
      throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into source (id, name, division, definition, removed_at)"
                      + " values (?, ?, ?, ?::jsonb, now()) on conflict do nothing")) {
            insert.setString(1, id);
            insert.setString(2, name);
            insert.setString(3, division);
            insert.setString(4, definition);
            insert.executeUpdate();
          }
        });
  }

  /**
   * What an address held at a time, decoded.
   *
   * @return null when nothing of that time is kept
   */
  public byte @Nullable [] held(String url, Instant at) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select o.payload from page p join observation o on o.page_id = p.id
                  where p.url = ? and date_trunc('second', o.at) = date_trunc('second', ?::timestamptz)
                    and o.payload is not null and o.outcome in ('new', 'changed') limit 1""")) {
            select.setString(1, url);
            select.setObject(2, at.atOffset(ZoneOffset.UTC));
            ResultSet row = select.executeQuery();
            return row.next() ? Payload.load(connection, row.getBytes(1)) : null;
          }
        });
  }

  /** Whether any content of an address is kept. */
  public boolean holds(String url) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select 1 from page where url = ? and sha256 is not null")) {
            select.setString(1, url);
            return select.executeQuery().next();
          }
        });
  }

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
   * Keeps pages of a file. One that is held already, or was held at that time, is passed over; of
   * an archive of ours each capture is kept that is not there yet.
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
              long run = DepositClaims.run(connection);
              long token = Claims.nextToken(connection);
              for (Deposit.Page page : pages) {
                String inHand = DepositClaims.claim(connection, run, token, deposit, page, claimed);
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
      transactions.commit(connection -> DepositClaims.letGo(connection, claimed));
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

  private static Attempt attempt(Deposit deposit, Claimed claimed) {
    Deposit.Page page = claimed.page();
    Harvested told = page.harvested();
    Outcome outcome =
        told != null
            ? told.outcome()
            : claimed.visit().sha256() == null ? Outcome.NEW : Outcome.CHANGED;
    Head head = told != null && page.head() != null ? new Head(page.head()) : Head.NONE;
    return new Attempt(
        claimed.visit(),
        outcome,
        page.at(),
        told == null ? Duration.ZERO : told.took(),
        told != null ? told.status() : page.head() == null ? null : Integer.valueOf(200),
        told == null ? deposit.why() : told.why(),
        page.request(),
        page.head(),
        page.wire(),
        page.coding(),
        page.payload(),
        told == null ? null : told.hops(),
        page.ip(),
        told == null ? null : told.tls(),
        page.truncated(),
        outcome.isContent() ? head.first("ETag") : null,
        outcome.isContent() ? head.first("Last-Modified") : null,
        null,
        told == null ? null : told.movedTo(),
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
        Given.keep(connection, each);
      }
    }
  }
}
