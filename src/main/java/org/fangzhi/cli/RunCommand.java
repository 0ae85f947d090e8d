package org.fangzhi.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fangzhi.console.Console;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.pipeline.Upkeep;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: the service. */
@Command(
    name = "run",
    description = "The service: schedules, routes and console, until it is told to stop.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Override
  public Integer call() throws Exception {
    List<Source> sources = place.sources();
    Settings settings = place.settings();
    try (Database database = place.database(Database.Use.OWN)) {
      Transactions transactions = new Transactions(database.dataSource());
      try (Service service = Service.of(settings, transactions, sources, true);
          Pipeline pipeline =
              service.start(place.routes, List.of(), Console.beans(database.dataSource()));
          Upkeep upkeep = service.keepUp(place.sourceFolder(), place.routes, pipeline)) {
        spec.commandLine()
            .getErr()
            .printf(
                "Fangzhi runs with %d sources on %s; console at %s%n",
                sources.size(), database.describe(), consoleAddress(settings));
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
