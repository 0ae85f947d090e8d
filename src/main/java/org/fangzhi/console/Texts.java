package org.fangzhi.console;

import gg.jte.Content;
import gg.jte.support.LocalizationSupport;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The words of the pages in one language: {@code texts_zh.properties}, {@code texts_en.properties}.
 */
public final class Texts implements LocalizationSupport {
  static final Texts ZH = new Texts("zh");
  static final Texts EN = new Texts("en");

  private final String language;
  private final Properties texts = new Properties();

  private Texts(String language) {
    this.language = language;
    String name = "texts_" + language + ".properties";
    try (InputStreamReader in =
        new InputStreamReader(
            Objects.requireNonNull(Texts.class.getResourceAsStream(name)),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** The texts of a language: {@code zh} or {@code en}, English for all others. */
  public static Texts of(String language) {
    return language.equals("zh") ? ZH : EN;
  }

  /** {@code zh} or {@code en}. */
  public String language() {
    return language;
  }

  /** The language as HTML names it. */
  public String tag() {
    return language.equals("zh") ? "zh-Hans" : "en";
  }

  public boolean chinese() {
    return language.equals("zh");
  }

  @Override
  public String lookup(String key) {
    return Objects.requireNonNull(texts.getProperty(key), () -> "no text " + key);
  }

  /** A text; its parameters are escaped. */
  public Content of(String key, Object... parameters) {
    return localize(key, parameters);
  }

  /** A text without parameters, as it stands. */
  public String word(String key) {
    return lookup(key);
  }

  /**
   * The word for a constant of the data ({@code outcome.new}); the constant where there is none.
   */
  public String term(String kind, @Nullable String constant) {
    return constant == null
        ? lookup("unknown")
        : texts.getProperty(kind + "." + constant.replace(' ', '-'), constant);
  }

  /** A count with thousands set apart. */
  public String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** All keys. */
  Properties all() {
    return texts;
  }
}
