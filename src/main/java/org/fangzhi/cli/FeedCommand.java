package org.fangzhi.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.publish.Bell;
import org.fangzhi.publish.Changes;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feed}: the changes, a line of JSON each. */
@Command(
    name = "feed",
    description =
        "Prints the changes after a number as lines of JSON. Keep the last 'seq' and go on after it.",
    mixinStandardHelpOptions = true)
final class FeedCommand implements Callable<Integer> {

  private static final int PORTION = 500;

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Only changes with a higher number (default: all).")
  private long after;

  @Option(names = "--state", description = "Each with its report or document as it is now.")
  private boolean state;

  @Option(names = "--follow", description = "Go on as changes come, until interrupted.")
  private boolean follow;

  @Override
  public Integer call() throws Exception {
    if (after < 0) {
      throw new WrongUse("--after: give a number from 0 on.");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE);
        Bell bell = new Bell(database.dataSource())) {
      Changes changes = new Changes(new Transactions(database.dataSource()));
      long last = changes.last();
      if (after > last) {
        throw new WrongUse(
            "--after: the last change is " + last + "; " + after + " is of another database.");
      }
      long seen = after;
      while (true) {
        List<Changes.Line> lines = changes.after(seen, PORTION, state);
        for (Changes.Line line : lines) {
          out.println(line.json());
          seen = line.seq();
        }
        out.flush();
        if (lines.isEmpty()) {
          if (!follow || out.checkError()) {
            return 0;
          }
          bell.await(seen, Duration.ofSeconds(30));
        }
      }
    }
  }
}
