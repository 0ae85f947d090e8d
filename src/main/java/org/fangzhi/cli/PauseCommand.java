package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.source.Control;
import org.fangzhi.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source pause}: sources rest, whoever serves them. */
@Command(
    name = "pause",
    description =
        "Lets sources rest from now on, in every process on the database; without a name tells which"
            + " do. Requests in hand are answered; what is kept is still read and published.",
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Ids of sources.", arity = "0..*")
  private List<String> ids = List.of();

  @Option(names = "--why", paramLabel = "TEXT", description = "Told to whoever looks.")
  private String why = "by an operator";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Control control = new Control(place.noting(database, spec, ids));
      if (ids.isEmpty()) {
        control.paused().forEach((id, reason) -> out.printf("%s rests: %s%n", id, reason));
      } else {
        Known.sources(control, ids);
        control.pause(ids, why).forEach(id -> out.printf("%s rests%n", id));
      }
      out.flush();
    }
    return 0;
  }
}
