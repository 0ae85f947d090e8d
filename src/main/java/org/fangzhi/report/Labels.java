package org.fangzhi.report;

import java.text.Normalizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Labels as they are compared: width folded, without white space, enumerators and remarks. */
final class Labels {
  private static final String NUMERALS = "一二三四五六七八九十";

  private static final int LONGEST_KNOWN = 40;
  private static final int MOST_KNOWN = 4_096;

  /** By what is printed: all reports of a form print much the same labels. */
  private static final Map<String, Label> KNOWN = new ConcurrentHashMap<>();

  private Labels() {}

  /**
   * What a cell or line is as a label.
   *
   * @param bare it without enumerators, 其中 and remarks
   * @param value whether it could be a value
   */
  record Label(String bare, boolean value) {}

  /** What a printed text is as a label. */
  static Label of(String text) {
    if (Figure.plain(text)) {
      return new Label(text, true);
    }
    Label known = KNOWN.get(text);
    if (known == null) {
      known = new Label(withoutRemarks(full(text)), Figure.possible(text));
      if (text.length() <= LONGEST_KNOWN && KNOWN.size() < MOST_KNOWN) {
        KNOWN.put(text, known);
      }
    }
    return known;
  }

  /** Folds full-width and compatibility characters and removes white space and quotation marks. */
  static String fold(String text) {
    String folded = needsNormalizer(text) ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
    StringBuilder out = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c > '！' - 1 && c < '～' + 1) {
        c = (char) (c - '！' + '!');
      }
      if (!blank(c) && "\"'“”‘’「」『』《》〈〉".indexOf(c) < 0) {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Folds the width of characters and leaves everything else, for matching in prose. */
  static String width(String text) {
    String folded = needsNormalizer(text) ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
    StringBuilder out = null;
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= '！' && c <= '～') {
        if (out == null) {
          out = new StringBuilder(folded);
        }
        out.setCharAt(i, (char) (c - '！' + '!'));
      }
    }
    return out == null ? folded : out.toString();
  }

  /** The label without enumerators and 其中, remarks kept. */
  static String full(String label) {
    return strip(fold(label));
  }

  /** The label without enumerators, 其中 and remarks. */
  static String bare(String label) {
    return of(label).bare();
  }

  static boolean blank(char c) {
    return Character.isWhitespace(c)
        || c == '\u00a0'
        || c == '\u3000'
        || c == '\ufeff'
        || c >= '\u2000' && c <= '\u200f';
  }

  private static String strip(String s) {
    String label = s;
    for (int round = 0; round < 4; round++) {
      int from = enumerator(label);
      if (from == 0 && label.startsWith("其中")) {
        from = label.length() > 2 && ":,、".indexOf(label.charAt(2)) >= 0 ? 3 : 2;
      }
      if (from == 0 || from == label.length()) {
        return label;
      }
      label = label.substring(from);
    }
    return label;
  }

  /** The length of the leading enumerator: 三、 (三) 3. 3、 or —、 as scans have for 一、. */
  private static int enumerator(String s) {
    int i = 0;
    boolean bracket = !s.isEmpty() && s.charAt(0) == '(';
    if (bracket) {
      i = 1;
    }
    int start = i;
    while (i < s.length() && i - start < 3 && numeral(s.charAt(i))) {
      i++;
    }
    if (i == start || i >= s.length()) {
      return 0;
    }
    char end = s.charAt(i);
    return bracket ? (end == ')' ? i + 1 : 0) : ("、.．,:".indexOf(end) >= 0 ? i + 1 : 0);
  }

  private static boolean numeral(char c) {
    return c >= '0' && c <= '9' || NUMERALS.indexOf(c) >= 0 || c == '—' || c == '=';
  }

  private static String withoutRemarks(String s) {
    int open = s.indexOf('(');
    if (open < 0) {
      return s;
    }
    StringBuilder out = new StringBuilder(s.length());
    int depth = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (depth == 0) {
        out.append(c);
      }
    }
    return out.isEmpty() ? s : out.toString();
  }

  private static boolean needsNormalizer(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '\u2460' && c <= '\u24ff'
          || c >= '\u2e80' && c <= '\u2fdf'
          || c >= '\u3200' && c <= '\u33ff'
          || c >= '\uf900' && c <= '\ufaff') {
        return true;
      }
    }
    return false;
  }

  /** How many insertions, deletions and substitutions lie between two labels. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
