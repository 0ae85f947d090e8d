package org.fangzhi.coverage;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a report that is not held.
 *
 * @param body whose it is
 * @param year 0 when it is not certain
 * @param at the page that has it or would have it
 * @param detail in an operator's words
 * @param since ISO 8601; null: not known
 */
record Clue(
    String body,
    String division,
    @Nullable String agency,
    int year,
    Page at,
    Reason reason,
    @Nullable String detail,
    @Nullable String since) {

  /** A page that is known. */
  record Page(long id, String url) {}

  /** Why it is not held, from the one nearest to it to the farthest; words are in the database. */
  enum Reason {
    WITHHELD,
    HELD_BACK,
    SET_ASIDE,
    WAITING,
    BLOCKED,
    FAILED,
    NOT_FETCHED,
    SOFT_MISSING,
    REFUSED,
    GONE,
    NOT_THERE,
    NO_REPORT;

    /** The word in tables and views: {@code soft-missing}. */
    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
