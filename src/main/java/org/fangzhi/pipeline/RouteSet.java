package org.fangzhi.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.fangzhi.source.Source;
import org.fangzhi.store.Settings;

/**
 * The routes of a folder as they stood at one moment, in a context of their own. Rehearsing builds
 * all of them and starts none, so that a fault in any harms nothing that runs; a set that was
 * rehearsed may then start beside another, which drains.
 */
final class RouteSet implements AutoCloseable {

  /** Longer than any one request may take, so that a set that drains is not cut off. */
  private static final int DRAIN_SECONDS = 150;

  /** Contexts with the same name would share one Quartz scheduler. */
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Main main;
  private final Map<String, String> files;
  private final Set<String> entrances;

  private RouteSet(Main main, Map<String, String> files, Set<String> entrances) {
    this.main = main;
    this.files = files;
    this.entrances = entrances;
  }

  /**
   * What a set is made of.
   *
   * @param which pattern of the names of its files
   * @param beans what its routes call, by name; without a {@code console}, an {@code inbox}, {@code
   *     kafka} or a {@code mirror} their routes are left out
   */
  record Plan(Settings settings, Path folder, String which, Map<String, Object> beans) {}

  /**
   * Builds and checks the routes as they stand now.
   *
   * @param named routes that sources name for themselves
   * @throws Pipeline.Unusable when one of them cannot run; the message names file and line
   */
  static RouteSet rehearse(Plan plan, Collection<Source.Route> named) {
    Map<String, String> files = files(plan);
    Set<Role> roles = Role.of(plan.settings());
    Main main = new Main();
    main.configure()
        .withRoutesIncludePattern("file:" + plan.folder().toAbsolutePath() + "/" + plan.which());
    main.configure().withRoutesExcludePattern(String.join(",", leftOut(plan, files.keySet())));
    main.configure().withName("fangzhi-" + NAMES.incrementAndGet());
    main.configure().withShutdownTimeout(DRAIN_SECONDS);
    main.configure().withShutdownSuppressLoggingOnTimeout(true);
    main.configure().withStreamCachingEnabled(false);
    main.configure().withJmxEnabled(false);
    main.configure().withUseMdcLogging(false);
    main.configure().withSourceLocationEnabled(true);
    main.configure().withAutoStartup(false);
    main.setOverrideProperties(properties(plan.settings(), key -> !Front.isForServer(key)));
    plan.beans().forEach(main::bind);
    Set<String> entrances;
    try {
      main.init();
      entrances = RouteCheck.entrances(main.getCamelContext());
      List<String> faults = RouteCheck.faults(main.getCamelContext(), named);
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", faults));
      }
      keepRoles(main.getCamelContext(), roles);
      main.start();
    } catch (Exception failure) {
      main.stop();
      throw unusable(plan, failure);
    }
    if (main.getCamelContext().getRoutes().isEmpty()) {
      main.stop();
      throw new Pipeline.Unusable(
          "There is no route in "
              + plan.folder()
              + ". Name the folder of the routes with --routes.",
          null);
    }
    if (!files.equals(files(plan))) {
      main.stop();
      return rehearse(plan, named); // written to while they were read
    }
    return new RouteSet(main, files, entrances);
  }

  /** Those of other roles were checked like the rest, and are none of this process's. */
  private static void keepRoles(CamelContext context, Set<Role> roles) throws Exception {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
      String group = route.getGroup();
      if (group != null && !roles.contains(Role.named(group))) {
        model.removeRouteDefinition(route);
      }
    }
  }

  /** The settings that Camel gets, of those with a fitting key. */
  static Properties properties(Settings settings, Predicate<String> fitting) {
    Properties properties = new Properties();
    settings.all().entrySet().stream()
        .filter(setting -> fitting.test(setting.getKey()))
        .forEach(setting -> properties.put(setting.getKey(), setting.getValue()));
    return properties;
  }

  /**
   * Routes that nobody asked for: the console's; the inbox's, Kafka's, the mirror's where none is
   * named; those of other channels.
   */
  private static List<String> leftOut(Plan plan, Set<String> files) {
    List<String> left = new ArrayList<>(List.of("**/.*"));
    Channel.others(plan.settings(), files).forEach(other -> left.add("**/" + other));
    if (!plan.beans().containsKey("console")) {
      left.add("**/console.camel.yaml");
      left.add("**/api.camel.yaml");
    }
    for (String asked : List.of("inbox", "kafka", "mirror")) {
      if (!plan.beans().containsKey(asked)) {
        left.add("**/" + asked + ".camel.yaml");
      }
    }
    return left;
  }

  private static Pipeline.Unusable unusable(Plan plan, Exception failure) {
    return new Pipeline.Unusable(
        "The routes of " + plan.folder() + " cannot run: " + reason(failure), failure);
  }

  /** The files of a plan by name, as they stand now. */
  static Map<String, String> files(Plan plan) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(plan.folder())) {
      throw new Pipeline.Unusable(
          plan.folder() + " is no folder. Name the folder of the routes with --routes.", null);
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(plan.folder(), plan.which())) {
      for (Path file : found) {
        files.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new Pipeline.Unusable("The routes of " + plan.folder() + " cannot be read: " + e, e);
    }
    return files;
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

  /** Lets the routes run. */
  void start() {
    CamelContext context = main.getCamelContext();
    context.setAutoStartup(true);
    try {
      context.getRouteController().startAllRoutes();
    } catch (Exception failure) {
      throw new Pipeline.Unusable(
          "The routes of " + String.join(", ", files.keySet()) + ": " + reason(failure), failure);
    }
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** The files that it was made of, by name. */
  Map<String, String> files() {
    return files;
  }

  /**
   * What sources may name: the names after {@code direct:} that routes begin with, where pages are
   * asked for, in this process or another.
   */
  Set<String> entrances() {
    return entrances;
  }

  /** How many of its routes run. */
  long running() {
    return context().getRoutes().stream().map(Route::getRouteId).filter(this::runs).count();
  }

  /** Those of its routes that should run and do not. */
  List<String> idle() {
    return context().getRoutes().stream()
        .filter(route -> !Boolean.FALSE.equals(route.isAutoStartup()))
        .map(Route::getRouteId)
        .filter(route -> !runs(route))
        .toList();
  }

  private boolean runs(String route) {
    return context().getRouteController().getRouteStatus(route).isStarted();
  }

  /** Lets what is under way drain, then ends. */
  @Override
  public void close() {
    main.stop();
  }
}
