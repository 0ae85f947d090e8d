package org.fangzhi.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must not be read by whoever may read the log: passwords, and what stands in the address of a
 * webhook. Told by those who know it, and taken out of each line wherever it comes from: Camel and
 * drivers put addresses into their messages. Safe for many threads.
 */
public final class Secrets {

  /** Shorter ones are words of the log as well; nobody should have such a password. */
  private static final int SHORTEST = 4;

  private static final String ALERTS = "fangzhi.alert.";
  private static final String MASK = "***";
  private static final Pattern TELLING =
      Pattern.compile("(?i)pass|secret|token|key|auth|sig|jaas|credential");
  private static final Pattern ADDRESS =
      Pattern.compile("^(?:jdbc:)?[\\w+.-]+:/*(?:([^/?#@]*)@)?[^/?#]*([^?#]*)(?:\\?(.*))?$");
  private static final Pattern TOKEN = Pattern.compile(Tokens.PREFIX + "[\\w-]{20,}");

  private static final List<String> KNOWN = new CopyOnWriteArrayList<>();

  private Secrets() {}

  /** A secret as it stands; nothing happens for null or what is too short. */
  public static synchronized void tell(@Nullable String secret) {
    if (secret == null || secret.length() < SHORTEST) {
      return;
    }
    String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    for (String form : List.of(secret, json, URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
      if (!KNOWN.contains(form)) {
        KNOWN.add(form);
      }
    }
    // A secret that holds another one would be left in part.
    KNOWN.sort(Comparator.comparing(String::length).reversed());
  }

  /** The secrets among settings, by their keys, and those in the addresses of endpoints. */
  public static void tell(Settings settings) {
    for (Map.Entry<String, String> setting : settings.all().entrySet()) {
      String key = setting.getKey();
      if (!mayHold(key)) {
        continue;
      }
      if (key.startsWith(ALERTS)) {
        tellAddress(setting.getValue(), true);
      } else {
        tell(setting.getValue());
      }
    }
  }

  /** Whether a setting may be, or hold, a secret. */
  public static boolean mayHold(String key) {
    return key.startsWith(ALERTS) || key.startsWith("camel.") && TELLING.matcher(key).find();
  }

  /**
   * What is secret in an address: user and password before the host, parameters that are named so.
   *
   * @param path whether the path is, as that of a webhook
   */
  static void tellAddress(@Nullable String address, boolean path) {
    Matcher parts = ADDRESS.matcher(address == null ? "" : address);
    if (!parts.matches()) {
      return;
    }
    if (parts.group(1) != null) {
      tell(parts.group(1).replaceFirst("^[^:]*:", ""));
    }
    if (path) {
      tell(parts.group(2));
    }
    for (String parameter :
        parts.group(3) == null ? List.<String>of() : List.of(parts.group(3).split("&"))) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && TELLING.matcher(parameter.substring(0, equals)).find()) {
        String value = parameter.substring(equals + 1).replaceFirst("^RAW[({](.*)[)}]$", "$1");
        tell(value);
        tell(decoded(value));
      }
    }
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  /** A text without the secrets that were told, and without tokens of ours. */
  public static String masked(String text) {
    String masked = text.contains(Tokens.PREFIX) ? TOKEN.matcher(text).replaceAll(MASK) : text;
    for (String secret : KNOWN) {
      masked = masked.contains(secret) ? masked.replace(secret, MASK) : masked;
    }
    return masked;
  }
}
