package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One run: what it meant to visit, what came, and what it left out. */
public record RunPage(
    String source,
    SourcePage.Run run,
    int planned,
    List<String> notes,
    Map<String, Long> tally,
    List<SourcePage.Breach> breaches,
    List<LeftOut> leftOut,
    List<Configuration> configurations) {

  /** Pages that were found and not followed, by reason. */
  public record LeftOut(String why, int pages, String example) {}

  /** A file that it was served by. */
  public record Configuration(String kind, String sha256, String since) {}

  static @Nullable RunPage load(Connection connection, String id) throws SQLException {
    if (!id.matches("\\d{1,18}")) {
      return null;
    }
    long number = Long.parseLong(id);
    List<LeftOut> leftOut =
        Rows.list(
            connection,
            "select why, pages, example from fangzhi.left_out where run_id = ? order by pages desc limit 100",
            row -> new LeftOut(row.getString(1), row.getInt(2), row.getString(3)),
            number);
    List<Configuration> configurations =
        Rows.list(
            connection,
            "select kind, sha256, since from api.configuration where run_id = ? order by since",
            row -> new Configuration(row.getString(1), row.getString(2), Rows.minute(row, "since")),
            number);
    return Rows.first(
        connection,
        "select r.*, coalesce(r.ended_how, 'running') as how from fangzhi.run r where r.id = ?",
        row -> {
          String note = row.getString("note");
          return new RunPage(
              row.getString("source_id"),
              SourcePage.run(row),
              row.getInt("planned"),
              note == null ? List.of() : note.lines().toList(),
              counts(Rows.json(row, "tally")),
              SourcePage.breaches(Rows.json(row, "breaches")),
              leftOut,
              configurations);
        },
        number);
  }

  /** The members of an object that are whole numbers. */
  static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isIntegralNumber()) {
        counts.put(entry.getKey(), entry.getValue().asLong());
      }
    }
    return counts;
  }
}
