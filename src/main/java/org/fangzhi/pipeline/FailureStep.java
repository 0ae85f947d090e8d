package org.fangzhi.pipeline;

import org.apache.camel.Exchange;
import org.fangzhi.store.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what failed in a route and what was at hand. */
public final class FailureStep {

  private static final Logger LOG = LoggerFactory.getLogger(FailureStep.class);

  /** Logs the exception that an exchange failed with. */
  public void tell(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
    try (Trail trail = Trail.of(exchange.getProperty("visit", Visit.class))) {
      LOG.error(
          "route {} failed: {}", route, failure == null ? "no reason given" : failure.toString());
      LOG.debug("route {} failed", route, failure);
    }
  }
}
