package org.fangzhi.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.pipeline.MirrorStep;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.publish.Export;
import org.fangzhi.publish.Mirror;
import org.fangzhi.publish.Tables;
import org.fangzhi.store.Database;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
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
    csv,
    parquet,
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
          "jsonl: report, value, series, document, version and change lines. csv,"
              + " parquet: the views as tables, with datapackage.json. files: DIVISION/YEAR/NNN_<id>.txt"
              + " beside the payload and JSON, with SHA256SUMS; a folder that was written before is"
              + " kept in step. warc: every capture as WARC 1.1, with CDXJ indexes; a folder"
              + " that was begun is gone on with. wacz: the same as one file.")
  private Format format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write into; for wacz the file.")
  private Path out;

  @Option(
      names = "--since",
      paramLabel = "DAY|N",
      description =
          "warc, wacz: only from this day on, as in 2026-11-22. jsonl, csv, parquet: only what"
              + " changed after change N, which the export before printed.")
  private @Nullable String since;

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
    boolean web = format == Format.warc || format == Format.wacz;
    if (!web) {
      captures.refuse(spec);
    }
    LocalDate day = web && since != null ? day(since) : null;
    long change = !web && since != null ? change(since) : 0;
    if (format == Format.files && since != null) {
      throw new WrongUse("--since is for the other formats; files are always kept in step.");
    }
    PrintWriter print = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Transactions transactions = new Transactions(database.dataSource());
      if (web) {
        return captures.write(
            transactions, place.settings(), format == Format.wacz, day, out, print);
      }
      return format == Format.files
          ? files(transactions, print)
          : told(written(() -> records(transactions, change)), print);
    }
  }

  private Export.Written records(Transactions transactions, long change) throws Exception {
    return switch (format) {
      case csv -> Tables.csv(transactions).write(out, change);
      case parquet -> Tables.parquet(transactions).write(out, change);
      default -> new Export(transactions).lines(out, change);
    };
  }

  private int files(Transactions transactions, PrintWriter print) throws Exception {
    Path root = out.toAbsolutePath();
    Settings settings = place.settings().with(Map.of("fangzhi.export.dir", root.toString()));
    try (Pipeline pipeline =
        Pipeline.start(settings, place.routes, "export.camel.yaml", Map.of(), List::of)) {
      Mirror.Kept kept = new MirrorStep(transactions, root).round(pipeline.context());
      print.printf(
          "%,d documents in %s: %,d written, %,d taken away, the others are as they were%n",
          kept.documents(), out, kept.written(), kept.removed());
    }
    return 0;
  }

  private static Export.Written written(Callable<Export.Written> export) throws Exception {
    try {
      return export.call();
    } catch (IllegalArgumentException e) {
      throw new WrongUse("--since: " + e.getMessage() + ".");
    }
  }

  private static int told(Export.Written written, PrintWriter print) {
    written.rows().forEach((file, rows) -> print.printf("%s  %,d lines%n", file, rows));
    print.printf(
        "Up to change %d; --since %d gives what comes after.%n", written.last(), written.last());
    return 0;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new WrongUse("--since: '" + text + "' is no day; write it as in 2026-11-22.");
    }
  }

  private static long change(String text) {
    if (text.matches("\\d{1,18}")) {
      return Long.parseLong(text);
    }
    throw new WrongUse("--since: '" + text + "' is no number of a change.");
  }
}
