package org.fangzhi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.draft.Probe;
import org.fangzhi.draft.ProbeText;
import org.fangzhi.pipeline.SiteRules;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code source probe}: each stage of a harvest on one address. */
@Command(
    name = "probe",
    description =
        "Shows each stage of a harvest on one address of a source: what robots.txt says, what is"
            + " asked and answered, what comes of it, which links would be queued and what would be"
            + " read. Asks the site a few times at the source's pace, writes nothing, needs no database.",
    mixinStandardHelpOptions = true)
final class SourceProbeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(paramLabel = "SOURCE", description = "Id of a source, or a source file.")
  private String which;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The address; without it the source's first entry.")
  private String url;

  @Option(
      names = "--as",
      paramLabel = "KIND",
      description = "Take it for a list or an article; without it that is found out.")
  private Probe.Kind as;

  @Option(
      names = "--pages",
      paramLabel = "N",
      description = "List pages to look at, the first included (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int pages;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Source source = source();
    String asked = url == null ? SiteRules.addresses(source.entries().get(0)).get(0) : url;
    JsonNode told;
    try (Visitor visitor = place.visitor(source.politeness().delay())) {
      told = new Probe(source, visitor, Math.max(1, pages)).of(asked, as);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(told);
      out.flush();
    } else {
      ProbeText.print(told, out);
    }
    return told.path("kind").isMissingNode() ? 1 : 0;
  }

  private Source source() {
    if (!which.matches(".*\\.ya?ml")) {
      return place.choose(place.sources(), List.of(which)).get(0);
    }
    Sources loaded = Sources.load(List.of(Path.of(which)), place.settings()::find);
    if (loaded.sources().isEmpty()) {
      throw new WrongUse(loaded.faults().get(0).toString());
    }
    return loaded.sources().get(0);
  }
}
