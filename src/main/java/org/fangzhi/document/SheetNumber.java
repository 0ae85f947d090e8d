package org.fangzhi.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.NumberToTextConverter;

/**
 * What the number of a spreadsheet cell says: the number that was entered, at the fifteen digits
 * that Excel itself keeps, since a format may round what it shows. Where a format shows something
 * that is no rounding of it, or would show thousands of it, both are given, so that nobody takes
 * one for certain.
 */
final class SheetNumber {
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?<before>[^\\d+\\-(]*)(?<sign>[-+(]?)(?<digits>\\d[\\d,]*(?:\\.\\d+)?)(?<after>[^\\d]*)");

  /** A comma behind the last digit shows thousands, which POI does at times. */
  private static final Pattern THOUSANDS = Pattern.compile("[0#?],+(?![0#?,])");

  private SheetNumber() {}

  /**
   * The text of a cell.
   *
   * @param value the number kept
   * @param shown what the cell's format makes of it, as far as POI knows it
   * @param format the format itself
   */
  static String text(double value, String shown, String format) {
    BigDecimal exact = new BigDecimal(NumberToTextConverter.toText(value));
    if (THOUSANDS.matcher(format).find()) {
      return both(shown, exact);
    }
    Matcher m = SHOWN.matcher(shown);
    if (!m.matches()) {
      boolean zero = exact.signum() == 0 && shown.chars().noneMatch(Character::isDigit);
      return zero ? "0" : isPower(shown) ? plain(exact) : both(shown, exact);
    }
    boolean percent = m.group("after").strip().startsWith("%");
    BigDecimal kept = percent ? exact.movePointRight(2) : exact;
    BigDecimal digits = new BigDecimal(m.group("digits").replace(",", ""));
    boolean minus = m.group("sign").equals("-") || m.group("sign").equals("(");
    BigDecimal printed = minus ? digits.negate() : digits;
    if (kept.compareTo(printed) == 0 && !m.group("sign").equals("(")) {
      return shown.strip();
    }
    boolean rounded = kept.setScale(printed.scale(), RoundingMode.HALF_UP).compareTo(printed) == 0;
    String unit = m.group("after").replace(")", "").strip();
    return rounded ? m.group("before").strip() + plain(kept) + unit : both(shown, exact);
  }

  private static boolean isPower(String shown) {
    return shown.matches("-?\\d(?:\\.\\d+)?E[-+]?\\d+");
  }

  private static String plain(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
  }

  private static String both(String shown, BigDecimal exact) {
    return (shown.strip() + " [" + plain(exact) + "]").strip();
  }
}
