package org.fangzhi.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Times as web archives write them: 14 digits of UTC, or the first of them. */
public final class Stamp {
  // A day that a month has not is its last, so that all months may end with the 31st.
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private Stamp() {}

  /** A moment in 14 digits. */
  public static String of(Instant moment) {
    return FORMAT.format(moment);
  }

  /**
   * The first second of what 4 to 14 digits name: a year, a month, … or a second.
   *
   * @throws DateTimeException when they name nothing
   */
  public static Instant begin(String digits) {
    return parse(digits, "00010101000000");
  }

  /**
   * The last second of what 4 to 14 digits name.
   *
   * @throws DateTimeException when they name nothing
   */
  public static Instant end(String digits) {
    return parse(digits, "99991231235959");
  }

  private static Instant parse(String digits, String rest) {
    return ZonedDateTime.parse(digits + rest.substring(digits.length()), FORMAT).toInstant();
  }
}
