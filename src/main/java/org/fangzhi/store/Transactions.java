package org.fangzhi.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in one transaction each: committed whole, or not at all.
 *
 * @param note what the audit is told of them; null: nothing
 */
public record Transactions(DataSource dataSource, @Nullable Note note) {

  /** Transactions that are no act of anybody's. */
  public Transactions(DataSource dataSource) {
    this(dataSource, null);
  }

  /** The same as an act of somebody's, of which the audit is told. */
  public Transactions noting(Note act) {
    return new Transactions(dataSource, act);
  }

  /**
   * Work on a connection whose transaction is committed after it, or rolled back when it throws.
   */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Work that returns nothing. */
  @FunctionalInterface
  public interface Deed {
    void on(Connection connection) throws SQLException;
  }

  /** Runs the work and commits it. */
  public <T> T run(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        boolean noted = note != null && note.write(connection);
        connection.commit();
        if (noted) {
          note.written().set(true);
        }
        return result;
      } catch (SQLException | RuntimeException | Error failure) {
        rollBack(connection, failure);
        throw failure;
      }
    }
  }

  /** On a connection that is gone nothing is left to undo, and why it is gone is what matters. */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      failure.addSuppressed(gone);
    }
  }

  /** Does the deed and commits it. */
  public void commit(Deed deed) throws SQLException {
    run(
        connection -> {
          deed.on(connection);
          return true;
        });
  }
}
