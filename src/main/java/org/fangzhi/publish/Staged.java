package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version that waits for publication, with its staged reading.
 *
 * @param articleId the page that it is an attachment of, else its own
 * @param readingId null for a tombstone, or when no reader could read it
 * @param documentId the document that it was given before, or null
 * @param before the document of the page's version before it, or null
 * @param sameReader whether the version before was read by the same reader, or there is none
 * @param reports the reports read from it, in order; documents that are none have no entry
 */
record Staged(
    long versionId,
    long pageId,
    long articleId,
    String kind,
    Instant at,
    String url,
    byte @Nullable [] sha256,
    @Nullable Long readingId,
    byte @Nullable [] textHash,
    @Nullable String documentId,
    @Nullable String before,
    boolean sameReader,
    List<Item> reports) {

  /** Whether a report names its division itself; "e.item" is the report as read. */
  static final String STATED =
      "coalesce(position(left(e.item -> 'division' ->> 'name', 2) in e.item ->> 'agency') > 0, false)";

  /**
   * A report as staged.
   *
   * @param rank how well this copy speaks for its report: the highest leads
   */
  record Item(
      int ordinal,
      String id,
      @Nullable String title,
      Identity identity,
      @Nullable String published,
      String form,
      String digest,
      int rank) {}

  /** The same, when an earlier version of its page in the same batch was given a document. */
  Staged after(@Nullable String document) {
    return document == null
        ? this
        : new Staged(
            versionId,
            pageId,
            articleId,
            kind,
            at,
            url,
            sha256,
            readingId,
            textHash,
            documentId,
            document,
            true,
            reports);
  }

  boolean isTombstone() {
    return "tombstone".equals(kind);
  }

  /** What versions of one document have in common: the hash of the text, else of the bytes. */
  byte[] hash() {
    return Objects.requireNonNull(textHash == null ? sha256 : textHash, "a tombstone has no hash");
  }

  /** The document's id when it is new. */
  String key() {
    return HexFormat.of().formatHex(hash(), 0, 8);
  }

  /** What each of its reports says it is. */
  List<Identity> identities() {
    return reports.stream().map(Item::identity).toList();
  }

  // A text of the site's own speaks before a converter mirror's, one with more figures before one
  // with fewer, a page before its attachment.
  private static final String RANK =
      """
      (case when g.mirror then 0 else 1000000 end + 100 * least(9999, (e.item ->> 'figures')::int)
       + case when p.kind = 'article' then 10 else 0 end + case when g.media_type = 'text/html' then 1 else 0 end)
      """;

  /** Selects ids of versions; a condition is to follow, then {@link #IN_ORDER}. */
  static final String WAITING =
      """
      select v.id, row_number() over (partition by v.page_id order by v.id) as wave, x.rank, p.url
      from version v join page p on p.id = v.page_id
      left join reading g on g.version_id = v.id and g.state = 'staged'
      left join lateral (select max("""
          + RANK
          + """
      ) as rank from jsonb_array_elements(g.reports) e(item)) x on true
      """;

  /** An order that does not depend on the order of fetching. */
  static final String IN_ORDER = " order by wave, x.rank desc nulls last, p.url";

  /**
   * Versions of a source that wait: first one of each page, then the next of each, so that what
   * consumers see of a page goes the way that the page went.
   */
  static List<List<Long>> waiting(Connection connection, String sourceId, long lastRun)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            WAITING
                + """
                where v.published_at is null and v.run_id in (select id from run where source_id = ? and id <= ?)
                  and (v.kind = 'tombstone' or g.id is not null
                       or not exists (select 1 from reading x where x.version_id = v.id and x.state = 'pending'))
                """
                + IN_ORDER)) {
      select.setString(1, sourceId);
      select.setLong(2, lastRun);
      ResultSet rows = select.executeQuery();
      List<List<Long>> waves = new ArrayList<>();
      while (rows.next()) {
        if (rows.getInt("wave") > waves.size()) {
          waves.add(new ArrayList<>());
        }
        waves.get(waves.size() - 1).add(rows.getLong(1));
      }
      return waves;
    }
  }

  static List<Long> ids(ResultSet rows) throws SQLException {
    List<Long> ids = new ArrayList<>();
    while (rows.next()) {
      ids.add(rows.getLong(1));
    }
    return ids;
  }

  /** Loads waiting versions in the order of their ids given. */
  static List<Staged> load(Connection connection, List<Long> ids) throws SQLException {
    Map<Long, Staged> staged = new LinkedHashMap<>();
    ids.forEach(id -> staged.put(id, null));
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select v.id, v.page_id, case p.kind when 'attachment' then coalesce(p.found_on, p.id) else p.id end as article_id, v.kind, v.at, p.url, v.sha256, g.id as reading_id, g.text_hash, v.document_id,
              b.document_id as before, coalesce(x.reader = g.reader, true) as same_reader,
              e.ord, e.item ->> 'id' as report_id, e.item ->> 'title' as title, e.item ->> 'agency' as agency,
              e.item -> 'division' ->> 'code' as division, e.item ->> 'scope' as scope,
              (e.item ->> 'year')::int as year, e.item ->> 'published' as published, e.item ->> 'form' as form,
              e.item ->> 'digest' as digest,
            """
                + STATED
                + " as stated, "
                + RANK
                + """
                 as rank
                from version v join page p on p.id = v.page_id
                left join reading g on g.version_id = v.id and g.state = 'staged'
                left join lateral (select b.id, b.document_id from version b where b.page_id = v.page_id
                  and b.id < v.id and b.document_id is not null order by b.id desc limit 1) b on true
                left join reading x on x.version_id = b.id and x.state = 'current'
                left join lateral jsonb_array_elements(g.reports) with ordinality e(item, ord) on true
                where v.id = any(?) and (v.published_at is null or g.id is not null)
                order by v.id, e.ord""")) {
      select.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        Staged version = staged.get(rows.getLong("id"));
        if (version == null) {
          version = version(rows);
          staged.put(version.versionId(), version);
        }
        if (rows.getString("form") != null) {
          version.reports().add(item(rows));
        }
      }
    }
    staged.values().removeIf(version -> version == null);
    return List.copyOf(staged.values());
  }

  private static Staged version(ResultSet row) throws SQLException {
    long reading = row.getLong("reading_id");
    return new Staged(
        row.getLong("id"),
        row.getLong("page_id"),
        row.getLong("article_id"),
        row.getString("kind"),
        row.getTimestamp("at").toInstant(),
        row.getString("url"),
        row.getBytes("sha256"),
        reading == 0 ? null : reading,
        row.getBytes("text_hash"),
        row.getString("document_id"),
        row.getString("before"),
        row.getBoolean("same_reader"),
        new ArrayList<>());
  }

  private static Item item(ResultSet row) throws SQLException {
    int year = row.getInt("year");
    boolean noYear = row.wasNull();
    return new Item(
        row.getInt("ord") - 1,
        row.getString("report_id"),
        row.getString("title"),
        new Identity(
            noYear ? null : year,
            row.getString("division"),
            row.getBoolean("stated"),
            row.getString("scope"),
            row.getString("agency")),
        row.getString("published"),
        row.getString("form"),
        row.getString("digest"),
        row.getInt("rank"));
  }
}
