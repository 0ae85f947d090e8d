package org.fangzhi.cli;

import org.fangzhi.report.Dictionary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the data dictionary. */
@Command(
    name = "dictionary",
    description = "Prints what the reader knows of the forms: places, labels, units and rules.",
    mixinStandardHelpOptions = true)
final class DictionaryCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(Dictionary.markdown());
    spec.commandLine().getOut().flush();
  }
}
