package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Takedowns: what came from named payloads is hidden, all of it in one transaction, and may be
 * shown again. Hash, time, address, reason and who decided stay. The same bytes stay hidden when
 * they come again, and so do other bytes that read the same on the same page (a counter turned).
 */
public final class Takedown {

  private static final HexFormat HEX = HexFormat.of();

  private static final String OF_URL =
      """
      select o.payload from page p join observation o on o.page_id = p.id where p.url = ? and o.payload is not null
      union select v.sha256 from page p join version v on v.page_id = p.id where p.url = ? and v.sha256 is not null""";

  private static final String ALIKE =
      """
      select distinct on (w.sha256) w.sha256, v.sha256, w.page_id = v.page_id, p.url
      from version v join reading g on g.version_id = v.id
      join reading h on h.text_hash = g.text_hash and h.version_id <> v.id
      join version w on w.id = h.version_id join page p on p.id = w.page_id
      join payload y on y.sha256 = w.sha256 and y.hidden is null
      where v.sha256 = any(?) and w.sha256 <> all(?)
      order by w.sha256, w.page_id = v.page_id desc, p.url""";

  private static final String ABOUT =
      """
      select encode(y.sha256, 'hex'), y.length,
        (select array_agg(distinct p.url order by p.url) from observation o join page p on p.id = o.page_id
         where o.payload = y.sha256),
        (select array_agg(distinct d.name order by d.name) from observation o join deposit d on d.sha256 = o.deposit
         where o.payload = y.sha256),
        (select array_agg(distinct a.url order by a.url) from version v
         join page a on a.found_on = v.page_id and a.kind = 'attachment' and a.state in ('live', 'suspect')
         where v.sha256 = y.sha256)
      from payload y where y.sha256 = any(?) order by 1""";

  private static final String WITH_THEM =
      "select sha256 from takedown where lifted_at is null and origin = any(?)";

  private static final String STANDING =
      """
      select sha256, erased_at is not null from takedown
      where lifted_at is null and (sha256 = any(?) or origin = any(?)) order by sha256 for update""";

  private final Transactions transactions;

  public Takedown(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What was named is not there, or cannot be done with; the message says what and why. */
  public static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unfit(String message) {
      super(message);
    }
  }

  /**
   * A payload that is hidden or shown again.
   *
   * @param urls where it was found
   * @param deposits names of files that it was laid into the inbox with
   * @param attachments what pages with it lead to, which is not hidden with it
   */
  public record Hidden(
      String sha256,
      long length,
      List<String> urls,
      List<String> deposits,
      List<String> attachments) {}

  /**
   * What a takedown or a lift does.
   *
   * @param payloads those that it is about, what reads the same on the same pages among them
   * @param reports ids of reports by what the feed tells of them: {@code delete}, {@code update},
   *     {@code restore}, {@code add}
   * @param documents the same of documents
   * @param alike other addresses whose bytes read the same, and which stay in sight, by hash
   */
  public record Effect(
      List<Hidden> payloads,
      Map<String, List<String>> reports,
      Map<String, List<String>> documents,
      Map<String, String> alike) {}

  /**
   * A takedown.
   *
   * @param named SHA-256 in hex, or addresses: all that was ever kept of them
   * @param sameText whether all that reads the same is hidden too, wherever it stands, now and
   *     later
   * @param erase whether the bytes are deleted for good
   */
  public record Order(
      Collection<String> named, String reason, String who, boolean sameText, boolean erase) {
    public Order {
      named = List.copyOf(named);
    }
  }

  /**
   * Hides.
   *
   * @param really false: tells what it would do, and does nothing
   * @throws Unfit when something named is not held; then nothing is hidden
   */
  public Effect take(Order order, boolean really) throws SQLException {
    return run(
        really,
        connection -> {
          TreeSet<byte[]> named = named(connection, order.named());
          named.addAll(withThem(connection, named));
          Map<String, String> alike = new TreeMap<>();
          List<Feed.Change> changes = new ArrayList<>();
          Map<byte[], byte[]> others = alike(connection, named, order.sameText(), alike);
          changes.addAll(Hiding.hide(connection, named, hiding(order, null)));
          for (Map.Entry<byte[], byte[]> other : others.entrySet()) {
            changes.addAll(
                Hiding.hide(connection, List.of(other.getKey()), hiding(order, other.getValue())));
          }
          named.addAll(others.keySet());
          return effect(connection, named, changes, alike);
        });
  }

  private static Hiding.Order hiding(Order order, byte @Nullable [] origin) {
    return new Hiding.Order(origin, order.reason(), order.who(), order.sameText(), order.erase());
  }

