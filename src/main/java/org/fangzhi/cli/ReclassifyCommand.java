package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.archive.Quarantine;
import org.fangzhi.report.Reports;
import org.fangzhi.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source reclassify}: judges again what pages answered last, by the rules of today. */
@Command(
    name = "reclassify",
    description =
        "Judges again, by the rules of today, what each page answered last: what lies in quarantine as"
            + " blocked or absent, and what was taken for the page. Tells what would become a version or cease"
            + " to be one; asks nobody.",
    mixinStandardHelpOptions = true)
final class ReclassifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Ids of sources; none: all.")
  private List<String> ids = List.of();

  @Option(
      names = "--apply",
      description =
          "Makes the changes; what becomes a version is read and published by the next harvest or the service.")
  private boolean apply;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      List<Quarantine.Change> changes =
          new Quarantine(place.noting(database, spec, ids), Reports.READER).judge(ids, apply);
      for (Quarantine.Change change : changes) {
        out.printf(
            "%s  %s%n    was %s, is %s%n    %s%n",
            change.source(), change.url(), change.was(), change.now(), change.then());
      }
      out.printf(
          "%d answers are judged otherwise today%s%n",
          changes.size(), changes.isEmpty() || apply ? "." : "; --apply makes the changes.");
      out.flush();
      return 0;
    }
  }
}
