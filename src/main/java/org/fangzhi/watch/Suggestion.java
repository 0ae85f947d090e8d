package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** What a source may be expected to give, going by its last runs that were published. */
public final class Suggestion {
  private static final int RUNS = 10;

  /** Reports come once a year; a site that was never silent for longer may be for that long. */
  private static final int YEAR_AND_A_MONTH = 400;

  private Suggestion() {}

  /** Lines of the block {@code expect} of its file; empty when no run was published yet. */
  public static List<String> of(Connection connection, String sourceId, LocalDate today)
      throws SQLException {
    List<Tally> runs = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select tally from run where source_id = ? and tally is not null and ended_how <> 'held'"
                + " order by id desc limit ?")) {
      select.setString(1, sourceId);
      select.setInt(2, RUNS);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        runs.add(Watch.JSON.readValue(row.getString(1), Tally.class));
      }
    }
    return runs.isEmpty() ? List.of() : lines(runs, today);
  }

  private static List<String> lines(List<Tally> runs, LocalDate today) {
    Tally last = runs.get(0);
    List<String> lines = new ArrayList<>();
    lines.add("expect:                          # by the last %d runs".formatted(runs.size()));
    if (!last.years().isEmpty()) {
      int least = last.years().values().stream().mapToInt(reports -> reports).min().getAsInt();
      int most = last.years().values().stream().mapToInt(reports -> reports).max().getAsInt();
      lines.add(
          "  reports-per-year: %d..           # %d to %d, in %d years"
              .formatted(Math.max(1, 2 * least / 3), least, most, last.years().size()));
      lines.add(
          "  year-gaps: %d                     # years without a report: %s"
              .formatted(Assertions.gaps(last, today).size(), Assertions.gaps(last, today)));
    }
    int links = least(runs, Tally::links);
    lines.add("  entries: %d..                    # at least %d".formatted(2 * links / 3, links));
    int pages = least(runs, Tally::listPages);
    lines.add("  list-pages: %d..                 # at least %d".formatted(pages, pages));
    int silent =
        runs.stream()
            .mapToInt(run -> run.silentDays() == null ? 0 : run.silentDays())
            .max()
            .getAsInt();
    lines.add(
        "  silent-days: %d                # at most %d"
            .formatted(Math.max(YEAR_AND_A_MONTH, 3 * silent / 2), silent));
    runs.stream()
        .map(Tally::read)
        .filter(read -> read.reports() > 0)
        .mapToInt(read -> 100 * read.filled() / read.reports())
        .min()
        .ifPresent(
            share ->
                lines.add(
                    "  fill-rate: %d                    # at least %d %%"
                        .formatted(Math.max(0, share - 10), share)));
    double replaced =
        runs.stream()
            .map(Tally::read)
            .filter(read -> read.characters() > 0)
            .mapToDouble(read -> 100.0 * read.replaced() / read.characters())
            .max()
            .orElse(0);
    lines.add(
        "  replacement-characters: %.1f      # at most %.3f %%"
            .formatted(Math.min(1, Math.max(0.1, 2 * replaced)), replaced));
    return lines;
  }

  private static int least(List<Tally> runs, ToIntFunction<Tally> of) {
    return runs.stream().mapToInt(of).min().getAsInt();
  }
}
