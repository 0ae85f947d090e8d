package org.fangzhi.api;

import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Lets through what Camel holds back as headers of the request: {@code Cache-Control}, and the
 * length of the body that an answer to HEAD does not have.
 */
public final class ReplyHeaders extends HttpHeaderFilterStrategy {

  public ReplyHeaders() {
    getOutFilter().remove("cache-control");
    getOutFilter().remove("content-length");
  }
}
