package org.fangzhi.watch;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a source file says under {@code expect}; null where it says nothing.
 *
 * @param reportsPerYear different reports of each year of which there is or was one
 * @param silentDays days without anything new
 * @param entries articles that all its lists lead to together
 * @param listPages list pages that can be had
 * @param fillRate percent at least of the reports read that have figures
 * @param replacement percent at most of the characters read that are U+FFFD
 * @param yearGaps years at most without a report between the first and the last
 */
record Expectations(
    @Nullable Range reportsPerYear,
    @Nullable Integer silentDays,
    @Nullable Range entries,
    @Nullable Range listPages,
    @Nullable BigDecimal fillRate,
    @Nullable BigDecimal replacement,
    @Nullable Integer yearGaps) {

  /** Reads the block of a source's definition. */
  static Expectations of(JsonNode expect) {
    return new Expectations(
        range(expect.path("reports-per-year")),
        number(expect.path("silent-days")),
        range(expect.path("entries")),
        range(expect.path("list-pages")),
        percent(expect.path("fill-rate")),
        percent(expect.path("replacement-characters")),
        number(expect.path("year-gaps")));
  }

  private static @Nullable Range range(JsonNode value) {
    return value.isMissingNode() ? null : Range.of(value.asString());
  }

  private static @Nullable Integer number(JsonNode value) {
    return value.isMissingNode() ? null : value.asInt();
  }

  private static @Nullable BigDecimal percent(JsonNode value) {
    return value.isMissingNode() ? null : value.decimalValue();
  }
}
