package org.fangzhi.cli;

import java.io.PrintWriter;
import org.fangzhi.source.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code source}: the source files. */
@Command(
    name = "source",
    description = "Makes source files, tries them and looks at them; pauses and paces sources.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SourceNewCommand.class,
      SourceProbeCommand.class,
      SourceCheckCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      PaceCommand.class,
      ExpectCommand.class,
      ReclassifyCommand.class
    })
final class SourceCommand implements Runnable {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }

  @Command(name = "list", description = "Lists the sources.", mixinStandardHelpOptions = true)
  int list(@Mixin Place here) {
    PrintWriter out = spec.commandLine().getOut();
    for (Source source : here.sources()) {
      out.printf(
          "%-24s %-7s %-16s %s%n",
          source.id(),
          source.division() == null ? "" : source.division(),
          source.schedule().lists(),
          source.name());
      source.entries().forEach(entry -> out.printf("    %s (%s)%n", entry.url(), entry.cms()));
    }
    out.flush();
    return 0;
  }
}
