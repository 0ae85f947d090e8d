package org.fangzhi.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers in Chinese numerals. */
final class Numerals {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final int LONGEST = 16;

  private Numerals() {}

  /**
   * The number that a text of numerals alone stands for; null when it is not one for sure: 百 or 万
   * without a count, 一百二 (102 or 120), 三五 (3 to 5).
   */
  static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    long total = 0;
    long section = 0;
    long digit = -1;
    long lowest = Long.MAX_VALUE;
    long above = Long.MAX_VALUE;
    boolean zero = false;
    for (int i = 0; i < text.length(); i++) {
      int d = digit(text.charAt(i));
      if (d >= 0) {
        if (digit > 0 || digit == 0 && (d == 0 || i == 1)) {
          return null;
        }
        zero = d == 0;
        digit = d;
        continue;
      }
      long unit = unit(text.charAt(i));
      if (unit == 0 || digit < 1 && !(unit == 10 && section == 0)) {
        if (!(unit >= 10_000 && digit < 0 && section > 0)) {
          return null;
        }
      }
      if (unit >= 10_000) {
        if (unit >= above) {
          return null;
        }
        above = unit;
        lowest = unit;
        total += (section + Math.max(digit, 0)) * unit;
        section = 0;
      } else {
        if (unit >= lowest && section > 0) {
          return null;
        }
        lowest = unit;
        section += (digit < 1 ? 1 : digit) * unit;
      }
      digit = -1;
      zero = false;
    }
    boolean unitSeen = lowest != Long.MAX_VALUE;
    if (!unitSeen) {
      return text.length() == 1 ? BigDecimal.valueOf(digit) : null;
    }
    boolean open =
        digit > 0
            && lowest > 10
            && text.charAt(text.length() - 2) != '零'
            && text.charAt(text.length() - 2) != '〇';
    return open || zero ? null : BigDecimal.valueOf(total + section + Math.max(digit, 0));
  }

  private static int digit(char c) {
    return c == '〇' ? 0 : c == '两' ? 2 : DIGITS.indexOf(c);
  }

  /** The value times 千, 万 or 亿. */
  static BigDecimal scaled(BigDecimal value, @Nullable String unit) {
    return unit == null
        ? value
        : new BigDecimal(
            value
                .multiply(BigDecimal.valueOf(unit(unit.charAt(0))))
                .stripTrailingZeros()
                .toPlainString());
  }

  private static long unit(char c) {
    return switch (c) {
      case '十' -> 10;
      case '百' -> 100;
      case '千' -> 1_000;
      case '万' -> 10_000;
      case '亿' -> 100_000_000;
      default -> 0;
    };
  }
}
