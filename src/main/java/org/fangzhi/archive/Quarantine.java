package org.fangzhi.archive;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Head;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.crawl.Verdict;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges again, by the rules of today, what each page answered last: what lies in quarantine may
 * have been the page after all, and what was taken for the page may be none. What was deposited is
 * no answer, and nobody asks again for pages of a source that is removed.
 */
public final class Quarantine {
  private static final JsonMapper JSON = new JsonMapper();

  private static final String LAST =
      """
      select p.id as page, p.source_id, p.url, p.state, p.kind, p.sha256 as held, o.id as observation, o.at, o.outcome, o.status, o.head,
        o.payload, o.hops::text as hops, y.coding, y.length, y.bytes,
        v.id as version, v.published_at is not null as published,
        exists (select from soft_face f where f.source_id = p.source_id and f.face = p.face) as learnt
      from page p
      join lateral (select * from observation x where x.page_id = p.id
        and (x.outcome in ('blocked', 'soft-missing') and x.payload is not null or x.outcome in ('new', 'changed'))
        order by x.id desc limit 1) o on true
      join payload y on y.sha256 = o.payload and y.bytes is not null
      left join version v on v.observation_id = o.id
      join source s on s.id = p.source_id and s.removed_at is null
      where o.deposit is null and p.kind in ('article', 'attachment') and (cardinality(?::text[]) = 0 or p.source_id = any(?)) and p.run_id is null
        and (o.outcome in ('blocked', 'soft-missing') or v.id is not null)
      order by p.source_id, p.url""";

  private final Transactions transactions;
  private final String reader;

  /**
   * @param reader the version of the reader that new versions wait for
   */
  public Quarantine(Transactions transactions, String reader) {
    this.transactions = transactions;
    this.reader = reader;
  }

  /**
   * An answer that is judged otherwise today.
   *
   * @param was what it came to then
   * @param now what it comes to by the rules of today
   * @param then what that means for the page, in an operator's words
   */
  public record Change(String source, String url, String was, String now, String then) {}

  /** What has to be done for a change. */
  private record Judged(
      Change change,
      long page,
      long observation,
      Instant at,
      byte[] payload,
      @Nullable Long version,
      boolean published,
      Verdict verdict,
      String state) {}

  /**
   * Judges again.
   *
   * @param sources ids; empty: all
   * @param apply whether the changes are made: versions are added, to be read and published at the
   *     end of a run, or taken back
   */
  public List<Change> judge(Collection<String> sources, boolean apply) throws SQLException {
    List<Judged> judged = transactions.run(connection -> judged(connection, sources));
    if (apply) {
      for (Judged one : judged) {
        if (one.verdict().outcome().isContent()) {
          long run =
              new Runs(transactions)
                  .begin(one.change().source(), Runs.Purpose.ARTICLES, List.of())
                  .id();
          transactions.commit(connection -> add(connection, one, run));
        } else {
          transactions.commit(connection -> takeBack(connection, one));
        }
      }
    }
    return judged.stream().map(Judged::change).toList();
  }

  private static List<Judged> judged(Connection connection, Collection<String> sources)
      throws SQLException {
    List<Judged> judged = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(LAST)) {
      select.setFetchSize(50);
      var ids = connection.createArrayOf("text", sources.toArray());
      select.setArray(1, ids);
      select.setArray(2, ids);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        Judged one = judged(row);
        if (one != null) {
          judged.add(one);
        }
      }
    }
    return judged;
  }

  private static @Nullable Judged judged(ResultSet row) throws SQLException {
    String was = row.getString("outcome");
    byte[] held = row.getBytes("held");
    Verdict verdict =
        Judge.judge(fetched(row), held == null ? null : HexFormat.of().formatHex(held));
    boolean quarantined = was.equals("blocked") || was.equals("soft-missing");
    boolean content = verdict.outcome().isContent();
    if (content == !quarantined || content && row.getBoolean("learnt")) {
      return null;
    }
    if (!content && verdict.outcome() == Outcome.MOVED) {
      return null;
    }
    long version = row.getLong("version");
    Long taken = row.wasNull() ? null : version;
    boolean published = row.getBoolean("published");
    String then =
        content
            ? "becomes a version"
            : published
                ? "stays published until it is asked for again: due now"
                : "is taken back: it was never published";
    return new Judged(
        new Change(
            row.getString("source_id"),
            row.getString("url"),
            was,
            verdict.outcome().word() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()),
            then),
        row.getLong("page"),
        row.getLong("observation"),
        row.getTimestamp("at").toInstant(),
        row.getBytes("payload"),
        taken,
        published,
        verdict,
        row.getString("state"));
  }

  private static Fetched fetched(ResultSet row) throws SQLException {
    byte[] head = row.getBytes("head");
    byte[] payload =
        Payload.decoded(row.getString("coding"), row.getInt("length"), row.getBytes("bytes"));
    String url = row.getString("url");
    return Fetched.before(
        url,
        last(url, row.getString("hops")),
        head == null ? Head.NONE : new Head(head),
        payload,
        null,
        payload,
        row.getTimestamp("at").toInstant(),
        null);
  }

  /** The address that answered last. */
  private static String last(String url, @Nullable String hops) {
    String last = url;
    for (JsonNode hop : JSON.readTree(hops == null ? "[]" : hops)) {
      Head head = new Head(hop.path("head").asString().getBytes(StandardCharsets.ISO_8859_1));
      String location = head.first("Location");
      String next =
          location == null ? null : Addresses.resolve(hop.path("url").asString(), location);
      last = next == null ? last : next;
    }
    return last;
  }

  private void add(Connection connection, Judged one, long run) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                """
                update page set sha256 = ?, state = 'live', outcome = ?, fault = null, misses = 0, missed_since = null,
                  moved_to = null, changed_at = now() where id = ? and run_id is null""");
        PreparedStatement mark =
            connection.prepareStatement(
                "update observation set outcome = ?, why = 'judged anew, was ' || outcome where id = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with v as (insert into version (page_id, run_id, observation_id, at, kind, sha256)
                  values (?, ?, ?, ?, ?, ?) returning id)
                insert into reading (version_id, run_id, reader, state)
                select v.id, ?, ?, case when y.hidden is null then 'pending' else 'hidden' end
                from v, (select hidden from payload where sha256 = ? for share) y""")) {
      update.setBytes(1, one.payload());
      update.setString(2, one.verdict().outcome().word());
      update.setLong(3, one.page());
      if (update.executeUpdate() == 0) {
        return;
      }
      mark.setString(1, one.verdict().outcome().word());
      mark.setLong(2, one.observation());
      mark.executeUpdate();
      if (one.verdict().outcome() == Outcome.UNCHANGED && !"gone".equals(one.state())) {
        return;
      }
      insert.setLong(1, one.page());
      insert.setLong(2, run);
      insert.setLong(3, one.observation());
      insert.setObject(4, one.at().atOffset(ZoneOffset.UTC));
      insert.setString(5, "gone".equals(one.state()) ? "restoration" : "content");
      insert.setBytes(6, one.payload());
      insert.setLong(7, run);
      insert.setString(8, reader);
      insert.setBytes(9, one.payload());
      insert.executeUpdate();
    }
  }

  private static void takeBack(Connection connection, Judged one) throws SQLException {
    Long version = one.version();
    if (version != null && !one.published()) {
      Withdrawal.of(connection, List.of(version), one.verdict().outcome(), one.verdict().reason());
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page set due_at = now(), etag = null, last_modified = null where id = ?")) {
      update.setLong(1, one.page());
      update.executeUpdate();
    }
  }
}
