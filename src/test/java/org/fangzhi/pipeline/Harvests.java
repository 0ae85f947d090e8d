package org.fangzhi.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;

/** Harvests over a test's database, through the real routes, as the command does them. */
public final class Harvests {
  public static final Path ROUTES = Path.of("routes");

  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final DataSource database;
  private final Map<String, String> yaml;
  private final Settings settings;

  /**
   * @param yaml source files by name
   * @param others settings that differ from those in {@code config}
   */
  public Harvests(TestDatabase database, Map<String, String> yaml, Map<String, String> others) {
    this(database.dataSource(), yaml, others);
  }

  /** The same over any migrated database. */
  public Harvests(DataSource database, Map<String, String> yaml, Map<String, String> others) {
    this.database = database;
    this.yaml = yaml;
    Map<String, String> quick = new HashMap<>();
    quick.put("fangzhi.schedule.on", "false");
    quick.put("fangzhi.keep.back.off", "PT0.01S");
    quick.put("fangzhi.read.threads", "1");
    quick.putAll(others);
    this.settings = Settings.load(Path.of("config"), Map.of()).with(quick);
  }

  /** One harvest of all sources, to its end. Returns its runs. */
  public List<Long> once() throws Exception {
    Sources sources = Sources.of(yaml, settings::find);
    if (!sources.faults().isEmpty()) {
      throw new IllegalArgumentException(sources.faults().toString());
    }
    Transactions transactions = new Transactions(database);
    try (Service service = Service.of(settings, transactions, sources.sources(), true)) {
      List<Long> runs = begin(service, sources.sources());
      try (Pipeline pipeline = service.start(ROUTES, runs, Map.of())) {
        until("the harvest ends", LONGEST, () -> service.runs().open(runs).isEmpty());
      }
      return runs;
    }
  }

  private static List<Long> begin(Service service, Collection<Source> sources) throws Exception {
    return service.harvest(sources).stream().map(Runs.Begun::id).toList();
  }

  /** A condition that may ask a database. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for what other threads or processes bring about. */
  public static void until(String what, Duration longest, Condition condition) throws Exception {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + ": not within " + longest);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
