package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How a list page was understood, as part of the story of its URL. */
final class ListingStory {
  private static final String LISTING =
      """
      select family, reason, entries, announced, array_to_string(notes, '; ') as notes,
             to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as at
      from api.listing where url = ?""";

  private ListingStory() {}

  /** Nothing is printed for what is no list page. */
  static void print(Connection connection, String url, PrintWriter out) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LISTING)) {
      select.setString(1, url);
      ResultSet row = select.executeQuery();
      if (row.next()) {
        String announced = row.getString("announced");
        out.printf(
            "  %s  understood as %s, known by %s: %d entries%s%n",
            row.getString("at"),
            row.getString("family"),
            row.getString("reason"),
            row.getInt("entries"),
            announced == null ? "" : " of " + announced + " announced");
        if (!row.getString("notes").isEmpty()) {
          out.println("  ! " + row.getString("notes"));
        }
      }
    }
  }
}
