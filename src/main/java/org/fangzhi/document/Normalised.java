package org.fangzhi.document;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text as it is compared between copies: NFKC, simplified, without white space. By a look-up a
 * character where no neighbour matters; the normaliser of the JDK does the rest.
 */
public final class Normalised {
  /** In the table: a character that needs the slow way. */
  private static final char SLOW = '\uFFFF';

  /** In the table: left out. */
  private static final char NONE = 0;

  private static final char[] TABLE = new char[0x10000];
  private static final String[] LONGER = new String[0x10000];

  static {
    Arrays.fill(TABLE, SLOW);
    fill(0, 0x300);
    fill(0x2000, 0x20D0);
    fill(0x2100, 0x302A);
    fill(0x3030, 0x3099);
    fill(0x309B, 0xA000);
    fill(0xE000, 0xFB00);
    fill(0xFE10, 0xFE20);
    fill(0xFE30, 0xFF65);
    fill(0xFFE0, 0xFFFE);
  }

  private Normalised() {}

  private static void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = (char) i;
      if (Characters.isBlank(c)) {
        TABLE[i] = NONE;
        continue;
      }
      String form = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
      if (form.length() == 1) {
        TABLE[i] = form.charAt(0);
      } else {
        LONGER[i] = form;
      }
    }
  }

  /** The normalised form of a text. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char to = TABLE[c];
      if (to == SLOW) {
        String longer = LONGER[c];
        if (longer == null) {
          return Simplified.of(withoutBlanks(Normalizer.normalize(text, Normalizer.Form.NFKC)));
        }
        appendWithoutBlanks(out, longer);
      } else if (to != NONE) {
        out.append(to);
      }
    }
    return Simplified.of(out.toString());
  }

  private static String withoutBlanks(String text) {
    StringBuilder out = new StringBuilder(text.length());
    appendWithoutBlanks(out, text);
    return out.toString();
  }

  private static void appendWithoutBlanks(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Characters.isBlank(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
  }
}
