package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pending readings: claimed, and staged by the read transaction while their token holds. */
public final class Readings {

  private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

  /** After this time without a renewal another reader may try. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** A version that failed this often is set aside and listed; its bytes stay. */
  private static final int MOST_ATTEMPTS = 3;

  // Whichever reader comes first reads a new version; to read one again is for the reader that it
  // is about.
  private static final String MINE =
      "(g.reader = ? or exists (select from version v where v.id = g.version_id and v.published_at is null))";

  // A row that is due with a token was in hand when its reader died or hung. It is read alone, and
  // only then does the attempt count before it is answered: one of a batch may be innocent. It has
  // its turn before fresh ones that are younger; while it is being read, they go on.
  private static final String CLAIM =
      """
      with fresh as (
        select id, ask_at from reading g
        where state = 'pending' and ask_at <= now() and attempts < ? and token is null and
      """
          + MINE
          + """
        order by ask_at, id limit ? for update skip locked),
      unanswered as (
        select id, ask_at from reading g
        where state = 'pending' and ask_at <= now() and attempts < ? and token is not null and
      """
          + MINE
          + """
          and not exists (select from reading where state = 'pending' and node = ? and token is not null
            and ask_at > now() and attempts > 0)
        order by ask_at, id limit 1 for update skip locked),
      alone as (
        select id from unanswered u
        where not exists (select from fresh f where (f.ask_at, f.id) < (u.ask_at, u.id))),
      due as (
        select id, 1 as counted from alone
        union all select id, 0 from fresh where not exists (select from alone))
      update reading g set token = ?, node = ?, reader = ?, ask_at = now() + ? * interval '1 millisecond',
        attempts = g.attempts + due.counted
      from due, version v, page p, source s, observation o, payload y
      where g.id = due.id and v.id = g.version_id and p.id = v.page_id and s.id = p.source_id
        and o.id = v.observation_id and y.sha256 = v.sha256 and y.bytes is not null
      returning g.id, g.attempts + 1 - due.counted, p.url, o.head, p.anchor, s.division, y.coding,
        y.length, y.bytes""";

  private final Transactions transactions;

  private final Transactions renewals;

  private final String node;

  private final String reader;

  /**
   * @param node the name of this process
   * @param reader the version of its reader
   */
  public Readings(Transactions transactions, String node, String reader) {
    this(transactions, transactions, node, reader);
  }

  /**
   * @param renewals by which leases are renewed, however busy the others are
   * @param node the name of this process
   * @param reader the version of its reader
   */
  public Readings(Transactions transactions, Transactions renewals, String node, String reader) {
    this.transactions = transactions;
    this.renewals = renewals;
    this.node = node;
    this.reader = reader;
  }

