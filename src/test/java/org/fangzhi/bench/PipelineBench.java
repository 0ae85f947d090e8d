package org.fangzhi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;

/**
 * Measures one harvest of generated sites in a process of its own: {@code PipelineBench whole|store
 * CONFIG ROUTES}, with the embedded database of {@code FANGZHI_HOME} kept between harvests. {@code
 * whole} ends when the runs have ended, {@code store} when nothing is left to ask for. Prints one
 * line: what, seconds to start, seconds, pages, pages a second, CPU seconds of Java and of
 * PostgreSQL, most memory of Java in MB, and the figures that tell that all was done.
 */
public final class PipelineBench {

  /** As often as {@code harvest} looks how far it is. */
  private static final long LOOK_MILLIS = 200;

  private PipelineBench() {}

  /** Harvests once and tells what it cost. */
  public static void main(String[] arguments) throws Exception {
    boolean whole = arguments[0].equals("whole");
    Path config = Path.of(arguments[1]);
    Settings settings =
        Settings.load(config, System.getenv()).with(Map.of("fangzhi.schedule.on", "false"));
    Sources sources = Sources.load(config.resolve("sources"), settings::find);
    if (!sources.faults().isEmpty()) {
      throw new IllegalStateException(sources.faults().toString());
    }
    Path home = Path.of(System.getenv("FANGZHI_HOME"));
    try (Database database = Database.open(DatabaseSettings.embedded(home), Database.Use.OWN)) {
      database.migrate();
      long postgres = Usage.postmaster(home);
      Transactions transactions = new Transactions(database.dataSource());
      try (Service service = Service.of(settings, transactions, sources.sources(), true)) {
        long before = count(database.dataSource(), "select count(*) from observation");
        double starting = Usage.secondsSinceStart();
        Usage java = Usage.of(ProcessHandle.current().pid());
        Usage server = Usage.of(postgres);
        long begun = System.nanoTime();
        List<Long> runs = service.harvest(sources.sources()).stream().map(Runs.Begun::id).toList();
        try (Pipeline pipeline = service.start(Path.of(arguments[2]), runs, Map.of())) {
          await(database.dataSource(), whole);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        long pages = count(database.dataSource(), "select count(*) from observation") - before;
        System.out.printf(
            "%.1f %.1f %d %.0f %.1f %.1f %d %s%n",
            starting,
            seconds,
            pages,
            pages / seconds,
            Usage.of(ProcessHandle.current().pid()).since(java),
            Usage.of(postgres).since(server),
            Usage.mostMegabytes(),
            told(database.dataSource()));
      }
    }
  }

  private static void await(DataSource database, boolean whole)
      throws SQLException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (whole
        ? count(database, "select count(*) from run where ended_at is null") > 0
        : count(database, "select count(*) from page where run_id is not null") > 0) {
      never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** What is held in the end, for a reader to see that the work was done. */
  private static String told(DataSource database) throws SQLException {
    return "versions=%d,read=%d,reports=%d,trouble=%d"
        .formatted(
            count(database, "select count(*) from version"),
            count(database, "select count(*) from reading where state = 'current'"),
            count(database, "select count(*) from report"),
            count(database, "select count(*) from page where fault is not null"));
  }

  private static long count(DataSource database, String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * What a process has used, as Linux tells it.
   *
   * @param ticks CPU of it and of its children, living and ended, in hundredths of a second
   */
  private record Usage(long ticks) {

    static Usage of(long pid) throws IOException {
      long ticks = ticks(pid, true);
      for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().children().toList()) {
        ticks += ProcessHandle.current().pid() == pid ? 0 : ticks(child.pid(), false);
      }
      return new Usage(ticks);
    }

    /** CPU seconds since an earlier look. */
    double since(Usage before) {
      return (ticks - before.ticks) / 100.0;
    }

    private static long ticks(long pid, boolean withEnded) throws IOException {
      Path file = Path.of("/proc/" + pid + "/stat");
      if (!Files.exists(file)) {
        return 0;
      }
      String stat = Files.readString(file);
      // Counted from after the name in parentheses: utime 12, stime 13, cutime 14, cstime 15.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ");
      long ticks = 0;
      for (int i = 12; i <= (withEnded ? 15 : 13); i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    }

    static long postmaster(Path home) throws IOException {
      Path file = home.resolve("postgres/data/postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    static double secondsSinceStart() {
      long started = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
      return (System.currentTimeMillis() - started) / 1000.0;
    }

    static long mostMegabytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
      throw new IOException("/proc/self/status tells no VmHWM");
    }
  }
}
