package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.fangzhi.store.Database;
import org.fangzhi.watch.Story;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: the health of each source, what was set aside, and what one URL went through. */
@Command(
    name = "status",
    description = "Tells how each source does, or the story of one URL.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final String SOURCES =
      """
      select h.id, h.name, h.pages, h.last_run_at, coalesce(h.last_run, case when h.last_run_at is null then 'never run' else 'running' end) as how,
             h.held_why, h.resting_why, h.faults, to_jsonb(h) as json
      from api.source_health h order by h.id""";

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(names = "--url", paramLabel = "URL", description = "The whole story of one URL.")
  private String url;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (Database database = place.database(Database.Use.SHARE);
        Connection connection = database.dataSource().getConnection()) {
      return url == null ? sources(connection) : story(connection);
    }
  }

  private int sources(Connection connection) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    boolean trouble = false;
    try (PreparedStatement select = connection.prepareStatement(SOURCES)) {
      ResultSet rows = select.executeQuery();
      if (!json) {
        out.printf("%-24s %8s %7s  %-9s %s%n", "source", "pages", "faults", "last run", "name");
      }
      while (rows.next()) {
        String held = rows.getString("held_why");
        String rests = rows.getString("resting_why");
        trouble |= held != null || rests != null;
        if (json) {
          out.println(rows.getString("json"));
        } else {
          out.printf(
              "%-24s %,8d %,7d  %-9s %s%n",
              rows.getString("id"),
              rows.getLong("pages"),
              rows.getLong("faults"),
              rows.getString("how"),
              rows.getString("name"));
          if (held != null) {
            out.println("  ! held back: " + held);
          }
          if (rests != null) {
            out.println("  ! rests: " + rests);
          }
        }
      }
    }
    return trouble ? 1 : 0;
  }

  private int story(Connection connection) throws SQLException {
    Story story = Story.of(connection, url);
    if (story == null) {
      throw new WrongUse(
          url + " is not known. Write it as 'status --json' or the console show addresses.");
    }
    new StoryPrint(spec.commandLine().getOut()).print(story, json);
    return 0;
  }
}
