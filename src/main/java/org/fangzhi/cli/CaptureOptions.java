package org.fangzhi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.fangzhi.warc.Chosen;
import org.fangzhi.warc.Manifest;
import org.fangzhi.warc.Wacz;
import org.fangzhi.warc.WarcExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which captures a web archive is of, and how it is written. */
final class CaptureOptions {

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "warc, wacz: only captures of this source; may be given again (default: of all).")
  private List<String> sources = List.of();

  @Option(
      names = "--under",
      paramLabel = "URL",
      description = "warc, wacz: only addresses that begin so.")
  private String under;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "warc, wacz: only up to this day, that day included.")
  private LocalDate until;

  @Option(
      names = "--size",
      paramLabel = "MB",
      description = "warc: a file ends once it is this large (default: ${DEFAULT-VALUE}).")
  private int size = 1000;

  @Option(names = "--quarantine", description = "warc, wacz: suspected blocks and soft-404s too.")
  private boolean quarantine;

  @Option(
      names = "--derived",
      description = "warc, wacz: the texts and reports that were read of the pages too.")
  private boolean derived;

  /** Refuses options that the format has no use for. */
  void refuse(CommandSpec spec) {
    spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> option.userObject() instanceof java.lang.reflect.Field)
        .filter(
            option ->
                ((java.lang.reflect.Field) option.userObject()).getDeclaringClass()
                    == CaptureOptions.class)
        .findFirst()
        .ifPresent(
            option -> {
              throw new WrongUse(
                  option.longestName() + " is for --format warc or wacz; leave it out.");
            });
  }

  /** Writes WARC files into a folder, or packs them as one file; 1 when bytes were damaged. */
  int write(
      Transactions transactions,
      Settings settings,
      boolean wacz,
      @Nullable LocalDate since,
      Path out,
      PrintWriter print)
      throws IOException, SQLException {
    if (size < 1) {
      throw new WrongUse("--size: give a number of megabytes from 1 on.");
    }
    if (!wacz) {
      return warcs(transactions, settings, since, out, print);
    }
    Path folder = Files.createTempDirectory(parent(out), ".wacz");
    try {
      int code = warcs(transactions, settings, since, folder, print);
      if (Manifest.of(folder) == null) {
        throw new WrongUse("nothing is kept of what was asked for; no file was written.");
      }
      String title = sources.size() == 1 ? sources.get(0) : "Fangzhi";
      Wacz.pack(transactions, folder, out, title, software(settings));
      print.printf("%s  %,d bytes%n", out, Files.size(out));
      return code;
    } finally {
      remove(folder);
    }
  }

  private int warcs(
      Transactions transactions,
      Settings settings,
      @Nullable LocalDate since,
      Path folder,
      PrintWriter print)
      throws IOException, SQLException {
    Chosen chosen = new Chosen(sources, under, since, until, quarantine, derived);
    long[] written = {0};
    List<String> damages;
    try {
      damages =
          new WarcExport(transactions, folder, chosen, size * 1_000_000L, about(settings))
              .write(
                  file -> {
                    written[0] += file.captures();
                    print.printf(
                        "%s  %,d captures, %,d bytes%n",
                        file.name(), file.captures(), file.length());
                  });
    } catch (IllegalArgumentException e) {
      throw new WrongUse("--out: " + e.getMessage());
    }
    print.printf("%,d captures written%n", written[0]);
    for (String damage : damages) {
      print.println("  ! " + damage);
    }
    return damages.isEmpty() ? 0 : 1;
  }

  private static String software(Settings settings) {
    return settings.text("fangzhi.user.agent");
  }

  private static Map<String, String> about(Settings settings) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("software", software(settings));
    about.put("operator", settings.text("fangzhi.contact"));
    about.put("robots", "obeyed (RFC 9309)");
    about.put("description", "disclosure pages of China's counties and cities");
    return about;
  }

  private static Path parent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    return Files.createDirectories(parent);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
