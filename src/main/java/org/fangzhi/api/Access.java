package org.fangzhi.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may read what the HTTP server has, as the settings {@code fangzhi.access.*} say.
 *
 * @param loopback whether the server listens on loopback alone
 * @param reads for whom reading is free
 * @param hosts names that it may be asked by beside those of loopback; empty: any where it listens
 *     on more than loopback
 * @param perToken requests a minute of one token; 0: any number
 * @param perAddress requests a minute of one address without a token; 0: any number
 * @param forwarded whether a proxy on this machine tells in {@code X-Forwarded-For} who asks, and
 *     in {@code X-Forwarded-Proto} whether by TLS
 */
record Access(
    boolean loopback,
    Reads reads,
    Set<String> hosts,
    int perToken,
    int perAddress,
    boolean forwarded) {

  Access {
    hosts = Set.copyOf(hosts);
  }

  /** For whom reading is free. */
  enum Reads {
    /** For this machine, where the server listens on loopback alone. */
    LOOPBACK,
    /** For nobody. */
    TOKEN,
    /** For all. */
    ALL
  }

  /**
   * The settings.
   *
   * @param settings the value of a key, empty where it is not set
   * @throws IllegalArgumentException with key and mend when one cannot be used
   */
  static Access of(UnaryOperator<String> settings) {
    String host = settings.apply("fangzhi.console.host");
    return new Access(
        isLoopback(host),
        reads(settings.apply("fangzhi.access.reads")),
        Arrays.stream(settings.apply("fangzhi.access.hosts").split("[,\\s]+"))
            .filter(name -> !name.isEmpty())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()),
        number(settings, "fangzhi.access.rate.token", 6000),
        number(settings, "fangzhi.access.rate.address", 300),
        Boolean.parseBoolean(settings.apply("fangzhi.access.forwarded")));
  }

  private static Reads reads(String word) {
    for (Reads reads : Reads.values()) {
      if (reads.name().equalsIgnoreCase(word)) {
        return reads;
      }
    }
    if (word.isEmpty()) {
      return Reads.LOOPBACK;
    }
    throw new IllegalArgumentException(
        "fangzhi.access.reads is '" + word + "'; write loopback, token or all");
  }

  private static int number(UnaryOperator<String> settings, String key, int usual) {
    String value = settings.apply(key);
    if (value.isEmpty()) {
      return usual;
    }
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          key + " is '" + value + "'; write how many requests a minute, 0 for any number");
    }
    return Integer.parseInt(value);
  }

  /** Whether who has no token may read. */
  boolean isFree() {
    return reads == Reads.ALL || reads == Reads.LOOPBACK && loopback;
  }

  /** Whether who has no token is counted. */
  boolean isCounted() {
    return perAddress > 0 && !(reads == Reads.LOOPBACK && loopback);
  }

  /**
   * Whether the server may be asked by this name. A page of another site whose name was made to
   * mean this machine (DNS rebinding) asks by that name.
   *
   * @param authority the header Host; null where there is none
   */
  boolean knows(@Nullable String authority) {
    if (!loopback && hosts.isEmpty()) {
      return true;
    }
    if (authority == null) {
      return false;
    }
    String name = authority.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return hosts.contains(name)
        || List.of("localhost", "[::1]").contains(name)
        || name.endsWith(".localhost")
        || name.matches("127(\\.\\d{1,3}){3}");
  }

  /**
   * Who asks: the address, or what the proxy on this machine says.
   *
   * @param forwardedFor the header X-Forwarded-For; null where there is none
   */
  String origin(String address, @Nullable String forwardedFor) {
    if (!forwarded || forwardedFor == null || !isLoopback(address)) {
      return address;
    }
    // The last one is the proxy's own word; those before it anybody may have written.
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return last.matches("[0-9a-fA-F.:]{2,45}") ? last : address;
  }

  /**
   * Whether TLS was spoken with the proxy on this machine, as that says.
   *
   * @param proto the header X-Forwarded-Proto; null where there is none
   */
  boolean isSecure(String address, @Nullable String proto) {
    return forwarded && "https".equalsIgnoreCase(proto) && isLoopback(address);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
