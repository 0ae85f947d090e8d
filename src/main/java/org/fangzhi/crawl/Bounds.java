package org.fangzhi.crawl;

import java.time.Duration;

/**
 * What one fetch may cost at most. Reaching a bound is recorded as data ({@link Truncation}, {@link
 * Failure}), never thrown.
 *
 * @param connect until a connection stands, TLS included
 * @param response without a byte from the server
 * @param total of one hop, from asking to the last byte
 * @param body bytes of the body as sent
 * @param decoded bytes of the payload after decompression
 * @param ratio how many times larger than the body the payload may be, once beyond 1 MiB
 * @param headers number of header lines
 * @param head bytes of the status line and the headers together
 * @param redirects followed before giving up
 */
public record Bounds(
    Duration connect,
    Duration response,
    Duration total,
    int body,
    int decoded,
    int ratio,
    int headers,
    int head,
    int redirects) {

  /** 64 MiB bodies, two minutes a hop, 8 redirects. */
  public static final Bounds DEFAULT =
      new Bounds(
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofSeconds(120),
          64 << 20,
          128 << 20,
          200,
          200,
          64 << 10,
          8);

  /** The same with another limit to the body, in bytes. */
  public Bounds withBody(int bytes) {
    return new Bounds(connect, response, total, bytes, decoded, ratio, headers, head, redirects);
  }

  /** The same with another limit to the payload, in bytes. */
  public Bounds withDecoded(int bytes) {
    return new Bounds(connect, response, total, body, bytes, ratio, headers, head, redirects);
  }

  /** The same with other times. */
  public Bounds withTimes(Duration toConnect, Duration toRespond, Duration inTotal) {
    return new Bounds(
        toConnect, toRespond, inTotal, body, decoded, ratio, headers, head, redirects);
  }

  /** The same with another number of redirects. */
  public Bounds withRedirects(int most) {
    return new Bounds(connect, response, total, body, decoded, ratio, headers, head, most);
  }
}
