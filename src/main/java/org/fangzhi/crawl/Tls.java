package org.fangzhi.crawl;

/**
 * How a connection was secured.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher the suite's name
 * @param legacy true when the connection came about only with outdated protocols or ciphers allowed
 * @param certificate what the server's certificate is worth: {@link #CHECKED}, completed with
 *     issuers that the site did not send, or unchecked, with the reason and the SHA-256 of the
 *     certificate
 */
public record Tls(String protocol, String cipher, boolean legacy, String certificate) {

  /** The certificate leads to an authority that is trusted, is valid, and names the host. */
  public static final String CHECKED = "checked";

  /** In words, as it is kept with the observation. */
  @Override
  public String toString() {
    return protocol + " " + cipher + (legacy ? ", legacy" : "") + ", certificate " + certificate;
  }
}
