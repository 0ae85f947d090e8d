package org.fangzhi.pipeline;

import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.main.Main;
import org.fangzhi.store.Settings;

/**
 * The HTTP server of the console with the checks of health, in a context of its own: routes come
 * and go behind it, and nobody who looks is turned away meanwhile.
 */
final class Front implements AutoCloseable {

  /** Bytes; the longest source file of Chinese text takes as many in a form. */
  private static final long LARGEST_BODY = 2 << 20;

  private final Main main;
  private final List<Service> services = new ArrayList<>();

  private Front(Main main) {
    this.main = main;
  }

  static Front open(Settings settings) {
    String host = settings.text("fangzhi.console.host");
    int port = settings.number("fangzhi.console.port", 0);
    Main main = new Main();
    main.configure().withName("fangzhi");
    main.configure().withJmxEnabled(false);
    main.configure()
        .httpServer()
        .withEnabled(true)
        .withHost(host)
        .withPort(port)
        .withMaxBodySize(LARGEST_BODY);
    main.configure()
        .httpManagementServer()
        .withEnabled(true)
        .withHost(host)
        .withPort(port)
        .withHealthCheckEnabled(true);
    main.setOverrideProperties(RouteSet.properties(settings, Front::isForFront));
    try {
      main.start();
      return new Front(main);
    } catch (Exception failure) {
      main.stop();
      throw new Pipeline.Unusable(
          "The console cannot listen at "
              + host
              + ":"
              + port
              + " ("
              + failure.getMessage()
              + "). Set fangzhi.console.port to a free one.",
          failure);
    }
  }

  /** Whether a setting is for the HTTP server rather than for the routes. */
  static boolean isForServer(String key) {
    return key.startsWith("camel.server.") || key.startsWith("camel.management.");
  }

  /** Whether a setting is for the HTTP server and what stands on it. */
  private static boolean isForFront(String key) {
    return isForServer(key)
        || key.startsWith("fangzhi.console.")
        || key.startsWith("fangzhi.access.");
  }

  /** What routes behind it need to find it. */
  Map<String, Object> beans() {
    return new HashMap<>(context().getRegistry().findByTypeWithName(Router.class));
  }

  /** Lets the services among beans run here, where no change of routes ends them. */
  void run(Collection<Object> beans) {
    for (Object bean : beans) {
      if (bean instanceof Service service) {
        try {
          context().addService(service);
          services.add(service);
        } catch (Exception failure) {
          throw new Pipeline.Unusable("The console cannot start: " + failure.getMessage(), failure);
        }
      }
    }
  }

  /** Ends the services, and with them whoever waits: routes that answer can drain at once. */
  void release() {
    services.forEach(Service::stop);
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
  }
}
