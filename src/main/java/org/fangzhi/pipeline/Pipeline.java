package org.fangzhi.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.fangzhi.source.Source;
import org.fangzhi.store.Settings;

/**
 * The routes of a folder, running over the beans that they call. Its life lies inside that of the
 * database: closing it lets what is under way drain and commit.
 */
public final class Pipeline implements AutoCloseable {

  private final Main main;

  private Pipeline(Main main) {
    this.main = main;
  }

  /** The routes cannot run; the message names the file and the reason. */
  public static final class Unusable extends RuntimeException {
    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts the routes.
   *
   * @param routes folder of the routes
   * @param which pattern of their file names
   * @param beans what the routes call, by name; the console's routes run when there is a {@code
   *     console}
   * @param named routes that sources name for themselves
   */
  public static Pipeline start(
      Settings settings,
      Path routes,
      String which,
      Map<String, Object> beans,
      Collection<Source.Route> named) {
    if (!Files.isDirectory(routes)) {
      throw new Unusable(
          routes + " is no folder. Name the folder of the routes with --routes.", null);
    }
    Main main = new Main();
    main.configure().withRoutesIncludePattern("file:" + routes.toAbsolutePath() + "/" + which);
    main.configure().withName("fangzhi");
    if (beans.containsKey("console")) {
      main.configure()
          .httpServer()
          .withEnabled(true)
          .withHost(settings.text("fangzhi.console.host"))
          .withPort(settings.number("fangzhi.console.port", 0));
    } else {
      main.configure().withRoutesExcludePattern("**/console.camel.yaml,**/api.camel.yaml");
    }
    main.configure().withShutdownTimeout(30);
    main.configure().withShutdownSuppressLoggingOnTimeout(true);
    main.configure().withStreamCachingEnabled(false);
    main.configure().withJmxEnabled(false);
    main.configure().withUseMdcLogging(false);
    main.setOverrideProperties(properties(settings));
    beans.forEach(main::bind);
    main.configure().withSourceLocationEnabled(true);
    try {
      main.init();
      List<String> faults = RouteCheck.faults(main.getCamelContext(), named);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", faults));
      }
      main.start();
    } catch (Exception failure) {
      main.stop();
      throw new Unusable("The routes of " + routes + " cannot run: " + reason(failure), failure);
    }
    if (main.getCamelContext().getRoutes().isEmpty()) {
      main.stop();
      throw new Unusable(
          "There is no route in " + routes + ". Name the folder of the routes with --routes.",
          null);
    }
    return new Pipeline(main);
  }

  private static Properties properties(Settings settings) {
    Properties properties = new Properties();
    properties.putAll(settings.all());
    return properties;
  }

  private static String reason(Throwable failure) {
    StringBuilder reason = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = at.getMessage();
      if (message != null && reason.indexOf(message) < 0) {
        reason.append(reason.isEmpty() ? "" : ": ").append(message.strip());
      }
    }
    return reason.toString();
  }

  /** The running context. */
  public CamelContext context() {
    return main.getCamelContext();
  }

  @Override
  public void close() {
    main.stop();
  }
}
