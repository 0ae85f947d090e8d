package org.fangzhi.crawl;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * The {@link Transport} as an HTTP client, for the {@code httpClient} option of camel-http. It
 * wants a {@link Chain} as the request's entity (an endpoint with {@code getWithBody=true}), asks
 * what that wants asked and leaves the answer there; what it returns is a status alone, {@value
 * #NO_ANSWER} when none came. The endpoint's own address is not looked at: so neither Camel nor
 * {@code java.net.URI} gets a page's address in hand.
 */
public final class FetchClient extends CloseableHttpClient {
  /** The status that stands for no answer at all. */
  public static final int NO_ANSWER = 599;

  private final Transport transport;

  /** A client over a transport. */
  public FetchClient(Transport transport) {
    this.transport = transport;
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, ClassicHttpRequest request, HttpContext context) {
    if (!(request.getEntity() instanceof Chain chain)) {
      throw new IllegalArgumentException(
          "the fetch endpoint wants a Chain as message body, and the options httpMethod=GET and"
              + " getWithBody=true; it got "
              + request.getEntity());
    }
    int status = transport.step(chain);
    return CloseableHttpResponse.adapt(
        new BasicClassicHttpResponse(status == 0 ? NO_ANSWER : status));
  }

  /** Does nothing: routes come and go, and the transport outlives them. */
  @Override
  public void close() {}

  /** Does nothing, as {@link #close()}. */
  @Override
  public void close(CloseMode closeMode) {}
}
