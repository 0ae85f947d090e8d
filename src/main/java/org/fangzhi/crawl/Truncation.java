package org.fangzhi.crawl;

/** Why a body was not read to its end. */
public enum Truncation {
  /** Larger than {@link Bounds#body}. */
  SIZE("length"),
  /** Slower than {@link Bounds#total} or {@link Bounds#response}. */
  TIME("time"),
  /** The connection ended before the announced length. */
  DISCONNECT("disconnect");

  private final String warc;

  Truncation(String warc) {
    this.warc = warc;
  }

  /** The word of the WARC-Truncated field (WARC 1.1, 5.13). */
  public String warc() {
    return warc;
  }
}
