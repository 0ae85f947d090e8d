package org.fangzhi.document;

import com.github.houbb.opencc4j.support.datamap.IDataMap;
import com.github.houbb.opencc4j.support.datamap.impl.DataMaps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traditional to simplified, with OpenCC's own tables as opencc4j carries them, but by a look-up a
 * character: its converter takes 3 ms for a thousand characters.
 */
final class Simplified {
  private static final char[] BY_CHAR = new char[0x10000];

  /** Phrases that come out otherwise than character by character, by their first character. */
  private static final Map<Character, Map<String, String>> PHRASES = new HashMap<>();

  /** The characters that come out otherwise in phrases: without one, no phrase needs a look. */
  private static final boolean[] PHRASED = new boolean[0x10000];

  /** Those, and the ones that come out otherwise alone: few texts have any. */
  private static final boolean[] CHANGED = new boolean[0x10000];

  private static final int LONGEST;

  static {
    IDataMap data = DataMaps.defaults();
    for (int c = 0; c < BY_CHAR.length; c++) {
      BY_CHAR[c] = (char) c;
    }
    data.tsChar().forEach(Simplified::putChar);
    int longest = 0;
    for (Map.Entry<String, List<String>> phrase : data.tsPhrase().entrySet()) {
      String from = phrase.getKey();
      String to = phrase.getValue().get(0);
      if (from.length() == to.length() && !byChar(from).equals(to)) {
        PHRASES.computeIfAbsent(from.charAt(0), c -> new HashMap<>()).put(from, to);
        longest = Math.max(longest, from.length());
        for (int i = 0; i < from.length(); i++) {
          PHRASED[from.charAt(i)] |= BY_CHAR[from.charAt(i)] != to.charAt(i);
        }
      }
    }
    LONGEST = longest;
    for (int c = 0; c < CHANGED.length; c++) {
      CHANGED[c] = PHRASED[c] || BY_CHAR[c] != c;
    }
  }

  private Simplified() {}

  private static void putChar(String from, List<String> to) {
    if (from.length() == 1 && to.get(0).length() == 1) {
      BY_CHAR[from.charAt(0)] = to.get(0).charAt(0);
    }
  }

  private static String byChar(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (BY_CHAR[c] != c) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, BY_CHAR[c]);
      }
    }
    return out == null ? text : out.toString();
  }

  /** The simplified form of one character, itself when it has none. */
  static char of(char c) {
    return BY_CHAR[c];
  }

  /** The text in simplified characters, as long as before; the same object when nothing changed. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (CHANGED[text.charAt(i)]) {
        return isPhrased(text, i) ? byPhrase(text) : byChar(text);
      }
    }
    return text;
  }

  private static boolean isPhrased(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (PHRASED[text.charAt(i)]) {
        return true;
      }
    }
    return false;
  }

  private static String byPhrase(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      Map<String, String> phrases = c < 0x3400 ? null : PHRASES.get(c);
      String phrase = phrases == null ? null : longest(phrases, text, i);
      if (phrase != null) {
        out = out == null ? new StringBuilder(text) : out;
        out.replace(i, i + phrase.length(), phrase);
        i += phrase.length() - 1;
      } else if (BY_CHAR[c] != c) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(i, BY_CHAR[c]);
      }
    }
    return out == null ? text : out.toString();
  }

  private static @Nullable String longest(Map<String, String> phrases, String text, int from) {
    for (int length = Math.min(LONGEST, text.length() - from); length > 1; length--) {
      String to = phrases.get(text.substring(from, from + length));
      if (to != null) {
        return to;
      }
    }
    return null;
  }
}
