package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which holders of leases are no more. */
class NodeTest {
  private static final Node SELF = Node.current();

  @Test
  void a_process_that_runs_is_alive_until_it_is_killed() throws Exception {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Node node = started(other);
      assertThat(node.isDead(SELF)).isFalse();
      other.destroyForcibly().waitFor();
      assertThat(node.isDead(SELF)).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void the_predecessor_in_a_container_started_anew_is_dead_though_it_had_the_same_id() {
    Node predecessor = new Node(SELF.host(), SELF.pid(), SELF.started() - 1000);

    assertThat(predecessor.isDead(SELF)).isTrue();
    assertThat(SELF.isDead(SELF)).isFalse();
  }

  @Test
  void a_process_that_got_the_id_of_a_dead_one_is_not_taken_for_it() throws IOException {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      Node before = started(other);
      Node predecessor = new Node(before.host(), before.pid(), before.started() - 3_600_000);
      assertThat(predecessor.isDead(SELF)).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void of_another_host_nothing_is_known() {
    assertThat(new Node("elsewhere", SELF.pid(), 0).isDead(SELF)).isFalse();
  }

  @Test
  void its_name_can_be_read_back() {
    assertThat(Node.of("county-7:1:1795329600000"))
        .isEqualTo(new Node("county-7", 1, 1795329600000L));
    assertThat(Node.of(SELF.toString())).isEqualTo(SELF);
    assertThat(Node.of("county-7:1")).isNull();
    assertThat(Node.of("county-7:x:1")).isNull();
  }

  private static Node started(Process process) {
    Instant start = process.info().startInstant().orElseThrow();
    return new Node(SELF.host(), process.pid(), start.toEpochMilli());
  }
}
