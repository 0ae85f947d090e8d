package org.fangzhi.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fangzhi.archive.Payload;
import org.fangzhi.store.Transactions;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The views as tables for spreadsheets and databases, with a {@code datapackage.json} (Frictionless
 * Data Package) that tells every column, and each file's hash.
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

  /** Rows fetched at a time; a document's may have a megabyte. */
  static final int PORTION = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Transactions transactions;
  private final TableFile.Kind kind;

  private Tables(Transactions transactions, TableFile.Kind kind) {
    this.transactions = transactions;
    this.kind = kind;
  }

  /** As CSV. */
  public static Tables csv(Transactions transactions) {
    return new Tables(transactions, TableFile.Kind.CSV);
  }

  /** As Parquet. */
  public static Tables parquet(Transactions transactions) {
    return new Tables(transactions, TableFile.Kind.PARQUET);
  }

  /**
   * Writes the tables into a folder, from one snapshot.
   *
   * @param after only what changed after this number of the feed, versions apart; 0 for all
   * @throws ArithmeticException when a number is too long for Parquet
   */
  public Export.Written write(Path folder, long after) throws SQLException, IOException {
    Contract contract = Contract.of(transactions);
    Export.Written written =
        Snapshot.write(
            transactions,
            folder,
            after,
            snapshot -> {
              Map<String, Long> counts = new LinkedHashMap<>();
              for (Map.Entry<String, String> table : QUERIES.entrySet()) {
                Path file = folder.resolve(name(table.getKey()));
                TableFile begun = kind.begin(file, view(contract, table.getKey()));
                counts.put(name(table.getKey()), table(snapshot, begun, table.getValue()));
              }
              return counts;
            });
    // Only now: the database ends a transaction that waits while large files are hashed.
    describe(contract, folder, written, after);
    return written;
  }

  private String name(String table) {
    return table + "." + kind.ending;
  }

  private void describe(Contract contract, Path folder, Export.Written written, long after)
      throws IOException {
    ObjectNode about = JSON.createObjectNode();
    about.put("profile", profile("package")).put("name", "fangzhi");
    about.put("version", contract.version()).put("created", Instant.now().toString());
    about.put("change", written.last());
    if (after > 0) {
      about.put("after", after);
    }
    about.putArray("resources");
    for (String table : QUERIES.keySet()) {
      ObjectNode resource = about.withArray("resources").addObject();
      describe(resource, view(contract, table), folder.resolve(name(table)));
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

  private static long table(Snapshot snapshot, TableFile file, String query)
      throws SQLException, IOException {
    long[] rows = {0};
    try (file) {
      snapshot.rows(
          query,
          PORTION,
          row -> {
            file.add(row);
            rows[0]++;
          });
      file.whole();
    }
    return rows[0];
  }

  /** Tabular profiles are for CSV alone. */
  private String profile(String what) {
    return (kind == TableFile.Kind.CSV ? "tabular-data-" : "data-") + what;
  }

  private void describe(ObjectNode resource, Contract.View view, Path file) throws IOException {
    resource.put("profile", profile("resource")).put("name", view.name());
    resource.put("path", file.getFileName().toString()).put("description", view.meaning());
    resource.put("format", kind.ending).put("mediatype", kind.mediaType);
    resource.put("bytes", Files.size(file));
    resource.put("hash", "sha256:" + HexFormat.of().formatHex(Payload.sha256(file)));
    if (kind == TableFile.Kind.CSV) {
      resource.put("encoding", "utf-8");
      resource.putObject("dialect").put("lineTerminator", "\r\n").put("doubleQuote", true);
    }
    ObjectNode schema = resource.putObject("schema");
    for (Contract.Column column : view.columns()) {
      schema
          .withArray("fields")
          .addObject()
          .put("name", column.name())
          .put("type", type(column.type()))
          .put("description", column.meaning());
    }
    if (kind == TableFile.Kind.CSV) {
      schema.putArray("missingValues").add("");
    }
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
