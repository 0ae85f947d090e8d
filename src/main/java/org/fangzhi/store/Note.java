package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The line of the audit about one act. It is written with the first transaction of the act that
 * writes anything, and with no other: an act that changes nothing leaves none.
 *
 * @param who a user of this machine, or the name of a token
 * @param via {@code command} or {@code http}
 * @param origin the machine, or the address that asked
 * @param action as a command is called: {@code source pause}
 * @param objects what it is done to: sources, addresses, hashes, names
 * @param detail what else was said; never a secret
 * @param written whether it stands
 */
public record Note(
    String who,
    String via,
    String origin,
    String action,
    List<String> objects,
    @Nullable String detail,
    AtomicBoolean written) {

  public Note {
    objects = List.copyOf(objects);
  }

  /** A note that is not written yet. */
  public Note(
      String who,
      String via,
      String origin,
      String action,
      List<String> objects,
      @Nullable String detail) {
    this(who, via, origin, action, objects, detail, new AtomicBoolean());
  }

  /** Writes it where the transaction has written something. Returns whether it did. */
  boolean write(Connection connection) throws SQLException {
    if (written.get()) {
      return false;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into fangzhi.audit (who, via, origin, action, objects, detail)
            select ?, ?, ?, ?, ?, ? where pg_current_xact_id_if_assigned() is not null returning id""")) {
      insert.setString(1, who);
      insert.setString(2, via);
      insert.setString(3, origin);
      insert.setString(4, action);
      insert.setArray(5, connection.createArrayOf("text", objects.toArray()));
      insert.setString(6, detail);
      ResultSet row = insert.executeQuery();
      return row.next();
    }
  }
}
