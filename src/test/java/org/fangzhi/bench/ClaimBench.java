package org.fangzhi.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Lease;
import org.fangzhi.store.Transactions;

/**
 * What a claim costs when many addresses are known: {@code ClaimBench SIZE...}, with the embedded
 * database of {@code FANGZHI_HOME}. Of each size's pages, in 15,000 groups with a delay of 2 s,
 * 30,000 are in the frontier; 24 groups are claimed at a time and given back. Prints a line a size.
 */
public final class ClaimBench {
  private static final int GROUPS = 15_000;
  private static final int FRONTIER = 30_000;
  private static final int CLAIMS = 300;

  private ClaimBench() {}

  /** Fills up to each size and claims. */
  public static void main(String[] sizes) throws Exception {
    Path home = Path.of(System.getenv("FANGZHI_HOME"));
    try (Database database = Database.open(DatabaseSettings.embedded(home), Database.Use.OWN)) {
      database.migrate();
      Transactions transactions = new Transactions(database.dataSource());
      transactions.commit(
          connection ->
              run(
                  connection,
                  "insert into source (id, name, definition) select 's' || g, 'S', '{}' from generate_series(1, "
                      + GROUPS
                      + ") g",
                  "insert into pace_group (name, delay_ms) select 'g' || g, 2000 from generate_series(1, "
                      + GROUPS
                      + ") g",
                  "insert into run (source_id, kind, definition) select id, 'harvest', '{}' from source"));
      long known = 0;
      for (String size : sizes) {
        long next = Long.parseLong(size);
        long begun = System.nanoTime();
        fill(transactions, known, next);
        known = next;
        System.out.printf(
            "%,11d known (filled in %.0f s): %s%n",
            known, (System.nanoTime() - begun) / 1e9, claims(transactions));
      }
    }
  }

  private static void fill(Transactions transactions, long from, long to) throws SQLException {
    long step = 500_000;
    for (long start = from; start < to; start += step) {
      long first = start;
      long last = Math.min(to, start + step) - 1;
      transactions.commit(
          connection ->
              run(
                  connection,
                  """
                  insert into page (source_id, group_id, url, kind, depth, state, due_at, every, run_id, ask_at,
                    sha256, checked_at, outcome)
                  select 's' || (1 + i %% %1$d), 1 + i %% %1$d, 'http://g' || (1 + i %% %1$d) || '.example.gov.cn/xxgk/nb/t'
                    || i || '.html', 'article', 2, 'live', now() + interval '30 days', interval '30 days',
                    case when i < %2$d then 1 + i %% %1$d end, case when i < %2$d then now() end,
                    sha256(int8send(i)), now(), 'new'
                  from generate_series(%3$d::bigint, %4$d) i"""
                      .formatted(GROUPS, FRONTIER, first, last)));
    }
    try (Connection connection = transactions.dataSource().getConnection()) {
      run(connection, "vacuum analyze page", "update pace_group set ask_at = now()", "checkpoint");
    }
  }

  private static String claims(Transactions transactions) throws SQLException {
    Claims claims = new Claims(transactions, "bench");
    List<Double> millis = new ArrayList<>();
    int pages = 0;
    for (int i = 0; i < CLAIMS; i++) {
      long begun = System.nanoTime();
      List<Lease> leases = claims.pages(24, null, false);
      millis.add((System.nanoTime() - begun) / 1e6);
      pages += leases.size();
      for (Lease lease : leases) {
        claims.giveBack(lease, lease.visits());
      }
    }
    // The first find cold caches and a JVM that has not compiled anything.
    List<Double> warm = new ArrayList<>(millis.subList(CLAIMS / 3, CLAIMS));
    Collections.sort(warm);
    return "claim of 24 groups: median %.1f ms, 95 %% within %.1f ms; %d pages in %d claims"
        .formatted(warm.get(warm.size() / 2), warm.get(warm.size() * 95 / 100), pages, CLAIMS);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}
