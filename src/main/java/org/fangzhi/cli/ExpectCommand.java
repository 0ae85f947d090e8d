package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.publish.Publisher;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import org.fangzhi.watch.Suggestion;
import org.fangzhi.watch.Watch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source expect}: what the last runs of a source suggest; takes it as it is. */
@Command(
    name = "expect",
    description =
        "Prints what the last runs of a source suggest to expect of it, to be put into its file. With"
            + " --accept the source is taken as it is now: what is held back is published.",
    mixinStandardHelpOptions = true)
final class ExpectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Id of the source.")
  private String source;

  @Option(
      names = "--accept",
      description =
          "The site is right as it is: publish what is held back, and measure later runs by it.")
  private boolean accept;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      if (accept) {
        Transactions transactions = place.noting(database, spec, List.of(source));
        String why = new Watch(transactions).accept(source);
        if (why == null) {
          throw new WrongUse(source + " is not held back; './fangzhi status' tells what is.");
        }
        int published = new Publisher(transactions).publish(source);
        new Coverage(transactions).refresh(source);
        out.printf(
            "%s is taken as it is now, %d versions published. It was held back: %s%n",
            source, published, why);
        return 0;
      }
      try (Connection connection = database.dataSource().getConnection()) {
        List<String> lines =
            Suggestion.of(connection, source, LocalDate.now(ZoneId.of("Asia/Shanghai")));
        if (lines.isEmpty()) {
          throw new WrongUse(
              "no run of "
                  + source
                  + " was published yet; './fangzhi harvest "
                  + source
                  + "' makes one.");
        }
        lines.forEach(out::println);
        out.flush();
        return 0;
      }
    }
  }
}
