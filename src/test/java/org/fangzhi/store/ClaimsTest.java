package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leases of pages between two nodes; time passes by moving the rows' own times back. */
class ClaimsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Transactions transactions = new Transactions(database.dataSource());
  private final Claims one = new Claims(transactions, "one");
  private final Claims other = new Claims(transactions, "other");

  @BeforeEach
  void threePagesOfOneHost() throws SQLException {
    database.execute("truncate source, pace_group, page, run cascade");
    database.execute("insert into source (id, name, definition) values ('a', 'A', '{}')");
    new Runs(transactions)
        .begin("a", Runs.Purpose.HARVEST, List.of(found("/1"), found("/2"), found("/3")));
    database.execute("update pace_group set delay_ms = 100");
  }

  private static Found found(String path) {
    return new Found(
        "http://a.example" + path, PageKind.ARTICLE, "a.example", 1, null, "2023年年报", null);
  }

  private static void pass(Duration time) throws SQLException {
    String by = " - interval '" + time.toSeconds() + " s'";
    database.execute(
        "update pace_group set lease_until = lease_until" + by + ", free_at = free_at" + by);
    database.execute("update page set ask_at = ask_at" + by);
  }

  @Test
  void a_lease_that_is_renewed_outlasts_its_first_term() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    assertThat(lease.visits()).hasSize(3);
    for (int rounds = 0; rounds < 4; rounds++) {
      pass(Duration.ofSeconds(20));
      one.renew(List.of(lease));
      assertThat(lease.term().left()).isGreaterThan(Duration.ofSeconds(25));
      assertThat(other.pages(1, null, true)).isEmpty();
    }
  }

  @Test
  void within_thirty_seconds_another_node_has_what_a_dead_one_held() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    pass(Duration.ofSeconds(31));
    Lease taken = other.pages(1, null, true).get(0);
    assertThat(taken.visits())
        .extracting(Visit::pageId)
        .hasSameElementsAs(lease.visits().stream().map(Visit::pageId).toList());
  }

  @Test
  void who_stood_still_for_longer_than_its_lease_has_lost_it() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    pass(Duration.ofSeconds(31));
    Lease taken = other.pages(1, null, true).get(0);
    one.renew(List.of(lease));
    other.renew(List.of(taken));
    assertThat(lease.term().left()).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(taken.term().left()).isPositive();
    one.giveBack(lease, lease.visits());
    assertThat(database.rows("select distinct token from page"))
        .containsExactly(List.of(String.valueOf(taken.token())));
    assertThat(database.rows("select node from pace_group")).containsExactly(List.of("other"));
  }

  @Test
  void a_lease_that_has_ended_is_held_again_when_nobody_has_taken_it() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    pass(Duration.ofSeconds(31));
    one.renew(List.of(lease));
    assertThat(lease.term().left()).isPositive();
    assertThat(other.pages(1, null, true)).isEmpty();
  }

  @Test
  void what_was_given_back_is_not_held_again() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    one.giveBack(lease, lease.visits());
    one.renew(List.of(lease));
    assertThat(lease.term().left()).isLessThanOrEqualTo(Duration.ZERO);
    pass(Duration.ofSeconds(40)); // robots.txt is not known, so that the pace is a slow one
    assertThat(other.pages(1, null, true)).hasSize(1);
  }

  @Test
  void the_rest_of_a_group_in_trouble_is_not_cut_short() throws SQLException {
    Lease lease = one.pages(1, null, true).get(0);
    database.execute("update pace_group set free_at = now() + interval '10 minutes'");
    one.renew(List.of(lease));
    assertThat(database.rows("select free_at > now() + interval '9 minutes' from pace_group"))
        .containsExactly(List.of("t"));
  }
}
