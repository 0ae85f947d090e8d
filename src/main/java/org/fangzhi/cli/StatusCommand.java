package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.fangzhi.store.Database;
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
             coalesce(h.held_why, h.resting_why) as trouble, h.faults, to_jsonb(h) as json
      from api.source_health h order by h.id""";

  private static final String STORY =
      """
      select to_char(o.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as at, o.outcome, o.status,
             o.took_ms, o.why, v.kind, encode(v.sha256, 'hex') as sha256, v.document_id, g.state as reading,
             g.fault, to_jsonb(o) - 'head' - 'request' as json
      from page p join observation o on o.page_id = p.id
      left join version v on v.observation_id = o.id
      left join lateral (select * from reading where version_id = v.id and state <> 'superseded'
        order by state = 'current' desc, id desc limit 1) g on true
      where p.url = ? order by o.id""";

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
        trouble |= rows.getString("trouble") != null;
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
          if (rows.getString("trouble") != null) {
            out.println("  ! " + rows.getString("trouble"));
          }
        }
      }
    }
    return trouble ? 1 : 0;
  }

  private int story(Connection connection) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    try (PreparedStatement page =
        connection.prepareStatement(
            """
            select p.source_id, p.kind, p.state, p.fault, p.anchor, f.url as found_on,
                   to_char(p.found_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS') as found_at,
                   to_char(p.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as due_at
            from page p left join page f on f.id = p.found_on where p.url = ?""")) {
      page.setString(1, url);
      ResultSet row = page.executeQuery();
      if (!row.next()) {
        throw new WrongUse(
            url + " is not known. Write it as 'status --json' or the console show addresses.");
      }
      if (!json) {
        out.printf(
            "%s%n  %s of %s, %s%n  found %s%s%n  due %s%n",
            url,
            row.getString("kind"),
            row.getString("source_id"),
            row.getString("state"),
            row.getString("found_at"),
            row.getString("found_on") == null
                ? " as an entry"
                : " on " + row.getString("found_on") + " (" + row.getString("anchor") + ")",
            row.getString("due_at") == null
                ? "with the lists of its source"
                : row.getString("due_at"));
      }
    }
    if (!json) {
      ListingStory.print(connection, url, out);
    }
    try (PreparedStatement select = connection.prepareStatement(STORY)) {
      select.setString(1, url);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        if (json) {
          out.println(rows.getString("json"));
          continue;
        }
        out.printf(
            "  %s  %s%s, %d ms%s%n",
            rows.getString("at"),
            rows.getString("outcome"),
            rows.getString("status") == null ? "" : " (" + rows.getString("status") + ")",
            rows.getInt("took_ms"),
            rows.getString("why") == null ? "" : ": " + rows.getString("why"));
        if (rows.getString("kind") != null) {
          out.printf(
              "      %s %s%s%s%n",
              rows.getString("kind"),
              rows.getString("sha256") == null ? "" : rows.getString("sha256"),
              rows.getString("document_id") == null
                  ? ""
                  : ", document " + rows.getString("document_id"),
              rows.getString("reading") == null ? "" : ", reading " + rows.getString("reading"));
        }
      }
    }
    return 0;
  }
}
