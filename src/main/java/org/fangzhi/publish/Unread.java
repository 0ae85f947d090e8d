package org.fangzhi.publish;

import org.fangzhi.archive.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A version claimed to be read.
 *
 * @param token the fencing token: a reading with an older one is refused
 * @param attempts attempts of this reader, this one included
 * @param head the header block that the payload came with
 * @param division the division that the source file names
 * @param coding how the payload is kept
 * @param length of the payload decoded
 * @param kept the payload as it is kept
 */
public record Unread(
    long readingId,
    long token,
    int attempts,
    String url,
    byte @Nullable [] head,
    @Nullable String anchor,
    @Nullable String division,
    String coding,
    int length,
    byte[] kept) {

  /** The decoded payload. */
  public byte[] bytes() {
    return Payload.decoded(coding, length, kept);
  }
}
