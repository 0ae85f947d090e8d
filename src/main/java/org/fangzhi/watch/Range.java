package org.fangzhi.watch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many of something there may be, as a source file writes it: {@code 3}, {@code 1..}, {@code
 * 1..3}.
 *
 * @param most null: any number
 */
record Range(long least, @Nullable Long most) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(\\.\\.(\\d{1,9})?)?");

  static Range of(String written) {
    Matcher range = WRITTEN.matcher(written);
    if (!range.matches()) {
      throw new IllegalArgumentException("the range was let through unchecked: " + written);
    }
    long least = Long.parseLong(range.group(1));
    if (range.group(2) == null) {
      return new Range(least, least);
    }
    return new Range(least, range.group(3) == null ? null : Long.valueOf(range.group(3)));
  }

  boolean has(long number) {
    return number >= least && (most == null || number <= most);
  }

  @Override
  public String toString() {
    return most == null
        ? "at least " + least
        : most == least ? String.valueOf(least) : least + " to " + most;
  }
}
