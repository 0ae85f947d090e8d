package org.fangzhi.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@code application.properties}, overridden by the environment in the Camel way:
 * {@code FANGZHI_FETCH_THREADS} stands for {@code fangzhi.fetch.threads}.
 */
public final class Settings {

  /** A setting that is missing or cannot be used; the message names the key and the mend. */
  public static final class Unusable extends RuntimeException {
    /** With a message that names the key and the mend. */
    public Unusable(String message) {
      super(message);
    }
  }

  private final Map<String, String> values;
  private final String origin;

  private Settings(Map<String, String> values, String origin) {
    this.values = Map.copyOf(values);
    this.origin = origin;
  }

  /** Reads {@code config/application.properties} and the environment. */
  public static Settings load(Path config, Map<String, String> environment) {
    Path file = config.resolve("application.properties");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unusable(
          file + " cannot be read (" + e + "). Name the folder that holds it with --config.");
    }
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      String given = environment.get(key.toUpperCase(Locale.ROOT).replace('.', '_'));
      values.put(key, (given == null ? properties.getProperty(key) : given).strip());
    }
    return new Settings(values, file.toString());
  }

  /** These settings with some values replaced. */
  public Settings with(Map<String, String> others) {
    Map<String, String> merged = new TreeMap<>(values);
    merged.putAll(others);
    return new Settings(merged, origin);
  }

  /** All settings by key. */
  public Map<String, String> all() {
    return values;
  }

  /** The value of a key. */
  public String text(String key) {
    String value = find(key);
    if (value == null) {
      throw new Unusable(origin + ": " + key + " is missing.");
    }
    return value;
  }

  /** The value of a key, or null. */
  public @Nullable String find(String key) {
    return values.get(key);
  }

  /** A whole number, at least {@code least}. */
  public int number(String key, int least) {
    String value = text(key);
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new Unusable(
        origin
            + ": "
            + key
            + " is '"
            + value
            + "'; it must be a whole number of at least "
            + least);
  }

  /** A duration in ISO 8601, {@code PT72H}. */
  public Duration duration(String key) {
    String value = text(key);
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new Unusable(
          origin
              + ": "
              + key
              + " is '"
              + value
              + "'; write a duration such as PT5S, PT10M or PT72H");
    }
  }
}
