package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gaps}: what is expected and not held, why, and the next step for each. */
@Command(
    name = "gaps",
    description =
        "Tells which reports are expected and not held, why, and what to do next: a work list by division"
            + " and agency. Years that differ in nothing but the year stand in one entry.",
    mixinStandardHelpOptions = true)
final class GapsCommand implements Callable<Integer> {

  // What is told of a year alone stands by itself; all else is told once for the years it is true
  // of.
  private static final String WHERE =
      """
      from api.gap where (?::text is null or starts_with(division_code, regexp_replace(regexp_replace(?::text, '^(\\d{4})00$', '\\1'), '^(\\d\\d)00$', '\\1')))
        and (?::int is null or year = ?::int)
        and case when ?::text is null then status <> 'not yet due' else status = ?::text end
        and (?::text is null or source_id = ?::text)
      """;

  private static final String LINES =
      "select to_jsonb(x)::text from (select * " + WHERE + " order by body, year) x";

  private static final String ENTRIES =
      """
      select min(division) as division, agency, body, status, why, next_step, array_agg(year order by year) as years, count(*) as n
      """
          + WHERE
          + " group by body, agency, status, why, next_step order by body, min(year)";

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--division",
      paramLabel = "CODE",
      description = "A division and all in it: 2, 4, 6 or 9 digits.")
  private @Nullable String division;

  @Option(names = "--year", paramLabel = "YEAR", description = "One year that is reported on.")
  private @Nullable Integer year;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description =
          "missing, withheld, blocked, set-aside, silent or not-yet-due (default: all but the last).")
  private @Nullable Status status;

  @Option(names = "--source", paramLabel = "ID", description = "What one source would have.")
  private @Nullable String source;

  @Option(names = "--json", description = "One JSON object a line: the rows of api.gap.")
  private boolean json;

  /** The words of {@code api.gap.status}. */
  private enum Status {
    MISSING,
    WITHHELD,
    BLOCKED,
    SET_ASIDE,
    SILENT,
    NOT_YET_DUE;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public Integer call() throws Exception {
    if (division != null && !division.matches("\\d{2}|\\d{4}|\\d{6}|\\d{9}")) {
      throw new WrongUse(division + " is no code of a division: 2, 4, 6 or 9 digits, as 530381.");
    }
    try (Database database = place.database(Database.Use.SHARE)) {
      new Coverage(new Transactions(database.dataSource())).keepUp();
      try (Connection connection = database.dataSource().getConnection()) {
        return json ? lines(connection) : entries(connection);
      }
    }
  }

  private int lines(Connection connection) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    try (PreparedStatement select = connection.prepareStatement(LINES)) {
      ResultSet row = asked(select);
      while (row.next()) {
        out.println(row.getString(1));
      }
    }
    out.flush();
    return 0;
  }

  private int entries(Connection connection) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    int entries = 0;
    int gaps = 0;
    try (PreparedStatement select = connection.prepareStatement(ENTRIES)) {
      ResultSet row = asked(select);
      String before = "";
      while (row.next()) {
        String body = row.getString("body");
        if (!body.equals(before)) {
          String agency = row.getString("agency");
          String name = agency == null ? row.getString("division") : agency;
          out.printf("%s  %s%n", body.replaceFirst("/.*", ""), name);
          before = body;
        }
        Integer[] years = (Integer[]) row.getArray("years").getArray();
        out.printf("  %s  %s%n", Years.told(years), row.getString("status"));
        out.printf("      %s%n", row.getString("why"));
        out.printf("    > %s%n", row.getString("next_step"));
        entries++;
        gaps += row.getInt("n");
      }
    }
    out.printf(
        entries == 0
            ? "Nothing is missing that is expected.%n"
            : "%,d reports in %,d entries. --json has each; --division, --year and --status ask for less.%n",
        gaps,
        entries);
    out.flush();
    return 0;
  }

  private ResultSet asked(PreparedStatement select) throws SQLException {
    String word = status == null ? null : status.toString().replace('-', ' ');
    Object[] values = {division, year, word, source};
    for (int i = 0; i < values.length; i++) {
      select.setObject(
          2 * i + 1,
          values[i],
          values[i] instanceof Integer ? java.sql.Types.INTEGER : java.sql.Types.VARCHAR);
      select.setObject(
          2 * i + 2,
          values[i],
          values[i] instanceof Integer ? java.sql.Types.INTEGER : java.sql.Types.VARCHAR);
    }
    return select.executeQuery();
  }
}
