package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Node;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of readings whose reader fails, dies or hangs. */
class ReadingsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Node SELF = Node.current();

  private Transactions transactions;
  private int born;

  @BeforeEach
  void twenty_versions_wait_to_be_read() throws SQLException {
    transactions = new Transactions(database.dataSource());
    WaitingVersions.fill(database, 20);
  }

  /** Readings of a process that is no more by the time that its leases are released. */
  private Readings another() {
    return new Readings(transactions, new Node(SELF.host(), SELF.pid(), ++born).toString(), "1");
  }

  private void release() throws SQLException {
    new Claims(transactions, SELF.toString()).releaseDead(SELF);
  }

  private static Read read(Unread unread) {
    return new Read(
        unread, null, "text/html", null, null, false, "", null, new Folded("[]", "[]", "[]"));
  }

  private static List<String> urls(List<Unread> claimed) {
    return claimed.stream().map(Unread::url).sorted().toList();
  }

  private Set<String> readAll() throws SQLException {
    Readings readings = new Readings(transactions, SELF.toString(), "1");
    Set<String> done = new TreeSet<>();
    for (List<Unread> batch = readings.claim(16); !batch.isEmpty(); batch = readings.claim(16)) {
      readings.stage(batch.stream().map(ReadingsTest::read).toList());
      done.addAll(urls(batch));
    }
    return done;
  }

  @Test
  void kills_of_readers_that_hold_many_count_against_none_of_them() throws SQLException {
    for (int kill = 0; kill < 3; kill++) {
      assertThat(another().claim(20)).isNotEmpty();
      release();
    }

    assertThat(readAll()).hasSize(20);
    assertThat(database.rows("select distinct state from reading"))
        .containsExactly(List.of("staged"));
  }

  @Test
  void a_version_that_kills_its_readers_is_set_aside_and_no_other() throws SQLException {
    String poison = "http://x/07";
    int deaths = 0;
    Readings readings = another();
    for (List<Unread> batch = readings.claim(16); !batch.isEmpty(); batch = readings.claim(16)) {
      if (urls(batch).contains(poison)) {
        deaths++;
        assertThat(deaths).as("deaths").isLessThan(10);
        release();
        readings = another();
      } else {
        readings.stage(batch.stream().map(ReadingsTest::read).toList());
      }
    }

    assertThat(deaths).as("once with others, three times alone").isEqualTo(4);
    assertThat(
            database.rows(
                "select p.url, g.attempts from reading g join version v on v.id = g.version_id"
                    + " join page p on p.id = v.page_id where g.state = 'pending'"))
        .containsExactly(List.of(poison, "3"));
  }

  @Test
  void versions_that_nobody_came_back_from_are_read_one_at_a_time_beside_fresh_ones()
      throws SQLException {
    List<String> unanswered = urls(another().claim(3));
    release();
    Readings readings = new Readings(transactions, SELF.toString(), "1");

    List<String> first = urls(readings.claim(20));
    assertThat(first).hasSize(17).doesNotContainAnyElementsOf(unanswered);
    List<Unread> alone = readings.claim(20);
    assertThat(urls(alone)).hasSize(1).isSubsetOf(unanswered);
    assertThat(readings.claim(20)).as("while that one is being read").isEmpty();
    readings.stage(alone.stream().map(ReadingsTest::read).toList());
    assertThat(readings.claim(20)).hasSize(1);
  }

  @Test
  void many_that_nobody_came_back_from_keep_no_fresh_one_waiting() throws SQLException {
    List<String> unanswered = urls(another().claim(17));
    release();
    database.execute(
        "update reading set ask_at = now() - interval '1 minute' where token is not null");
    Readings readings = new Readings(transactions, SELF.toString(), "1");

    assertThat(urls(readings.claim(16))).hasSize(1).isSubsetOf(unanswered);
    assertThat(urls(readings.claim(16)))
        .as("while that one is being read")
        .hasSize(3)
        .doesNotContainAnyElementsOf(unanswered);
  }

  @Test
  void a_version_that_cannot_be_read_is_set_aside_after_three_answers() throws SQLException {
    database.execute("delete from reading where id not in (select min(id) from reading)");
    Readings readings = new Readings(transactions, SELF.toString(), "1");
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      database.execute("update reading set ask_at = now()");
      Unread unread = readings.claim(16).get(0);
      attempts.add(unread.attempts());
      readings.stage(List.of(Read.failed(unread, "no reader for it")));
    }

    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(database.rows("select state, fault from reading"))
        .containsExactly(List.of("set-aside", "no reader for it"));
  }
}
