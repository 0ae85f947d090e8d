package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts of the search follow the feed, whoever publishes or takes down meanwhile. */
class SearchTextsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Transactions transactions = new Transactions(database.dataSource());
  private Harvest harvest;

  @BeforeEach
  void one_report_is_held() throws SQLException {
    database.execute("truncate takedown, hidden_bytes, hidden_reading, search_text");
    database.execute("update search_feed set seq = 0");
    harvest = new Harvest(database);
    harvest.once(Map.of("a", Answer.page("one", 2020)));
  }

  private interface Act {
    void run() throws SQLException;
  }

  /** Follows to the end; something else is committed while the first text is being prepared. */
  private void follow(Act meanwhile) throws SQLException {
    AtomicBoolean done = new AtomicBoolean();
    SearchTexts texts =
        new SearchTexts(
            transactions,
            text -> {
              if (done.compareAndSet(false, true)) {
                try {
                  meanwhile.run();
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              }
              return new SearchTexts.Text(text, new int[] {1});
            });
    while (texts.next()) {
      assertThat(done).isTrue();
    }
  }

  private List<String> found() throws SQLException {
    return harvest.rows("select split_part(text, E'\\n', 1) from search_text order by 1");
  }

  @Test
  void what_is_published_while_a_portion_is_taken_in_is_not_passed_over() throws SQLException {
    follow(
        () -> harvest.once(Map.of("b", Answer.page("two", 2021), "c", Answer.page("three", 2022))));
    assertThat(found()).containsExactly("one", "three", "two");
  }

  @Test
  void what_is_taken_down_while_a_portion_is_taken_in_is_not_found() throws SQLException {
    follow(
        () ->
            new Takedown(transactions)
                .take(
                    new Takedown.Order(List.of("http://s/a"), "court order 7", "li", false, false),
                    true));
    assertThat(found()).isEmpty();
  }
}
