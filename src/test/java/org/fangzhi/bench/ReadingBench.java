package org.fangzhi.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.dankito.readability4j.Readability4J;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Reports;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Reading reports from their bytes by one thread, beside readability4j, which finds the main
 * content of the same pages and reads nothing out of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 13)
@Measurement(iterations = 1, time = 5)
@Fork(1)
public class ReadingBench {
  private static final int PAGES = 400;
  private static final String ADDRESS = "http://127.0.0.1:8080/zwgk/nb/202201/t20220120_1.html";

  /** Kilobytes of generated pages, or the folder of real ones. */
  @Param({"20", "100"})
  public String pages;

  private byte[][] bytes = {};
  private String[] texts = {};
  private int next;

  /** Measures all and prints a line for each: {@code ReadingBench [FOLDER OF REAL PAGES]}. */
  public static void main(String[] args) throws RunnerException {
    String[] pages = Stream.concat(Stream.of("20", "100"), Stream.of(args)).toArray(String[]::new);
    Options options =
        new OptionsBuilder()
            .include(ReadingBench.class.getName())
            .param("pages", pages)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .build();
    System.out.printf(
        "%-14s %-12s %8s %8s %8s %8s%n", "reader", "pages", "a second", "p50 ms", "p99 ms", "KB");
    for (RunResult run : new Runner(options).run()) {
      Result<?> time = run.getPrimaryResult();
      String of = run.getParams().getParam("pages");
      System.out.printf(
          Locale.ROOT,
          "%-14s %-12s %8.0f %8.2f %8.2f %8.0f%n",
          time.getLabel(),
          of.matches("\\d+") ? of + " KB" : "real",
          1000 / time.getScore(),
          time.getStatistics().getPercentile(50),
          time.getStatistics().getPercentile(99),
          run.getSecondaryResults().get("gc.alloc.rate.norm").getScore() / 1000);
    }
  }

  /** Makes or reads the pages. */
  @Setup
  public void setUp() throws IOException {
    bytes = pages.matches("\\d+") ? generated(Integer.parseInt(pages)) : real(Path.of(pages));
    texts = new String[bytes.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = new String(bytes[i], StandardCharsets.UTF_8);
    }
  }

  private static byte[][] generated(int kilobytes) {
    BenchPage frame = BenchPage.ofSize(kilobytes * 1000);
    byte[][] pages = new byte[PAGES][];
    for (int i = 0; i < PAGES; i++) {
      ByteBuf page = frame.of(BenchReport.of(i % 20, i / 20));
      pages[i] = ByteBufUtil.getBytes(page);
      page.release();
    }
    return pages;
  }

  private static byte[][] real(Path folder) throws IOException {
    List<byte[]> pages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).sorted().toList()) {
        pages.add(Files.readAllBytes(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return pages.toArray(byte[][]::new);
  }

  /** Bytes to reports, as a harvest reads them. */
  @Benchmark
  public Reading fangzhi() {
    return Reports.read(bytes[turn()], Hints.ofUrl(ADDRESS, "text/html"));
  }

  /** Decoded text to main content. */
  @Benchmark
  public String readability4j() {
    return String.valueOf(new Readability4J(ADDRESS, texts[turn()]).parse().getTextContent());
  }

  private int turn() {
    next = next + 1 == bytes.length ? 0 : next + 1;
    return next;
  }
}
