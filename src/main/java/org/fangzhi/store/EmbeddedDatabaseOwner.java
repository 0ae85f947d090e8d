package org.fangzhi.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to start and stop the PostgreSQL of a home folder. It is a file lock, which the system
 * takes back when the process ends in whatever way, so that nobody has to clean up after a crash.
 */
final class EmbeddedDatabaseOwner implements AutoCloseable {
  /** Closing any other channel of a lock file would give up this process's lock on it (POSIX). */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path home;
  private final FileChannel channel;

  private EmbeddedDatabaseOwner(Path home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /** Becomes the owner of {@code home}, or null when a living process is. */
  static @Nullable EmbeddedDatabaseOwner claim(Path home) throws IOException {
    if (!HELD_HERE.add(home)) {
      return null;
    }
    FileChannel channel = null;
    boolean owner = false;
    try {
      channel =
          FileChannel.open(
              home.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      owner = channel.tryLock() != null;
      if (owner) {
        Files.writeString(name(home), Long.toString(ProcessHandle.current().pid()));
        return new EmbeddedDatabaseOwner(home, channel);
      }
      return null;
    } finally {
      if (!owner) {
        if (channel != null) {
          channel.close();
        }
        HELD_HERE.remove(home);
      }
    }
  }

  /** The owner in words, as far as it is known. */
  static String describe(Path home) {
    try {
      return "process " + Files.readString(name(home)).strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  private static Path name(Path home) {
    return home.resolve("owner.pid");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD_HERE.remove(home);
  }
}
