package org.fangzhi.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fangzhi.draft.RuleEffect;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFault;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseUnavailable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source check}: what is wrong with source files, and what edited rules would change. */
@Command(
    name = "check",
    description =
        "Tells what is wrong with source files: file, line, reason and mend. Where a database is"
            + " named or runs, also which links of the list pages kept there an edited file would"
            + " find or lose. Nothing is written.",
    mixinStandardHelpOptions = true)
final class SourceCheckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "FILE", description = "Files; none: all of config/sources.")
  private List<Path> files = List.of();

  @Option(
      names = "--show",
      paramLabel = "N",
      description =
          "Links shown of those that appear, and of those that vanish (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int most;

  @Override
  public Integer call() {
    Sources loaded =
        files.isEmpty()
            ? Sources.load(place.config.resolve("sources"), place.settings()::find)
            : Sources.load(files, place.settings()::find);
    PrintWriter out = spec.commandLine().getOut();
    for (SourceFault fault : loaded.faults()) {
      out.println(fault);
    }
    long wrong = loaded.faults().stream().map(SourceFault::file).distinct().count();
    if (place.hasDatabase()) {
      effects(loaded.sources(), out);
    }
    out.printf("%d sources are right, %d files have faults.%n", loaded.sources().size(), wrong);
    out.flush();
    return wrong == 0 ? 0 : 1;
  }

  private void effects(List<Source> sources, PrintWriter out) {
    try (Database database = place.unmigrated();
        Connection connection = database.dataSource().getConnection()) {
      connection.setReadOnly(true);
      for (Source source : sources) {
        RuleEffect effect = RuleEffect.of(connection, source);
        if (effect != null) {
          print(source, effect, out);
        }
      }
    } catch (DatabaseUnavailable | SQLException e) {
      out.println("The effect on pages kept cannot be shown: " + e.getMessage());
    }
  }

  private void print(Source source, RuleEffect effect, PrintWriter out) {
    out.printf(
        "%s: its entries or rules differ from those last loaded. In %d list pages that are kept, %d"
            + " links appear and %d vanish.%n",
        source.id(), effect.pages(), effect.appear().size(), effect.vanish().size());
    print('+', effect.appear(), out);
    print('-', effect.vanish(), out);
  }

  private void print(char sign, List<RuleEffect.Change> changes, PrintWriter out) {
    for (RuleEffect.Change change : changes.subList(0, Math.min(most, changes.size()))) {
      out.printf(
          "  %s %-10s %s  %s%n      on %s%n",
          sign,
          change.link().kind().name().toLowerCase(Locale.ROOT),
          change.link().url(),
          change.link().text(),
          change.page());
    }
    if (changes.size() > most) {
      out.printf("  %s and %d more; --show N shows more%n", sign, changes.size() - most);
    }
  }
}
