package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Transactions;

/**
 * The publish transaction: staged readings become current, documents, reports and holdings follow,
 * and the changes are appended, all or nothing. One publisher at a time; a version is published
 * once, and again when it was read again.
 */
public final class Publisher {

  /** Versions a transaction. */
  private static final int BATCH = 500;

  /** Any fixed number: the key of the lock that lets one publisher at a time through. */
  private static final long ONE_PUBLISHER = 0x66616e677a6869L;

  /**
   * Whether no later version of page "u" tells what the page holds; it may be of the same batch.
   */
  private static final String NONE_LATER =
      """
      not exists (select from version n where n.page_id = u.page_id and n.id > u.version_id
        and n.published_at is not null and (n.kind = 'tombstone' or n.document_id is not null))
      """;

  private final Transactions transactions;

  /** Whether the database's table of measures is known to be that of this Fangzhi. */
  private volatile boolean declared;

  public Publisher(Transactions transactions) {
    this.transactions = transactions;
  }

  /** A report as one page holds it after this batch. */
  private record Held(String report, String document, Staged version, Staged.Item item) {}

  /**
   * Publishes all that waits of a source.
   *
   * @return how many versions were published
   */
  public int publish(String sourceId) throws SQLException {
    return publish(sourceId, Long.MAX_VALUE);
  }

  /**
   * Publishes what waits of a source up to one of its runs: what a later one brought has yet to be
   * looked at.
   *
   * @return how many versions were published
   */
  public int publish(String sourceId, long lastRun) throws SQLException {
    int published = 0;
    for (List<Long> wave :
        transactions.run(connection -> Staged.waiting(connection, sourceId, lastRun))) {
      published += publish(wave);
    }
    return published;
  }

  /**
   * Publishes versions that wait, or were read again, in the order of their ids given. One that
   * somebody else has published meanwhile is passed over.
   *
   * @return how many versions were published
   */
  public int publish(List<Long> waiting) throws SQLException {
    if (!declared) {
      transactions.commit(Measure::declare);
      declared = true;
    }
    int published = 0;
    for (int from = 0; from < waiting.size(); from += BATCH) {
      List<Long> ids = waiting.subList(from, Math.min(waiting.size(), from + BATCH));
      published += transactions.run(connection -> publish(connection, ids));
    }
    return published;
  }

  private static int publish(Connection connection, List<Long> ids) throws SQLException {
    lock(connection);
    List<Staged> batch = Staged.load(connection, ids);
    if (Hiding.spread(connection, read(batch))) {
      batch = Staged.load(connection, ids);
    }
    Identities identities = Identities.load(connection, batch);
    List<Held> held = new ArrayList<>();
    List<Staged> read = new ArrayList<>();
    List<String> documents = new ArrayList<>();
    Map<Long, String> latest = new HashMap<>();
    for (Staged waiting : batch) {
      if (waiting.isTombstone() || waiting.readingId() == null) {
        continue;
      }
      Staged version = waiting.after(latest.get(waiting.pageId()));
      String document = identities.document(version);
      latest.put(version.pageId(), document);
      read.add(version);
      documents.add(document);
      for (Staged.Item item : version.reports()) {
        held.add(new Held(identities.report(document, version, item), document, version, item));
      }
    }
    Set<String> touched = writeDocuments(connection, batch, read, documents);
    Set<String> reports = writeHoldings(connection, batch, held);
    Feed.append(connection, follow(connection, touched, reports));
    return batch.size();
  }

