package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people are to be told. An alert is written with what raises it and sent afterwards, so that
 * it is neither lost nor raised twice; it is sent again only when an endpoint did not take it.
 */
public final class Alerts {

  /** After as many attempts nobody is told any more. */
  private static final int ATTEMPTS = 8;

  private final Transactions transactions;

  public Alerts(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * An alert to be sent.
   *
   * @param subject one line
   * @param text for people
   * @param json for machines: text, kind, source, name, at, breaches
   */
  public record Alert(long id, String subject, String text, String json) {}

  static void raise(
      Connection connection,
      String sourceId,
      @Nullable Long runId,
      String kind,
      String message,
      List<Breach> breaches)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into alert (source_id, run_id, kind, message, breaches) values (?, ?, ?, ?, ?::jsonb)")) {
      insert.setString(1, sourceId);
      insert.setObject(2, runId);
      insert.setString(3, kind);
      insert.setString(4, message);
      insert.setString(5, Watch.JSON.writeValueAsString(breaches));
      insert.executeUpdate();
    }
  }

  /**
   * The next to be sent now, alone: what waited for others to be sent would come to another
   * process's turn meanwhile. One that is not {@link #sent} comes again, later each time.
   */
  public List<Alert> due() throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  update alert a set attempts = a.attempts + 1, ask_at = now() + interval '1 minute' * power(2, a.attempts)
                  from source s where s.id = a.source_id and a.id in (
                    select id from alert where sent_at is null and ask_at <= now() and attempts < ?
                    order by id limit 1 for update skip locked)
                  returning a.id, a.source_id, s.name, a.kind, a.message, a.breaches,
                    to_char(a.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')""")) {
            update.setInt(1, ATTEMPTS);
            ResultSet row = update.executeQuery();
            List<Alert> due = new ArrayList<>();
            while (row.next()) {
              due.add(alert(row));
            }
            due.sort(java.util.Comparator.comparingLong(Alert::id));
            return due;
          }
        });
  }

  private static Alert alert(ResultSet row) throws SQLException {
    String source = row.getString(2);
    String name = row.getString(3);
    String kind = row.getString(4);
    String message = row.getString(5);
    String subject =
        switch (kind) {
          case "held" -> "%s (%s) is held back".formatted(source, name);
          case "healed" -> "%s (%s) is well again".formatted(source, name);
          default -> "%s (%s) was taken as it is now".formatted(source, name);
        };
    String text =
        switch (kind) {
          case "held" ->
              ("%s: %s.\nNothing of it is published until a run is without this; what was fetched is kept."
                      + "\nSee ./fangzhi status; if the site is right as it is: ./fangzhi source expect %s --accept")
                  .formatted(subject, message, source);
          default -> "%s. It had been held back: %s.".formatted(subject, message);
        };
    ObjectNode json = Watch.JSON.createObjectNode();
    json.put("text", text).put("kind", kind).put("source", source).put("name", name);
    json.put("at", row.getString(7)).set("breaches", Watch.JSON.readTree(row.getString(6)));
    return new Alert(row.getLong(1), subject, text, json.toString());
  }

  /** Notes that every endpoint has taken an alert. */
  public void sent(long id) throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("update alert set sent_at = now() where id = ?")) {
            update.setLong(1, id);
            update.executeUpdate();
          }
        });
  }
}
