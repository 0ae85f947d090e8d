package org.fangzhi.store;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is.
 *
 * @param url JDBC URL of a PostgreSQL 15 or newer; null for the embedded one
 * @param user its user; null when the URL names one
 * @param password its password; null when none is needed or the URL holds it
 * @param home folder of the embedded PostgreSQL, made when missing
 * @param connections the most connections held at a time, at least 1
 */
public record DatabaseSettings(
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    Path home,
    int connections) {
  public DatabaseSettings {
    Secrets.tell(password);
    Secrets.tellAddress(url, false);
  }

  /** Connections where nothing else is asked for. */
  public static final int CONNECTIONS = 10;

  /** The embedded PostgreSQL under {@code home}. */
  public static DatabaseSettings embedded(Path home) {
    return new DatabaseSettings(null, null, null, home, CONNECTIONS);
  }

  /**
   * As the environment says: {@code FANGZHI_DB_URL}, {@code FANGZHI_DB_USER}, {@code
   * FANGZHI_DB_PASSWORD}, {@code FANGZHI_HOME}. Empty counts as unset.
   *
   * @param environment gives a variable's value or null
   * @param home where the embedded database is when {@code FANGZHI_HOME} is unset
   */
  public static DatabaseSettings of(UnaryOperator<@Nullable String> environment, Path home) {
    String elsewhere = set(environment.apply("FANGZHI_HOME"));
    return new DatabaseSettings(
        set(environment.apply("FANGZHI_DB_URL")),
        set(environment.apply("FANGZHI_DB_USER")),
        set(environment.apply("FANGZHI_DB_PASSWORD")),
        elsewhere == null ? home : Path.of(elsewhere),
        CONNECTIONS);
  }

  private static @Nullable String set(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url == null ? "embedded under " + home : url.replaceFirst("\\?.*", "");
  }
}
