package org.fangzhi.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.source.Control;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source pace}: pace groups are asked at another pace, whoever asks them. */
@Command(
    name = "pace",
    description =
        "Sets how fast pace groups are asked from now on, in every process on the database. It holds"
            + " until it is set otherwise; source files do not change it.",
    mixinStandardHelpOptions = true)
final class PaceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      paramLabel = "GROUP",
      description = "Pace groups (a host and port where sources name none), or ids of sources.",
      arity = "1..*")
  private List<String> names = List.of();

  @ArgGroup(multiplicity = "1")
  private How how = new How();

  /** One of the two. */
  static final class How {
    @Option(
        names = "--delay",
        paramLabel = "TIME",
        description = "From one request to the next: 500ms, 10s, 1m.")
    private @Nullable String delay;

    @Option(names = "--reset", description = "As the source files say.")
    private boolean reset;
  }

  @Override
  public Integer call() throws Exception {
    Duration delay = how.delay == null ? null : Source.Politeness.delay(how.delay);
    if (how.delay != null && delay == null) {
      throw new WrongUse(
          "--delay is '"
              + how.delay
              + "'; write a number with its unit, up to 1h: 500ms, 10s or 1m");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Control control = new Control(place.noting(database, spec, names));
      Known.sourcesOrGroups(control, names);
      List<Control.Pace> set = control.pace(names, delay);
      if (set.isEmpty()) {
        throw new WrongUse(
            "no page of %s is known yet, so that there is no pace group to set; harvest it first"
                .formatted(String.join(", ", names)));
      }
      for (Control.Pace pace : set) {
        out.printf(
            "%s: %,d ms from one request to the next%s%n",
            pace.group(), pace.delay().toMillis(), pace.set() ? "" : ", as the source files say");
      }
      out.flush();
    }
    return 0;
  }
}
