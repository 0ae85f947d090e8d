package org.fangzhi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.draft.Scout;
import org.fangzhi.draft.SourceDraft;
import org.fangzhi.draft.Survey;
import org.fangzhi.source.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code source new}: a source file from a first look at a site. */
@Command(
    name = "new",
    description =
        "Looks at a site with a handful of requests, as robots.txt permits and one at a time, and"
            + " writes its source file: name, division, lists of annual reports, expectations."
            + " Says what it is not sure of. A file that is there already is never overwritten.",
    mixinStandardHelpOptions = true)
final class SourceNewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      paramLabel = "URL",
      description = "The site's home page, or better its list of annual reports.")
  private String url;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the file (default: sources in the folder of --config).")
  private Path folder;

  @Option(names = "--id", paramLabel = "ID", description = "The source's id, for ever.")
  private String id;

  @Option(
      names = "--delay",
      paramLabel = "SECONDS",
      description = "From one request to the next (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private double delay;

  @Option(
      names = "--allow-private",
      description = "Loopback and private addresses may be asked; the file will say so.")
  private boolean allowPrivate;

  @Override
  public Integer call() throws IOException {
    String canonical = Addresses.canonical(url);
    if (canonical == null) {
      throw new WrongUse(url + " is no address of a web page. Write it with http:// or https://.");
    }
    String called = id == null ? SourceDraft.id(Addresses.host(canonical)) : id;
    Path out = folder == null ? place.config.resolve("sources") : folder;
    Path file = out.resolve(called + ".yaml");
    refuseOther(file);
    Survey survey;
    try (Visitor visitor = place.visitor(Duration.ofMillis(Math.round(delay * 1000)))) {
      survey = new Scout(visitor, allowPrivate).look(canonical);
    } catch (Scout.Refused refused) {
      spec.commandLine()
          .getErr()
          .println("fangzhi source new: " + refused.getMessage() + ". Nothing was written.");
      spec.commandLine().getErr().flush();
      return 1;
    }
    String yaml = SourceDraft.yaml(called, canonical, survey, allowPrivate);
    Sources read = Sources.of(Map.of(file.toString(), yaml), place.settings()::find);
    if (!read.faults().isEmpty()) {
      throw new WrongUse(read.faults().get(0).toString());
    }
    Files.createDirectories(out);
    try {
      Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      refuseOther(file);
    }
    tell(file, survey);
    return survey.lists().isEmpty() ? 1 : 0;
  }

  private static void refuseOther(Path file) {
    if (Files.exists(file)) {
      throw new WrongUse(
          file + " is there already and was left as it is. Choose another --id or --out.");
    }
  }

  private void tell(Path file, Survey survey) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s written, after %d pages asked for.%n", file, survey.asked());
    out.printf("  name      %s%n", survey.name() == null ? "none found" : survey.name());
    out.printf(
        "  division  %s%n",
        survey.division() == null
            ? "not certain"
            : survey.division().code() + " " + String.join(" ", survey.division().path()));
    for (Survey.Found list : survey.lists()) {
      out.printf("  list      %s (%s) %s%n", list.url(), list.cms(), SourceDraft.words(list));
    }
    survey.doubts().forEach(doubt -> out.println("  ! " + doubt));
    out.printf("Look it over, then: ./fangzhi source probe %s%n", file);
    out.flush();
  }
}
