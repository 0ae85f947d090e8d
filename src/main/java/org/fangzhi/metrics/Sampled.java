package org.fangzhi.metrics;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How things stand, looked at only when somebody asks, and not again before a time has passed.
 * Whoever asks is answered within two seconds, the database away or not: with what was known
 * before, for as long as a look may take. Safe for many threads.
 */
public final class Sampled implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sampled.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A look that takes longer has found no connection. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Callable<Levels> look;
  private final Duration every;
  private final ExecutorService looking =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "levels");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable CompletableFuture<Levels> asked;
  private Levels last = Levels.UNKNOWN;
  private long next = System.nanoTime();
  private long begun = next;
  private double feed = Double.NaN;

  /**
   * @param look at the database; may take its time, or fail
   * @param every the least time from one look to the next
   */
  public Sampled(Callable<Levels> look, Duration every) {
    this.look = look;
    this.every = every;
  }

  /** Looks at a database. */
  public static Sampled of(DataSource dataSource, Duration every) {
    return new Sampled(() -> Levels.read(dataSource), every);
  }

  /** How things stand, or stood when last looked at. */
  public synchronized Levels now() {
    if (asked == null && System.nanoTime() - next < 0) {
      return last;
    }
    if (asked == null) {
      begun = System.nanoTime();
      asked = CompletableFuture.supplyAsync(this::look, looking);
    } else if (!asked.isDone() && System.nanoTime() - next < 0) {
      return last; // a look that takes long is not waited for by everybody
    }
    try {
      last = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      asked = null;
    } catch (TimeoutException late) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        last = Levels.UNKNOWN;
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    next = System.nanoTime() + every.toNanos();
    return last;
  }

  /** The number of the last change as far as known; it never goes back. NaN: not known yet. */
  synchronized double feed() {
    Levels now = now();
    feed = now.known() ? now.feed() : feed;
    return feed;
  }

  private Levels look() {
    try {
      return look.call();
    } catch (Exception away) {
      LOG.debug("the database does not tell how things stand", away);
      return Levels.UNKNOWN;
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
