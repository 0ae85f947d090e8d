package org.fangzhi.warc;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.cdx.CdxFormat;
import org.netpreserve.jwarc.cdx.CdxWriter;

/** CDXJ: a sorted line for each capture, which tells where in the WARC files it stands. */
final class Cdxj {

  private Cdxj() {}

  /** Writes the index of a WARC file beside it. */
  static void write(Path warc) throws IOException {
    Path index = of(warc);
    Path part = index.resolveSibling("." + index.getFileName() + ".part");
    try (CdxWriter cdx = new CdxWriter(Files.newBufferedWriter(part))) {
      cdx.setFormat(CdxFormat.CDXJ);
      cdx.setSort(true);
      cdx.process(List.of(warc), false);
    }
    Files.move(part, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path of(Path warc) {
    return warc.resolveSibling(
        warc.getFileName().toString().replaceFirst("\\.warc\\.gz$", ".cdxj"));
  }

  /** The indexes of all files of a folder as one, in a file that the caller deletes. */
  static Path merged(Path folder, Manifest manifest) throws IOException {
    Path merged = Files.createTempFile(folder, ".index", ".cdxj");
    List<Lines> open = new ArrayList<>();
    try (BufferedWriter out = Files.newBufferedWriter(merged)) {
      PriorityQueue<Lines> next = new PriorityQueue<>();
      for (Manifest.File file : manifest.files()) {
        Lines lines = new Lines(of(folder.resolve(file.name())));
        open.add(lines);
        if (lines.line != null) {
          next.add(lines);
        }
      }
      while (!next.isEmpty()) {
        Lines first = next.remove();
        out.write(first.line);
        out.write('\n');
        first.forward();
        if (first.line != null) {
          next.add(first);
        }
      }
    } finally {
      for (Lines lines : open) {
        lines.close();
      }
    }
    return merged;
  }

  /** An index at one of its lines; null after the last. */
  private static final class Lines implements Comparable<Lines>, Closeable {
    private final BufferedReader reader;
    private @Nullable String line;

    Lines(Path file) throws IOException {
      reader = Files.newBufferedReader(file);
      forward();
    }

    void forward() throws IOException {
      line = reader.readLine();
    }

    @Override
    public int compareTo(Lines other) {
      return line == null || other.line == null ? 0 : line.compareTo(other.line);
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
