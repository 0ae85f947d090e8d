package org.fangzhi.api;

import org.jspecify.annotations.Nullable;

/**
 * Where a reader of the change feed stands.
 *
 * @param after the number of the last change it has; 0 when it has none
 * @param states whether each line is to bring its entity as it is now
 */
record FeedPosition(long after, boolean states) {

  /**
   * As asked for.
   *
   * @param name what the number is called
   * @param number in digits; null for 0
   * @param state {@code true}, {@code false} or null, which is false
   * @throws Unclear when either is something else
   */
  static FeedPosition asked(String name, @Nullable String number, @Nullable String state)
      throws Unclear {
    if (state != null && !state.equals("true") && !state.equals("false")) {
      throw new Unclear("state is true or false, not '" + state + "'");
    }
    return new FeedPosition(
        Unclear.number(name, number, 0, Long.MAX_VALUE, 0), "true".equals(state));
  }

  /**
   * @param last the number of the last change
   * @throws Unclear when the reader says it has more than there is
   */
  void check(long last) throws Unclear {
    if (after > last) {
      throw new Unclear(
          "after is "
              + after
              + ", but the last change is "
              + last
              + ": the number is of another database");
    }
  }
}
