package org.fangzhi.pipeline;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.fangzhi.source.Spelling;
import org.fangzhi.store.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What a process does of the whole. A route belongs to the role that its {@code group} names; one
 * without a group runs in every process.
 */
public enum Role {
  /** Opens runs, keeps the sources and what is derived of them, looks at kept bytes again. */
  SCHEDULE,
  /** Asks sites, and archives what they answer. */
  FETCH,
  /** Reads documents and reports. */
  READ,
  /** Ends runs, publishes, and hands on what was published. */
  PUBLISH,
  /** Serves console and API. */
  CONSOLE;

  private static final String KEY = "fangzhi.roles";

  /**
   * The roles of this process.
   *
   * @throws Settings.Unusable when one is unknown, or none is named; the message names those known
   */
  public static Set<Role> of(Settings settings) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : settings.text(KEY).split(",")) {
      Role role = named(name.strip());
      if (role == null) {
        throw new Settings.Unusable(
            "%s: there is no role \"%s\". %s".formatted(KEY, name.strip(), choice(name.strip())));
      }
      roles.add(role);
    }
    return roles;
  }

  /** The role of this name; null when there is none. */
  static @Nullable Role named(String name) {
    return Stream.of(values()).filter(role -> role.word().equals(name)).findFirst().orElse(null);
  }

  /** What may stand in the place of an unknown name. */
  static String choice(String name) {
    List<String> known = Stream.of(values()).map(Role::word).toList();
    return Spelling.choice(name, known);
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
