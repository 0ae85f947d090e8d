package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.store.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Which document a version is and which report a reading tells of. An id once given stays: a known
 * binding comes first, then an equal text or equal known attributes, and only then a new id.
 * Agencies that fill one template alike have equal texts and are told apart by what their reports
 * say they are.
 */
final class Identities {

  /** As {@link #know(ResultSet)} reads it; a city's reports alone may be of its collection. */
  private static final String REPORTS =
      """
      select r.id, r.year::int, r.division_code, case when r.division_code like '____00' then
      """
          + Staged.STATED
          + """
       else false end, r.scope, r.agency
      from report r join reading g on g.id = r.reading_id
      cross join lateral (select g.reports -> r.ordinal::int offset 0) e(item)
      """;

  private final Connection connection;
  private final Map<String, Set<String>> documentsByText = new HashMap<>();
  private final Set<String> askedDocuments = new HashSet<>();
  private final Set<String> knownDocuments = new HashSet<>();
  private final Map<String, String> reportByPlace = new HashMap<>();
  private final Map<String, String> reportByKey = new HashMap<>();
  private final Set<String> askedReports = new HashSet<>();
  private final Map<String, Identity> identityOfReport = new HashMap<>();
  private final Set<String> corrected = new HashSet<>();

  private Identities(Connection connection) {
    this.connection = connection;
  }

  /** Loads all that is known and could bear on these versions. */
  static Identities load(Connection connection, List<Staged> batch) throws SQLException {
    Identities known = new Identities(connection);
    known.loadDocuments(batch);
    known.loadPlaces(batch);
    known.correct(batch);
    known.loadHoldings(batch);
    known.loadReports(batch);
    known.loadArticles(batch);
    return known;
  }

