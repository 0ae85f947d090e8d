package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fetch transaction: observation, payload, version, links, next turn and pending reading of
 * each attempt, all or nothing, and only while its token holds. Rows are locked in one order (page,
 * payload, new pages, groups), so that writers wait for each other but never deadlock.
 */
public final class Archive {

  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

  private final Transactions transactions;
  private final Pages pages;
  private final Groups groups;
  private final String reader;

  /**
   * @param reader the version of the reader that versions wait for
   */
  public Archive(Transactions transactions, Keeping keeping, String reader) {
    this.transactions = transactions;
    this.pages = new Pages(keeping);
    this.groups = new Groups(keeping);
    this.reader = reader;
  }

  /**
   * What became of a batch.
   *
   * @param kept attempts recorded
   * @param refused attempts whose lease had ended: another node's result counts
   * @param readings versions that now wait to be read
   */
  public record Recorded(int kept, int refused, int readings) {}

  /** What else is written of the attempts that are recorded, in their transaction. */
  @FunctionalInterface
  interface Postscript {
    void on(Connection connection, List<Attempt> held) throws SQLException;
  }

  /**
   * Records a batch. When it fails as a whole, each attempt is tried alone and one that fails alone
   * is counted against its page, so that a poisonous page harms only itself.
   *
   * @throws SQLException when the database takes nothing; the leases then end by themselves, and
   *     what was asked for does not count against its pages
   */
  public Recorded record(List<Attempt> attempts) throws SQLException {
    return record(attempts, (connection, held) -> {});
  }

  /** Records a batch in the same way, with a postscript to what is recorded. */
  Recorded record(List<Attempt> attempts, Postscript postscript) throws SQLException {
    Map<Long, byte[]> faces = Faces.of(attempts);
    try {
      return transactions.run(connection -> record(connection, attempts, faces, postscript));
    } catch (SQLException failure) {
      if (Outage.isIn(failure)) {
        uncount(attempts, failure);
        throw failure;
      }
      LOG.warn(
          "a batch of {} was refused, each is tried alone: {}",
          attempts.size(),
          failure.getMessage());
    }
    int kept = 0;
    int refused = 0;
    int readings = 0;
    for (Attempt attempt : attempts) {
      try {
        Recorded one =
            transactions.run(connection -> record(connection, List.of(attempt), faces, postscript));
        kept += one.kept();
        refused += one.refused();
        readings += one.readings();
      } catch (SQLException failure) {
        if (Outage.isIn(failure)) {
          throw failure;
        }
        LOG.error("{} could not be recorded: {}", attempt.visit().url(), failure.getMessage());
        transactions.commit(connection -> pages.setBack(connection, attempt, failure.getMessage()));
        refused++;
      }
    }
    return new Recorded(kept, refused, readings);
  }

  private void uncount(List<Attempt> attempts, SQLException outage) {
    try {
      transactions.commit(connection -> pages.uncount(connection, attempts));
    } catch (SQLException lasting) {
      outage.addSuppressed(lasting);
    }
  }

  private Recorded record(
      Connection connection, List<Attempt> batch, Map<Long, byte[]> faces, Postscript postscript)
      throws SQLException {
    List<Attempt> held = Faces.judged(connection, held(connection, batch), faces);
    if (held.isEmpty()) {
      return new Recorded(0, batch.size(), 0);
    }
    Map<Attempt, Payload> payloads = new HashMap<>();
    for (Attempt attempt : held) {
      if (attempt.payload() != null && attempt.outcome() != org.fangzhi.crawl.Outcome.UNCHANGED) {
        payloads.put(
            attempt, Payload.of(attempt.payload(), attempt.wire(), attempt.contentCoding()));
      }
    }
    Payloads.Kept kept = Payloads.keep(connection, held, payloads);
    Map<Long, Long> observations = observe(connection, held, payloads, kept.wires());
    List<NewVersion> versions = pages.versions(held, payloads, observations);
    int readings = write(connection, versions, kept.hidden());
    pages.update(connection, held, payloads, faces);
    TwinPages.find(connection, held, payloads);
    groups.lock(connection, held);
    pages.lead(connection, held);
    groups.release(connection, held);
    postscript.on(connection, held);
    return new Recorded(held.size(), batch.size() - held.size(), readings);
  }

