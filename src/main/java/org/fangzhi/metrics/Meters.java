package org.fangzhi.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/**
 * The numbers that this process gives to Prometheus. Names follow its conventions: seconds, {@code
 * _total} for what only grows. Labels are words of the program or names of routes, never an address
 * or what a site sends, so that there are few of them. Safe for many threads.
 */
public final class Meters implements AutoCloseable {

  private static final Duration[] FETCH_BUCKETS = seconds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
  private static final Duration[] READING_BUCKETS = seconds(0.005, 0.02, 0.1, 0.5, 2, 10, 60, 240);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, RouteMeter> routes = new ConcurrentHashMap<>();
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Timer fetch =
      timer("fangzhi.fetch", "From a request to the end of its answer", FETCH_BUCKETS);
  private final Timer reading =
      timer("fangzhi.reading", "Understanding one version", READING_BUCKETS);
  private final Counter late =
      counter("fangzhi.answers.late", "Answers refused since their lease had ended");
  private final Counter versions =
      counter("fangzhi.published.versions", "Versions published by this process");

  private static Duration[] seconds(double... bounds) {
    Duration[] durations = new Duration[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      durations[i] = Duration.ofMillis(Math.round(bounds[i] * 1000));
    }
    return durations;
  }

  private Timer timer(String name, String says, Duration... bounds) {
    return Timer.builder(name).description(says).serviceLevelObjectives(bounds).register(registry);
  }

  private Counter counter(String name, String says, String... labels) {
    return Counter.builder(name).description(says).tags(labels).register(registry);
  }

  /**
   * An attempt on a page was recorded.
   *
   * @param outcome a word of the program: {@code new}, {@code blocked} …
   * @param took from the request to the end of its answer; zero when nothing was asked
   */
  public void fetched(String outcome, Duration took) {
    counter("fangzhi.fetches", "Attempts on pages, recorded by this process", "outcome", outcome)
        .increment();
    if (!took.isZero()) {
      fetch.record(took);
    }
  }

  /** Answers came when somebody else had their pages. */
  public void late(int answers) {
    late.increment(answers);
  }

  /** A version was looked at by the reader, whatever came of it. */
  public void understood(Duration took) {
    reading.record(took);
  }

  /**
   * A reading was staged.
   *
   * @param failed whether the reader failed on it
   */
  public void read(boolean failed) {
    counter("fangzhi.readings", "Readings by this process", "state", failed ? "failed" : "staged")
        .increment();
  }

  /**
   * A run has ended.
   *
   * @param how a word of the program: {@code published}, {@code held}, {@code reparsed}
   * @param published versions
   */
  public void ended(String how, int published) {
    counter("fangzhi.runs", "Runs that this process has ended", "ended", how).increment();
    versions.increment(published);
  }

  /** The numbers of a route; the same for all routes of a name that there are one after another. */
  public RouteMeter route(String id) {
    return routes.computeIfAbsent(
        id,
        route -> {
          AtomicInteger inFlight = new AtomicInteger();
          Gauge.builder("fangzhi.route.in.flight", inFlight, AtomicInteger::get)
              .description("Messages in a route now")
              .tag("route", route)
              .register(registry);
          return new RouteMeter(
              counter("fangzhi.route.exchanges", "Messages through a route", "route", route),
              counter("fangzhi.route.failures", "Those of them that failed", "route", route),
              inFlight);
        });
  }

  /** A number that is asked for whenever somebody reads. */
  public void gauge(String name, String says, Supplier<? extends Number> now) {
    Gauge.builder(name, now::get).description(says).register(registry);
  }

  /** The numbers of the machine under this process. */
  public void process(String version, String reader) {
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("fangzhi.build.info", () -> 1)
        .description("Always 1; its labels tell the versions")
        .tags("version", version, "reader", reader)
        .register(registry);
  }

  /** The numbers of the pool of connections, where it is one that tells. */
  public void pool(DataSource dataSource) {
    if (dataSource instanceof HikariDataSource pool && pool.getMetricsTrackerFactory() == null) {
      pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }
  }

  /**
   * How things stand in the database.
   *
   * @param kafka whether the feed is handed on to Kafka
   */
  public void levels(Sampled sampled, boolean kafka) {
    Gauge.builder("fangzhi.database.up", sampled, s -> s.now().known() ? 1 : 0)
        .description("Whether the database answers")
        .register(registry);
    level(sampled, "pages.due", "Pages that may be asked now, 100000 at most", Levels::due);
    level(sampled, "oldest.due.seconds", "Since pages could have been asked", Levels::oldestDue);
    level(sampled, "last.fetch.seconds", "Since any process asked for a page", Levels::sinceFetch);
    level(sampled, "readings.pending", "Versions to be read, 100000 at most", Levels::pending);
    level(
        sampled,
        "oldest.reading.seconds",
        "Since a version could have been read",
        Levels::oldestPending);
    level(sampled, "pages.aside", "Pages no longer asked for", Levels::pagesAside);
    level(sampled, "readings.aside", "Versions no reader could read", Levels::readingsAside);
    level(sampled, "sources.held", "Sources held back", Levels::held);
    level(sampled, "sources.paused", "Sources that somebody lets rest", Levels::paused);
    level(sampled, "sources.failing", "Sources whose last run had failures", Levels::failing);
    level(sampled, "sources.overdue", "Sources due for more than a day", Levels::overdue);
    level(
        sampled,
        "groups.resting",
        "Pace groups that refuse us or are silent",
        Levels::groupsResting);
    level(sampled, "alerts.unsent", "Alerts that no endpoint has taken", Levels::alerts);
    level(sampled, "payloads.damaged", "Kept bytes that are not what they were", Levels::damaged);
    level(
        sampled,
        "search.lag.changes",
        "Changes that search does not know",
        l -> l.feed() - l.searched());
    level(
        sampled,
        "kafka.lag.changes",
        "Changes that Kafka has not; NaN where no brokers are set",
        l -> kafka ? l.feed() - l.kafka() : Double.NaN);
    FunctionCounter.builder("fangzhi.published.changes", sampled, Sampled::feed)
        .description("Changes in the feed, by whomever: the number of the last")
        .register(registry);
  }

  private void level(Sampled sampled, String name, String says, ToDoubleFunction<Levels> which) {
    Gauge.builder(
            "fangzhi." + name,
            sampled,
            s -> {
              Levels now = s.now();
              return now.known() ? which.applyAsDouble(now) : Double.NaN;
            })
        .description(says)
        .register(registry);
  }

  /** All numbers as Prometheus reads them (text format 0.0.4). */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