  /**
   * Shows again what was hidden by these names, and what was hidden because it reads the same.
   *
   * @param really false: tells what it would do, and does nothing
   * @throws Unfit when something named is not hidden, or is erased; then nothing is shown
   */
  public Effect lift(Collection<String> names, String why, String who, boolean really)
      throws SQLException {
    return run(
        really,
        connection -> {
          byte[][] named = named(connection, names).toArray(new byte[0][]);
          TreeSet<byte[]> hidden = new TreeSet<>(Arrays::compareUnsigned);
          try (PreparedStatement select = connection.prepareStatement(STANDING)) {
            select.setArray(1, connection.createArrayOf("bytea", named));
            select.setArray(2, connection.createArrayOf("bytea", named));
            ResultSet row = select.executeQuery();
            while (row.next()) {
              if (row.getBoolean(2)) {
                throw new Unfit(
                    HEX.formatHex(row.getBytes(1)) + " was erased; nothing brings it back");
              }
              hidden.add(row.getBytes(1));
            }
          }
          if (hidden.isEmpty()) {
            throw new Unfit("nothing of " + String.join(", ", names) + " is hidden");
          }
          byte[][] payloads = hidden.toArray(new byte[0][]);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update takedown set lifted_at = now(), lifted_who = ?, lifted_why = ?"
                      + " where lifted_at is null and sha256 = any(?)")) {
            update.setString(1, who);
            update.setString(2, why);
            update.setArray(3, connection.createArrayOf("bytea", payloads));
            update.executeUpdate();
          }
          return effect(connection, hidden, Hiding.show(connection, payloads), Map.of());
        });
  }

  private <T> T run(boolean really, Transactions.Work<T> work) throws SQLException {
    return transactions.run(
        connection -> {
          Publisher.lock(connection);
          T result = work.on(connection);
          if (!really) {
            connection.rollback();
          }
          return result;
        });
  }

  private static TreeSet<byte[]> named(Connection connection, Collection<String> names)
      throws SQLException {
    TreeSet<byte[]> named = new TreeSet<>(Arrays::compareUnsigned);
    for (String name : names) {
      boolean hash = name.matches("[0-9a-fA-F]{64}");
      int before = named.size();
      try (PreparedStatement select =
          connection.prepareStatement(
              hash ? "select sha256 from payload where sha256 = ?" : OF_URL)) {
        if (hash) {
          select.setBytes(1, HEX.parseHex(name));
        } else {
          select.setString(1, name);
          select.setString(2, name);
        }
        ResultSet row = select.executeQuery();
        boolean any = false;
        while (row.next()) {
          any = true;
          named.add(row.getBytes(1));
        }
        if (!any && named.size() == before) {
          throw new Unfit(
              hash
                  ? "no payload with the SHA-256 " + name + " is held"
                  : "nothing is held of " + name);
        }
      }
    }
    return named;
  }

  /** What an order before has hidden with them: a further one is about it too. */
  private static List<byte[]> withThem(Connection connection, Collection<byte[]> named)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WITH_THEM)) {
      select.setArray(1, connection.createArrayOf("bytea", named.toArray(new byte[0][])));
      ResultSet row = select.executeQuery();
      List<byte[]> too = new ArrayList<>();
      while (row.next()) {
        too.add(row.getBytes(1));
      }
      return too;
    }
  }

  /** What reads the same and is to be hidden too, with what it reads the same as. */
  private static Map<byte[], byte[]> alike(
      Connection connection,
      Collection<byte[]> named,
      boolean everywhere,
      Map<String, String> others)
      throws SQLException {
    Map<byte[], byte[]> too = new TreeMap<>(Arrays::compareUnsigned);
    try (PreparedStatement select = connection.prepareStatement(ALIKE)) {
      byte[][] payloads = named.toArray(new byte[0][]);
      select.setArray(1, connection.createArrayOf("bytea", payloads));
      select.setArray(2, connection.createArrayOf("bytea", payloads));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        if (everywhere || row.getBoolean(3)) {
          too.put(row.getBytes(1), row.getBytes(2));
        } else {
          others.put(HEX.formatHex(row.getBytes(1)), row.getString(4));
        }
      }
    }
    return too;
  }

  private static Effect effect(
      Connection connection,
      Collection<byte[]> payloads,
      List<Feed.Change> changes,
      Map<String, String> alike)
      throws SQLException {
    List<Hidden> about = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ABOUT)) {
      select.setArray(1, connection.createArrayOf("bytea", payloads.toArray(new byte[0][])));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        about.add(
            new Hidden(
                row.getString(1), row.getLong(2), texts(row, 3), texts(row, 4), texts(row, 5)));
      }
    }
    SearchTexts.forget(
        connection,
        changes.stream().filter(c -> c.entity().equals("report")).map(Feed.Change::id).toList());
    Feed.append(connection, changes);
    return new Effect(about, told(changes, "report"), told(changes, "document"), alike);
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static Map<String, List<String>> told(List<Feed.Change> changes, String entity) {
    Map<String, List<String>> told = new TreeMap<>();
    for (Feed.Change change : changes) {
      if (change.entity().equals(entity)) {
        told.computeIfAbsent(change.op(), op -> new ArrayList<>()).add(change.id());
      }
    }
    return told;
  }
}
