package org.fangzhi.document;

import org.jspecify.annotations.Nullable;

/**
 * What is known of some bytes besides the bytes: evidence for reading them, never a substitute.
 *
 * @param url the address that the bytes came from, as asked for
 * @param contentType the value of the Content-Type header, as sent
 * @param fileName the name of the file, when it came from one
 * @param anchor the text of the link that led to the page
 */
public record Hints(
    @Nullable String url,
    @Nullable String contentType,
    @Nullable String fileName,
    @Nullable String anchor) {

  /** Nothing is known. */
  public static final Hints NONE = new Hints(null, null, null, null);

  /** Hints of a page fetched from {@code url}. */
  public static Hints ofUrl(String url, @Nullable String contentType) {
    return new Hints(url, contentType, null, null);
  }
}
