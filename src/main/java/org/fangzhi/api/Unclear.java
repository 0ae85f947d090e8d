package org.fangzhi.api;

import org.jspecify.annotations.Nullable;

/** What is wrong with a question, in words that tell how to ask it rightly. */
public final class Unclear extends Exception {
  private static final long serialVersionUID = 1;

  Unclear(String message) {
    super(message);
  }

  /**
   * A whole number asked for, or what it is otherwise.
   *
   * @throws Unclear when it is none, or out of bounds
   */
  static long number(String name, @Nullable String value, long least, long most, long otherwise)
      throws Unclear {
    if (value == null) {
      return otherwise;
    }
    if (value.matches("\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new Unclear(
        name
            + " is a number from "
            + least
            + (most == Long.MAX_VALUE ? " on" : " to " + most)
            + ", not '"
            + value
            + "'");
  }
}
