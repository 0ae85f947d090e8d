package org.fangzhi.crawl;

/**
 * Why there is no usable answer.
 *
 * @param kind the closed set, for counting
 * @param message one sentence for the operator
 */
public record Failure(Kind kind, String message) {

  /** What went wrong. */
  public enum Kind {
    /** The address is none that can be asked: not http(s), no host. */
    INVALID_ADDRESS,
    /** The host's name has no address. */
    DNS,
    /** The host has only addresses that may not be asked (private, loopback …). */
    ADDRESS_REFUSED,
    /** No route to the host. */
    UNREACHABLE,
    /** The host answers, but nothing listens on the port. */
    CONNECTION_REFUSED,
    /** No connection, no byte or no end within the bounds. */
    TIMEOUT,
    /** No TLS connection that can be trusted. */
    TLS,
    /** The connection was closed or reset before the answer was whole. */
    RESET,
    /** The body or the head is larger than allowed. */
    TOO_LARGE,
    /** The content coding cannot be undone: unknown, broken, or a decompression bomb. */
    BAD_CODING,
    /** Redirects in a circle, or too many. */
    REDIRECT_LOOP,
    /** Not HTTP. */
    MALFORMED_RESPONSE,
    /** Asking was forbidden on the way, by robots.txt of a redirect's target for example. */
    FORBIDDEN,
    /** None of the above: a defect or a case not met before. */
    OTHER
  }
}
