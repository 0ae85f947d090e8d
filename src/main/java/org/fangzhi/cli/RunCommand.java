package org.fangzhi.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.fangzhi.console.Console;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Role;
import org.fangzhi.pipeline.Service;
import org.fangzhi.pipeline.Upkeep;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the service. */
@Command(
    name = "run",
    description = "The service: schedules, routes and console, until it is told to stop.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--roles",
      paramLabel = "ROLES",
      description =
          "What this process does, with commas: schedule, fetch, read, publish, console"
              + " (default: fangzhi.roles, which names all).")
  private @Nullable String named;

  @Override
  public Integer call() throws Exception {
    List<Source> sources = place.sources();
    Settings settings = place.settings();
    if (named != null) {
      settings = settings.with(Map.of("fangzhi.roles", named));
    }
    Set<Role> roles = Role.of(settings);
    try (Database database = place.database(Database.Use.OWN)) {
      Transactions transactions = new Transactions(database.dataSource());
      DataSource connections = database.dataSource();
      boolean console = roles.contains(Role.CONSOLE);
      try (Service service =
              roles.contains(Role.SCHEDULE)
                  ? Service.of(settings, transactions, sources, true)
                  : Service.joining(settings, transactions, sources);
          Pipeline pipeline =
              service.start(
                  place.routes,
                  List.of(),
                  console
                      ? Console.beans(connections, settings, place.sourceFolder())
                      : Console.gate(connections));
          Upkeep upkeep = service.keepUp(place.sourceFolder(), place.routes, pipeline)) {
        String does =
            roles.size() == Role.values().length ? "" : " (" + settings.text("fangzhi.roles") + ")";
        spec.commandLine()
            .getErr()
            .printf(
                "Fangzhi runs%s with %d sources on %s; %s at %s%n",
                does,
                sources.size(),
                database.describe(),
                console ? "console" : "health",
                console ? consoleAddress(settings) : consoleAddress(settings) + "observe/health");
        Stop.await();
      }
    }
    return 0;
  }

  /** Where the console listens. */
  static String consoleAddress(Settings settings) {
    return "http://%s:%s/"
        .formatted(settings.text("fangzhi.console.host"), settings.text("fangzhi.console.port"));
  }

  /** Waits for SIGTERM or Ctrl-C, then lets everything close before the JVM ends. */
  static final class Stop {
    private Stop() {}

    static void await() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      Thread waiting = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    asked.countDown();
                    try {
                      // The main thread closes pipeline, then database.
                      waiting.join(60_000);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  },
                  "stop"));
      asked.await();
    }
  }
}