  /**
   * Claims up to {@code most} versions to read. One that a reader did not come back from is claimed
   * alone, and a process holds one such at a time.
   */
  public synchronized List<Unread> claim(int most) throws SQLException {
    return transactions.run(
        connection -> {
          long token = Claims.nextToken(connection);
          List<Unread> claimed = new ArrayList<>();
          try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setInt(1, MOST_ATTEMPTS);
            claim.setString(2, reader);
            claim.setInt(3, most);
            claim.setInt(4, MOST_ATTEMPTS);
            claim.setString(5, reader);
            claim.setString(6, node);
            claim.setLong(7, token);
            claim.setString(8, node);
            claim.setString(9, reader);
            claim.setLong(10, LEASE.toMillis());
            ResultSet rows = claim.executeQuery();
            while (rows.next()) {
              claimed.add(
                  new Unread(
                      rows.getLong(1),
                      token,
                      rows.getInt(2),
                      rows.getString(3),
                      rows.getBytes(4),
                      rows.getString(5),
                      rows.getString(6),
                      rows.getString(7),
                      rows.getInt(8),
                      rows.getBytes(9)));
            }
          }
          return claimed;
        });
  }

  /**
   * Begins the lease of claimed versions anew, as long as nobody else has claimed them.
   *
   * @return the ids of the readings that are still held
   */
  public Set<Long> renew(List<Unread> claimed) throws SQLException {
    return renewals.run(
        connection -> {
          Set<Long> held = new HashSet<>();
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update reading g set ask_at = now() + ? * interval '1 millisecond'
                  from unnest(?::bigint[], ?::bigint[]) u(id, token)
                  where g.id = u.id and g.token = u.token and g.state = 'pending' returning g.id""")) {
            update.setLong(1, LEASE.toMillis());
            update.setArray(2, Columns.of(connection, "bigint", claimed, Unread::readingId));
            update.setArray(3, Columns.of(connection, "bigint", claimed, Unread::token));
            ResultSet rows = update.executeQuery();
            while (rows.next()) {
              held.add(rows.getLong(1));
            }
          }
          return held;
        });
  }

  /** Stages what was read. When a batch fails as a whole, each is tried alone. */
  public void stage(List<Read> batch) throws SQLException {
    try {
      transactions.commit(connection -> stage(connection, batch));
    } catch (SQLException failure) {
      if (Outage.isIn(failure)) {
        giveBack(batch, failure);
        throw failure;
      }
      if (batch.size() == 1) {
        LOG.error("{} could not be staged: {}", batch.get(0).unread().url(), failure.getMessage());
        Read failed = Read.failed(batch.get(0).unread(), failure.getMessage().replace("\0", ""));
        transactions.commit(connection -> stage(connection, List.of(failed)));
        return;
      }
      for (Read one : batch) {
        stage(List.of(one));
      }
      return;
    }
    hide(batch);
  }

  /** What only the database has failed on counts against no version. */
  private void giveBack(List<Read> batch, SQLException outage) {
    try {
      transactions.commit(
          connection -> {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "update reading set token = null, ask_at = now() + interval '10 seconds',"
                        + " attempts = ? where id = ? and token = ?")) {
              for (Read read : batch) {
                update.setInt(1, read.unread().attempts() - 1);
                update.setLong(2, read.unread().readingId());
                update.setLong(3, read.unread().token());
                update.addBatch();
              }
              update.executeBatch();
            }
          });
    } catch (SQLException lasting) {
      outage.addSuppressed(lasting); // then their leases end by themselves
    }
  }

  /** Not only when it is published: what reads as something hidden is in sight meanwhile. */
  private void hide(List<Read> batch) throws SQLException {
    List<Long> ids = batch.stream().map(read -> read.unread().readingId()).toList();
    if (transactions.run(connection -> Hiding.isDue(connection, ids))) {
      transactions.commit(
          connection -> {
            Publisher.lock(connection);
            Hiding.spread(connection, ids);
          });
    }
  }

  private static void stage(Connection connection, List<Read> batch) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                """
                update reading set state = 'staged', token = null, read_at = now(), fault = null, media_type = ?,
                  charset = ?, title = ?, mirror = ?, text = ?, text_hash = ?, reports = ?::jsonb,
                  figures = ?, measures = ?::jsonb
                where id = ? and token = ?""");
        PreparedStatement fail =
            connection.prepareStatement(
                """
                update reading set token = null, fault = ?, ask_at = now() + interval '1 second', attempts = ?,
                  state = case when ? then 'set-aside' else state end
                where id = ? and token = ?""")) {
      for (Read read : batch) {
        if (read.fault() == null) {
          stage(update, read);
        } else {
          fail.setString(1, read.fault());
          fail.setInt(2, read.unread().attempts());
          fail.setBoolean(3, read.unread().attempts() >= MOST_ATTEMPTS);
          fail.setLong(4, read.unread().readingId());
          fail.setLong(5, read.unread().token());
          fail.addBatch();
        }
      }
      update.executeBatch();
      fail.executeBatch();
    }
  }

  private static void stage(PreparedStatement update, Read read) throws SQLException {
    update.setString(1, read.mediaType());
    update.setString(2, read.charset());
    update.setString(3, read.title());
    update.setBoolean(4, read.mirror());
    update.setString(5, read.text());
    update.setBytes(6, read.textHash());
    Folded reports = Objects.requireNonNull(read.reports());
    update.setString(7, reports.reports());
    update.setString(8, reports.figures());
    update.setString(9, reports.measures());
    update.setLong(10, read.unread().readingId());
    update.setLong(11, read.unread().token());
    update.addBatch();
  }
}
