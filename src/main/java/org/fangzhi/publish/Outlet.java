package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.store.Node;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The change feed as it is handed on to Kafka: claimed in portions, each acknowledged when the
 * brokers have all of it, and how far that is stands in the database. What is not acknowledged is
 * handed out again, so that a change may come twice but is never left out.
 */
public final class Outlet {

  /** Longer than a portion may be under way: the producer gives up before. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final int MOST = 100;

  private static final String CLAIM =
      """
      update kafka_outlet set token = token + 1, node = ?, leased_until = now() + ? * interval '1 millisecond'
      where leased_until <= now() and seq < (select seq from change_counter) returning seq, token""";

  private static final String ACKNOWLEDGE =
      "update kafka_outlet set seq = ?, leased_until = '-infinity' where token = ?";

  private static final String REST =
      "update kafka_outlet set leased_until = now() + ? * interval '1 millisecond' where token = ?";

  private static final String FREE =
      "update kafka_outlet set leased_until = '-infinity' where node = ? and leased_until > now()";

  private final Transactions transactions;
  private final Changes changes;
  private final Node self;

  /**
   * @param self this process, to which portions are leased
   */
  public Outlet(Transactions transactions, Node self) {
    this.transactions = transactions;
    this.changes = new Changes(transactions);
    this.self = self;
  }

  /**
   * Changes to hand on together.
   *
   * @param token of the claim
   * @param lines at least one, in order, with states; each is of another entity, so that in
   *     whatever order they arrive, and whichever of them come again, those of one entity are in
   *     theirs
   */
  public record Portion(long token, List<Changes.Line> lines) {}

  /** Claims the next changes; null when there are none or another process has them. */
  public @Nullable Portion claim() throws SQLException {
    long seq;
    long token;
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setString(1, self.toString());
      claim.setLong(2, LEASE.toMillis());
      ResultSet row = claim.executeQuery();
      if (!row.next()) {
        return null;
      }
      seq = row.getLong(1);
      token = row.getLong(2);
    }
    try {
      return new Portion(token, apart(changes.after(seq, MOST, true)));
    } catch (SQLException unread) {
      update(REST, 0, token);
      throw unread;
    }
  }

  /** The first lines, up to the second of any entity. */
  private static List<Changes.Line> apart(List<Changes.Line> lines) {
    Set<String> seen = new HashSet<>();
    int count = 0;
    while (count < lines.size() && seen.add(key(lines.get(count)))) {
      count++;
    }
    return lines.subList(0, count);
  }

  /** What a line is about: {@code report:0123456789abcdef}. */
  public static String key(Changes.Line line) {
    return line.entity() + ":" + line.id();
  }

  /** The brokers have all of a portion. Without effect when its lease has gone to another. */
  public void acknowledge(Portion portion) throws SQLException {
    List<Changes.Line> lines = portion.lines();
    update(ACKNOWLEDGE, lines.get(lines.size() - 1).seq(), portion.token());
  }

  /** The brokers may not have all of a portion: it is handed out again after a rest. */
  public void rest(Portion portion, Duration rest) throws SQLException {
    update(REST, rest.toMillis(), portion.token());
  }

  private void update(String statement, long value, long token) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement update = connection.prepareStatement(statement)) {
      update.setLong(1, value);
      update.setLong(2, token);
      update.executeUpdate();
    }
  }

  /** Ends the lease of a process of this host that is no more. */
  public void releaseDead() throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement select = connection.prepareStatement("select node from kafka_outlet");
        PreparedStatement free = connection.prepareStatement(FREE)) {
      ResultSet row = select.executeQuery();
      String holder = row.next() ? row.getString(1) : null;
      Node node = holder == null ? null : Node.of(holder);
      if (node != null && node.isDead(self)) {
        free.setString(1, holder);
        free.executeUpdate();
      }
    }
  }
}
