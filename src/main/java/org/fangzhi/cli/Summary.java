package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/** What came of some runs, in words that a newcomer understands. */
record Summary(List<Line> lines, long reports, long values, long findings, long withheld) {

  /** One source's run. */
  record Line(
      String source,
      String name,
      String how,
      long fresh,
      long changed,
      long unchanged,
      long gone,
      long trouble,
      long reports,
      List<String> faults,
      @Nullable String note,
      @Nullable String json) {}

  private static final String RUNS =
      """
      select s.id, s.name, r.ended_how, r.outcomes,
        coalesce((r.outcomes ->> 'new')::int, 0), coalesce((r.outcomes ->> 'changed')::int, 0),
        coalesce((r.outcomes ->> 'unchanged')::int, 0),
        coalesce((r.outcomes ->> 'missing')::int, 0) + coalesce((r.outcomes ->> 'soft-missing')::int, 0),
        coalesce((r.outcomes ->> 'blocked')::int, 0) + coalesce((r.outcomes ->> 'failed')::int, 0)
          + coalesce((r.outcomes ->> 'refused')::int, 0),
        (select count(distinct h.report_id) from api.holding h where h.source_id = s.id and h.live),
        (select array_agg(p.url || ': ' || p.fault order by p.url) from page p
         where p.source_id = s.id and p.fault is not null and p.state not in ('moved', 'gone')),
        r.note, to_jsonb(r) - 'definition'
      from run r join source s on s.id = r.source_id where r.id = any(?) order by s.id""";

  static Summary of(Transactions transactions, List<Long> runs) throws SQLException {
    return transactions.run(
        connection -> {
          List<Line> lines = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(RUNS)) {
            select.setArray(1, connection.createArrayOf("bigint", runs.toArray()));
            ResultSet row = select.executeQuery();
            while (row.next()) {
              lines.add(line(row));
            }
          }
          return new Summary(
              lines,
              count(connection, "select count(*) from api.report"),
              count(connection, "select count(*) from api.value where kind in ('number', 'zero')"),
              count(connection, "select count(*) from api.finding where severity = 'publisher'"),
              count(
                  connection,
                  "select count(*) from api.report r, jsonb_array_elements(r.withheld) e"));
        });
  }

  private static Line line(ResultSet row) throws SQLException {
    Array faults = row.getArray(11);
    return new Line(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        faults == null ? List.of() : List.of((String[]) faults.getArray()),
        row.getString(12),
        row.getString(13));
  }

  private static long count(Connection connection, String query) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      ResultSet row = select.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  boolean hasFailures() {
    return lines.stream().anyMatch(line -> !"done".equals(line.how()));
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      lines.forEach(line -> out.println(line.json()));
      return;
    }
    out.printf(
        "%-18s %6s %8s %10s %6s %8s %8s%n",
        "source", "new", "changed", "unchanged", "gone", "trouble", "reports");
    for (Line line : lines) {
      out.printf(
          "%-18s %,6d %,8d %,10d %,6d %,8d %,8d  %s%n",
          line.source(),
          line.fresh(),
          line.changed(),
          line.unchanged(),
          line.gone(),
          line.trouble(),
          line.reports(),
          line.name());
    }
    boolean any = lines.stream().anyMatch(line -> !line.faults().isEmpty());
    if (any) {
      out.println();
      out.println("Not had, and why:");
      lines.stream().flatMap(line -> line.faults().stream()).forEach(f -> out.println("  " + f));
    }
    List<String> cut =
        lines.stream().map(Line::note).filter(Objects::nonNull).flatMap(String::lines).toList();
    if (!cut.isEmpty()) {
      out.println();
      out.println("Lists that did not end as they said, so that entries may be missing:");
      cut.forEach(line -> out.println("  " + line));
    }
    out.printf(
        "%nHeld: %,d reports with %,d figures read; %,d withheld with a reason; in %,d places the"
            + " publisher's own arithmetic is wrong.%n",
        reports, values, withheld, findings);
    out.flush();
  }
}
