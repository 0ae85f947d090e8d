package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as it is searched: NFKC, simplified, lower case, without white space, so that traditional
 * and simplified find each other and a line's end parts no word.
 *
 * @param text what is searched
 * @param places where each of its characters stands in the text that it was made from
 */
public record Searchable(String text, int[] places) {

  /** The searchable form of a text. */
  public static Searchable of(String original) {
    StringBuilder out = new StringBuilder(original.length());
    int[] places = new int[original.length() + 16];
    for (int i = 0; i < original.length(); ) {
      int end = i + Character.charCount(original.codePointAt(i));
      String form = Normalised.of(original.substring(i, end));
      if (out.length() + form.length() > places.length) {
        places = Arrays.copyOf(places, 2 * places.length + form.length());
      }
      Arrays.fill(places, out.length(), out.length() + form.length(), i);
      out.append(form);
      i = end;
    }
    // Character by character no phrase was known; none of them changes the length.
    StringBuilder lower = new StringBuilder(Simplified.of(out.toString()));
    for (int i = 0; i < lower.length(); i++) {
      lower.setCharAt(i, Character.toLowerCase(lower.charAt(i)));
    }
    return new Searchable(lower.toString(), Arrays.copyOf(places, lower.length()));
  }

  /** Each two neighbours of a searchable text once, ascending: {@code 65536 * first + second}. */
  public static int[] grams(String text) {
    int[] grams = new int[Math.max(0, text.length() - 1)];
    for (int i = 0; i < grams.length; i++) {
      grams[i] = text.charAt(i) << 16 | text.charAt(i + 1);
    }
    return Arrays.stream(grams).sorted().distinct().toArray();
  }

  /** A stretch of the text that this was made from. */
  public record Hit(int from, int to) {}

  /** Where words stand in the text that this was made from, in order, without overlaps. */
  public List<Hit> hits(List<String> words) {
    boolean[] marked = new boolean[text.length()];
    for (String word : words) {
      for (int at = text.indexOf(word);
          at >= 0 && !word.isEmpty();
          at = text.indexOf(word, at + 1)) {
        Arrays.fill(marked, at, at + word.length(), true);
      }
    }
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < marked.length; i++) {
      if (marked[i]) {
        int from = i;
        while (i + 1 < marked.length && marked[i + 1]) {
          i++;
        }
        hits.add(new Hit(places[from], places[i] + 1));
      }
    }
    return hits;
  }
}
