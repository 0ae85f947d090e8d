package org.fangzhi.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's own {@code postmaster.pid} says: line 1 is the process, line 4 the port, line 8
 * the state.
 *
 * @param pid the process, perhaps long gone
 * @param port 0 while it is not written yet
 * @param ready true when connections were being taken
 */
record EmbeddedDatabasePid(long pid, int port, boolean ready) {

  /** What is in {@code data}; null when there is no such file or only a beginning of one. */
  static @Nullable EmbeddedDatabasePid read(Path data) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file(data));
      return new EmbeddedDatabasePid(
          Long.parseLong(lines.get(0).strip()),
          lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
          lines.size() > 7 && lines.get(7).strip().equals("ready"));
    } catch (NoSuchFileException | NumberFormatException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  /** True when the process lives and is a PostgreSQL: numbers are used again after a restart. */
  boolean runs() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("postgres"))
        .isPresent();
  }

  private static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }
}
