package org.fangzhi.console;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.fangzhi.metrics.Levels;
import org.fangzhi.metrics.Meters;
import org.fangzhi.metrics.RouteMeter;
import org.fangzhi.metrics.Sampled;
import org.jspecify.annotations.Nullable;

/**
 * What goes on just now: the routes of this process, and what waits in the database.
 *
 * @param levels of all processes together
 */
public record LivePage(Levels levels, List<Line> routes) {

  /**
   * A route since the process began.
   *
   * @param says what it is for
   * @param state up, off where it is not meant to start, down
   * @param inFlight messages in it now
   * @param last when a message last left it, in China; empty when none has
   */
  public record Line(
      String id,
      @Nullable String says,
      String state,
      long exchanges,
      long failures,
      int inFlight,
      String last) {}

  private static final List<String> ORDER = List.of("down", "up", "off");

  /**
   * @param context of the routes that run
   */
  static LivePage of(CamelContext context) {
    Meters meters = bean(context, "meters", Meters.class);
    List<Line> routes =
        context.getRoutes().stream()
            .map(route -> line(context, route, meters.route(route.getRouteId())))
            .sorted(
                Comparator.comparing((Line line) -> ORDER.indexOf(line.state()))
                    .thenComparing(Line::id))
            .toList();
    return new LivePage(bean(context, "levels", Sampled.class).now(), routes);
  }

  private static Line line(CamelContext context, Route route, RouteMeter meter) {
    String id = route.getRouteId();
    ServiceStatus status = context.getRouteController().getRouteStatus(id);
    boolean meant = !Boolean.FALSE.equals(route.isAutoStartup());
    return new Line(
        id,
        route.getDescription(),
        status.isStarted() ? "up" : meant ? "down" : "off",
        meter.exchanges(),
        meter.failures(),
        meter.inFlight(),
        Rows.second(meter.last()));
  }

  private static <T> T bean(CamelContext context, String name, Class<T> type) {
    return Objects.requireNonNull(context.getRegistry().lookupByNameAndType(name, type), name);
  }
}
