package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.report.Report.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a cell says.
 *
 * @param refusal why it cannot be read with certainty; then nothing else counts
 */
record Figure(
    Kind kind,
    @Nullable BigDecimal value,
    @Nullable String unit,
    @Nullable String qualifier,
    @Nullable String refusal) {

  static final Figure EMPTY = new Figure(Kind.EMPTY, null, null, null, null);

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<sign>[+\\-−]|增加?|减少?)?(?<about>约|近)?(?<v>\\d+(?:\\.\\d+)?|\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?)"
              + "(?<m>万(?!元)|亿(?!元))?(?<q>余|多)?(?<unit>"
              + Units.PATTERN
              + ")?");
  private static final Pattern NONE = Pattern.compile("[-—–―─−－/\\\\_*]+|不适用|不涉及");
  private static final int LONGEST = 40;

  /** So many digits are always a long's. */
  private static final int LONGEST_LONG = 18;

  /** The Chinese characters that a value can begin and end with; labels have others. */
  private static final String BEGINS = "无一不增减约近";

  private static final String ENDS = "无一用及万亿余多注" + Units.PATTERN;

  private static final String MISREAD = "OoΟQDlI|!SZ。";
  private static final Pattern BROKEN_DIGITS = Pattern.compile("\\d\\s+\\d");

  /** Marks of footnotes behind a number; their digits would else become its own. */
  private static final Pattern NOTE =
      Pattern.compile(
          "\\s*(?:[*＊※#†‡]+|[\\u2460-\\u2473\\u00b9\\u00b2\\u00b3\\u2070-\\u2079]+"
              + "|[\\[［【〔]\\s*注?\\s*[\\d\\u2460-\\u2473]{1,2}\\s*[\\]］】〕]|[(（]\\s*[注\\u2460-\\u2473]\\s*\\d?\\s*[)）]|注\\d?)+$");

  /** Reads a cell. A count over two lines, a doubled sign or a run of zeros is refused. */
  static Figure of(String cell) {
    String text = cell.strip();
    if (plain(text)) {
      BigDecimal value =
          text.length() <= LONGEST_LONG
              ? BigDecimal.valueOf(Long.parseLong(text))
              : new BigDecimal(text);
      return new Figure(value.signum() == 0 ? Kind.ZERO : Kind.NUMBER, value, null, null, null);
    }
    if (Character.isDigit(text.isEmpty() ? ' ' : text.charAt(0))) {
      text = NOTE.matcher(text).replaceFirst("");
    }
    String folded = Labels.fold(text);
    if (folded.isEmpty()) {
      return EMPTY;
    }
    if (folded.equals("一")) {
      return refused("may be a dash or the numeral one: " + text);
    }
    if (NONE.matcher(folded).matches()) {
      return new Figure(Kind.NA, null, null, null, null);
    }
    Matcher m = NUMBER.matcher(folded);
    if (m.matches()) {
      return number(text, m);
    }
    BigDecimal words = Numerals.parse(folded);
    if (words != null) {
      return new Figure(words.signum() == 0 ? Kind.ZERO : Kind.NUMBER, words, null, null, null);
    }
    for (int i = 0; i < folded.length(); i++) {
      if (Character.isDigit(folded.charAt(i))) {
        return refused("cannot be read as one number: " + shown(text));
      }
    }
    return folded.length() == 1 && MISREAD.contains(folded)
        ? refused("looks like a misread digit: " + shown(text))
        : new Figure(Kind.TEXT, null, null, null, null);
  }

  private static Figure number(String text, Matcher m) {
    String digits = m.group("v");
    if (digits.length() > 1 && digits.charAt(0) == '0' && Character.isDigit(digits.charAt(1))) {
      return refused("looks like several numbers run together: " + shown(text));
    }
    if (BROKEN_DIGITS.matcher(Labels.width(text)).find()) {
      return refused("digits stand apart in one cell: " + shown(text));
    }
    BigDecimal value = Numerals.scaled(new BigDecimal(digits.replace(",", "")), m.group("m"));
    String sign = m.group("sign");
    if (sign != null && !sign.equals("+") && !sign.startsWith("增")) {
      value = value.negate();
    }
    String qualifier = m.group("q") != null ? "over" : m.group("about") != null ? "about" : null;
    Kind kind = value.signum() == 0 ? Kind.ZERO : Kind.NUMBER;
    return new Figure(kind, value, m.group("unit"), qualifier, null);
  }

  private static Figure refused(String why) {
    return new Figure(Kind.TEXT, null, null, null, why);
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() > 40 ? line.substring(0, 40) + "…" : line;
  }

  /** Whether a text can stand in a value cell: empty, a number, a dash or a word such as 无. */
  static boolean possible(String text) {
    if (text.isEmpty() || plain(text)) {
      return true;
    }
    boolean likely =
        text.length() <= LONGEST
            && may(text.charAt(0), BEGINS)
            && may(text.charAt(text.length() - 1), ENDS);
    if (!likely) {
      return false;
    }
    String folded =
        Labels.fold(Character.isDigit(text.charAt(0)) ? NOTE.matcher(text).replaceFirst("") : text);
    return folded.isEmpty()
        || "无".equals(folded)
        || "一".equals(folded)
        || folded.length() == 1 && MISREAD.contains(folded)
        || NONE.matcher(folded).matches()
        || NUMBER.matcher(folded).matches()
        || digitsOnly(folded);
  }

  private static boolean may(char c, String chinese) {
    return c < 0x4E00 || c > 0x9FFF || chinese.indexOf(c) >= 0;
  }

  /** A whole number in plain digits, as nearly all cells are. */
  static boolean plain(String text) {
    if (text.isEmpty() || text.length() > 1 && text.charAt(0) == '0' || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean digitsOnly(String folded) {
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if ((c < '0' || c > '9') && ",.+-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
