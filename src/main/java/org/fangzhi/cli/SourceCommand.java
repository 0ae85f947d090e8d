package org.fangzhi.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFault;
import org.fangzhi.source.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source}: the source files. */
@Command(
    name = "source",
    description = "Looks at the source files; pauses and paces sources while they run.",
    mixinStandardHelpOptions = true,
    subcommands = {PauseCommand.class, ResumeCommand.class, PaceCommand.class})
final class SourceCommand implements Runnable {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: check or list.");
  }

  @Command(
      name = "check",
      description = "Tells what is wrong with source files: file, line, reason and mend.",
      mixinStandardHelpOptions = true)
  int check(
      @Mixin Place here,
      @Parameters(paramLabel = "FILE", description = "Files; none: all of config/sources.")
          List<Path> files) {
    Sources loaded =
        files == null
            ? Sources.load(here.config.resolve("sources"), here.settings()::find)
            : Sources.load(files, here.settings()::find);
    PrintWriter out = spec.commandLine().getOut();
    for (SourceFault fault : loaded.faults()) {
      out.println(fault);
    }
    long wrong = loaded.faults().stream().map(SourceFault::file).distinct().count();
    out.printf("%d sources are right, %d files have faults.%n", loaded.sources().size(), wrong);
    out.flush();
    return wrong == 0 ? 0 : 1;
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
