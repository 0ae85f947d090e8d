package org.fangzhi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.fangzhi.console.Console;
import org.fangzhi.pipeline.ChangeRows;
import org.fangzhi.pipeline.EventReader;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.pipeline.Pipeline;
import org.fangzhi.pipeline.Service;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;

/**
 * How soon subscribers of the change feed hear of a commit: a service as {@code ./fangzhi run} has
 * it over an embedded PostgreSQL that syncs its commits, and a writer that commits a change at a
 * time. The clock runs from just before the statement is sent, so that the commit is counted in.
 */
final class FeedBench {
  private static final int PORT = 18642;

  private FeedBench() {}

  public static void main(String[] arguments) throws Exception {
    int changes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int subscribers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    Path home = Files.createTempDirectory("fangzhi-feed");
    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(
                Map.of(
                    "fangzhi.schedule.on", "false", "fangzhi.console.port", String.valueOf(PORT)));
    try (Database database = Database.open(DatabaseSettings.embedded(home), Database.Use.OWN)) {
      database.migrate();
      Transactions transactions = new Transactions(database.dataSource());
      try (Service service = Service.of(settings, transactions, List.of(), true);
          Pipeline pipeline =
              service.start(
                  Harvests.ROUTES,
                  List.of(),
                  Console.beans(database.dataSource(), settings, Path.of("config", "sources")))) {
        run(database, 500, rate, subscribers); // until the compilers have had their turn
        print(rate, subscribers, run(database, changes, rate, subscribers));
        print(0, subscribers, run(database, changes, 0, subscribers));
      }
    }
  }

  /** Milliseconds that each change took to each subscriber. */
  private static double[] run(Database database, int changes, int rate, int subscribers)
      throws Exception {
    long[] began = new long[changes];
    List<CompletableFuture<long[]>> heard = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setSchema("fangzhi");
      var row = statement.executeQuery("select seq from change_counter");
      row.next();
      long from = row.getLong(1);
      for (int n = 0; n < subscribers; n++) {
        EventReader reader =
            new EventReader(URI.create("http://127.0.0.1:" + PORT + "/api/changes?after=" + from));
        heard.add(
            CompletableFuture.supplyAsync(
                () -> hear(reader, changes), task -> new Thread(task).start()));
      }
      long start = System.nanoTime();
      for (int n = 0; n < changes; n++) {
        for (long left = 1; rate > 0 && left > 0; ) {
          left = start + n * 1_000_000_000L / rate - System.nanoTime();
          LockSupport.parkNanos(left);
        }
        began[n] = System.nanoTime();
        statement.execute(ChangeRows.APPEND.formatted(1));
      }
    }
    List<long[]> all = new ArrayList<>();
    for (CompletableFuture<long[]> one : heard) {
      all.add(one.get());
    }
    return all.stream()
        .flatMapToLong(one -> LongStream.range(0, changes).map(n -> one[(int) n] - began[(int) n]))
        .mapToDouble(nanos -> nanos / 1e6)
        .sorted()
        .toArray();
  }

  private static long[] hear(EventReader reader, int changes) {
    long[] at = new long[changes];
    try (reader) {
      for (int n = 0; n < changes; n++) {
        reader.next();
        at[n] = System.nanoTime();
      }
      return at;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(int rate, int subscribers, double[] millis) {
    System.out.printf(
        Locale.ROOT,
        "%s, %d subscribers, %d changes each: p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, most %.1f%n",
        rate == 0 ? "as fast as they commit" : rate + " commits/s",
        subscribers,
        millis.length / subscribers,
        at(millis, 0.5),
        at(millis, 0.9),
        at(millis, 0.99),
        at(millis, 0.999),
        millis[millis.length - 1]);
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
