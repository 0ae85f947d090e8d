package org.fangzhi.crawl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for a page, with all that a WARC record needs. Byte arrays are not copied and
 * not to be changed.
 *
 * @param url the address asked for
 * @param finalUrl the address that answered last, {@code url} unless redirected
 * @param hops the redirects on the way, in order
 * @param requestHead the last request as sent; empty when none was sent
 * @param head the last answer's status line and headers, byte for byte; {@link Head#NONE} when none
 *     came
 * @param body the last answer's body as sent: content coding kept, transfer coding (chunks) undone
 * @param coding the body's content coding in lower case, null when none
 * @param payload the body with its content coding undone; the same array when there is none, empty
 *     when the coding cannot be undone
 * @param started when the first request began
 * @param took from then to the last byte, pauses between hops included
 * @param ip the address that answered last, the proxy's when there is one; null when none did
 * @param tls how that connection was secured, null for plain HTTP
 * @param truncated why the body is not whole, null when it is
 * @param failure why the answer is not usable, null when it is
 */
public record Fetched(
    String url,
    String finalUrl,
    List<Hop> hops,
    byte[] requestHead,
    Head head,
    byte[] body,
    @Nullable String coding,
    byte[] payload,
    Instant started,
    Duration took,
    @Nullable String ip,
    @Nullable Tls tls,
    @Nullable Truncation truncated,
    @Nullable Failure failure) {

  public Fetched {
    hops = List.copyOf(hops);
  }

  /** An answer that came before and is kept, to be judged anew: without the way that led to it. */
  public static Fetched before(
      String url,
      String finalUrl,
      Head head,
      byte[] body,
      @Nullable String coding,
      byte[] payload,
      Instant at,
      @Nullable Truncation truncated) {
    return new Fetched(
        url,
        finalUrl,
        List.of(),
        new byte[0],
        head,
        body,
        coding,
        payload,
        at,
        Duration.ZERO,
        null,
        null,
        truncated,
        null);
  }

  /** The last answer's status code, 0 when none came. */
  public int status() {
    return head.status();
  }

  /** True when a whole answer came, whatever its status. */
  public boolean answered() {
    return failure == null;
  }
}
