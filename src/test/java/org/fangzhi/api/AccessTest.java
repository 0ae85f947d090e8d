package org.fangzhi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read, by the settings. */
class AccessTest {
  private static final Map<String, String> AS_SHIPPED =
      Map.of(
          "fangzhi.console.host", "127.0.0.1",
          "fangzhi.access.reads", "loopback",
          "fangzhi.access.hosts", "",
          "fangzhi.access.rate.token", "6000",
          "fangzhi.access.rate.address", "300",
          "fangzhi.access.forwarded", "false");

  private static Access access(String... others) {
    Map<String, String> settings = new HashMap<>(AS_SHIPPED);
    for (int i = 0; i < others.length; i += 2) {
      settings.put("fangzhi." + others[i], others[i + 1]);
    }
    return Access.of(settings::get);
  }

  @Test
  void reading_is_free_on_loopback_alone_unless_it_is_said_otherwise() {
    assertThat(access().isFree()).isTrue();
    assertThat(access("console.host", "::1").isFree()).isTrue();
    assertThat(access("console.host", "localhost").isFree()).isTrue();
    assertThat(access("console.host", "0.0.0.0").isFree()).isFalse();
    assertThat(access("console.host", "::").isFree()).isFalse();
    assertThat(access("console.host", "192.0.2.7").isFree()).isFalse();
    assertThat(access("access.reads", "token").isFree()).isFalse();
    assertThat(access("console.host", "0.0.0.0", "access.reads", "all").isFree()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:8642", "127.0.0.1:8642", "[::1]:8642", "LocalHost"})
  void loopback_is_known_by_its_names(String host) {
    assertThat(access().knows(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8642",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        ""
      })
  void another_name_for_this_machine_is_not_known(String host) {
    assertThat(access().knows(host)).isFalse();
    assertThat(access().knows(null)).isFalse();
  }

  @Test
  void names_can_be_added_and_then_hold_on_any_address() {
    assertThat(access("access.hosts", "archive.example.org").knows("Archive.example.org:443"))
        .isTrue();
    assertThat(access("console.host", "0.0.0.0").knows("whatever.example")).isTrue();
    assertThat(
            access("console.host", "0.0.0.0", "access.hosts", "archive.example.org")
                .knows("whatever.example"))
        .isFalse();
  }

  @Test
  void what_a_proxy_says_counts_only_where_it_is_trusted_and_only_its_own_word() {
    assertThat(access().origin("127.0.0.1", "203.0.113.9")).isEqualTo("127.0.0.1");
    Access proxied = access("access.forwarded", "true");
    assertThat(proxied.origin("127.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(proxied.origin("127.0.0.1", "198.51.100.1, 203.0.113.9"))
        .as("what stands before the last may be made up")
        .isEqualTo("203.0.113.9");
    assertThat(proxied.origin("192.0.2.7", "203.0.113.9")).isEqualTo("192.0.2.7");
    assertThat(proxied.origin("127.0.0.1", "a\nb")).isEqualTo("127.0.0.1");
  }

  @Test
  void a_setting_that_cannot_be_used_is_named_with_the_mend() {
    assertThatThrownBy(() -> access("access.reads", "yes"))
        .hasMessage("fangzhi.access.reads is 'yes'; write loopback, token or all");
    assertThatThrownBy(() -> access("access.rate.token", "-1"))
        .hasMessageContaining("fangzhi.access.rate.token is '-1'");
  }
}
