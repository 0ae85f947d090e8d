package org.fangzhi.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What metadata is made of: a report's own row and its rows of other views, each with the columns
 * by name, all as texts.
 *
 * @param rows by what they are: {@code holding}, and where they were asked for {@code provenance},
 *     {@code withheld}, {@code value}, {@code finding}
 */
record OaiReport(
    Map<String, @Nullable String> own, Map<String, List<Map<String, @Nullable String>>> rows) {

  private static final String REPORT =
      """
      select r.id, r.title, r.agency, r.division_code as code, r.division ->> 'name' as name,
        r.division ->> 'level' as level, (select string_agg(p, ' ' order by o)
          from jsonb_array_elements_text(r.division -> 'path') with ordinality x(p, o)) as path,
        r.scope, r.year, r.published, r.form, r.url, r.sha256, r.media_type as "mediaType", r.reader
      from api.report r where r.id = any(?)""";

  private static final String HOLDINGS =
      """
      select h.report_id, h.leads::text, h.live::text, coalesce(h.mirror_artefact, false)::text as "mirrorArtefact",
        to_char(h.fetched_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "fetchedAt", h.sha256,
        h.media_type as "mediaType", h.document_id as document, h.url as text
      from api.holding h where h.report_id = any(?) order by h.leads desc, h.url, h.document_id""";

  private static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put(
        "provenance",
        """
        select r.id, e as text from api.report r cross join jsonb_array_elements_text(r.provenance) e
        where r.id = any(?) order by e""");
    ALL.put(
        "withheld",
        """
        select r.id, e ->> 'what' as what, e ->> 'why' as text
        from api.report r cross join jsonb_array_elements(r.withheld) e
        where r.id = any(?) order by 2, 3""");
    ALL.put(
        "value",
        """
        select v.report_id, v.indicator, v.col as "column", v.value::text as value, v.unit, v.kind, v.qualifier, v.at,
          v.raw as text
        from api.value v where v.report_id = any(?) order by v.indicator, v.col, v.at""");
    ALL.put(
        "finding",
        """
        select f.report_id, f.rule, f.severity, f.expected, f.found, f.message as text
        from api.finding f where f.report_id = any(?) order by f.rule, f.message""");
    ALL.put("holding", HOLDINGS);
  }

  /**
   * The reports of some ids that are there, by id.
   *
   * @param whole whether with all their rows, or with the holdings alone
   */
  static Map<String, OaiReport> load(Connection connection, Collection<String> ids, boolean whole)
      throws SQLException {
    Map<String, OaiReport> reports = new HashMap<>();
    rows(connection, REPORT, ids)
        .forEach((id, rows) -> reports.put(id, new OaiReport(rows.get(0), new TreeMap<>())));
    for (Map.Entry<String, String> kind : (whole ? ALL : Map.of("holding", HOLDINGS)).entrySet()) {
      rows(connection, kind.getValue(), ids)
          .forEach(
              (id, rows) -> {
                OaiReport report = reports.get(id);
                if (report != null) {
                  report.rows.put(kind.getKey(), rows);
                }
              });
    }
    return reports;
  }

  /** The rows of a query by their first column, which is not among the others. */
  private static Map<String, List<Map<String, @Nullable String>>> rows(
      Connection connection, String query, Collection<String> ids) throws SQLException {
    Map<String, List<Map<String, @Nullable String>>> rows = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setArray(1, connection.createArrayOf("text", ids.toArray()));
      ResultSet result = select.executeQuery();
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (int column = 2; column <= columns.getColumnCount(); column++) {
          row.put(columns.getColumnLabel(column), result.getString(column));
        }
        rows.computeIfAbsent(result.getString(1), id -> new ArrayList<>()).add(row);
      }
    }
    return rows;
  }
}
