package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.fangzhi.publish.Contract;
import org.fangzhi.report.Dictionary;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dictionary}: what the data mean. */
@Command(
    name = "dictionary",
    description = "Prints the data dictionary.",
    mixinStandardHelpOptions = true)
final class DictionaryCommand implements Callable<Integer> {

  enum Part {
    forms,
    views
  }

  enum Format {
    markdown,
    html
  }

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--format",
      defaultValue = "markdown",
      paramLabel = "markdown|html",
      description = "markdown (the default), or html: one file that a browser opens.")
  private Format format;

  @Parameters(
      arity = "0..1",
      defaultValue = "forms",
      paramLabel = "forms|views",
      description =
          "forms: what the reader knows of the forms: places, labels, units and rules (the default)."
              + " views: every view and column of schema api, its type and meaning.")
  private Part part;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String markdown = part == Part.forms ? Dictionary.markdown() : views();
    out.print(format == Format.html ? DictionaryPage.of(markdown) : markdown);
    out.flush();
    return 0;
  }

  private String views() throws Exception {
    try (Database database = place.database(Database.Use.SHARE)) {
      return Contract.of(new Transactions(database.dataSource())).markdown();
    }
  }
}