  /** The attempts whose token still holds, their pages locked. */
  private static List<Attempt> held(Connection connection, List<Attempt> batch)
      throws SQLException {
    Set<Long> locked = new HashSet<>();
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select p.id from page p join unnest(?::bigint[], ?::bigint[]) u(id, token)"
                + " on p.id = u.id and p.token = u.token order by p.id for no key update of p")) {
      lock.setArray(1, Columns.of(connection, "bigint", batch, a -> a.visit().pageId()));
      lock.setArray(2, Columns.of(connection, "bigint", batch, a -> a.visit().token()));
      ResultSet rows = lock.executeQuery();
      while (rows.next()) {
        locked.add(rows.getLong(1));
      }
    }
    List<Attempt> held = new ArrayList<>();
    for (Attempt attempt : batch) {
      if (locked.remove(attempt.visit().pageId())) {
        held.add(attempt);
      }
    }
    held.sort(Comparator.comparingLong(attempt -> attempt.visit().pageId()));
    return held;
  }

  private static Map<Long, Long> observe(
      Connection connection,
      List<Attempt> held,
      Map<Attempt, Payload> payloads,
      Map<Attempt, byte[]> wires)
      throws SQLException {
    Map<Long, Long> ids = new HashMap<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into observation (page_id, run_id, token, at, took_ms, outcome, status, why, request, head,
              payload, wire, content_coding, hops, ip, tls, truncated)
            select u.page_id, u.run_id, u.token, u.at, u.took_ms, u.outcome, u.status, u.why, u.request, u.head,
              u.payload, u.wire, u.content_coding, u.hops::jsonb, u.ip, u.tls, u.truncated
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::int[], ?::text[], ?::smallint[],
              ?::text[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[],
              ?::text[])
              u(page_id, run_id, token, at, took_ms, outcome, status, why, request, head, payload, wire,
                content_coding, hops, ip, tls, truncated)
            returning page_id, id""")) {
      insert.setArray(1, Columns.of(connection, "bigint", held, a -> a.visit().pageId()));
      insert.setArray(2, Columns.of(connection, "bigint", held, a -> a.visit().runId()));
      insert.setArray(3, Columns.of(connection, "bigint", held, a -> a.visit().token()));
      insert.setArray(4, Columns.of(connection, "text", held, a -> a.at().toString()));
      insert.setArray(5, Columns.of(connection, "int", held, a -> (int) a.took().toMillis()));
      insert.setArray(6, Columns.of(connection, "text", held, a -> a.outcome().word()));
      insert.setArray(
          7,
          Columns.of(
              connection,
              "smallint",
              held,
              a -> a.status() == null ? null : a.status().shortValue()));
      insert.setArray(8, Columns.of(connection, "text", held, Attempt::why));
      insert.setArray(9, Columns.of(connection, "bytea", held, Attempt::request));
      insert.setArray(10, Columns.of(connection, "bytea", held, Attempt::head));
      insert.setArray(
          11,
          Columns.of(
              connection,
              "bytea",
              held,
              a -> payloads.containsKey(a) ? payloads.get(a).sha256() : null));
      insert.setArray(12, Columns.of(connection, "bytea", held, wires::get));
      insert.setArray(13, Columns.of(connection, "text", held, Attempt::contentCoding));
      insert.setArray(14, Columns.of(connection, "text", held, Attempt::hops));
      insert.setArray(15, Columns.of(connection, "text", held, Attempt::ip));
      insert.setArray(16, Columns.of(connection, "text", held, Attempt::tls));
      insert.setArray(17, Columns.of(connection, "text", held, Attempt::truncated));
      ResultSet rows = insert.executeQuery();
      while (rows.next()) {
        ids.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return ids;
  }

  /** What a takedown hides is a version like others, but never read and not waited for. */
  private int write(Connection connection, List<NewVersion> versions, Set<byte[]> hidden)
      throws SQLException {
    if (versions.isEmpty()) {
      return 0;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            with u as (
              select * from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[], ?::bytea[],
                ?::boolean[], ?::boolean[]) u(page_id, run_id, observation_id, at, kind, sha256, is_read, is_hidden)),
            v as (
              insert into version (page_id, run_id, observation_id, at, kind, sha256, published_at)
              select page_id, run_id, observation_id, at, kind, sha256, case when is_read and not is_hidden then null else now() end
              from u returning id, observation_id)
            insert into reading (version_id, run_id, reader, state)
            select v.id, u.run_id, ?, case when u.is_hidden then 'hidden' else 'pending' end
            from v join u using (observation_id) where u.is_read and u.sha256 is not null""")) {
      insert.setArray(1, Columns.of(connection, "bigint", versions, NewVersion::pageId));
      insert.setArray(2, Columns.of(connection, "bigint", versions, NewVersion::runId));
      insert.setArray(3, Columns.of(connection, "bigint", versions, NewVersion::observationId));
      insert.setArray(4, Columns.of(connection, "text", versions, v -> v.at().toString()));
      insert.setArray(5, Columns.of(connection, "text", versions, NewVersion::kind));
      insert.setArray(6, Columns.of(connection, "bytea", versions, NewVersion::sha256));
      insert.setArray(7, Columns.of(connection, "boolean", versions, NewVersion::isRead));
      insert.setArray(
          8,
          Columns.of(
              connection,
              "boolean",
              versions,
              v -> v.sha256() != null && hidden.contains(v.sha256())));
      insert.setString(9, reader);
      return insert.executeUpdate();
    }
  }
}
