package org.fangzhi.pipeline;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line what failed in a route and what was at hand. */
public final class FailureStep {

  private static final Logger LOG = LoggerFactory.getLogger(FailureStep.class);

  private final Outage outage;

  FailureStep(Outage outage) {
    this.outage = outage;
  }

  /** Logs the exception that an exchange failed with; an outage of the database once. */
  public void tell(Exchange exchange) {
    Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    boolean database = outage.has(failure);
    Endpoint from = exchange.getFromEndpoint();
    if (from != null && from.getEndpointUri().startsWith("platform-http:")) {
      refuse(exchange.getMessage(), database);
    }
    if (database) {
      LOG.debug("failed while the database does", failure);
      return;
    }
    String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
    try (Trail trail = Trail.of(exchange.getProperty("visit", Visit.class))) {
      LOG.error(
          "route {} failed: {}", route, failure == null ? "no reason given" : failure.toString());
      LOG.debug("route {} failed", route, failure);
    }
  }

  /** Whoever asks over HTTP is told that there is no answer. */
  private static void refuse(Message reply, boolean database) {
    reply.removeHeaders("*");
    reply.setHeader(Exchange.HTTP_RESPONSE_CODE, database ? 503 : 500);
    reply.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
    reply.setBody(
        database
            ? "The database does not answer just now. Ask again later.\n"
            : "This could not be answered; the log of the service says why.\n");
  }

  /** Looks whether an outage of the database is over. */
  public void look() {
    outage.look();
  }
}
