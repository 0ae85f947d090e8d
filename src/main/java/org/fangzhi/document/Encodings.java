package org.fangzhi.document;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The names and labels of the WHATWG Encoding Standard and the charsets that decode them. */
final class Encodings {

  /**
   * An encoding.
   *
   * @param name as in the standard, in lower case
   * @param charset what decodes it; null when nothing here does
   */
  record Encoding(String name, @Nullable Charset charset) {}

  private static final Map<String, Encoding> BY_LABEL = new HashMap<>();

  static {
    for (String line : Resources.lines("encodings.txt")) {
      String[] words = line.split(" ");
      Charset charset = Charset.isSupported(words[1]) ? Charset.forName(words[1]) : null;
      Encoding encoding = new Encoding(words[0], charset);
      for (int i = 2; i < words.length; i++) {
        BY_LABEL.put(words[i], encoding);
      }
    }
  }

  private Encodings() {}

  /** The encoding that a label means, any case, outer white space ignored; null when unknown. */
  static @Nullable Encoding ofLabel(@Nullable String label) {
    return label == null ? null : BY_LABEL.get(label.strip().toLowerCase(Locale.ROOT));
  }

  /** The encoding of a name that is known to be in the table. */
  static Encoding named(String name) {
    return Objects.requireNonNull(BY_LABEL.get(name), name);
  }
}
