package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The runs of all sources, the last first. */
public record RunsPage(List<Line> lines, @Nullable String next) {

  /** A run with its source. */
  public record Line(String source, SourcePage.Run run) {}

  private static final int PAGE = 100;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  static RunsPage load(Connection connection, Visit visit) throws SQLException {
    String after = visit.get("after", NUMBER);
    List<Line> lines =
        Rows.list(
            connection,
            SourcePage.RUNS + " where id < ? order by id desc limit " + (PAGE + 1),
            row -> new Line(row.getString("source_id"), SourcePage.run(row)),
            after == null ? Long.MAX_VALUE : Long.parseLong(after));
    boolean more = lines.size() > PAGE;
    return new RunsPage(
        more ? lines.subList(0, PAGE) : lines,
        more ? visit.with("after", String.valueOf(lines.get(PAGE - 1).run().id())) : null);
  }
}