  private void loadDocuments(List<Staged> batch) throws SQLException {
    List<Staged> withText = batch.stream().filter(version -> version.textHash() != null).toList();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select g.text_hash, v.document_id from reading g join version v on v.id = g.version_id
            where g.text_hash = any(?::bytea[]) and v.document_id is not null
              and g.state in ('current', 'superseded', 'hidden')
            group by g.text_hash, v.document_id order by min(v.id)""")) {
      select.setArray(1, Columns.of(connection, "bytea", withText, Staged::textHash));
      putTexts(select.executeQuery());
    }
    List<Staged> noText =
        batch.stream().filter(v -> v.textHash() == null && v.sha256() != null).toList();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select sha256, document_id from version
            where sha256 = any(?::bytea[]) and document_id is not null
            group by sha256, document_id order by min(id)""")) {
      select.setArray(1, Columns.of(connection, "bytea", noText, Staged::sha256));
      putTexts(select.executeQuery());
    }
    Set<String> ids = new HashSet<>();
    for (Staged version : batch) {
      if (version.sha256() != null) {
        ids.add(version.key());
        ids.add(Identity.derived(version.key(), version.identities()));
      }
    }
    askDocuments(ids);
  }

  private void askDocuments(Collection<String> ids) throws SQLException {
    askedDocuments.addAll(ids);
    try (PreparedStatement select =
        connection.prepareStatement("select id from document where id = any(?)")) {
      select.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        knownDocuments.add(rows.getString(1));
      }
    }
  }

  private void putTexts(ResultSet rows) throws SQLException {
    while (rows.next()) {
      alike(rows.getBytes(1)).add(rows.getString(2));
    }
  }

  /** The documents that have or had a text, the first first. */
  private Set<String> alike(byte[] hash) {
    return documentsByText.computeIfAbsent(
        HexFormat.of().formatHex(hash), text -> new LinkedHashSet<>());
  }

  private void loadPlaces(List<Staged> batch) throws SQLException {
    Set<String> documents = new HashSet<>();
    documentsByText.values().forEach(documents::addAll);
    for (Staged version : batch) {
      documents.add(version.documentId());
      documents.add(version.before());
    }
    documents.remove(null);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct on (h.document_id, h.ordinal) h.document_id, h.ordinal, h.report_id
            from holding h join report r on r.id = h.report_id
            where h.document_id = any(?)
            order by h.document_id, h.ordinal, h.live desc, h.report_id""")) {
      select.setArray(1, connection.createArrayOf("text", documents.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        reportByPlace.put(place(rows.getString(1), rows.getInt(2)), rows.getString(3));
      }
    }
  }

  /** What versions read again say now speaks before what was read of them. */
  private void correct(List<Staged> batch) {
    for (Staged version : batch) {
      for (Staged.Item item : version.reports()) {
        String report = reportByPlace.get(place(version.documentId(), item.ordinal()));
        if (version.documentId() != null && report != null) {
          know(report, item.identity());
          corrected.add(report);
        }
      }
    }
  }

  /** All that the copies of an equal text say or said, for the one that leads may withhold it. */
  private void loadHoldings(List<Staged> batch) throws SQLException {
    Set<String> alike = new HashSet<>();
    for (Staged version : batch) {
      Set<String> documents = version.sha256() == null ? Set.of() : alike(version.hash());
      if (version.documentId() == null && !documents.contains(version.before())) {
        alike.addAll(documents);
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select h.report_id, (e.item ->> 'year')::int, e.item -> 'division' ->> 'code',
            """
                + Staged.STATED
                + """
            , e.item ->> 'scope', e.item ->> 'agency'
            from holding h join report r on r.id = h.report_id join reading g on g.id = h.reading_id
            cross join lateral jsonb_array_element(g.reports, h.ordinal::int) e(item)
            where h.document_id = any(?)
            order by h.live desc, (h.reading_id = r.reading_id) desc, h.version_id, h.ordinal""")) {
      select.setArray(1, connection.createArrayOf("text", alike.toArray()));
      know(select.executeQuery());
    }
  }

  private void loadReports(List<Staged> batch) throws SQLException {
    Set<Integer> years = new HashSet<>();
    Set<String> divisions = new HashSet<>();
    Set<String> ids = new HashSet<>(reportByPlace.values());
    for (Staged version : batch) {
      for (Staged.Item item : version.reports()) {
        years.add(item.identity().year());
        divisions.add(item.identity().division());
        ids.add(item.id());
        ids.add(Identity.derived(item.id(), List.of(item.identity())));
      }
    }
    years.remove(null);
    divisions.remove(null);
    askedReports.addAll(ids);
    try (PreparedStatement select =
        connection.prepareStatement(
            REPORTS
                + """
                where r.year = any(?) and r.division_code = any(?) or r.id = any(?)
                order by r.first_at, r.id""")) {
      select.setArray(1, connection.createArrayOf("smallint", years.toArray()));
      select.setArray(2, connection.createArrayOf("text", divisions.toArray()));
      select.setArray(3, connection.createArrayOf("text", ids.toArray()));
      know(select.executeQuery());
    }
  }

  /** What a page and its attachments hold, where what they say of themselves is not definite. */
  private void loadArticles(List<Staged> batch) throws SQLException {
    Object[] articles =
        batch.stream()
            .filter(v -> v.reports().stream().anyMatch(item -> !item.identity().isDefinite()))
            .map(Staged::articleId)
            .distinct()
            .toArray();
    if (articles.length == 0) {
      return;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select coalesce(a.id, p.id), r.id, r.year::int, r.division_code, r.scope, r.agency
            from page p left join page a on p.kind = 'attachment' and a.id = p.found_on
            join holding h on h.page_id = p.id join report r on r.id = h.report_id
            where p.id = any(?) or p.kind = 'attachment' and p.found_on = any(?)
            order by h.live desc, h.version_id, h.ordinal""")) {
      select.setArray(1, connection.createArrayOf("bigint", articles));
      select.setArray(2, connection.createArrayOf("bigint", articles));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        Identity identity =
            new Identity(
                (Integer) rows.getObject(3),
                rows.getString(4),
                false,
                rows.getString(5),
                rows.getString(6));
        reportByKey.putIfAbsent(onArticle(rows.getLong(1), identity.key()), rows.getString(2));
      }
    }
  }

  private void know(ResultSet rows) throws SQLException {
    while (rows.next()) {
      Identity identity =
          new Identity(
              (Integer) rows.getObject(2),
              rows.getString(3),
              rows.getBoolean(4),
              rows.getString(5),
              rows.getString(6));
      if (!corrected.contains(rows.getString(1))) {
        know(rows.getString(1), identity);
      }
    }
  }

  private void know(String report, Identity identity) {
    identityOfReport.merge(report, identity, Identity::or);
    String key = identity.key();
    if (key != null && identity.isDefinite()) {
      reportByKey.putIfAbsent(key, report);
    }
  }

  private static String onArticle(long page, @Nullable String key) {
    return page + "|" + key;
  }

  private static String place(@Nullable String document, int ordinal) {
    return document + "#" + ordinal;
  }

  /** The document that a version with content is: one with its text, or the page's own, edited. */
  String document(Staged version) throws SQLException {
    if (version.documentId() != null) {
      return version.documentId();
    }
    Set<String> alike = alike(version.hash());
    String own = version.before();
    String document = own;
    if (own == null || !alike.contains(own)) {
      document =
          alike.stream()
              .filter(other -> mayBe(other, version))
              .max(agreement(version))
              .orElse(own != null && isEdit(own, version) ? own : null);
      document = document == null ? fresh(version) : document;
    }
    alike.add(document);
    return document;
  }

  private Comparator<String> agreement(Staged version) {
    return Comparator.comparingInt(
        document ->
            version.reports().stream()
                .mapToInt(item -> known(document, item).agreement(item.identity()))
                .sum());
  }

  private String fresh(Staged version) throws SQLException {
    String document = version.key();
    while (!isFree(document)) {
      document = Identity.derived(document, version.identities());
    }
    knownDocuments.add(document);
    return document;
  }

  private boolean isFree(String document) throws SQLException {
    if (!askedDocuments.contains(document)) {
      askDocuments(Set.of(document));
    }
    return !knownDocuments.contains(document);
  }

  /** Whether no report of the version is known to be another than the document's. */
  private boolean mayBe(String document, Staged version) {
    return version.reports().stream()
        .noneMatch(item -> known(document, item).contradicts(item.identity()));
  }

  /**
   * Whether the version is another state of the page's document, not another document. Another
   * reader may have read agency or place otherwise where nothing changed.
   */
  private boolean isEdit(String own, Staged version) {
    return version.sameReader()
        ? mayBe(own, version)
        : version.reports().stream()
            .noneMatch(item -> known(own, item).isOfAnotherYear(item.identity()));
  }

  private Identity known(String document, Staged.Item item) {
    String report = reportByPlace.get(place(document, item.ordinal()));
    return report == null
        ? Identity.UNKNOWN
        : identityOfReport.getOrDefault(report, Identity.UNKNOWN);
  }

  /** The report that an item of a version of a document tells of. */
  String report(String document, Staged version, Staged.Item item) throws SQLException {
    Identity identity = item.identity();
    String key = identity.key();
    String onArticle = onArticle(version.articleId(), key);
    String report = reportByPlace.get(place(document, item.ordinal()));
    if (report == null && key != null) {
      report = reportByKey.get(identity.isDefinite() ? key : onArticle);
    }
    if (report == null) {
      report = item.id();
      while (whatIs(report).contradicts(identity)) {
        report = Identity.derived(report, List.of(identity));
      }
    }
    reportByPlace.put(place(document, item.ordinal()), report);
    know(report, identity);
    if (key != null) {
      reportByKey.putIfAbsent(onArticle, report);
    }
    return report;
  }

  private Identity whatIs(String report) throws SQLException {
    if (askedReports.add(report)) {
      try (PreparedStatement select = connection.prepareStatement(REPORTS + "where r.id = ?")) {
        select.setString(1, report);
        know(select.executeQuery());
      }
    }
    return identityOfReport.getOrDefault(report, Identity.UNKNOWN);
  }
}
