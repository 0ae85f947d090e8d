package org.fangzhi.warc;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An observation that a WARC tells of, without its body. Byte arrays are not to be changed.
 *
 * @param id the observation's number
 * @param via the address of the page that led here; null for an entry
 * @param at when the first request began
 * @param outcome as the observation has it
 * @param status of the answer; null without one
 * @param request request line and headers as sent; null of what was deposited
 * @param head status line and headers as received
 * @param sha256 of the decoded payload, in hex; null when no payload is kept with it; of an
 *     unchanged page only while that is hidden
 * @param wire SHA-256 of the body as encoded on the wire, in hex; null when it was not encoded
 * @param length of the decoded payload
 * @param hidden why a takedown hides the bytes; null when it does not
 * @param kind of the version that it made: content, restoration or tombstone; null when none
 * @param earlier the capture with the payload that is still there; null when there is none
 * @param truncated why the body is not whole, as WARC says it; null when it is
 * @param told what no header tells, by the names of the fields that say it
 * @param reading what was read of the version; null when nothing was, or it is not asked for
 */
record Capture(
    long id,
    String url,
    @Nullable String via,
    String source,
    Instant at,
    int tookMillis,
    String outcome,
    @Nullable Integer status,
    byte @Nullable [] request,
    byte @Nullable [] head,
    @Nullable String sha256,
    @Nullable String wire,
    int length,
    @Nullable String hidden,
    List<Hop> hops,
    @Nullable String ip,
    @Nullable String tls,
    @Nullable String kind,
    @Nullable Earlier earlier,
    @Nullable String truncated,
    Map<String, String> told,
    @Nullable Reading reading) {

  /** A redirect on the way. */
  record Hop(String url, byte[] request, byte[] head, @Nullable String ip) {}

  /**
   * The capture that a revisit stands for.
   *
   * @param digest SHA-256 of its body as on the wire, in hex
   */
  record Earlier(long id, Instant at, String digest) {}

  /** What was read: the repaired text, and each report as {@code parse} prints it. */
  record Reading(String reader, @Nullable String text, List<Told> reports) {}

  /** A report's id, and itself as JSON. */
  record Told(String id, String json) {}

  /** SHA-256 of the body as on the wire, in hex; null when none is kept. */
  @Nullable String digest() {
    return wire == null ? sha256 : wire;
  }
}
