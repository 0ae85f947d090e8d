package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run found and does not follow, counted by reason with an example. */
final class LeftOut {

  private record Count(int pages, String example) {}

  private final long runId;
  private final Map<String, Count> counts = new TreeMap<>();

  LeftOut(long runId) {
    this.runId = runId;
  }

  void count(String why, String url, int pages) {
    counts.merge(
        why,
        new Count(pages, url),
        (old, more) -> new Count(old.pages() + more.pages(), old.example()));
  }

  /** Counts those that are still unknown: their source has no room for them. */
  void beyond(Connection connection, int most, List<Found> pages) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select count(*), min(u.url) from unnest(?::text[]) u(url)"
                + " where not exists (select from page p where p.url = u.url)")) {
      select.setArray(1, Columns.of(connection, "text", pages, Found::url));
      ResultSet row = select.executeQuery();
      row.next();
      if (row.getInt(1) > 0) {
        count("beyond the " + most + " pages of the source", row.getString(2), row.getInt(1));
      }
    }
  }

  void write(Connection connection) throws SQLException {
    if (counts.isEmpty()) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into left_out as l (run_id, why, pages, example) values (?, ?, ?, ?)
            on conflict (run_id, why) do update set pages = l.pages + excluded.pages""")) {
      for (Map.Entry<String, Count> count : counts.entrySet()) {
        upsert.setLong(1, runId);
        upsert.setString(2, count.getKey());
        upsert.setInt(3, count.getValue().pages());
        upsert.setString(4, count.getValue().example());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }
}
