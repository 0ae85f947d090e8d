package org.fangzhi.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.publish.Changes;
import org.fangzhi.publish.States;
import org.jspecify.annotations.Nullable;

/**
 * Reports as they are now. Those asked for last are kept until the change feed names them, which is
 * looked at each time, so that none is ever older than what the database shows. Safe for many
 * threads.
 */
final class Recent {
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_CHANGES = 1_000;

  private static final String CHANGES =
      "select seq, id from api.change where seq > ? order by seq limit " + MOST_CHANGES;

  private final Map<String, Answer> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;
  private long seen;

  /** A report; null when there is none now. */
  @Nullable Answer report(Connection connection, String id) throws SQLException {
    long now = catchUp(connection);
    Answer answer = find(id);
    if (answer == null) {
      answer = load(connection, id);
      if (answer != null) {
        keep(now, id, answer);
      }
    }
    return answer;
  }

  /**
   * Forgets what has changed since it last did.
   *
   * @return the change up to which it knows
   */
  private long catchUp(Connection connection) throws SQLException {
    long from = seen();
    long last = from;
    List<String> changed = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
      select.setLong(1, from);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        last = row.getLong(1);
        changed.add(row.getString(2));
      }
    }
    return changed.size() < MOST_CHANGES ? forget(changed, last) : forgetAll(connection);
  }

  private synchronized long seen() {
    return seen;
  }

  private synchronized long forget(List<String> changed, long last) {
    for (String id : changed) {
      Answer old = kept.remove(id);
      bytes -= old == null ? 0 : old.body().length;
    }
    seen = Math.max(seen, last);
    return seen;
  }

  private long forgetAll(Connection connection) throws SQLException {
    long last = Changes.last(connection);
    synchronized (this) {
      kept.clear();
      bytes = 0;
      return forget(List.of(), last);
    }
  }

  private synchronized @Nullable Answer find(String id) {
    return kept.get(id);
  }

  /** Keeps what was read after a change, unless another has come since. */
  private synchronized void keep(long after, String id, Answer answer) {
    if (after != seen || kept.containsKey(id)) {
      return;
    }
    kept.put(id, answer);
    bytes += answer.body().length;
    var eldest = kept.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= eldest.next().body().length;
      eldest.remove();
    }
  }

  private static @Nullable Answer load(Connection connection, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(States.REPORT + "?")) {
      select.setString(1, id);
      ResultSet row = select.executeQuery();
      return row.next() ? Answer.of(row.getString(1)) : null;
    }
  }
}
