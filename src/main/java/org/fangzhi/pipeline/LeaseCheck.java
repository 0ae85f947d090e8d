package org.fangzhi.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether routes that lease pages or readings are accompanied by one that renews the leases. They
 * end by themselves otherwise, another process takes what is in hand, and a site is asked twice.
 */
final class LeaseCheck {

  /** Milliseconds: a lease of 30 s is renewed when less than 22 s are left of it. */
  private static final long LONGEST_PERIOD = 10_000;

  private record Lease(String bean, String takes, String what, String keeper) {}

  private static final List<Lease> LEASES =
      List.of(
          new Lease("claim", "rounds", "pages", "keep-claims"),
          new Lease("read", "claim", "readings", "keep-readings"));

  private LeaseCheck() {}

  static List<String> faults(CamelContext context) {
    List<RouteDefinition> routes =
        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    List<String> faults = new ArrayList<>();
    for (Lease lease : LEASES) {
      for (RouteDefinition route : routes) {
        BeanDefinition taking = call(route, lease.bean(), lease.takes());
        if (taking == null || !starts(context, route)) {
          continue;
        }
        String role = route.getGroup();
        if (routes.stream()
            .filter(other -> other.getGroup() == null || other.getGroup().equals(role))
            .noneMatch(other -> keeps(context, other, lease))) {
          faults.add(
              "%s:%d: route %s leases %s (bean %s, method %s), but no route that runs wherever it does, and starts by itself, renews the leases (timer of %d s at most, then bean %s, method renew). Take back the route %s as it is delivered"
                  .formatted(
                      RouteCheck.file(taking.getLocation()),
                      taking.getLineNumber(),
                      route.getRouteId(),
                      lease.what(),
                      lease.bean(),
                      lease.takes(),
                      LONGEST_PERIOD / 1000,
                      lease.bean(),
                      lease.keeper()));
        }
      }
    }
    return faults;
  }

  private static boolean keeps(CamelContext context, RouteDefinition route, Lease lease) {
    return call(route, lease.bean(), "renew") != null
        && starts(context, route)
        && period(context, route.getInput().getEndpointUri()) <= LONGEST_PERIOD;
  }

  private static @Nullable BeanDefinition call(RouteDefinition route, String bean, String method) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), BeanDefinition.class)
        .stream()
        .filter(call -> bean.equals(call.getRef()) && method.equals(call.getMethod()))
        .findFirst()
        .orElse(null);
  }

  private static boolean starts(CamelContext context, RouteDefinition route) {
    String said = route.getAutoStartup();
    return said == null || !"false".equals(context.resolvePropertyPlaceholders(said));
  }

  private static long period(CamelContext context, String uri) {
    if (!uri.startsWith("timer:")) {
      return Long.MAX_VALUE;
    }
    try {
      Map<String, Object> options = URISupport.parseQuery(StringHelper.after(uri, "?", ""), true);
      String period = String.valueOf(options.getOrDefault("period", "1000"));
      return TimeUtils.toMilliSeconds(context.resolvePropertyPlaceholders(period));
    } catch (Exception e) {
      // Camel tells an option that cannot be read, when it makes the endpoint.
      return 0;
    }
  }
}
