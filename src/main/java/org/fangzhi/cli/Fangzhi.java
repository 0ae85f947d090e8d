package org.fangzhi.cli;

import org.fangzhi.crawl.LegacyTls;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.store.DatabaseUnavailable;
import org.fangzhi.store.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands. Exit codes: 0 done, 1 done with failures, 2 wrong use. */
@Command(
    name = "fangzhi",
    description = "Keeps a provable mirror of county disclosure reports and reads them.",
    mixinStandardHelpOptions = true,
    versionProvider = Fangzhi.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:done with failures", "2:wrong use"},
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      HarvestCommand.class,
      ParseCommand.class,
      DiffCommand.class,
      SourceCommand.class,
      StatusCommand.class,
      GapsCommand.class,
      RetryCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      FeedCommand.class,
      VerifyCommand.class,
      ReparseCommand.class,
      TakedownCommand.class,
      TokenCommand.class,
      DictionaryCommand.class
    })
public final class Fangzhi implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    String fault = LogChoice.fault(System.getenv());
    if (fault != null) {
      System.err.println("fangzhi: " + fault);
      System.exit(2);
    }
    LegacyTls.allow();
    System.exit(commandLine().execute(arguments));
  }

  /** The command line; for tests too. */
  static CommandLine commandLine() {
    return new CommandLine(new Fangzhi())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Fangzhi::refuse)
        .setExecutionExceptionHandler(Fangzhi::tell);
  }

  /** Says in one line what cannot be understood, and where to read on. */
  private static int refuse(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String like =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream()
                .findFirst()
                .map(" Is %s meant?"::formatted)
                .orElse("")
            : "";
    command
        .getErr()
        .printf(
            "fangzhi: %s.%s See ./%s --help%n",
            wrong.getMessage().strip().replaceAll("\\.$", ""),
            like,
            command.getCommandSpec().qualifiedName());
    command.getErr().flush();
    return 2;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  private static int tell(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    boolean wrongUse = failure instanceof Settings.Unusable || failure instanceof WrongUse;
    if (wrongUse
        || failure instanceof DatabaseUnavailable
        || failure instanceof Pipeline.Unusable) {
      commandLine.getErr().println("fangzhi: " + failure.getMessage());
      return wrongUse ? 2 : 1;
    }
    throw failure;
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Fangzhi.class.getPackage().getImplementationVersion();
      return new String[] {"Fangzhi " + (version == null ? "(not packaged)" : version)};
    }
  }
}
