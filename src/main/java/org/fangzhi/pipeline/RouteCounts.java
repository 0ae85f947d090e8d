package org.fangzhi.pipeline;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.fangzhi.metrics.Meters;
import org.fangzhi.metrics.RouteMeter;

/**
 * Counts what goes through each route. Camel's own counting names the context too, of which there
 * is a new one with each change of the routes.
 */
final class RouteCounts implements RoutePolicyFactory {

  private final Meters meters;

  RouteCounts(Meters meters) {
    this.meters = meters;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return new Counting(meters.route(routeId));
  }

  private static final class Counting extends RoutePolicySupport {
    private final RouteMeter meter;

    Counting(RouteMeter meter) {
      this.meter = meter;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      meter.begin();
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      meter.end(exchange.isFailed() || exchange.getExchangeExtension().isFailureHandled());
    }
  }
}
