package org.fangzhi.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.store.Transactions;

/**
 * One consistent look at what is published, streamed: memory does not grow with it.
 *
 * @param last the last change of the feed that it sees
 * @param after only what changed after this number is wanted; 0 for all
 */
record Snapshot(Connection connection, long last, long after) {

  private static final Pattern WANTED =
      Pattern.compile("\\{(after|changed report|changed document) ([a-z._]+)}");

  /** Work on a snapshot. */
  @FunctionalInterface
  interface Look<T> {
    T on(Snapshot snapshot) throws SQLException, IOException;
  }

  /** What is done with a row. */
  @FunctionalInterface
  interface Row {
    void on(ResultSet row) throws SQLException, IOException;
  }

  /**
   * Looks, and ends the snapshot.
   *
   * @throws IllegalArgumentException when {@code after} is of another database
   * @throws UncheckedIOException when the work fails to write
   */
  static <T> T of(Transactions transactions, long after, Look<T> look) throws SQLException {
    return transactions.run(
        connection -> {
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          long last = Changes.last(connection);
          if (after > last) {
            throw new IllegalArgumentException(
                "the last change is %d; %d is of another database".formatted(last, after));
          }
          try {
            return look.on(new Snapshot(connection, last, after));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Writes files into a folder, which is made. */
  static Export.Written write(
      Transactions transactions, Path folder, long after, Look<Map<String, Long>> look)
      throws SQLException, IOException {
    Files.createDirectories(folder);
    try {
      return of(
          transactions, after, snapshot -> new Export.Written(snapshot.last(), look.on(snapshot)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Hands on the rows of a query. In it {@code {changed report COLUMN}}, {@code {changed document
   * COLUMN}} and {@code {after COLUMN}} hold for what is wanted.
   *
   * @param portion rows in memory at a time
   */
  void rows(String query, int portion, Row each) throws SQLException, IOException {
    try (PreparedStatement select = connection.prepareStatement(wanted(query))) {
      select.setFetchSize(portion);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        each.on(rows);
      }
    }
  }

  private String wanted(String query) {
    return WANTED
        .matcher(query)
        .replaceAll(match -> Matcher.quoteReplacement(wanted(match.group(1), match.group(2))));
  }

  private String wanted(String what, String column) {
    if (what.equals("after")) {
      return column + " > " + after;
    }
    return after == 0
        ? "true"
        : "%s in (select c.id from api.change c where c.seq > %d and c.entity = '%s')"
            .formatted(column, after, what.substring("changed ".length()));
  }
}
