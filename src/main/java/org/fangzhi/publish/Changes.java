package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.store.Transactions;

/**
 * The change feed as consumers follow it: lines of JSON in the order of their numbers, without a
 * gap. Who has taken line {@code n} asks for what is after {@code n}; a line taken twice does no
 * harm, since it tells the latest state.
 */
public final class Changes {

  private static final String LINES =
      """
      select c.seq, c.op, c.entity, c.id, json_build_object('seq', c.seq, 'op', c.op, 'entity', c.entity, 'id', c.id, 'at', c.at)::text
      from api.change c where c.seq > ? order by c.seq limit ?""";

  /** With the state of now, which may be younger than the change; null once it is deleted. */
  private static final String STATES =
      """
      select c.seq, c.op, c.entity, c.id, json_build_object('seq', c.seq, 'op', c.op, 'entity', c.entity, 'id', c.id, 'at', c.at,
        'state', case c.entity when 'report' then ("""
          + States.REPORT
          + "c.id) when 'document' then ("
          + States.DOCUMENT
          + """
      c.id) end)::text
      from api.change c where c.seq > ? order by c.seq limit ?""";

  /** Characters after which a portion with states ends; its last line may go beyond. */
  private static final int ENOUGH = 2_000_000;

  /** States in memory of the driver at a time. */
  private static final int STATES_AT_ONCE = 20;

  private final Transactions transactions;

  public Changes(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A line of the feed.
   *
   * @param seq its number, from 1 on
   * @param op {@code add}, {@code update}, {@code delete} or {@code restore}
   * @param entity {@code report} or {@code document}
   * @param id of the entity
   * @param json {@code seq}, {@code op}, {@code entity}, {@code id}, {@code at}, and {@code state}
   *     where it was asked for
   */
  public record Line(long seq, String op, String entity, String id, String json) {}

  /** The number of the last change; 0 before the first. */
  public long last() throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection()) {
      return last(connection);
    }
  }

  /** The same, as a connection sees it. */
  public static long last(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return last(statement);
    }
  }

  static long last(Statement statement) throws SQLException {
    ResultSet row = statement.executeQuery("select coalesce(max(seq), 0) from api.change");
    row.next();
    return row.getLong(1);
  }

  /**
   * The changes after a number, the first first; fewer than asked for where their states are large,
   * but one at least if there is one.
   *
   * @param states whether each tells the state of its entity too
   */
  public List<Line> after(long seq, int most, boolean states) throws SQLException {
    return transactions.run(
        connection -> {
          connection.setReadOnly(true);
          return after(connection, seq, most, states);
        });
  }

  private static List<Line> after(Connection connection, long seq, int most, boolean states)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(states ? STATES : LINES)) {
      select.setFetchSize(states ? STATES_AT_ONCE : 0);
      select.setLong(1, seq);
      select.setInt(2, most);
      ResultSet row = select.executeQuery();
      List<Line> lines = new ArrayList<>();
      long characters = 0;
      while (characters < ENOUGH && row.next()) {
        Line line =
            new Line(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5));
        lines.add(line);
        characters += line.json().length();
      }
      return lines;
    }
  }
}
