package org.fangzhi.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Words that may have been meant. */
public final class Spelling {
  private Spelling() {}

  /** What may stand in place of a word that is none of those known, with the nearest first. */
  public static String choice(String found, Collection<String> known) {
    String list = "One of: " + String.join(", ", known);
    return meant(found, known).map(word -> "Did you mean " + word + "? " + list).orElse(list);
  }

  private static Optional<String> meant(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(word -> distance(found, word)))
        .filter(
            word -> word.length() > 2 && distance(found, word) <= Math.max(2, word.length() / 3));
  }

  /** The number of letters to change, add or leave out (Levenshtein). */
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] now = new int[to.length() + 1];
      now[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[to.length()];
  }
}
