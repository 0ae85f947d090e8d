package org.fangzhi.archive;

import java.time.Instant;
import java.util.HexFormat;
import org.fangzhi.store.PageKind;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody laid into the inbox or imported.
 *
 * @param name as it was called there
 * @param at when it was last written
 * @param sha256 of its bytes
 * @param length in bytes
 * @param source the source whose pages its pages become that nobody knew; null: the inbox's own
 */
public record Deposit(
    String name, Instant at, byte[] sha256, long length, @Nullable String source) {

  /** A file whose pages are of no source yet. */
  public Deposit(String name, Instant at, byte[] sha256, long length) {
    this(name, at, sha256, length, null);
  }

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
   * @param request request line and headers; null when the file does not have them
   * @param payload null when nothing came that is kept: an absence, or what was there already
   * @param harvested what the archive knew of it that wrote the file; null when that was none of
   *     ours
   */
  public record Page(
      String url,
      PageKind kind,
      Instant at,
      byte @Nullable [] request,
      byte @Nullable [] head,
      byte @Nullable [] wire,
      @Nullable String coding,
      byte @Nullable [] payload,
      @Nullable String ip,
      @Nullable String truncated,
      @Nullable Harvested harvested) {

    /** A page as a file of others tells it. */
    public Page(
        String url,
        PageKind kind,
        Instant at,
        byte @Nullable [] head,
        byte @Nullable [] wire,
        @Nullable String coding,
        byte[] payload,
        @Nullable String ip,
        @Nullable String truncated) {
      this(url, kind, at, null, head, wire, coding, payload, ip, truncated, null);
    }
  }
}
