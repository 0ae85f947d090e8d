package org.fangzhi.coverage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * 丰林县, which has the three townships 新青镇, 红星镇 and 五营镇, with a source that is looked at on 10
 * February 2025: the reports of 2024 of agencies were due on 31 January, all others are not yet.
 */
final class CountyWorld {
  static final String TODAY = "2025-02-10";
  static final String COUNTY = "230724";
  static final String LIST = "http://fl.test/nb/";

  private final TestDatabase database;
  private final Coverage coverage;
  private int pages;

  CountyWorld(TestDatabase database) throws SQLException {
    this.database = database;
    this.coverage = new Coverage(new Transactions(database.dataSource()));
    database.execute(
        "truncate source, pace_group, run, page, version, reading, report, document cascade");
    database.execute("insert into pace_group (name, delay_ms) values ('fl.test', 0)");
    source("fenglin", COUNTY, "{\"since\": 2021}");
    database.execute(
        "insert into run (source_id, kind, started_at, ended_at, ended_how, definition)"
            + " values ('fenglin', 'harvest', now() - interval '2 hours', now() - interval '1 hour', 'done', '{}')");
    database.execute(page("'live'", "null", "null", LIST, "list", "'unchanged'"));
  }

  void source(String id, String division, String coverage) throws SQLException {
    database.execute(
        "insert into source (id, name, division, definition) values ('%s', '%s', '%s', '{\"entries\": [], \"coverage\": %s}')"
            .formatted(id, id, division, coverage));
  }

  /** A link that was found, and what its page answered last. */
  String link(String anchor, String state, @Nullable String outcome, @Nullable String fault)
      throws SQLException {
    String url = "http://fl.test/" + ++pages + ".html";
    database.execute(
        page(quoted(state), quoted(anchor), quoted(fault), url, "article", quoted(outcome)));
    return url;
  }

  private static String page(
      String state, String anchor, String fault, String url, String kind, String outcome) {
    return """
        insert into page (source_id, group_id, url, kind, depth, state, anchor, outcome, fault, found_at, checked_at, missed_since, found_on)
        select 'fenglin', min(g.id), '%s', '%s', 1, %s, %s, %s, %s, '2025-02-01', '2025-02-02 10:00+08', '2025-02-03 10:00+08',
          %s from pace_group g"""
        .formatted(
            url,
            kind,
            state,
            anchor,
            outcome,
            fault,
            kind.equals("list") ? "null" : "(select id from page where kind = 'list')");
  }

  /** What a page had, read so far. */
  void read(String url, String reading, String reports, @Nullable String fault)
      throws SQLException {
    version(url, reading.equals("pending") || reading.equals("staged"));
    database.execute(
        """
        insert into reading (version_id, reader, run_id, state, read_at, fault, reports, figures)
        select v.id, '1', v.run_id, '%s', now(), %s, nullif('%s', 'null')::jsonb, '[{"kind": ["number"]}]' from version v order by v.id desc limit 1"""
            .formatted(reading, quoted(fault), reports));
  }

  private void version(String url, boolean waits) throws SQLException {
    database.execute(
        """
        with o as (insert into observation (page_id, run_id, token, at, took_ms, outcome)
          select p.id, r.id, 1, '2025-02-02 10:00+08', 5, 'new' from page p, run r where p.url = '%s' limit 1 returning *)
        insert into version (page_id, run_id, observation_id, at, kind, sha256, published_at)
        select page_id, run_id, id, at, 'content', '\\x01', %s from o"""
            .formatted(url, waits ? "null" : "now()"));
  }

  /** A report that is published; its agency null for a government. */
  String held(String division, @Nullable String agency, int year, String... kinds)
      throws SQLException {
    String url =
        link((agency == null ? "" : agency) + year + "年政府信息公开年度报告", "live", "unchanged", null);
    read(url, "current", "[{\"form\": \"form2021\"}]", null);
    String id = "%016x".formatted(++pages);
    String figures = kinds.length == 0 ? "\"number\"" : "\"" + String.join("\",\"", kinds) + "\"";
    database.execute(
        "update reading set figures = '[{\"kind\": [%s]}]' where id = (select max(id) from reading)"
            .formatted(figures));
    database.execute(
        """
        insert into report (id, agency, division_code, scope, year, form, reading_id, ordinal, digest, first_at)
        select '%s', %s, '%s', '%s', %d, 'form2021', max(id), 0, '', now() from reading"""
            .formatted(
                id, quoted(agency), division, agency == null ? "government" : "agency", year));
    database.execute("insert into document (id, first_at) values ('%s', now())".formatted(id));
    database.execute(
        """
        insert into holding (report_id, document_id, ordinal, page_id, version_id, reading_id, rank, digest, live)
        select '%s', '%s', 0, v.page_id, v.id, g.id, 0, '', true from reading g join version v on v.id = g.version_id
        order by g.id desc limit 1"""
            .formatted(id, id));
    return id;
  }

  /** A report that was published until its page was confirmed gone. */
  void gone(String division, int year) throws SQLException {
    String id = held(division, null, year);
    database.execute(
        "update page p set state = 'gone' from holding h where h.page_id = p.id and h.report_id = '%s'"
            .formatted(id));
    database.execute("update holding set live = false where report_id = '%s'".formatted(id));
    database.execute("update report set deleted_at = now() where id = '%s'".formatted(id));
  }

  void execute(String sql) throws SQLException {
    database.execute(sql);
  }

  /** Looks at the source anew, then asks, as on the day. */
  List<List<@Nullable String>> rows(String sql) throws SQLException {
    return rows(TODAY, sql);
  }

  List<List<@Nullable String>> rows(String today, String sql) throws SQLException {
    coverage.refresh("fenglin");
    return asked(today, sql);
  }

  List<List<@Nullable String>> asked(String today, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local fangzhi.today = '%s'".formatted(today));
      ResultSet result = statement.executeQuery(sql);
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
      connection.rollback();
      return rows;
    }
  }

  Coverage coverage() {
    return coverage;
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : "'" + text + "'";
  }
}
