package org.fangzhi.crawl;

/**
 * How a connection was secured.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher the suite's name
 * @param legacy true when the connection came about only with outdated protocols or ciphers allowed
 */
public record Tls(String protocol, String cipher, boolean legacy) {}
