package org.fangzhi.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.ProducerTemplate;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.publish.Export;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: records or files for others. */
@Command(
    name = "export",
    description = "Writes what is published into a folder, from one consistent snapshot.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  enum Format {
    jsonl,
    files
  }

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--format",
      required = true,
      description =
          "jsonl: report, value, document and version lines. files: NNN_<id>.txt beside"
              + " the payload and JSON.")
  private Format format;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new WrongUse("--out: " + out + " is a file; name a folder.");
    }
    PrintWriter print = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Export export = new Export(new Transactions(database.dataSource()));
      if (format == Format.jsonl) {
        export.lines(out).forEach((file, lines) -> print.printf("%s  %,d lines%n", file, lines));
        return 0;
      }
      try (Pipeline pipeline =
              Pipeline.start(
                  place
                      .settings()
                      .with(Map.of("fangzhi.export.dir", out.toAbsolutePath().toString())),
                  place.routes,
                  "export.camel.yaml",
                  Map.of(),
                  List::of);
          ProducerTemplate files = pipeline.context().createProducerTemplate()) {
        long documents =
            export.files(
                (name, bytes) ->
                    files.sendBodyAndHeader("direct:export-files", bytes, "CamelFileName", name));
        print.printf("%,d documents in %s%n", documents, out);
      }
      return 0;
    }
  }
}
