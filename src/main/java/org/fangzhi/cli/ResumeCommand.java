package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.source.Control;
import org.fangzhi.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source resume}: sources that rest go on where they were. */
@Command(
    name = "resume",
    description = "Lets sources that were paused go on where they were.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Ids of sources.", arity = "1..*")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Control control = new Control(place.noting(database, spec, ids));
      Known.sources(control, ids);
      List<String> resumed = control.resume(ids);
      for (String id : ids) {
        out.printf(resumed.contains(id) ? "%s goes on%n" : "%s was not paused%n", id);
      }
      out.flush();
      return resumed.isEmpty() ? 1 : 0;
    }
  }
}
