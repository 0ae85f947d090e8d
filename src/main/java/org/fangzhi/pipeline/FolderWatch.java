package org.fangzhi.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls when something below some folders has changed and come to rest, one call at a time. */
final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  /** An editor or a copy writes several times; a file half written would be a fault for nothing. */
  private static final Duration QUIET = Duration.ofMillis(300);

  private static final Duration LONGEST_UNREST = Duration.ofSeconds(5);

  /** Network file systems tell nothing, and a folder may be taken away and put back. */
  private static final Duration ANYWAY = Duration.ofSeconds(30);

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final List<Path> folders;
  private final Runnable look;
  private final WatchService service;
  private final Thread thread;

  /**
   * Watches from now on, and calls once at the beginning.
   *
   * @param look called in a thread of its own; what it throws is logged
   */
  FolderWatch(List<Path> folders, Runnable look) {
    this.folders = folders;
    this.look = look;
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, "folder-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        folders.forEach(this::register);
        try {
          look.run();
        } catch (RuntimeException e) {
          LOG.error("what changed in {} was not taken in: {}", folders, e.toString(), e);
        }
        if (taken(service.poll(ANYWAY.toMillis(), TimeUnit.MILLISECONDS))) {
          settle();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.debug("folders are watched no more");
    }
  }

  private void settle() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_UNREST.toNanos();
    boolean unrest = true;
    while (unrest && System.nanoTime() < end) {
      unrest = taken(service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private static boolean taken(@Nullable WatchKey key) {
    if (key == null) {
      return false;
    }
    key.pollEvents();
    key.reset();
    return true;
  }

  /** Folders come and go below; one that is watched already is not watched twice. */
  private void register(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        each.register(service, KINDS);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} cannot be watched now: {}", folder, e.toString());
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
