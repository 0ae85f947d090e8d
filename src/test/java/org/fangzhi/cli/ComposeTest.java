package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.pipeline.Role;
import org.fangzhi.store.Settings;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code docker/compose.yaml} says what Fangzhi understands: whether an engine takes it is not
 * tested here, where there is none.
 */
class ComposeTest {
  private static final Settings SETTINGS = Settings.load(Path.of("config"), Map.of());

  private final Map<?, ?> services = services();

  private static Map<?, ?> services() {
    try {
      String text = Files.readString(Path.of("docker/compose.yaml"));
      LoadSettings merging = LoadSettings.builder().setAllowDuplicateKeys(false).build();
      return map(map(new Load(merging).loadFromString(text)).get("services"));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  /** What stands in a service itself or in what it takes over with {@code <<}. */
  private static Object of(Map<?, ?> service, String key) {
    Object own = service.get(key);
    return own == null && service.get("<<") != null ? map(service.get("<<")).get(key) : own;
  }

  private Set<Role> roles(String service) {
    List<?> command = (List<?>) map(services.get(service)).get("command");
    assertThat(command.get(0)).isEqualTo("run");
    assertThat(command.get(1)).isEqualTo("--roles");
    return Role.of(SETTINGS.with(Map.of("fangzhi.roles", command.get(2).toString())));
  }

  @Test
  void two_fetchers_and_three_readers_and_the_service_do_all_that_there_is_to_do()
      throws Exception {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(roles("fetcher"));
    roles.addAll(roles("reader"));
    assertThat(roles).containsExactlyInAnyOrder(Role.FETCH, Role.READ);
    assertThat(map(map(services.get("fetcher")).get("deploy")).get("replicas")).isEqualTo(2);
    assertThat(map(map(services.get("reader")).get("deploy")).get("replicas")).isEqualTo(3);

    // The rest is for the service, as the comment at the top tells its operator to say.
    String advised = Files.readString(Path.of("docker/compose.yaml"));
    String rest = advised.replaceFirst("(?s).*FANGZHI_ROLES=([a-z,]+)\\\\n.*", "$1");
    roles.addAll(Role.of(SETTINGS.with(Map.of("fangzhi.roles", rest))));
    assertThat(roles).containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void what_the_environment_sets_is_a_setting() {
    for (String name : List.of("service", "fetcher", "reader")) {
      for (Object variable : map(of(map(services.get(name)), "environment")).keySet()) {
        String key = variable.toString().toLowerCase(java.util.Locale.ROOT).replace('_', '.');
        if (!key.startsWith("fangzhi.db.")) {
          assertThat(SETTINGS.find(key)).as("%s of %s", variable, name).isNotNull();
        }
      }
    }
  }

  @Test
  void nodes_and_kafka_come_with_their_profile_alone() {
    assertThat(of(map(services.get("service")), "profiles")).isNull();
    for (String name : List.of("kafka", "fetcher", "reader")) {
      assertThat(of(map(services.get(name)), "profiles")).isEqualTo(List.of("nodes"));
    }
    String listens =
        map(map(services.get("kafka")).get("environment"))
            .get("KAFKA_ADVERTISED_LISTENERS")
            .toString();
    Object brokers =
        map(of(map(services.get("reader")), "environment")).get("FANGZHI_KAFKA_BROKERS");
    assertThat(listens).isEqualTo("PLAINTEXT://" + brokers);
  }
}
