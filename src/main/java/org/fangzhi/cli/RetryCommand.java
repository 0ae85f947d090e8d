package org.fangzhi.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.store.Database;
import org.fangzhi.watch.Retry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code retry}: asks again at once for what rests, failed or was set aside. */
@Command(
    name = "retry",
    description =
        "Makes a page, or the pages with a fault of a pace group or a source, due at once; ends the rest"
            + " of the group or of the source's groups; brings back what was set aside. The running service"
            + " asks for them, or the next harvest.",
    mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** One of three. */
  private static final class What {
    @Option(names = "--url", paramLabel = "URL", description = "One page.")
    private String url;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "A pace group: a host, or a name.")
    private String group;

    @Option(names = "--source", paramLabel = "ID", description = "A source.")
    private String source;
  }

  @Override
  public Integer call() throws Exception {
    try (Database database = place.database(Database.Use.SHARE)) {
      Retry retry = new Retry(place.noting(database, spec, List.of(name())));
      Retry.What kind =
          what.url != null
              ? Retry.What.URL
              : what.group != null ? Retry.What.GROUP : Retry.What.SOURCE;
      Retry.Done done = retry.again(kind, name());
      if (done == null) {
        throw new WrongUse(
            (what.url != null
                    ? "the URL " + what.url
                    : what.group != null
                        ? "the pace group " + what.group
                        : "the source " + what.source)
                + " is not known. './fangzhi status' lists sources, 'status --url' tells a page's group.");
      }
      spec.commandLine()
          .getOut()
          .printf(
              "%d pages are due now, %d groups rest no more, runs: %s%n",
              done.pages(), done.groups(), done.runs());
      return 0;
    }
  }

  private String name() {
    return what.url != null ? canonical(what.url) : what.group != null ? what.group : what.source;
  }

  /** The address of a deposited document is no URL and stands as it is. */
  private static String canonical(String url) {
    String canonical = Addresses.canonical(url);
    return canonical == null ? url : canonical;
  }
}
