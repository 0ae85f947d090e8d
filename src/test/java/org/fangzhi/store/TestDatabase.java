package org.fangzhi.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A migrated database of its own for a test class, on one PostgreSQL a JVM:
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase database = new TestDatabase();
 * }</pre>
 *
 * Rows are not shared between classes; tests of one class share theirs.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  /** Kept between runs, so that neither the programs nor the servers are made anew each time. */
  static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"), "fangzhi-test-" + System.getProperty("user.name"));

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final boolean migrated;
  private @Nullable Database database;
  private @Nullable String name;

  /** A migrated database. */
  public TestDatabase() {
    this(true);
  }

  private TestDatabase(boolean migrated) {
    this.migrated = migrated;
  }

  /** A database with nothing in it. */
  public static TestDatabase empty() {
    return new TestDatabase(false);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    Server server =
        context
            .getRoot()
            .getStore(Namespace.create(TestDatabase.class))
            .getOrComputeIfAbsent(Server.class, key -> Server.start(), Server.class);
    name = "test_" + COUNT.incrementAndGet();
    server.execute("create database " + name + (migrated ? " template " + Server.TEMPLATE : ""));
    database = open(server.url(name));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (database != null) {
      database.close();
    }
  }

  /** The open database. */
  public Database database() {
    return Objects.requireNonNull(database, "the test class has not begun");
  }

  /** Connections to it. */
  public DataSource dataSource() {
    return database().dataSource();
  }

  /** Where it is, for programs that open it themselves ({@code FANGZHI_DB_URL}). */
  public String url() {
    return database().url();
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows of a query as lists of texts, null where the database has null. */
  public List<List<@Nullable String>> rows(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static Database open(String url) {
    return Database.open(
        new DatabaseSettings(url, null, null, Path.of("unused"), 8), Database.Use.SHARE);
  }

  /** The server of this JVM, in the first folder that no other JVM has. */
  private record Server(EmbeddedDatabase embedded) implements AutoCloseable {
    static final String TEMPLATE = "template_fangzhi";

    /** Nothing here has to outlive a power cut. */
    private static final Map<String, String> FAST =
        Map.of(
            "fsync", "off",
            "synchronous_commit", "off",
            "full_page_writes", "off",
            "max_connections", "200",
            "log_checkpoints", "off",
            "jit", "off");

    /** Users that a test makes need their password, so that a wrong one can be tried. */
    private static final String ACCESS =
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """;

    static Server start() {
      for (int slot = 0; ; slot++) {
        Path home = FOLDER.resolve("server-" + slot);
        try {
          Server server = new Server(EmbeddedDatabase.open(home, Database.Use.OWN, FAST, FOLDER));
          Files.writeString(home.resolve("postgres/data/pg_hba.conf"), ACCESS);
          server.prepare();
          return server;
        } catch (DatabaseUnavailable e) {
          boolean taken = e.getMessage().startsWith("Fangzhi already runs");
          if (!taken) {
            throw e;
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private void prepare() throws SQLException {
      for (String old : leftovers()) {
        execute("drop database " + old + " with (force)");
      }
      execute("select pg_reload_conf()");
      execute("create database " + TEMPLATE);
      try (Database template = open(url(TEMPLATE))) {
        template.migrate();
      }
    }

    private List<String> leftovers() throws SQLException {
      try (Connection connection = DriverManager.getConnection(url("postgres"));
          Statement statement = connection.createStatement();
          ResultSet names =
              statement.executeQuery(
                  "select datname from pg_database where datname ~ '^(test|template)_'")) {
        List<String> old = new ArrayList<>();
        while (names.next()) {
          old.add(names.getString(1));
        }
        return old;
      }
    }

    void execute(String sql) throws SQLException {
      try (Connection connection = DriverManager.getConnection(url("postgres"));
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    String url(String name) {
      return embedded.url().replace("/fangzhi?", "/" + name + "?");
    }

    @Override
    public void close() {
      embedded.close();
    }
  }
}
