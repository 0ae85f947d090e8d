package org.fangzhi.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers in Chinese numerals. */
final class Numerals {
  private static final String DIGITS = "零一二三四五六七八九";

  private Numerals() {}

  /** The number that a text of numerals alone stands for; null when it is not one. */
  static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > 16) {
      return null;
    }
    long total = 0;
    long section = 0;
    long digit = 0;
    boolean unitSeen = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i) == '〇' ? '零' : text.charAt(i) == '两' ? '二' : text.charAt(i);
      int d = DIGITS.indexOf(c);
      if (d >= 0) {
        if (digit > 0) {
          return null;
        }
        digit = d;
        continue;
      }
      long unit = unit(c);
      if (unit == 0) {
        return null;
      }
      unitSeen = true;
      if (unit >= 10_000) {
        total += (section + digit) * unit;
        section = 0;
      } else {
        section += (digit == 0 ? 1 : digit) * unit;
      }
      digit = 0;
    }
    return text.length() > 1 && !unitSeen ? null : BigDecimal.valueOf(total + section + digit);
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
