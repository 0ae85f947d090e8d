package org.fangzhi.document;

/** White space of printed text. */
final class Tidy {
  private Tidy() {}

  /** Outer white space removed and runs of it, of any kind, made one space. */
  static String line(String raw) {
    return tidy(raw, false);
  }

  /** As {@link #line}, but line ends stay, without blank lines. */
  static String lines(String raw) {
    return tidy(raw, true);
  }

  /** Most texts are tidy inside, so that nothing is to be put together anew. */
  private static String tidy(String raw, boolean keepLines) {
    int from = 0;
    int to = raw.length();
    while (from < to && blank(raw.charAt(from))) {
      from++;
    }
    while (to > from && blank(raw.charAt(to - 1))) {
      to--;
    }
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      // the ends are not blank, so that i + 1 is inside
      if (c == ' ' ? blank(raw.charAt(i + 1)) : blank(c)) {
        return collapsed(raw, from, to, keepLines);
      }
    }
    return raw.substring(from, to);
  }

  private static String collapsed(String raw, int from, int to, boolean keepLines) {
    StringBuilder out = new StringBuilder(to - from);
    char pending = 0;
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (blank(c)) {
        boolean end = keepLines && (c == '\n' || pending == '\n');
        pending = end ? '\n' : ' ';
      } else {
        if (pending != 0 && out.length() > 0) {
          out.append(pending);
        }
        pending = 0;
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean blank(char c) {
    return Characters.isBlank(c);
  }
}
