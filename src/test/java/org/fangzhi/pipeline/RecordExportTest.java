package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.archive.Payload;
import org.fangzhi.publish.Export;
import org.fangzhi.publish.Tables;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines and tables of two harvests: whole after the first, what came since after the second. */
@Tag("thorough")
class RecordExportTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir static Path folder;

  private static final JsonMapper JSON = new JsonMapper();
  private static Transactions transactions;
  private static Export.Written first;
  private static Path whole;

  @BeforeAll
  static void harvestTwiceAndExport() throws Exception {
    transactions = new Transactions(database.dataSource());
    whole = folder.resolve("whole");
    try (ReportSite one = new ReportSite("宣威市", 3, 4);
        ReportSite other = new ReportSite("富源县", 3, 2)) {
      new Harvests(database, Map.of("a.yaml", one.source("a", 0)), Map.of()).once();
      first = Tables.csv(transactions).write(whole, 0);
      new Harvests(database, Map.of("b.yaml", other.source("b", 0)), Map.of()).once();
    }
  }

  private static Set<String> ids(Path lines) throws Exception {
    Set<String> ids = new HashSet<>();
    for (String line : Files.readAllLines(lines)) {
      ids.add(JSON.readTree(line).get("id").asString());
    }
    return ids;
  }

  @Test
  void another_database_reads_the_tables_and_has_the_same_rows() throws Exception {
    assertThat(first.rows()).containsEntry("report.csv", 4L).containsKey("value.csv");
    assertThat(first.rows().get("value.csv")).isGreaterThan(4 * 50L);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String table : List.of("report", "value", "holding", "document", "version")) {
        statement.execute("create temp table t as select * from api." + table + " limit 0");
        // Whoever reads null where there was an empty text reads what CSV can say.
        try (Reader csv = Files.newBufferedReader(whole.resolve(table + ".csv"))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy t from stdin (format csv, header match)", csv);
        }
        String same =
            "select count(*) from (select replace(t::text, '\"\"', '') from t except all"
                + " select replace(v::text, '\"\"', '') from api.%s v) x".formatted(table);
        ResultSet others = statement.executeQuery(same);
        others.next();
        assertThat(others.getInt(1)).as("rows of %s that differ", table).isZero();
        ResultSet count = statement.executeQuery("select count(*) from t");
        count.next();
        assertThat(count.getLong(1)).isEqualTo(first.rows().get(table + ".csv"));
        statement.execute("drop table t");
      }
      connection.rollback();
    }
  }

  @Test
  void lines_end_as_the_standard_wants_and_the_package_tells_each_file() throws Exception {
    JsonNode about = JSON.readTree(whole.resolve("datapackage.json"));
    assertThat(about.get("change").asLong()).isEqualTo(first.last());
    List<String> names = new ArrayList<>();
    for (JsonNode resource : about.get("resources")) {
      Path file = whole.resolve(resource.get("path").asString());
      String text = Files.readString(file);
      names.add(resource.get("name").asString());
      assertThat(text).endsWith("\r\n");
      assertThat(resource.get("bytes").asLong()).isEqualTo(Files.size(file));
      assertThat(resource.get("hash").asString())
          .isEqualTo("sha256:" + HexFormat.of().formatHex(Payload.sha256(file)));
      List<String> fields = new ArrayList<>();
      resource
          .get("schema")
          .get("fields")
          .forEach(field -> fields.add(field.get("name").asString()));
      assertThat(text.lines().findFirst().orElseThrow()).isEqualTo(String.join(",", fields));
    }
    assertThat(names)
        .containsExactly(
            "report",
            "value",
            "finding",
            "holding",
            "series",
            "measure",
            "document",
            "version",
            "change");
    assertThat(Files.list(whole).map(file -> file.getFileName().toString()))
        .hasSize(10)
        .noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void duckdb_reads_from_parquet_what_the_database_says_exactly() throws Exception {
    Path out = folder.resolve("parquet");
    Export.Written written = Tables.parquet(transactions).write(out, 0);
    String exact =
        "select report_id, indicator, col, value::text, unit, kind, raw, \"at\" from %s order by 1, 2, 3, 8";
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Connection connection = database.dataSource().getConnection()) {
      List<String> theirs = lines(duck, exact.formatted("'" + out.resolve("value.parquet") + "'"));
      List<String> ours = lines(connection, exact.formatted("api.value"));
      assertThat(theirs.stream().map(line -> line.replaceAll("(\\.\\d*?)0+\\|", "$1|")).sorted())
          .hasSize(written.rows().get("value.parquet").intValue())
          .isEqualTo(
              ours.stream()
                  .map(line -> line.replaceAll("^(([^|]*\\|){3}\\d+)\\|", "$1.|"))
                  .sorted()
                  .toList());
      assertThat(
              lines(
                  duck,
                  "select column_name, column_type from (describe from '"
                      + out.resolve("report.parquet")
                      + "') where column_name in ('year', 'title')"))
          .containsExactlyInAnyOrder("year|INTEGER|", "title|VARCHAR|");
      assertThat(
              lines(
                  duck,
                  "select epoch_us(fetched_at), sha256 from '"
                      + out.resolve("version.parquet")
                      + "' order by id"))
          .isEqualTo(
              lines(
                  connection,
                  "select (extract(epoch from fetched_at) * 1000000)::bigint, sha256 from api.version order by id"));
    }
    JsonNode about = JSON.readTree(out.resolve("datapackage.json"));
    assertThat(about.get("resources").get(1).get("path").asString()).isEqualTo("value.parquet");
    assertThat(about.get("resources").get(1).get("hash").asString())
        .isEqualTo(
            "sha256:" + HexFormat.of().formatHex(Payload.sha256(out.resolve("value.parquet"))));
  }

  private static List<String> lines(Connection connection, String query) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          line.append(row.getString(i)).append('|');
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }

  @Test
  void what_came_since_is_what_the_second_harvest_brought() throws Exception {
    Path since = folder.resolve("since");
    Path all = folder.resolve("all");
    Export export = new Export(transactions);
    Export.Written delta = export.lines(since, first.last());
    export.lines(all, 0);

    assertThat(delta.last()).isGreaterThan(first.last());
    assertThat(delta.rows()).containsEntry("report.jsonl", 2L);
    assertThat(delta.rows().get("change.jsonl")).isEqualTo(delta.last() - first.last());
    assertThat(ids(all.resolve("report.jsonl")))
        .hasSize(6)
        .containsAll(ids(since.resolve("report.jsonl")));
    Set<String> valued = new HashSet<>();
    for (String line : Files.readAllLines(since.resolve("value.jsonl"))) {
      valued.add(JSON.readTree(line).get("report_id").asString());
    }
    assertThat(valued).isEqualTo(ids(since.resolve("report.jsonl")));

    Export.Written tables = Tables.csv(transactions).write(folder.resolve("tables"), first.last());
    assertThat(tables.rows()).containsEntry("report.csv", 2L);
    assertThat(export.lines(folder.resolve("none"), delta.last()).rows())
        .containsEntry("report.jsonl", 0L)
        .containsEntry("value.jsonl", 0L)
        .containsEntry("change.jsonl", 0L);
  }

  @Test
  void a_number_of_another_database_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Export(transactions).lines(folder.resolve("no"), 999_999))
        .withMessageContaining("999999 is of another database");
  }
}
