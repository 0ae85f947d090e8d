package org.fangzhi.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;

/**
 * How long questions to coverage take: every county a source of its own, 30 agencies each that have
 * published for eight years, two thirds of the governments' reports held, clues to a third of the
 * rest. Provinces are ten, so that each has a tenth of the counties.
 */
final class CoverageBench {
  private static final int ROUNDS = 11;

  private CoverageBench() {}

  public static void main(String[] arguments) throws Exception {
    int counties = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
    Path home = Files.createTempDirectory("fangzhi-coverage");
    try (Database database = Database.open(DatabaseSettings.embedded(home), Database.Use.OWN);
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      database.migrate();
      connection.setSchema("fangzhi");
      long begun = System.nanoTime();
      for (String sql : world(counties)) {
        statement.execute(sql);
      }
      System.out.printf(Locale.ROOT, "made in %.1f s%n", (System.nanoTime() - begun) / 1e9);
      for (Map.Entry<String, String> question : questions().entrySet()) {
        ask(statement, question.getKey(), question.getValue());
      }
    }
  }

  private static String[] world(int counties) {
    return new String[] {
      "insert into pace_group (name, delay_ms) values ('g', 0)",
      """
      insert into source (id, name, division, definition)
      select 's' || n, 's', (11 + n %% 10)::text || lpad((n / 10)::text, 4, '0'), '{"entries": []}' from generate_series(0, %d - 1) n"""
          .formatted(counties),
      "insert into source_coverage (source_id, at) select id, now() from source",
      "insert into page (source_id, group_id, url, kind, depth) select id, 1, 'http://' || id || '.test/', 'article', 1 from source",
      """
      insert into body (body, division_code, division, level, parent, scope, agency, who, source_id, own_source, basis, since,
        others, held, reports, unsure, last)
      select s.division, s.division, s.division, 'county', left(s.division, 4) || '00', 'government', null, 'government', s.id,
        true, 'source', 2008, h.years, h.years, h.ids, '{}', 2025
      from source s cross join lateral (select array_agg(y::smallint order by y) as years,
        array_agg(left(md5(s.id || y), 16) order by y) as ids
        from generate_series(2008, 2025) y where hashtext(s.id || y) % 3 <> 0) h""",
      """
      insert into body (body, division_code, division, level, parent, scope, agency, who, source_id, own_source, basis, since,
        others, held, reports, unsure, last)
      select s.division || (100 + t), s.division || (100 + t), 't', 'township', s.division, 'government', null, 'township', s.id,
        false, 'division', 2008, '{2023,2024}', '{2023,2024}', '{0,0}', '{}', 2024
      from source s, generate_series(1, 14) t""",
      """
      insert into body (body, division_code, division, level, parent, scope, agency, who, source_id, own_source, basis, since,
        others, held, reports, unsure, last)
      select s.division || '/a' || a, s.division, 'c', 'county', s.division, 'agency', 'a' || a, 'agency', s.id,
        true, 'reports', 2018, h, h, array_fill('0'::text, array[8]), '{}', 2025
      from source s, generate_series(1, 30) a, (select array_agg(y::smallint) as h from generate_series(2018, 2025) y) h""",
      """
      insert into clue (body, division_code, year, source_id, page_id, url, reason, rank, detail, since)
      select b.body, b.division_code, y, b.source_id, p.id, p.url, 'blocked', 4, '412', now()
      from body b join page p on p.source_id = b.source_id, generate_series(2008, 2025) y
      where b.scope = 'government' and hashtext(b.body || y) % 3 = 0 and not y = any(b.held)""",
      """
      update body b set clues = c.clues from (select body, jsonb_object_agg(year, jsonb_build_object('reason', reason, 'url', url,
        'detail', detail, 'since', since)) as clues from clue group by body) c where c.body = b.body""",
      """
      insert into division_count select division, array_fill(30::smallint, array[18]), array_fill(30::smallint, array[18]),
        array_fill(14::smallint, array[18]), array_fill(2::smallint, array[18]) from source""",
      "vacuum analyze"
    };
  }

  private static Map<String, String> questions() {
    Map<String, String> questions = new TreeMap<>();
    String matrix = "select division_code, year, status, source_id from api.coverage";
    questions.put("1 matrix of a tenth", matrix + " where division_code like '11%'");
    questions.put("2 matrix of all", matrix);
    questions.put(
        "3 the same, with agencies and townships counted, of a tenth",
        "select * from api.coverage where division_code like '11%'");
    questions.put(
        "4 statuses of all, counted",
        "select year, status, count(*) from api.coverage group by 1, 2");
    questions.put("5 gaps of a county", "select * from api.gap where division_code like '110001%'");
    questions.put(
        "6 gaps, first page of 100", "select * from api.gap order by body, year limit 100");
    questions.put(
        "7 blocked, first page of 100",
        "select * from api.gap where status = 'blocked' order by body, year limit 100");
    questions.put(
        "8 gaps of a year, first page of 100",
        "select * from api.gap where year = 2020 order by body, year limit 100");
    return questions;
  }

  private static void ask(Statement statement, String name, String sql) throws SQLException {
    double[] times = new double[ROUNDS];
    long rows = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      rows = 0;
      ResultSet row = statement.executeQuery(sql);
      while (row.next()) {
        rows++;
      }
      times[round] = (System.nanoTime() - start) / 1e6;
    }
    print(name, rows, times);
  }

  private static void print(String name, long rows, double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-70s %,9d rows  median %8.1f ms  most %8.1f ms%n",
        name,
        rows,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }
}
