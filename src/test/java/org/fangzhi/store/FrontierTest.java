package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrontierTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static Found found(String path) {
    return new Found(
        "http://a.example" + path, PageKind.ARTICLE, "a.example", 1, null, "2023年年报", null);
  }

  @Test
  void a_link_to_a_known_page_does_not_wait_for_whoever_is_writing_that_page() throws SQLException {
    Transactions transactions = new Transactions(database.dataSource());
    database.execute("insert into source (id, name, definition) values ('a', 'A', '{}')");
    long run =
        new Runs(transactions).begin("a", Runs.Purpose.HARVEST, List.of(found("/known"))).id();
    try (Connection writer = database.dataSource().getConnection();
        Statement update = writer.createStatement()) {
      writer.setAutoCommit(false);
      update.executeUpdate("update page set attempts = 1 where url like '%/known'");
      int added =
          transactions.run(
              connection -> {
                try (Statement patience = connection.createStatement()) {
                  patience.execute("set local lock_timeout = '2s'");
                }
                return Frontier.add(
                    connection, "a", run, List.of(found("/known"), found("/fresh")));
              });
      assertThat(added).isOne();
      writer.rollback();
    }
    assertThat(database.rows("select url, run_id is not null from page order by url"))
        .containsExactly(
            List.of("http://a.example/fresh", "t"), List.of("http://a.example/known", "t"));
  }
}
