package org.fangzhi.publish;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text file that has its name only once it is whole; until then it is hidden. */
final class Partial implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final BufferedWriter writer;

  Partial(Path file) throws IOException {
    this.file = file;
    this.part = file.resolveSibling("." + file.getFileName() + ".part");
    this.writer = Files.newBufferedWriter(part);
  }

  BufferedWriter writer() {
    return writer;
  }

  /** Gives it its name, in place of an earlier one. */
  void whole() throws IOException {
    writer.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(part);
  }
}
