package org.fangzhi.publish;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * CSV (RFC 4180, UTF-8). Text that a spreadsheet would take for a formula, or that begins with an
 * apostrophe, has one more before it. Empty and null are written alike, as nothing.
 */
final class CsvTable implements TableFile {

  /** What begins a formula in one spreadsheet or another, and the sign that keeps it from that. */
  private static final String FORMULA = "=+-@\t\r＝＋－＠'";

  private static final JsonMapper JSON = new JsonMapper();

  private final Partial out;
  private final CSVPrinter csv;
  private final Contract.View view;

  CsvTable(Path file, Contract.View view) throws IOException {
    this.view = view;
    this.out = new Partial(file);
    this.csv = new CSVPrinter(out.writer(), CSVFormat.RFC4180);
    csv.printRecord(view.columns().stream().map(Contract.Column::name));
  }

  @Override
  public void add(ResultSet row) throws SQLException, IOException {
    int at = 0;
    for (Contract.Column column : view.columns()) {
      csv.print(cell(row, ++at, column.type()));
    }
    csv.println();
  }

  private static @Nullable String cell(ResultSet row, int at, String type) throws SQLException {
    return switch (type) {
      case "text" -> defused(row.getString(at));
      case "numeric" -> {
        BigDecimal number = row.getBigDecimal(at);
        yield number == null ? null : number.toPlainString();
      }
      case "boolean" -> {
        boolean is = row.getBoolean(at);
        yield row.wasNull() ? null : String.valueOf(is);
      }
      case "timestamp with time zone" -> {
        OffsetDateTime time = row.getObject(at, OffsetDateTime.class);
        yield time == null ? null : DateTimeFormatter.ISO_INSTANT.format(time);
      }
      case "text[]" -> {
        Array array = row.getArray(at);
        yield array == null ? null : JSON.valueToTree(array.getArray()).toString();
      }
      default -> row.getString(at);
    };
  }

  /** A text that no spreadsheet takes for a formula; a number is a number and stays. */
  static @Nullable String defused(@Nullable String text) {
    return text == null || text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0
        ? text
        : "'" + text;
  }

  @Override
  public void whole() throws IOException {
    csv.flush();
    out.whole();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
