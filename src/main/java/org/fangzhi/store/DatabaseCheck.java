package org.fangzhi.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/** Connects once before the pool does, and says in plain words why that fails. */
final class DatabaseCheck {
  /** How long a server that says it is starting up is waited for. */
  private static final long PATIENCE_MS = 30_000;

  private DatabaseCheck() {}

  /** The version of a server that will do. */
  static String version(HikariConfig config) {
    String url = Objects.requireNonNull(config.getJdbcUrl());
    if (!url.startsWith("jdbc:postgresql:") || Driver.parseURL(url, null) == null) {
      throw new DatabaseUnavailable(
          "FANGZHI_DB_URL is no JDBC URL of a PostgreSQL. Write it as jdbc:postgresql://HOST:5432/NAME, with user and password in FANGZHI_DB_USER and FANGZHI_DB_PASSWORD.");
    }
    Properties properties = new Properties();
    properties.putAll(config.getDataSourceProperties());
    properties.setProperty("loginTimeout", "20");
    if (config.getUsername() != null) {
      properties.setProperty("user", config.getUsername());
    }
    if (config.getPassword() != null) {
      properties.setProperty("password", config.getPassword());
    }
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (true) {
      try (Connection connection = DriverManager.getConnection(url, properties)) {
        return check(connection);
      } catch (SQLException e) {
        boolean starting = "57P03".equals(e.getSQLState());
        if (!starting || System.nanoTime() > end) {
          throw unavailable(Driver.parseURL(url, properties), e);
        }
        pause(e);
      }
    }
  }

  private static String check(Connection connection) throws SQLException {
    String version = connection.getMetaData().getDatabaseProductVersion();
    if (connection.getMetaData().getDatabaseMajorVersion() < Database.OLDEST) {
      throw new DatabaseUnavailable(
          "The database is PostgreSQL %s; Fangzhi needs %d or newer."
              .formatted(version, Database.OLDEST));
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_setting('server_encoding'), pg_is_in_recovery()")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new DatabaseUnavailable(
            "The database %s is encoded in %s; Fangzhi needs UTF8. Create one with: createdb --template=template0 --encoding=UTF8 NAME"
                .formatted(connection.getCatalog(), row.getString(1)));
      }
      if (row.getBoolean(2)) {
        throw new DatabaseUnavailable(
            "The database is a standby and cannot be written. Name the primary in FANGZHI_DB_URL.");
      }
    }
    return version;
  }

  private static DatabaseUnavailable unavailable(Properties target, SQLException e) {
    String server = target.getProperty("PGHOST") + ":" + target.getProperty("PGPORT");
    String user = target.getProperty("user", System.getProperty("user.name"));
    String name = target.getProperty("PGDBNAME", user);
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String said =
        switch (state) {
          case "28P01" ->
              "PostgreSQL at %s refuses the password of user %s. Check FANGZHI_DB_USER and FANGZHI_DB_PASSWORD."
                  .formatted(server, user);
          case "28000", "08004" ->
              "PostgreSQL at %s does not let user %s in: %s. Check FANGZHI_DB_USER, FANGZHI_DB_PASSWORD and the server's pg_hba.conf."
                  .formatted(server, user, e.getMessage());
          case "3D000" ->
              "PostgreSQL at %s has no database %s. Create it (createdb --encoding=UTF8 %s), or correct FANGZHI_DB_URL."
                  .formatted(server, name, name);
          case "08001", "08006" ->
              "No PostgreSQL can be reached at %s (%s). Start it, or correct FANGZHI_DB_URL."
                  .formatted(server, root(e));
          default ->
              "PostgreSQL at %s cannot be used: %s (SQL state %s)."
                  .formatted(server, e.getMessage(), state);
        };
    return new DatabaseUnavailable(said, e);
  }

  private static String root(Throwable e) {
    Throwable root = innermost(e);
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  /** The first line of what is underneath a failure. */
  static String cause(Throwable e) {
    return String.valueOf(innermost(e).getMessage()).strip().replaceFirst("(?s)\\.?\\R.*", "");
  }

  private static Throwable innermost(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }

  private static void pause(SQLException e) {
    try {
      Thread.sleep(500);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("Interrupted while waiting for the database.", e);
    }
  }
}
