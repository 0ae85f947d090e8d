package org.fangzhi.document;

import java.text.Normalizer;

/** Single characters: those that must not leave, and those that the JDK decodes otherwise. */
final class Characters {
  /** Code points that GB18030 moved out of the private use area after 2000, as JDK 17 has them. */
  private static final String OF_2000 =
      "\uE5E5\uE78D\uE78E\uE78F\uE790\uE791\uE792\uE793\uE794\uE795\uE796"
          + "\uE81E\uE826\uE82B\uE82C\uE832\uE843\uE854\uE864\uE7C7";

  private static final String OF_STANDARD =
      "\u3000\uFE10\uFE12\uFE11\uFE13\uFE14\uFE15\uFE16\uFE17\uFE18\uFE19"
          + "\u9FB4\u9FB5\u9FB6\u9FB7\u9FB8\u9FB9\u9FBA\u9FBB\u1E3F";

  private Characters() {}

  /**
   * The text without what PostgreSQL or XML cannot hold: NUL and other controls (tab and line ends
   * stay), lone surrogates, U+FFFE and U+FFFF, and a leading byte order mark.
   */
  static String clean(String text) {
    int from = text.startsWith("\uFEFF") ? 1 : 0;
    int i = from;
    while (i < text.length() && isClean(text, i)) {
      i++;
    }
    if (i == text.length()) {
      return from == 0 ? text : text.substring(from);
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, from, i);
    for (; i < text.length(); i++) {
      if (isClean(text, i)) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  /** Whether PostgreSQL and XML can hold the character at a place of a text. */
  static boolean isClean(String text, int i) {
    char c = text.charAt(i);
    if (c < 0xD800) {
      return c >= ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }
    if (c < 0xDC00) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (c < 0xE000) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c < 0xFFFE;
  }

  /** Text decoded from GB18030 as every JDK and the Encoding Standard should have it. */
  static String ofGb18030(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int at = c >= 0xE5E5 && c <= 0xE864 ? OF_2000.indexOf(c) : -1;
      if (at >= 0) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, OF_STANDARD.charAt(at));
      }
    }
    return out == null ? text : out.toString();
  }

  /** Radicals that fonts of PDFs give for the characters they look like, and those characters. */
  private static final String RADICALS = "⺟⺠⺫⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺁⺋⺎⺛⻑";

  private static final String OF_RADICALS = "母民罒虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟厂㔾兀旡長";

  /** The text with the characters themselves where a font gave radicals that look like them. */
  static String ofRadicals(String text) {
    char c = text.isEmpty() ? 0 : text.charAt(0);
    if (text.length() != 1 || c < 0x2E80 || c > 0x2FD5) {
      return text;
    }
    int at = RADICALS.indexOf(c);
    return at >= 0
        ? OF_RADICALS.substring(at, at + 1)
        : Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Whether a character is a Chinese one of the basic plane. */
  static boolean isHan(char c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == '〇';
  }

  /** White space in the widest sense, with what is as good as invisible. */
  static boolean isBlank(char c) {
    if (c > ' ' && c < 0x7F || c > 0x3000 && c < 0xFEFF) {
      return false;
    }
    return c <= ' '
        || c == 0xA0
        || c == 0x3000
        || c == 0xFEFF
        || c == 0xAD
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202F)
        || (c >= 0x205F && c <= 0x2064)
        || (c >= 0x7F && c <= 0x9F);
  }
}
