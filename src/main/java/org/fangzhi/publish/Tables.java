package org.fangzhi.publish;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fangzhi.archive.Payload;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The views as tables for spreadsheets and databases: CSV (RFC 4180, UTF-8) with a {@code
 * datapackage.json} (Frictionless Data Package) that tells every column, and each file's hash. Text
 * that a spreadsheet would take for a formula, or that begins with an apostrophe, has one more
 * before it. Empty and null are written alike, as nothing.
 */
public final class Tables {

  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put("report", "select v.* from api.report v where {changed report v.id} order by v.id");
    QUERIES.put(
        "value",
        "select v.* from report r join api.value v on v.report_id = r.id where {changed report r.id} order by r.id");
    QUERIES.put(
        "finding",
        "select v.* from api.finding v where {changed report v.report_id} order by v.report_id, v.rule, v.message");
    QUERIES.put(
        "holding",
        "select v.* from api.holding v where {changed report v.report_id} order by v.report_id, v.url, v.document_id");
    QUERIES.put(
        "series",
        "select v.* from api.series v where {changed report v.report_id}"
            + " order by v.division_code, v.scope, v.agency, v.measure, v.year, v.report_id");
    QUERIES.put("measure", "select v.* from api.measure v order by v.code, v.form");
    QUERIES.put(
        "document", "select v.* from api.document v where {changed document v.id} order by v.id");
    QUERIES.put("version", "select v.* from api.version v order by v.id");
    QUERIES.put("change", "select v.* from api.change v where {after v.seq} order by v.seq");
  }

  /** Tables whose rows one column names. */
  private static final Map<String, String> KEYS =
      Map.of("report", "id", "document", "id", "version", "id", "change", "seq");

  /** What begins a formula in one spreadsheet or another, and the sign that keeps it from that. */
  private static final String FORMULA = "=+-@\t\r＝＋－＠'";

  /** Rows fetched at a time; a document's may have a megabyte. */
  static final int PORTION = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Transactions transactions;

  public Tables(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Writes the tables into a folder, from one snapshot.
   *
   * @param after only what changed after this number of the feed, versions apart; 0 for all
   */
  public Export.Written write(Path folder, long after) throws SQLException, IOException {
    Export.Written written =
        Snapshot.write(
            transactions,
            folder,
            after,
            snapshot -> {
              Map<String, Long> counts = new LinkedHashMap<>();
              for (Map.Entry<String, String> table : QUERIES.entrySet()) {
                Path file = folder.resolve(table.getKey() + ".csv");
                counts.put(file.getFileName().toString(), table(snapshot, file, table.getValue()));
              }
              return counts;
            });
    // Only now: the database ends a transaction that waits while large files are hashed.
    describe(folder, written, after);
    return written;
  }

  private void describe(Path folder, Export.Written written, long after)
      throws SQLException, IOException {
    Contract contract = Contract.of(transactions);
    ObjectNode about = JSON.createObjectNode();
    about.put("profile", "tabular-data-package").put("name", "fangzhi");
    about.put("version", contract.version()).put("created", Instant.now().toString());
    about.put("change", written.last());
    if (after > 0) {
      about.put("after", after);
    }
    about.putArray("resources");
    for (String table : QUERIES.keySet()) {
      ObjectNode resource = about.withArray("resources").addObject();
      describe(resource, view(contract, table), folder.resolve(table + ".csv"));
    }
    try (Partial out = new Partial(folder.resolve("datapackage.json"))) {
      out.writer().write(JSON.writeValueAsString(about) + "\n");
      out.whole();
    }
  }

  private static Contract.View view(Contract contract, String name) {
    return contract.views().stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long table(Snapshot snapshot, Path file, String query)
      throws SQLException, IOException {
    long[] rows = {0};
    try (Partial out = new Partial(file)) {
      CSVPrinter csv = new CSVPrinter(out.writer(), CSVFormat.RFC4180);
      csv.printRecord(snapshot.columns(query));
      snapshot.rows(
          query,
          PORTION,
          row -> {
            ResultSetMetaData meta = row.getMetaData();
            for (int column = 1; column <= meta.getColumnCount(); column++) {
              csv.print(cell(row, column, meta.getColumnTypeName(column)));
            }
            csv.println();
            rows[0]++;
          });
      csv.flush();
      out.whole();
    }
    return rows[0];
  }

  private static @Nullable String cell(ResultSet row, int column, String type) throws SQLException {
    return switch (type) {
      case "text" -> defused(row.getString(column));
      case "numeric" -> {
        BigDecimal number = row.getBigDecimal(column);
        yield number == null ? null : number.toPlainString();
      }
      case "bool" -> {
        boolean is = row.getBoolean(column);
        yield row.wasNull() ? null : String.valueOf(is);
      }
      case "timestamptz" -> {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        yield at == null ? null : DateTimeFormatter.ISO_INSTANT.format(at);
      }
      case "_text" -> {
        Array array = row.getArray(column);
        yield array == null ? null : JSON.valueToTree(array.getArray()).toString();
      }
      default -> row.getString(column);
    };
  }

  /** A text that no spreadsheet takes for a formula; a number is a number and stays. */
  static @Nullable String defused(@Nullable String text) {
    return text == null || text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0
        ? text
        : "'" + text;
  }

  private static void describe(ObjectNode resource, Contract.View view, Path file)
      throws IOException {
    resource.put("profile", "tabular-data-resource").put("name", view.name());
    resource.put("path", file.getFileName().toString()).put("description", view.meaning());
    resource.put("format", "csv").put("mediatype", "text/csv").put("encoding", "utf-8");
    resource.put("bytes", Files.size(file));
    resource.put("hash", "sha256:" + HexFormat.of().formatHex(Payload.sha256(file)));
    resource.putObject("dialect").put("lineTerminator", "\r\n").put("doubleQuote", true);
    ObjectNode schema = resource.putObject("schema");
    for (Contract.Column column : view.columns()) {
      schema
          .withArray("fields")
          .addObject()
          .put("name", column.name())
          .put("type", type(column.type()))
          .put("description", column.meaning());
    }
    schema.putArray("missingValues").add("");
    String key = KEYS.get(view.name());
    if (key != null) {
      schema.put("primaryKey", key);
    }
  }

  private static String type(String type) {
    return switch (type) {
      case "bigint", "integer", "smallint" -> "integer";
      case "numeric" -> "number";
      case "boolean" -> "boolean";
      case "timestamp with time zone" -> "datetime";
      case "text" -> "string";
      case "text[]" -> "array";
      default -> "any";
    };
  }
}
