package org.fangzhi.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fangzhi.publish.States;
import org.jspecify.annotations.Nullable;

/** Rows as CSV (RFC 4180) for a spreadsheet. */
final class ValueTable {
  private ValueTable() {}

  /** The figures of a report; null when there is none with this id. */
  static @Nullable String of(Connection connection, String id) throws SQLException {
    if (!States.isId(id)
        || Rows.first(connection, "select 1 from api.report where id = ?", r -> 1, id) == null) {
      return null;
    }
    List<Object[]> rows =
        Rows.list(
            connection,
            "select indicator, col, value::text, unit, kind, qualifier, raw, at from api.value where report_id = ?",
            row -> {
              Object[] cells = new Object[8];
              for (int i = 0; i < cells.length; i++) {
                cells[i] = row.getString(i + 1);
              }
              return cells;
            },
            id);
    return csv(
        List.of("indicator", "col", "value", "unit", "kind", "qualifier", "raw", "at"), rows);
  }

  static String csv(List<String> heads, List<Object[]> rows) {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      printer.printRecord(heads);
      for (Object[] row : rows) {
        printer.printRecord(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a table cannot be written", e);
    }
    return out.toString();
  }
}
