package org.fangzhi.warc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which captures are meant.
 *
 * @param sources only of these; empty: of all
 * @param under only of addresses that begin so
 * @param since only from this day on, by the calendar of Asia/Shanghai
 * @param until only up to this day, that day included
 * @param quarantine suspected blocks and soft-404s too, which a replay would show as the page
 * @param derived texts and reports that were read of them too
 */
public record Chosen(
    List<String> sources,
    @Nullable String under,
    @Nullable LocalDate since,
    @Nullable LocalDate until,
    boolean quarantine,
    boolean derived) {

  /** Whether observation "o" of page "p" is meant. */
  static final String WITHIN =
      """
      (cardinality(?::text[]) = 0 or p.source_id = any(?::text[]))
      and (?::text is null or starts_with(p.url, ?::text))
      and (?::date is null or o.at >= ?::date::timestamp at time zone 'Asia/Shanghai')
      and (?::date is null or o.at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai')
      """;

  public Chosen {
    sources = List.copyOf(sources);
  }

  /**
   * Fills the parameters of {@link #WITHIN}.
   *
   * @param from the first of them
   * @return the next after them
   */
  int bind(PreparedStatement statement, int from) throws SQLException {
    var ids = statement.getConnection().createArrayOf("text", sources.toArray());
    for (int i = 0; i < 2; i++) {
      statement.setArray(from + i, ids);
      statement.setString(from + 2 + i, under);
      statement.setObject(from + 4 + i, since, Types.DATE);
      statement.setObject(from + 6 + i, until, Types.DATE);
    }
    return from + 8;
  }

  /** A word for file names. */
  String label() {
    return sources.size() == 1 ? sources.get(0) : "archive";
  }
}
