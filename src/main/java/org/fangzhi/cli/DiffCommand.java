package org.fangzhi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.api.Refused;
import org.fangzhi.api.VersionDiff;
import org.fangzhi.archive.Versions.Version;
import org.fangzhi.diff.Comparison;
import org.fangzhi.diff.Diff;
import org.fangzhi.diff.DiffJson;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Reports;
import org.fangzhi.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: what two versions of a page, or two files, differ in. */
@Command(
    name = "diff",
    description =
        "Tells what two versions differ in: metadata by field, figures by indicator, tables by cell, text by word."
            + " Counters, clocks and navigation are folded away. Two files need no database.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  private static final int MOST_BYTES = VersionDiff.Most.WHOLE.bytes();

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      arity = "1..2",
      paramLabel = "URL|VERSION|FILE",
      description =
          "An address (its last version and the one before), two numbers of versions, or two files.")
  private List<String> what;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "What the address held then, in UTC: 20260122 or 2026-01-22T09:30:00Z.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "And then (default: now).")
  private String to;

  @Option(names = "--noise", description = "Also what is folded away.")
  private boolean noise;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, SQLException {
    boolean address = what.size() == 1;
    boolean numbers = what.stream().allMatch(one -> one.matches("\\d{1,18}"));
    if (!address && (from != null || to != null)) {
      throw new WrongUse("--from and --to are for one address; two are given without times");
    }
    if (address && !what.get(0).contains(":")) {
      throw new WrongUse(
          "one address, two numbers of versions or two files are compared; %s is none of them alone"
              .formatted(what.get(0)));
    }
    if (address || numbers && !Files.exists(Path.of(what.get(0)))) {
      return versions(address);
    }
    Reading old = file(what.get(0));
    Reading now = file(what.get(1));
    Diff diff = Comparison.of(old, now);
    if (json) {
      spec.commandLine().getOut().println(DiffJson.line(DiffJson.of(diff, noise)));
    } else {
      print(what.get(0), what.get(1), diff);
    }
    return 0;
  }

  private int versions(boolean address) throws SQLException {
    try (Database database = place.database(Database.Use.SHARE)) {
      VersionDiff versions = new VersionDiff(database.dataSource(), VersionDiff.Most.WHOLE);
      VersionDiff.Compared compared =
          address
              ? versions.of(what.get(0), from, to)
              : versions.of(Long.parseLong(what.get(0)), Long.parseLong(what.get(1)));
      if (json) {
        spec.commandLine().getOut().println(DiffJson.line(compared.json(noise)));
      } else {
        print(told(compared.old()), told(compared.now()), compared.diff());
      }
      return 0;
    } catch (Refused refused) {
      throw new WrongUse(refused.getMessage());
    }
  }

  private static String told(Version version) {
    return "%s, version %d of %s%s"
        .formatted(
            version.url(),
            version.id(),
            version.at(),
            version.kind().equals("restoration") ? " (restored)" : "");
  }

  private void print(String old, String now, Diff diff) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("[-] " + old);
    out.println("{+} " + now);
    new DiffPrint(out, Ansi.AUTO).print(diff, noise);
  }

  private static Reading file(String name) throws IOException {
    Path path = Path.of(name);
    if (!Files.isRegularFile(path)) {
      throw new WrongUse(name + " is no file; an address begins with http:// or https://");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new WrongUse(name + " is larger than 64 MiB and was not read");
      }
      return Reports.read(bytes, new Hints(null, null, path.getFileName().toString(), null));
    }
  }
}
