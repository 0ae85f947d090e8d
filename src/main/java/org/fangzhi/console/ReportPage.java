package org.fangzhi.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report with its figures, findings and holdings, as shown. */
public record ReportPage(
    String id,
    String title,
    String agency,
    String division,
    String year,
    String form,
    List<Holding> holdings,
    List<Finding> findings,
    List<Withheld> withheld,
    List<Value> values) {

  /** A place where the report is held. */
  public record Holding(
      String url,
      String fetchedAt,
      String sha256,
      boolean leads,
      boolean live,
      boolean mirrorArtefact) {}

  /** A check that did not hold. */
  public record Finding(String rule, String message, String expected, String found) {}

  /** Something not given, and why. */
  public record Withheld(String what, String why) {}

  /** A figure. */
  public record Value(
      String indicator, String column, String value, String unit, String raw, String at) {}

  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Optional<ReportPage> load(Connection connection, String id) throws SQLException {
    List<Holding> holdings =
        list(
            connection,
            "select url, to_char(fetched_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), sha256, leads, live,"
                + " coalesce(mirror_artefact, false) from api.holding where report_id = ? order by leads desc, url",
            id,
            row ->
                new Holding(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getBoolean(6)));
    List<Finding> findings =
        list(
            connection,
            "select rule, message, coalesce(expected, '–'), coalesce(found, '–') from api.finding where report_id = ?",
            id,
            row ->
                new Finding(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    List<Withheld> withheld =
        list(
            connection,
            "select e ->> 'what', e ->> 'why' from api.report r, jsonb_array_elements(r.withheld) e where r.id = ?",
            id,
            row -> new Withheld(row.getString(1), row.getString(2)));
    List<Value> values =
        list(
            connection,
            "select indicator, coalesce(col, ''), coalesce(value::text, kind), coalesce(unit, ''), raw, at"
                + " from api.value where report_id = ?",
            id,
            row ->
                new Value(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)));
    return list(
            connection,
            "select id, coalesce(title, id), coalesce(agency, 'agency withheld'), coalesce(division ->> 'name', 'division withheld'),"
                + " coalesce(year::text, 'year withheld'), form from api.report where id = ?",
            id,
            row ->
                new ReportPage(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    holdings,
                    findings,
                    withheld,
                    values))
        .stream()
        .findFirst();
  }

  private static <T> List<T> list(Connection connection, String query, String id, Reader<T> reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, id);
      ResultSet rows = select.executeQuery();
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    }
  }
}
