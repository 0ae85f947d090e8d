package org.fangzhi.archive;

import java.time.Instant;
import java.util.HexFormat;
import org.fangzhi.store.PageKind;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody laid into the inbox.
 *
 * @param name as it was called there
 * @param at when it was last written
 * @param sha256 of its bytes
 * @param length in bytes
 */
public record Deposit(String name, Instant at, byte[] sha256, long length) {

  /** Where it came from, as it is told with each attempt. */
  String why() {
    return "deposited: " + name + ", sha256 " + HexFormat.of().formatHex(sha256);
  }

  /** The address that stands for a document that has none of its own. */
  public String address() {
    return "deposited:" + HexFormat.of().formatHex(sha256) + "/" + name;
  }

  /**
   * A page of a deposited file.
   *
   * @param at when it was fetched, or written
   */
  public record Page(
      String url,
      PageKind kind,
      Instant at,
      byte @Nullable [] head,
      byte @Nullable [] wire,
      @Nullable String coding,
      byte[] payload,
      @Nullable String ip,
      @Nullable String truncated) {}
}
