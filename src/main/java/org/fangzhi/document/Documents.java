package org.fangzhi.document;

/** Reads bytes into {@link Document}s. Pure: no network, no state, safe for many threads. */
public final class Documents {
  private Documents() {}

  /**
   * Reads some bytes. Never throws for what the bytes hold: what cannot be read is said in {@link
   * Document#notes}.
   */
  public static Document read(byte[] bytes, Hints hints) {
    return HtmlReader.read(Charsets.decode(bytes, hints.contentType()), hints);
  }
}
