package org.fangzhi.crawl;

import org.jspecify.annotations.Nullable;

/**
 * A redirect that was followed.
 *
 * @param url the address that was asked
 * @param requestHead the request as sent
 * @param head the answer's status line and headers as received
 * @param ip the address that answered
 * @param tls how the connection was secured, null for plain HTTP
 */
public record Hop(String url, byte[] requestHead, Head head, String ip, @Nullable Tls tls) {
  /** The redirect's status code. */
  public int status() {
    return head.status();
  }
}
