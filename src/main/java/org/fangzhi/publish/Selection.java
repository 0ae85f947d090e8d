package org.fangzhi.publish;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the kept versions are meant.
 *
 * @param sources only of these; empty: of all
 * @param since only those fetched on this day or later, by the calendar of Asia/Shanghai
 * @param year only of pages that hold a report of this year
 */
public record Selection(List<String> sources, @Nullable LocalDate since, @Nullable Integer year) {

  /** Whether version "v" of page "p" is meant. */
  static final String WITHIN =
      """
      (cardinality(?::text[]) = 0 or p.source_id = any(?::text[]))
      and (?::date is null or v.at >= ?::date::timestamp at time zone 'Asia/Shanghai')
      and (?::int is null or exists (select from holding h join report r on r.id = h.report_id
        where h.page_id = p.id and h.live and r.year = ?::int))
      """;

  /**
   * Fills the parameters of {@link #WITHIN}.
   *
   * @param from the first of them
   * @return the next after them
   */
  int bind(PreparedStatement statement, int from) throws SQLException {
    var ids = statement.getConnection().createArrayOf("text", sources.toArray());
    statement.setArray(from, ids);
    statement.setArray(from + 1, ids);
    statement.setObject(from + 2, since, Types.DATE);
    statement.setObject(from + 3, since, Types.DATE);
    statement.setObject(from + 4, year, Types.INTEGER);
    statement.setObject(from + 5, year, Types.INTEGER);
    return from + 6;
  }
}
