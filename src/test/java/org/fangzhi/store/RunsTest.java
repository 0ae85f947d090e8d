package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run ends once nothing of it is left, whoever adds to it at that moment. */
class RunsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String DUE =
      """
      update page set run_id = (select id from run), ask_at = now()""";

  private Transactions transactions;
  private Runs runs;
  private long run;

  @BeforeEach
  void a_run_that_is_through() throws SQLException {
    transactions = new Transactions(database.dataSource());
    runs = new Runs(transactions);
    database.execute("truncate source, pace_group, run, page cascade");
    database.execute("insert into source (id, name, definition) values ('s', 'S', '{}')");
    Found page = new Found("http://s/", PageKind.ARTICLE, "s", 0, null, null, null);
    run = runs.begin("s", Runs.Purpose.HARVEST, List.of(page)).id();
    database.execute("update page set run_id = null, ask_at = null, due_at = now()");
    assertThat(runs.through(List.of())).extracting(Runs.Open::id).containsExactly(run);
  }

  private static List<List<String>> open() throws SQLException {
    return database.rows("select ended_at is null from run");
  }

  @Test
  void a_run_that_is_through_ends() throws SQLException {
    runs.end(run);
    assertThat(open()).containsExactly(List.of("f"));
  }

  @Test
  void a_run_goes_on_when_the_schedule_has_added_a_page() throws SQLException {
    assertThat(runs.begin("s", Runs.Purpose.SCHEDULED, List.of()).resumed()).isTrue();
    runs.end(run);
    assertThat(open()).containsExactly(List.of("t"));
  }

  @Test
  void a_run_goes_on_when_the_schedule_adds_a_page_while_it_is_being_ended() throws Exception {
    try (Connection schedule = database.dataSource().getConnection();
        Statement statement = schedule.createStatement()) {
      schedule.setAutoCommit(false);
      statement.execute("select id from run where ended_at is null for update");
      statement.execute(DUE);
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                try {
                  runs.end(run);
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      while (database
          .rows(
              "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
          .isEmpty()) {
        assertThat(end).isNotDone();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      schedule.commit();
      end.get(30, TimeUnit.SECONDS);
    }
    assertThat(open()).containsExactly(List.of("t"));
  }
}
