package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many reports of whole governments are held and expected, by the first digits of divisions.
 */
record HeldReports(Map<String, Map<Integer, Long>> held, Map<String, Long> sources) {

  /**
   * @param prefix digits that all codes begin with; may be empty
   * @param digits by how many digits they are counted
   */
  static HeldReports of(Connection connection, String prefix, int digits) throws SQLException {
    Map<String, Map<Integer, Long>> held = new HashMap<>();
    Rows.list(
        connection,
        "select left(division_code, "
            + digits
            + "), year, count(distinct division_code) from fangzhi.report"
            + " where deleted_at is null and scope = 'government' and year is not null and division_code like ?"
            + " group by 1, 2",
        row ->
            held.computeIfAbsent(row.getString(1), code -> new HashMap<>())
                .put(row.getInt(2), row.getLong(3)),
        prefix + "%");
    Map<String, Long> sources = new HashMap<>();
    Rows.list(
        connection,
        "select left(division, "
            + digits
            + "), count(distinct division) from fangzhi.source"
            + " where removed_at is null and division like ? group by 1",
        row -> sources.put(row.getString(1), row.getLong(2)),
        prefix + "%");
    return new HeldReports(held, sources);
  }

  /** Those of all years together. */
  Map<String, Long> heldInAll() {
    Map<String, Long> all = new HashMap<>();
    held.forEach(
        (code, years) -> all.put(code, years.values().stream().mapToLong(Long::longValue).sum()));
    return all;
  }

  /** What is expected in so many years together. */
  Map<String, Long> expected(int years) {
    Map<String, Long> all = new HashMap<>();
    sources.forEach((code, count) -> all.put(code, count * years));
    return all;
  }
}
