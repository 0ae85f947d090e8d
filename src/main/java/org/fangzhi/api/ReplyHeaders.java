package org.fangzhi.api;

import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Lets {@code Cache-Control} of an answer through, which Camel holds back as one of the request.
 */
public final class ReplyHeaders extends HttpHeaderFilterStrategy {

  public ReplyHeaders() {
    getOutFilter().remove("cache-control");
    getOutFilter().remove("content-length");
  }
}
