package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A downstream database as small as can be: it follows {@code api.change} by its numbers and
 * upserts the latest state of each report with its values, findings and holdings and of each
 * document.
 */
public final class FeedConsumer {
  private static final Map<String, String> ENTITIES =
      Map.of(
          "report",
          """
          select r.id, (to_jsonb(r) || jsonb_build_object('values', (select jsonb_agg(to_jsonb(v) order by indicator, col, at)
            from api.value v where v.report_id = r.id), 'findings', (select jsonb_agg(to_jsonb(f) order by rule, message)
            from api.finding f where f.report_id = r.id), 'holdings', (select jsonb_agg(to_jsonb(h) order by url, document_id)
            from api.holding h where h.report_id = r.id)))::text from api.report r""",
          "document",
          "select r.id, to_jsonb(r)::text from api.document r");

  /** A line of the feed. */
  public record Change(long seq, String op, String entity, String id) {
    @Override
    public String toString() {
      return op + " " + entity + " " + id;
    }
  }

  private final String url;
  private final Map<String, Map<String, String>> held = new TreeMap<>();
  private long seen;

  public FeedConsumer(String url) {
    this.url = url;
    ENTITIES.keySet().forEach(entity -> held.put(entity, new TreeMap<>()));
  }

  /** Takes all that is new. The numbers must follow each other without a gap. */
  public List<Change> follow() throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement select =
            connection.prepareStatement(
                "select seq, op, entity, id from api.change where seq > ? order by seq")) {
      select.setLong(1, seen);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        assertThat(row.getLong(1)).as("the feed's next number").isEqualTo(seen + 1);
        seen = row.getLong(1);
        changes.add(
            new Change(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
      }
      for (Change change : changes) {
        take(connection, change);
      }
    }
    return changes;
  }

  private void take(Connection connection, Change change) throws SQLException {
    String all = ENTITIES.get(change.entity());
    assertThat(all).as("entity of %s", change).isNotNull();
    try (PreparedStatement select = connection.prepareStatement(all + " where r.id = ?")) {
      select.setString(1, change.id());
      ResultSet row = select.executeQuery();
      if (row.next()) {
        held.get(change.entity()).put(change.id(), row.getString(2));
      } else {
        held.get(change.entity()).remove(change.id());
      }
    }
  }

  /** What it holds must be what the views show. */
  public void assertIdentical() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
        Map<String, String> now = new TreeMap<>();
        ResultSet row = statement.executeQuery(entity.getValue());
        while (row.next()) {
          now.put(row.getString(1), row.getString(2));
        }
        assertThat(held.get(entity.getKey())).as(entity.getKey()).isEqualTo(now);
      }
    }
  }

  /** How many changes it has seen. */
  public long seen() {
    return seen;
  }
}
