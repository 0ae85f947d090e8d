package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.fangzhi.store.Columns;

/**
 * The change feed. Numbers come from a counter row that is locked last before commit, so that they
 * are gapless and in commit order: a consumer that has seen {@code n} has seen all up to {@code n}.
 */
final class Feed {
  private Feed() {}

  /** A change of one entity; consumers upsert its latest state. */
  record Change(String op, String entity, String id) {}

  /** Appends changes; must be the transaction's last statement. */
  static void append(Connection connection, Collection<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    List<Change> rows = List.copyOf(changes);
    long last;
    try (PreparedStatement count =
        connection.prepareStatement("update change_counter set seq = seq + ? returning seq")) {
      count.setInt(1, rows.size());
      ResultSet row = count.executeQuery();
      row.next();
      last = row.getLong(1);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into change (seq, op, entity, id, at)
            select ? + u.ord, u.op, u.entity, u.id, clock_timestamp()
            from unnest(?::text[], ?::text[], ?::text[]) with ordinality u(op, entity, id, ord)""")) {
      insert.setLong(1, last - rows.size());
      insert.setArray(2, Columns.of(connection, "text", rows, Change::op));
      insert.setArray(3, Columns.of(connection, "text", rows, Change::entity));
      insert.setArray(4, Columns.of(connection, "text", rows, Change::id));
      insert.executeUpdate();
    }
    try (PreparedStatement ring = connection.prepareStatement("select pg_notify(?, ?)")) {
      ring.setString(1, Bell.NAME);
      ring.setString(2, Long.toString(last));
      ring.executeQuery();
    }
  }
}
