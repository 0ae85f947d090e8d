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
    files,
    warc,
    wacz
  }

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(
      names = "--format",
      required = true,
      description =
          "jsonl: report, value, document and version lines. files: NNN_<id>.txt beside"
              + " the payload and JSON. warc: every capture as WARC 1.1, with CDXJ indexes; a folder"
              + " that was begun is gone on with. wacz: the same as one file.")
  private Format format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write into; for wacz the file.")
  private Path out;

  @Mixin private CaptureOptions captures;

  @Override
  public Integer call() throws Exception {
    boolean folder = format != Format.wacz;
    if (Files.exists(out) && Files.isDirectory(out) != folder) {
      throw new WrongUse(
          folder
              ? "--out: " + out + " is a file; name a folder."
              : "--out: " + out + " is a folder; name a file that ends in .wacz.");
    }
    if (format == Format.jsonl || format == Format.files) {
      captures.refuse(spec);
    }
    PrintWriter print = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Export export = new Export(new Transactions(database.dataSource()));
      if (format == Format.warc || format == Format.wacz) {
        return captures.write(
            new Transactions(database.dataSource()),
            place.settings(),
            format == Format.wacz,
            out,
            print);
      }
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
                  List.of());
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
