package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.fangzhi.store.Node;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutletTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final Outlet outlet = new Outlet(new Transactions(database.dataSource()), Node.current());

  /** Changes of a, b, c, a, b: two portions, since a comes a second time. */
  @BeforeEach
  void changes() throws Exception {
    database.execute(
        """
        truncate change; update change_counter set seq = 5;
        update kafka_outlet set seq = 0, leased_until = '-infinity';
        insert into change select n, 'update', 'report', substr('abcab', n, 1), now() from generate_series(1, 5) n""");
  }

  private static List<Long> numbers(Outlet.Portion portion) {
    return portion.lines().stream().map(Changes.Line::seq).toList();
  }

  @Test
  void a_portion_ends_before_the_second_change_of_an_entity() throws Exception {
    Outlet.Portion first = outlet.claim();
    assertThat(numbers(first)).containsExactly(1L, 2L, 3L);
    outlet.acknowledge(first);
    Outlet.Portion second = outlet.claim();
    assertThat(numbers(second)).containsExactly(4L, 5L);
    outlet.acknowledge(second);
    assertThat(outlet.claim()).isNull();
  }

  @Test
  void one_at_a_time_and_what_was_refused_comes_again() throws Exception {
    Outlet.Portion first = outlet.claim();
    assertThat(outlet.claim()).as("leased").isNull();
    outlet.rest(first, Duration.ofHours(1));
    assertThat(outlet.claim()).as("resting").isNull();
    outlet.rest(first, Duration.ZERO);
    assertThat(numbers(outlet.claim())).containsExactly(1L, 2L, 3L);
  }

  @Test
  void who_has_lost_the_lease_acknowledges_nothing() throws Exception {
    Outlet.Portion late = outlet.claim();
    database.execute("update kafka_outlet set leased_until = now()"); // a minute later
    Outlet.Portion now = outlet.claim();
    outlet.acknowledge(late);
    assertThat(outlet.claim()).as("still leased to the other").isNull();
    outlet.acknowledge(now);
    assertThat(numbers(outlet.claim())).containsExactly(4L, 5L);
  }

  @Test
  void the_lease_of_a_process_that_is_no_more_ends_at_once() throws Exception {
    Node self = Node.current();
    Node dead = new Node(self.host(), self.pid(), self.started() - 1);
    new Outlet(new Transactions(database.dataSource()), dead).claim();
    assertThat(outlet.claim()).isNull();
    outlet.releaseDead();
    assertThat(numbers(outlet.claim())).containsExactly(1L, 2L, 3L);
  }
}
