package org.fangzhi.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on. It holds all that is needed, so nothing is kept between two questions, and
 * it is good for as long as the database is.
 *
 * @param after the number of the change of the last record told
 * @param told how many records were told before, all pages together
 * @param total how many the list had in all when it began
 * @param prefix the metadata asked for; empty for a list of sets
 * @param from as it was asked, or empty
 * @param until as it was asked, or empty
 * @param set as it was asked, or empty; in a list of sets the last one told
 */
record OaiToken(
    long after, long told, long total, String prefix, String from, String until, String set) {

  private static final int LONGEST = 1_000;

  /** Opaque, of characters that need no escapes in a URL. */
  String text() {
    String plain = String.join("|", "" + after, "" + told, "" + total, prefix, from, until, set);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws OaiError badResumptionToken when it is nothing of the kind
   */
  static OaiToken of(String text) throws OaiError {
    if (text.length() <= LONGEST) {
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        String[] parts = plain.split("\\|", -1);
        if (parts.length == 7 && (parts[0] + parts[1] + parts[2]).matches("\\d{3,54}")) {
          OaiToken token =
              new OaiToken(
                  Long.parseLong(parts[0]),
                  Long.parseLong(parts[1]),
                  Long.parseLong(parts[2]),
                  parts[3],
                  parts[4],
                  parts[5],
                  parts[6]);
          if (token.text().equals(text)) {
            return token;
          }
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
    }
    throw bad();
  }

  static OaiError bad() {
    return new OaiError(
        OaiError.Code.badResumptionToken, "This token is none of this repository; begin anew");
  }

  /** An argument that was not given is null. */
  static @Nullable String given(String part) {
    return part.isEmpty() ? null : part;
  }
}
