package org.fangzhi.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.source.Control;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harvest}: one run of some sources now. */
@Command(
    name = "harvest",
    description =
        "Visits every known page of the sources once, and whatever it leads to. A run left unfinished"
            + " is resumed. Off-peak windows are ignored, the pace is kept.",
    mixinStandardHelpOptions = true)
final class HarvestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Ids of sources; none: all.")
  private List<String> ids = List.of();

  @Option(names = "--json", description = "The summary as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Source> sources = place.sources();
    List<Source> chosen = place.choose(sources, ids);
    Settings settings = place.settings().with(Map.of("fangzhi.schedule.on", "false"));
    try (Database database = place.database(Database.Use.SHARE)) {
      Transactions transactions = new Transactions(database.dataSource());
      Control control = new Control(transactions);
      try (Service service = Service.of(settings, transactions, sources, ids.isEmpty())) {
        List<Source> awake = awake(chosen, control.paused());
        if (awake.isEmpty()) {
          return 0;
        }
        List<Long> runs = service.harvest(awake).stream().map(Runs.Begun::id).toList();
        try (Pipeline pipeline = service.start(place.routes, runs, Map.of());
            Progress progress = new Progress(spec.commandLine().getErr(), json)) {
          progress.until(service.runs(), runs, () -> control.paused().keySet());
        }
        Summary summary = Summary.of(transactions, runs);
        summary.print(spec.commandLine().getOut(), json);
        return summary.hasFailures() ? 1 : 0;
      }
    }
  }

  /** The chosen sources that do not rest; one that was named and rests is wrong use. */
  private List<Source> awake(List<Source> chosen, Map<String, String> paused) {
    for (Source source : chosen) {
      String why = paused.get(source.id());
      if (why != null && !ids.isEmpty()) {
        throw new WrongUse(
            "%s rests (%s); let it go on with ./fangzhi source resume %s"
                .formatted(source.id(), why, source.id()));
      }
      if (why != null) {
        spec.commandLine().getErr().printf("%s rests and is left out: %s%n", source.id(), why);
      }
    }
    return chosen.stream().filter(source -> !paused.containsKey(source.id())).toList();
  }
}
