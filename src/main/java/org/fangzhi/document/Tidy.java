package org.fangzhi.document;

/** White space of printed text. */
final class Tidy {
  private Tidy() {}

  /** Outer white space removed and runs of it, of any kind, made one space. */
  static String line(String raw) {
    int n = raw.length();
    int i = 0;
    boolean tidy = n == 0 || !(blank(raw.charAt(0)) || blank(raw.charAt(n - 1)));
    while (tidy && i < n) {
      char c = raw.charAt(i);
      // the ends are not blank, so that i + 1 is inside
      tidy = c == ' ' ? !blank(raw.charAt(i + 1)) : !blank(c);
      i++;
    }
    return tidy ? raw : collapsed(raw, false);
  }

  /** As {@link #line}, but line ends stay, without blank lines. */
  static String lines(String raw) {
    return raw.indexOf('\n') < 0 ? line(raw) : collapsed(raw, true);
  }

  private static String collapsed(String raw, boolean keepLines) {
    StringBuilder out = new StringBuilder(raw.length());
    char pending = 0;
    for (int i = 0; i < raw.length(); i++) {
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