  /** Lets one publisher through at a time, until the transaction ends. */
  static void lock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
      lock.setLong(1, ONE_PUBLISHER);
      lock.executeQuery();
    }
  }

  private static List<Long> read(List<Staged> batch) {
    return batch.stream().map(Staged::readingId).filter(Objects::nonNull).toList();
  }

  /**
   * Lets documents and reports follow what is held of them now.
   *
   * @return what the feed is to tell
   */
  static List<Feed.Change> follow(Connection connection, Set<String> documents, Set<String> reports)
      throws SQLException {
    List<Feed.Change> changes = new ArrayList<>(Leads.documents(connection, documents));
    Map<String, Set<String>> next = History.next(connection, reports);
    List<Feed.Change> changed = Leads.reports(connection, reports);
    changes.addAll(changed);
    changes.addAll(History.follow(connection, changed, next));
    return changes;
  }

  /** Binds versions to documents, makes their readings current. Returns documents to look at. */
  private static Set<String> writeDocuments(
      Connection connection, List<Staged> batch, List<Staged> read, List<String> documents)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into document (id, first_at) select u.id, min(u.at)"
                + " from unnest(?::text[], ?::timestamptz[]) u(id, at) group by u.id order by u.id"
                + " on conflict (id) do nothing")) {
      insert.setArray(1, connection.createArrayOf("text", documents.toArray()));
      insert.setArray(2, Columns.of(connection, "text", read, v -> v.at().toString()));
      insert.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update version v set published_at = now() where v.id = any(?) and v.published_at is null")) {
      update.setArray(1, Columns.of(connection, "bigint", batch, Staged::versionId));
      update.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update version v set document_id = u.document_id
            from unnest(?::bigint[], ?::text[]) u(id, document_id)
            where v.id = u.id and v.document_id is null""")) {
      update.setArray(1, Columns.of(connection, "bigint", read, Staged::versionId));
      update.setArray(2, connection.createArrayOf("text", documents.toArray()));
      update.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update reading g set state = case when g.id = u.reading_id then 'current' else 'superseded' end
            from unnest(?::bigint[], ?::bigint[]) u(version_id, reading_id)
            where g.version_id = u.version_id and (g.id = u.reading_id or g.state = 'current')""")) {
      update.setArray(1, Columns.of(connection, "bigint", read, Staged::versionId));
      update.setArray(2, Columns.of(connection, "bigint", read, Staged::readingId));
      update.executeUpdate();
    }
    Set<String> touched = new LinkedHashSet<>(documents);
    batch.stream().map(Staged::before).forEach(touched::add);
    batch.stream().map(Staged::documentId).forEach(touched::add);
    touched.remove(null);
    return touched;
  }

  /** Writes what each page holds now. Returns the reports to look at. */
  private static Set<String> writeHoldings(
      Connection connection, List<Staged> batch, List<Held> held) throws SQLException {
    Set<String> reports = new LinkedHashSet<>();
    held.forEach(one -> reports.add(one.report()));
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update holding h set live = false
            from (select page_id, max(version_id) as version_id
                  from unnest(?::bigint[], ?::bigint[]) t(page_id, version_id) group by page_id) u
            where h.page_id = u.page_id and h.live and
            """
                + NONE_LATER
                + " returning h.report_id")) {
      // A version that nobody could read tells nothing of what the page holds.
      List<Staged> told =
          batch.stream().filter(v -> v.isTombstone() || v.readingId() != null).toList();
      update.setArray(1, Columns.of(connection, "bigint", told, Staged::pageId));
      update.setArray(2, Columns.of(connection, "bigint", told, Staged::versionId));
      var rows = update.executeQuery();
      while (rows.next()) {
        reports.add(rows.getString(1));
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into report (id, title, agency, division_code, scope, year, published, form, reading_id,
              ordinal, digest, first_at)
            select distinct on (u.id) u.id, u.title, u.agency, u.division_code, u.scope, u.year, u.published,
              u.form, u.reading_id, u.ordinal, '', now() from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
              ?::smallint[], ?::text[], ?::text[], ?::bigint[], ?::smallint[]) with ordinality
              u(id, title, agency, division_code, scope, year, published, form, reading_id, ordinal, ord)
            order by u.id, u.ord on conflict (id) do nothing""")) {
      insert.setArray(1, Columns.of(connection, "text", held, Held::report));
      insert.setArray(2, Columns.of(connection, "text", held, h -> h.item().title()));
      insert.setArray(3, Columns.of(connection, "text", held, h -> h.item().identity().agency()));
      insert.setArray(4, Columns.of(connection, "text", held, h -> h.item().identity().division()));
      insert.setArray(5, Columns.of(connection, "text", held, h -> h.item().identity().scope()));
      insert.setArray(6, Columns.of(connection, "smallint", held, h -> h.item().identity().year()));
      insert.setArray(7, Columns.of(connection, "text", held, h -> h.item().published()));
      insert.setArray(8, Columns.of(connection, "text", held, h -> h.item().form()));
      insert.setArray(9, Columns.of(connection, "bigint", held, h -> h.version().readingId()));
      insert.setArray(10, Columns.of(connection, "smallint", held, h -> h.item().ordinal()));
      insert.executeUpdate();
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into holding as h (report_id, document_id, ordinal, page_id, version_id, reading_id, rank, digest, live)
            select distinct on (u.report_id, u.page_id, u.ordinal)
              u.report_id, u.document_id, u.ordinal, u.page_id, u.version_id, u.reading_id, u.rank, u.digest,
            """
                + NONE_LATER
                + """
            from unnest(?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
              ?::text[]) u(report_id, document_id, ordinal, page_id, version_id, reading_id, rank, digest)
            order by u.report_id, u.page_id, u.ordinal, u.version_id desc
            on conflict (report_id, page_id, ordinal) do update set document_id = excluded.document_id,
              version_id = case when h.digest = excluded.digest and not is_hidden(h.reading_id) then h.version_id
                else excluded.version_id end,
              reading_id = case when h.digest = excluded.digest and not is_hidden(h.reading_id) then h.reading_id
                else excluded.reading_id end,
              rank = excluded.rank, digest = excluded.digest, live = excluded.live
            where excluded.live or not h.live""")) {
      upsert.setArray(1, Columns.of(connection, "text", held, Held::report));
      upsert.setArray(2, Columns.of(connection, "text", held, Held::document));
      upsert.setArray(3, Columns.of(connection, "smallint", held, h -> h.item().ordinal()));
      upsert.setArray(4, Columns.of(connection, "bigint", held, h -> h.version().pageId()));
      upsert.setArray(5, Columns.of(connection, "bigint", held, h -> h.version().versionId()));
      upsert.setArray(6, Columns.of(connection, "bigint", held, h -> h.version().readingId()));
      upsert.setArray(7, Columns.of(connection, "int", held, h -> h.item().rank()));
      upsert.setArray(8, Columns.of(connection, "text", held, h -> h.item().digest()));
      upsert.executeUpdate();
    }
    return reports;
  }
}
