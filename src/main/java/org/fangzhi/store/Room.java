package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many pages of a source are known, and how many may be: a bound against sites without end,
 * which writers at the same time may pass by what they write at once.
 */
record Room(int most, int known) {

  int left() {
    return Math.max(0, most - known);
  }

  static Room of(Connection connection, String sourceId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select s.most_pages, coalesce(k.pages, 0) from source s"
                + " left join known k on k.source_id = s.id where s.id = ?")) {
      select.setString(1, sourceId);
      ResultSet row = select.executeQuery();
      row.next();
      return new Room(row.getInt(1), row.getInt(2));
    }
  }

  /** Counts pages that were added, after all else that locks rows. */
  static void take(Connection connection, String sourceId, int added) throws SQLException {
    if (added == 0) {
      return;
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "insert into known (source_id, pages) values (?, ?)"
                + " on conflict (source_id) do update set pages = known.pages + excluded.pages")) {
      upsert.setString(1, sourceId);
      upsert.setInt(2, added);
      upsert.executeUpdate();
    }
  }
}
