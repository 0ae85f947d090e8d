package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fangzhi.store.Columns;
import org.jspecify.annotations.Nullable;

/**
 * Which document a version is and which report a reading tells of. An id once given stays: a known
 * binding comes first, then an equal text or equal known attributes, and only then a new id.
 */
final class Identities {

  private final Map<String, String> documentByText = new HashMap<>();
  private final Map<String, String> reportByPlace = new HashMap<>();
  private final Map<String, String> reportByIdentity = new HashMap<>();
  private final Map<String, String> identityOfReport = new HashMap<>();
  private final Set<String> knownReports = new HashSet<>();

  private Identities() {}

  /** Loads all that is known and could bear on these versions. */
  static Identities load(Connection connection, List<Staged> batch) throws SQLException {
    Identities known = new Identities();
    known.loadDocuments(connection, batch);
    known.loadReports(connection, batch);
    return known;
  }

  private void loadDocuments(Connection connection, List<Staged> batch) throws SQLException {
    List<Staged> withText = batch.stream().filter(version -> version.textHash() != null).toList();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct on (g.text_hash) g.text_hash, v.document_id from reading g
            join version v on v.id = g.version_id
            where g.text_hash = any(?::bytea[]) and v.document_id is not null
            order by g.text_hash, v.id""")) {
      select.setArray(1, Columns.of(connection, "bytea", withText, Staged::textHash));
      put(select.executeQuery());
    }
    List<Staged> noText =
        batch.stream().filter(v -> v.textHash() == null && v.sha256() != null).toList();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct on (sha256) sha256, document_id from version
            where document_id = any(?) and sha256 = any(?::bytea[]) order by sha256, id""")) {
      select.setArray(1, Columns.of(connection, "text", noText, Staged::key));
      select.setArray(2, Columns.of(connection, "bytea", noText, Staged::sha256));
      put(select.executeQuery());
    }
  }

  private void put(ResultSet rows) throws SQLException {
    while (rows.next()) {
      documentByText.put(HexFormat.of().formatHex(rows.getBytes(1)), rows.getString(2));
    }
  }

  private void loadReports(Connection connection, List<Staged> batch) throws SQLException {
    Set<String> documents = new HashSet<>(documentByText.values());
    Set<Integer> years = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (Staged version : batch) {
      documents.add(version.documentId());
      documents.add(version.before());
      for (Staged.Item item : version.reports()) {
        years.add(item.year());
        ids.add(item.id());
      }
    }
    documents.remove(null);
    years.remove(null);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct on (h.document_id, h.ordinal) h.document_id, h.ordinal, h.report_id
            from holding h join report r on r.id = h.report_id
            where h.document_id = any(?) and r.superseded_by is null
            order by h.document_id, h.ordinal, h.live desc, h.report_id""")) {
      select.setArray(1, connection.createArrayOf("text", documents.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        reportByPlace.put(place(rows.getString(1), rows.getInt(2)), rows.getString(3));
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, year, division_code, scope, agency from report
            where superseded_by is null and (year = any(?) and division_code = any(?) or id = any(?)
              or id in (select report_id from holding where document_id = any(?)))
            order by first_at, id""")) {
      Object[] divisions =
          batch.stream()
              .flatMap(version -> version.reports().stream())
              .map(Staged.Item::division)
              .filter(Objects::nonNull)
              .distinct()
              .toArray();
      select.setArray(1, connection.createArrayOf("smallint", years.toArray()));
      select.setArray(2, connection.createArrayOf("text", divisions));
      select.setArray(3, connection.createArrayOf("text", ids.toArray()));
      select.setArray(4, connection.createArrayOf("text", documents.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        int year = rows.getInt(2);
        Staged.Item item =
            new Staged.Item(
                0,
                rows.getString(1),
                null,
                rows.getString(5),
                rows.getString(3),
                rows.getString(4),
                year == 0 ? null : year,
                null,
                "",
                "",
                0);
        know(rows.getString(1), item);
      }
    }
  }

  private void know(String report, Staged.Item item) {
    knownReports.add(report);
    String identity = item.identity();
    if (identity != null) {
      reportByIdentity.putIfAbsent(identity, report);
      identityOfReport.put(report, identity);
    }
  }

  private static String place(String document, int ordinal) {
    return document + "#" + ordinal;
  }

  /** The document that a version with content is. */
  String document(Staged version) {
    if (version.documentId() != null) {
      return version.documentId();
    }
    byte[] hash = version.textHash() == null ? version.sha256() : version.textHash();
    String text = HexFormat.of().formatHex(hash);
    String document = documentByText.get(text);
    if (document == null && version.before() != null && isEdit(version)) {
      document = version.before();
    }
    if (document == null) {
      document = version.key();
    }
    documentByText.put(text, document);
    return document;
  }

  /** Whether the version is another state of the page's document, not another document. */
  private boolean isEdit(Staged version) {
    for (Staged.Item item : version.reports()) {
      String report = reportByPlace.get(place(version.before(), item.ordinal()));
      String identity = report == null ? null : identityOfReport.get(report);
      if (identity != null && item.identity() != null && !identity.equals(item.identity())) {
        return false;
      }
    }
    return true;
  }

  /** The report that an item of a document tells of. */
  String report(String document, Staged.Item item) {
    String report = reportByPlace.get(place(document, item.ordinal()));
    String identity = item.identity();
    if (report == null && identity != null) {
      report = reportByIdentity.get(identity);
    }
    if (report == null) {
      report = item.id();
    }
    reportByPlace.put(place(document, item.ordinal()), report);
    know(report, item);
    return report;
  }

  /** Whether the report was known before this batch or an earlier item of it. */
  boolean isKnown(@Nullable String report) {
    return knownReports.contains(report);
  }
}
