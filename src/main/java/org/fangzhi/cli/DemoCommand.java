package org.fangzhi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.console.Console;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.pipeline.Upkeep;
import org.fangzhi.sample.SampleSites;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: a harvest of the bundled sample sites from nothing. */
@Command(
    name = "demo",
    description =
        "Starts an embedded PostgreSQL, serves bundled sample sites on loopback, harvests them once and"
            + " shows what came of it. Then it stays up with its console.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  /**
   * The sample sites keep their addresses over restarts, so that what was harvested stays theirs.
   */
  private static final int FIRST_PORT = 8651;

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(names = "--exit", description = "End after the harvest instead of staying up.")
  private boolean exit;

  @Option(names = "--phase", hidden = true, description = "State of the sample sites, 1 or 2.")
  private int phase = 1;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    // All by itself, whatever else the settings are for.
    Settings settings =
        place
            .settings()
            .with(
                Map.of(
                    "fangzhi.schedule.on", "false",
                    "fangzhi.roles", "schedule,fetch,read,publish,console",
                    "fangzhi.channel", "seda",
                    "fangzhi.inbox", "",
                    "fangzhi.mirror", "",
                    "fangzhi.kafka.brokers", ""));
    try (SampleSites sites = sites();
        Database database = place.database(Database.Use.OWN)) {
      sites.phase(phase);
      Transactions transactions = new Transactions(database.dataSource());
      Path folder = written(sites);
      List<Source> sources = place.sourcesIn(folder);
      out.printf("Database: %s%n", database.describe());
      out.printf(
          "Sample sites: %d on loopback, from http://%s/%n", sources.size(), sites.host("trs"));
      out.flush();
      try (Service service = Service.of(settings, transactions, sources, false)) {
        harvest(settings, service, transactions, database, folder, out);
      }
    }
    return 0;
  }

  private void harvest(
      Settings settings,
      Service service,
      Transactions transactions,
      Database database,
      Path folder,
      PrintWriter out)
      throws Exception {
    List<Source> sources = service.sources();
    List<Long> runs = service.harvest(sources).stream().map(Runs.Begun::id).toList();
    Map<String, Object> beans =
        exit ? Map.of() : Console.beans(database.dataSource(), settings, folder);
    long started = System.nanoTime();
    // Who stays may retry and edit at the console: what comes of that is served too.
    try (Pipeline pipeline = service.start(place.routes, exit ? runs : List.of(), beans);
        Upkeep upkeep = service.keepUp(folder, place.routes, pipeline)) {
      try (Progress progress = new Progress(spec.commandLine().getErr(), false)) {
        progress.until(service.runs(), runs);
      }
      out.printf("Harvested in %.1f s.%n%n", (System.nanoTime() - started) / 1e9);
      Summary.of(transactions, runs).print(out, false);
      if (!exit) {
        out.printf("%nConsole: %s   (Ctrl-C ends the demo)%n", RunCommand.consoleAddress(settings));
        out.flush();
        RunCommand.Stop.await();
      }
    }
  }

  private static SampleSites sites() throws IOException {
    try {
      return SampleSites.start(FIRST_PORT);
    } catch (IOException e) {
      throw new WrongUse(
          "The sample sites need the ports "
              + FIRST_PORT
              + " and following on 127.0.0.1: "
              + e.getMessage()
              + ". Is another demo running?");
    }
  }

  private static Path written(SampleSites sites) throws IOException {
    Path folder = Files.createTempDirectory("fangzhi-demo");
    sites.writeSources(folder);
    folder.toFile().deleteOnExit();
    return folder;
  }
}
