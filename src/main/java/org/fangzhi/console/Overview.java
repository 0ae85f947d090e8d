package org.fangzhi.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is held, at a glance: the sources and the latest reports. */
public record Overview(List<SourceLine> sources, List<ReportLine> reports) {

  /** A source with its last run. */
  public record SourceLine(
      String id, String name, String lastRun, long pages, long reports, String trouble) {}

  /** A report with how much was read of it. */
  public record ReportLine(
      String id,
      String title,
      String division,
      String year,
      String form,
      long figures,
      long holdings,
      long findings) {}

  private static final int MOST = 500;

  static Overview load(Connection connection) throws SQLException {
    return new Overview(sources(connection), reports(connection));
  }

  private static List<SourceLine> sources(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select h.id, h.name, coalesce(h.last_run, case when h.last_run_at is null then 'never' else 'running' end),
              h.pages, (select count(distinct o.report_id) from api.holding o where o.source_id = h.id and o.live),
              coalesce(h.held_why, h.resting_why, '')
            from api.source_health h order by h.id limit ?""")) {
      select.setInt(1, MOST);
      ResultSet row = select.executeQuery();
      List<SourceLine> lines = new ArrayList<>();
      while (row.next()) {
        lines.add(
            new SourceLine(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6)));
      }
      return lines;
    }
  }

  private static List<ReportLine> reports(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select r.id, coalesce(r.title, r.id), coalesce(r.division ->> 'name', ''), coalesce(r.year::text, ''), r.form,
              (select count(*) from api.value v where v.report_id = r.id and v.kind in ('number', 'zero')),
              (select count(*) from api.holding h where h.report_id = r.id),
              (select count(*) from api.finding f where f.report_id = r.id)
            from api.report r order by r.division_code, r.year desc, r.id limit ?""")) {
      select.setInt(1, MOST);
      ResultSet row = select.executeQuery();
      List<ReportLine> lines = new ArrayList<>();
      while (row.next()) {
        lines.add(
            new ReportLine(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8)));
      }
      return lines;
    }
  }
}
