package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Found;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Runs;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writers of one site at the same time wait for each other, and never so that none can go on. */
class ContentionTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int WRITERS = 4;
  private static final int TIMES = 50;

  @Test
  void writers_that_add_pages_of_one_group_do_not_deadlock() throws Exception {
    Transactions transactions = new Transactions(database.dataSource());
    List<Source> sources =
        Sources.of(
                Map.of("s.yaml", "{id: s, name: S, entries: [{url: \"http://s.example/\"}]}"),
                key -> null)
            .sources();
    new Registry(transactions).load(sources, true);
    long run = new Runs(transactions).begin("s", Runs.Purpose.HARVEST, List.of(page("0"))).id();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(
            threads.submit(
                () -> {
                  for (int time = 0; time < TIMES; time++) {
                    add(transactions, run, writer + "-" + time + "-");
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(database.rows("select count(*) from page"))
        .containsExactly(List.of("" + (1 + WRITERS * TIMES * 5)));
  }

  private static void add(Transactions transactions, long run, String name) throws SQLException {
    List<Found> pages = IntStream.range(0, 5).mapToObj(i -> page(name + i)).toList();
    transactions.commit(connection -> Frontier.add(connection, "s", run, pages));
  }

  private static Found page(String name) {
    return new Found(
        "http://s.example/" + name, PageKind.ARTICLE, "s.example", 0, null, null, null);
  }
}
