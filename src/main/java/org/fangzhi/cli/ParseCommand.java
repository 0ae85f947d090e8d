package org.fangzhi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Transport;
import org.fangzhi.document.Hints;
import org.fangzhi.pipeline.Service;
import org.fangzhi.report.ReportJson;
import org.fangzhi.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parse}: bytes to JSON lines, without a database. */
@Command(
    name = "parse",
    description =
        "Reads documents and prints JSON lines by report.schema.json, one object a report, or one for"
            + " a document that is none. Needs no database.",
    mixinStandardHelpOptions = true)
final class ParseCommand implements Callable<Integer> {

  private static final int MOST_BYTES = 64 << 20;

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH|URL",
      description = "Files, folders, http(s) addresses, or - for standard input.")
  private List<String> what;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The address that the bytes came from, as a hint.")
  private String url;

  @Option(names = "--allow-private", description = "Loopback and private addresses may be asked.")
  private boolean allowPrivate;

  private boolean failed;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (String one : what) {
      if ("-".equals(one)) {
        read(out, "standard input", System.in, hints(null, null));
      } else if (one.startsWith("http://") || one.startsWith("https://")) {
        fetch(out, one);
      } else {
        files(out, Path.of(one));
      }
    }
    out.flush();
    return failed ? 1 : 0;
  }

  private void files(PrintWriter out, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        List<Path> inside = entries.filter(Files::isRegularFile).sorted().toList();
        if (inside.isEmpty()) {
          fail(path + " holds no file.");
        }
        for (Path entry : inside) {
          file(out, entry);
        }
      }
    } else {
      file(out, path);
    }
  }

  private void file(PrintWriter out, Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      read(out, path.toString(), in, hints(null, path.getFileName().toString()));
    } catch (NoSuchFileException e) {
      fail(path + " does not exist.");
    } catch (IOException e) {
      fail(path + " cannot be read: " + e.getMessage());
    }
  }

  private void read(PrintWriter out, String name, InputStream in, Hints hints) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      fail(name + " is larger than 64 MiB and was not read; give one document at a time.");
    } else {
      print(out, name, bytes, hints);
    }
  }

  private void fetch(PrintWriter out, String address) throws IOException {
    Transport.Identity identity = new Transport.Identity(Service.agent(place.settings()));
    Bounds bounds =
        Bounds.DEFAULT
            .withBody(MOST_BYTES)
            .withTimes(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(60));
    try (Transport transport = new Transport(identity, bounds, 1)) {
      Ask ask = allowPrivate ? Ask.of(address).allowingPrivate() : Ask.of(address);
      Fetched fetched = transport.fetch(ask);
      if (fetched.failure() != null) {
        fail(fetched.failure().message());
      } else if (fetched.status() != 200) {
        fail(address + " answers " + fetched.status() + ".");
      } else {
        print(
            out,
            address,
            fetched.payload(),
            new Hints(fetched.finalUrl(), fetched.head().first("Content-Type"), null, null));
      }
    }
  }

  private Hints hints(String contentType, String fileName) {
    return new Hints(url, contentType, fileName, null);
  }

  private void print(PrintWriter out, String name, byte[] bytes, Hints hints) {
    if (bytes.length == 0) {
      fail(name + " is empty.");
      return;
    }
    out.print(ReportJson.lines(Reports.read(bytes, hints), ReportJson.sha256(bytes), hints.url()));
    out.flush();
  }

  private void fail(String message) {
    failed = true;
    spec.commandLine().getErr().println("fangzhi parse: " + message);
    spec.commandLine().getErr().flush();
  }
}
