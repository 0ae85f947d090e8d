package org.fangzhi.pipeline;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.fangzhi.source.Source;
import org.fangzhi.store.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of a folder, running over the beans that they call. Its life lies inside that of the
 * database: closing it lets what is under way drain and commit.
 *
 * <p>When the files change, {@link #swap} starts the new routes beside the old ones, which drain:
 * since rows are claimed, two sets are no more than two processes, and nothing waits for the
 * slowest request.
 */
public final class Pipeline implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final RouteSet.Plan plan;
  private final Supplier<? extends Collection<Source.Route>> named;
  private final @Nullable Front front;
  private final List<Thread> draining = new CopyOnWriteArrayList<>();
  private volatile RouteSet live;

  private Pipeline(
      RouteSet.Plan plan,
      Supplier<? extends Collection<Source.Route>> named,
      @Nullable Front front) {
    this.plan = plan;
    this.named = named;
    this.front = front;
    this.live = begin();
  }

  /** The routes cannot run; the message names the file and the reason. */
  public static final class Unusable extends RuntimeException {
    Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts the routes.
   *
   * @param routes folder of the routes
   * @param which pattern of their file names
   * @param beans what the routes call, by name; the HTTP server, for health at least, runs when
   *     there is a {@code gate} for it, the console's routes when there is a {@code console}; Camel
   *     services among them are not called by routes, but run beside them with the HTTP server
   * @param named routes that sources name for themselves, now
   */
  public static Pipeline start(
      Settings settings,
      Path routes,
      String which,
      Map<String, Object> beans,
      Supplier<? extends Collection<Source.Route>> named) {
    if (!beans.containsKey("gate")) {
      return new Pipeline(new RouteSet.Plan(settings, routes, which, beans), named, null);
    }
    Front front = Front.open(settings);
    try {
      Map<String, Object> all = new HashMap<>(beans);
      front.run(beans.values());
      all.values().removeIf(org.apache.camel.Service.class::isInstance);
      all.putAll(front.beans());
      return new Pipeline(new RouteSet.Plan(settings, routes, which, all), named, front);
    } catch (Unusable e) {
      front.close();
      throw e;
    }
  }

  private RouteSet begin() {
    RouteSet next = RouteSet.rehearse(plan, named.get());
    try {
      next.start();
      return next;
    } catch (Unusable e) {
      next.close();
      throw e;
    }
  }

  /** The files of the routes by name, as they stand now. */
  Map<String, String> files() {
    return RouteSet.files(plan);
  }

  /**
   * Lets the routes run as their files stand now; those that ran drain meanwhile.
   *
   * @throws Unusable when one of them cannot run: those that ran go on
   */
  synchronized void swap() {
    RouteSet old = live;
    live = begin();
    Thread drain = new Thread(() -> drain(old), "drain-routes");
    draining.add(drain);
    drain.start();
  }

  private void drain(RouteSet old) {
    old.close();
    draining.remove(Thread.currentThread());
    LOG.debug("the routes that ran before have drained");
  }

  /** The running context. */
  public CamelContext context() {
    return live.context();
  }

  RouteSet live() {
    return live;
  }

  /** The context of the HTTP server with its checks of health; null without a console. */
  @Nullable CamelContext frontContext() {
    return front == null ? null : front.context();
  }

  @Override
  public synchronized void close() {
    if (front != null) {
      front.release();
    }
    live.close();
    for (Thread thread : draining) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (front != null) {
      front.close();
    }
  }
}
