package org.fangzhi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.archive.Deposits;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.source.Source;
import org.fangzhi.store.Database;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.fangzhi.warc.WarcImport;
import org.fangzhi.warc.WebArchive;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code import}: web archives become part of this one. */
@Command(
    name = "import",
    description =
        "Archives what WARC, ARC and WACZ files hold, reads and publishes it. Captures that Fangzhi"
            + " exported become what they were; of files of others each page that was answered with"
            + " 200 does. Begun again, it goes on: nothing is taken twice.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "Files, or folders whose .warc, .warc.gz, .arc, .arc.gz and .wacz are taken.")
  private List<Path> from = List.of();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "Pages of others that nobody knows yet become pages of this source, which is told by its"
              + " file (default: they wait until a source finds them).")
  private @Nullable String source;

  @Option(names = "--json", description = "One JSON object a line: each file.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<Path> files = files();
    List<Source> sources =
        source == null ? List.of() : place.choose(place.sources(), List.of(source));
    Settings settings = place.settings().with(Map.of("fangzhi.schedule.on", "false"));
    try (Database database = place.database(Database.Use.SHARE)) {
      Transactions transactions = new Transactions(database.dataSource());
      try (Service service = Service.of(settings, transactions, sources, false);
          Progress progress = new Progress(spec.commandLine().getErr(), json)) {
        boolean whole = archive(files, service.imports(), progress);
        read(service, progress);
        return whole ? 0 : 1;
      }
    }
  }

  private List<Path> files() throws IOException {
    for (Path path : from) {
      if (!Files.isReadable(path)) {
        throw new WrongUse(path + " cannot be read; is it there?");
      }
    }
    List<Path> files = WebArchive.files(from);
    if (files.isEmpty()) {
      throw new WrongUse(
          "there is no .warc, .warc.gz, .arc, .arc.gz or .wacz below " + from.get(0));
    }
    return files;
  }

  /** Archives the files; false when one of them was not whole. */
  private boolean archive(List<Path> files, WebArchive archive, Progress progress)
      throws SQLException, IOException {
    boolean whole = true;
    for (Path file : files) {
      long length = Files.size(file);
      try {
        WarcImport.Taken taken =
            archive.take(
                file,
                source,
                bytes ->
                    progress.tell("%s: %,d of %,d MB".formatted(file, bytes >> 20, length >> 20)));
        tell(file, taken, null);
        whole &= taken == null || taken.damaged() == 0;
      } catch (IOException | Deposits.Busy failure) {
        tell(file, null, failure.getMessage());
        whole = false;
      }
    }
    return whole;
  }

  private void tell(Path file, WarcImport.@Nullable Taken taken, @Nullable String refused) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file.toString());
      line.put("refused", refused);
      line.put("before", taken == null && refused == null);
      line.put("captures", taken == null ? 0 : taken.seen());
      line.put("kept", taken == null ? 0 : taken.kept());
      line.put("passed", taken == null ? Map.of() : taken.passed());
      line.put("damaged", taken == null ? 0 : taken.damaged());
      line.put("damages", taken == null ? List.of() : taken.damages());
      out.println(JSON.writeValueAsString(line));
    } else if (refused != null) {
      out.printf("%s  not taken: %s%n", file, refused);
    } else if (taken == null) {
      out.printf("%s  was taken before%n", file);
    } else {
      String passed = taken.passedOver();
      out.printf(
          "%s  %,d captures, %,d of them new%s%n",
          file, taken.seen(), taken.kept(), passed.isEmpty() ? "" : "; passed over: " + passed);
      taken.damages().forEach(damage -> out.printf("  ! %s %s%n", file.getFileName(), damage));
      if (taken.damaged() > taken.damages().size()) {
        out.printf("  ! and %,d more%n", taken.damaged() - taken.damages().size());
      }
    }
    out.flush();
  }

  /** Reads and publishes what waits, what an import that was broken off has left too. */
  private void read(Service service, Progress progress) throws SQLException, InterruptedException {
    List<Long> runs =
        service.runs().open(List.of()).stream()
            .filter(run -> run.sourceId().equals(Frontier.INBOX))
            .map(Runs.Progress::id)
            .toList();
    if (runs.isEmpty()) {
      return;
    }
    try (Pipeline pipeline = service.start(place.routes, runs, Map.of())) {
      progress.until(service.runs(), runs);
    }
  }
}
