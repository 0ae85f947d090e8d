package org.fangzhi.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read, each on behalf of a route that waits for it only so long: Java cannot end a
 * thread, so that one that finds no end is left behind, and the route goes on. Too many of those
 * are told as ill health, since only a new process gets rid of them.
 */
final class Readers extends AbstractHealthCheck {

  /** Each costs a core: with so many nothing else would come to its turn. */
  static final int MOST_HANGING = 4;

  private final Duration longest;
  private final Set<Reading<?>> hanging = ConcurrentHashMap.newKeySet();
  private final Executor threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "reading");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param longest how long a reading may take
   */
  Readers(Duration longest) {
    super("fangzhi", "readers");
    this.longest = longest;
  }

  private final class Reading<T> implements Runnable {
    private final FutureTask<T> task;
    private volatile boolean ended;

    Reading(Callable<T> work) {
      task = new FutureTask<>(work);
    }

    @Override
    public void run() {
      try {
        task.run();
      } finally {
        ended = true;
        hanging.remove(this);
      }
    }

    void abandon() {
      task.cancel(true);
      hanging.add(this);
      if (ended) {
        hanging.remove(this);
      }
    }
  }

  /**
   * Does work of a reader.
   *
   * @return its result; null when it has not come to an end in time, and is left behind
   */
  <T> @Nullable T within(Callable<T> work) throws InterruptedException {
    Reading<T> reading = new Reading<>(work);
    threads.execute(reading);
    try {
      return reading.task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException hangs) {
      reading.abandon();
      return null;
    } catch (InterruptedException stopped) {
      reading.task.cancel(true);
      throw stopped;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** How long a reading may take. */
  Duration longest() {
    return longest;
  }

  /** Whether so many hang that nothing more should be begun. */
  boolean exhausted() {
    return hanging.size() >= MOST_HANGING;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("hanging", hanging.size());
    if (exhausted()) {
      builder.down().message(hanging.size() + " readings hang; start this process anew");
    } else {
      builder.up();
    }
  }
}
