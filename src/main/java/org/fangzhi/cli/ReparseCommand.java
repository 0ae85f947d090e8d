package org.fangzhi.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.publish.Difference;
import org.fangzhi.publish.Differences;
import org.fangzhi.publish.Publisher;
import org.fangzhi.publish.Rereading;
import org.fangzhi.publish.Selection;
import org.fangzhi.report.Reports;
import org.fangzhi.store.Database;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code reparse}: the present reader reads again what is kept. */
@Command(
    name = "reparse",
    description =
        "Reads the current versions again with the present reader, fetching nothing, and tells what"
            + " reads otherwise. Nothing is published unless --publish asks for it. Begun again, it"
            + " goes on.",
    mixinStandardHelpOptions = true)
final class ReparseCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  /** Versions that wait at a time, so that what a service harvests meanwhile has its turn soon. */
  private static final long PORTION = 5_000;

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "Only versions of this source; may be given again (default: of all).")
  private List<String> sources = List.of();

  @Option(
      names = "--since",
      paramLabel = "DAY",
      description = "Only versions fetched on this day or later, as in 2026-11-22.")
  private LocalDate since;

  @Option(
      names = "--year",
      paramLabel = "YEAR",
      description = "Only pages that hold a report of this year.")
  private Integer year;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read at most N versions more (default: all).")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--worst",
      paramLabel = "N",
      description = "Tell the N versions that differ most one by one (default: ${DEFAULT-VALUE}).")
  private int worst = 20;

  @ArgGroup private What what = new What();

  /** One of the two. */
  static final class What {
    @Option(names = "--dry-run", description = "Only tell what reads otherwise (default).")
    boolean dryRun;

    @Option(names = "--publish", description = "Publish what was read again, after telling.")
    boolean publish;
  }

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (limit < 0 || worst < 0) {
      throw new WrongUse((limit < 0 ? "--limit" : "--worst") + ": give a number from 0 on.");
    }
    try (Database database = place.database(Database.Use.SHARE)) {
      Transactions transactions = new Transactions(database.dataSource());
      Rereading rereading = new Rereading(transactions, Reports.READER);
      for (String source : sources) {
        if (!rereading.knows(source)) {
          throw new WrongUse("--source: nothing is kept of a source " + source + ".");
        }
      }
      Selection selection = new Selection(sources, since, year);
      read(transactions, rereading, selection);
      Differences differences = rereading.compare(selection, worst);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        lines(out, differences);
      } else {
        print(out, differences);
      }
      out.flush();
      int published =
          what.publish
              ? new Publisher(place.noting(database, spec, sources))
                  .publish(rereading.staged(selection))
              : 0;
      if (published > 0) {
        new Coverage(transactions).keepUp();
      }
      if (json) {
        out.println(JSON.writeValueAsString(Map.of("published", published)));
      } else if (what.publish) {
        out.printf("Published: %,d versions as reader %s reads them.%n", published, Reports.READER);
      } else if (differences.total().read() > 0) {
        out.println("Nothing is published: ./fangzhi reparse --publish does it.");
      }
      out.flush();
      return differences.total().failed() > 0 ? 1 : 0;
    }
  }

  private void read(Transactions transactions, Rereading rereading, Selection selection)
      throws Exception {
    Settings settings = place.settings().with(Map.of("fangzhi.schedule.on", "false"));
    long left = limit;
    do {
      List<Long> runs = rereading.begin(selection, Math.min(left, PORTION));
      if (runs.isEmpty()) {
        return;
      }
      try (Service service = Service.of(settings, transactions, List.of(), false);
          Pipeline pipeline = service.start(place.routes, runs, Map.of());
          Progress progress = new Progress(spec.commandLine().getErr(), json)) {
        progress.until(service.runs(), runs);
      }
      left -= PORTION;
    } while (left > 0);
  }

  private static void lines(PrintWriter out, Differences differences) {
    differences
        .bySource()
        .forEach(
            (source, count) ->
                out.println(JSON.writeValueAsString(Map.of("source", source, "count", count))));
    differences
        .worst()
        .forEach(one -> out.println(JSON.writeValueAsString(Map.of("differs", one))));
    Map<String, Object> total = Map.of("reader", Reports.READER, "total", differences.total());
    out.println(JSON.writeValueAsString(total));
  }

  private static void print(PrintWriter out, Differences differences) {
    Differences.Count total = differences.total();
    if (total.read() + total.failed() == 0) {
      out.printf("Nothing to compare: all was read by reader %s.%n", Reports.READER);
      return;
    }
    out.printf(
        "%-24s %8s %8s %7s | figures %7s %7s %8s | %10s | reports %7s %6s%n",
        "source",
        "read",
        "same",
        "failed",
        "gained",
        "lost",
        "changed",
        "attributes",
        "gained",
        "lost");
    differences.bySource().forEach((source, count) -> line(out, source, count));
    line(out, "in all", total);
    if (!differences.worst().isEmpty()) {
      out.println();
      out.println("What differs most:");
      differences.worst().forEach(one -> tell(out, one));
    }
    out.println();
  }

  private static void line(PrintWriter out, String name, Differences.Count count) {
    out.printf(
        "%-24s %,8d %,8d %,7d |         %,7d %,7d %,8d | %,10d |         %,7d %,6d%n",
        name,
        count.read(),
        count.same(),
        count.failed(),
        count.gained(),
        count.lost(),
        count.changed(),
        count.attributes(),
        count.reportsGained(),
        count.reportsLost());
  }

  private static void tell(PrintWriter out, Difference one) {
    out.printf("  %s  %s%n", one.url(), one.title() == null ? "" : one.title());
    out.printf(
        "    figures: %d gained, %d lost, %d changed; reports: %d gained, %d lost%n",
        one.gained(), one.lost(), one.changed(), one.reportsGained(), one.reportsLost());
    one.attributes().forEach(attribute -> out.println("    " + attribute));
    one.examples().forEach(example -> out.println("    " + example));
  }
}
