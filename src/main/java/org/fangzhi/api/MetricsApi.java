package org.fangzhi.api;

import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * The numbers for Prometheus at {@code /metrics}. They stand on the HTTP server and not on a route,
 * so that they can be read when no route runs.
 */
public final class MetricsApi extends OnServer {

  /** Where it is. */
  public static final String PATH = "/metrics";

  private final Supplier<String> scrape;

  /**
   * @param scrape all numbers in text format 0.0.4; may take a moment
   */
  public MetricsApi(Supplier<String> scrape) {
    this.scrape = scrape;
  }

  @Override
  protected void doStart() {
    stand(router -> router.get(PATH).handler(this::answer));
  }

  private void answer(RoutingContext asked) {
    asked
        .vertx()
        .executeBlocking(scrape::get, false)
        .onFailure(asked::fail)
        .onSuccess(
            text ->
                asked
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(text));
  }
}
