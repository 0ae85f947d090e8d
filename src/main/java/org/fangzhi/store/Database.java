package org.fangzhi.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/**
 * The open database: an external PostgreSQL, or the embedded one. Its life wraps that of everything
 * that uses it: close it last, so that what drains can still commit. Safe for many threads.
 */
public final class Database implements AutoCloseable {

  /** The oldest PostgreSQL that will do. */
  public static final int OLDEST = 15;

  private final DatabaseSettings settings;
  private final @Nullable EmbeddedDatabase embedded;
  private final HikariDataSource pool;
  private final String version;

  private Database(
      DatabaseSettings settings,
      @Nullable EmbeddedDatabase embedded,
      HikariDataSource pool,
      String version) {
    this.settings = settings;
    this.embedded = embedded;
    this.pool = pool;
    this.version = version;
  }

  /** How a process means to use an embedded database; an external one is always shared. */
  public enum Use {
    /** Start it and keep it, as the service does; an error when another process has it. */
    OWN,
    /** Join the server that runs, as {@code status} does beside the service; else start one. */
    SHARE
  }

  /**
   * Opens the database; starts the embedded one when no URL is set.
   *
   * @throws DatabaseUnavailable when there is none to work with; its message says what to do
   */
  public static Database open(DatabaseSettings settings, Use use) {
    String url = settings.url();
    EmbeddedDatabase embedded = url == null ? EmbeddedDatabase.open(settings.home(), use) : null;
    try {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(embedded == null ? url : embedded.url());
      config.setUsername(embedded == null ? settings.user() : null);
      config.setPassword(embedded == null ? settings.password() : null);
      config.setPoolName("fangzhi");
      config.setSchema("fangzhi");
      config.setMaximumPoolSize(settings.connections());
      config.addDataSourceProperty("ApplicationName", "fangzhi");
      config.addDataSourceProperty("tcpKeepAlive", "true");
      // A frozen process must not hold what all others wait for; shorter than any lease.
      config.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=15s");
      // A server behind a cut line never answers; no statement of the service's takes so long.
      config.addDataSourceProperty("socketTimeout", "600");
      config.addDataSourceProperty("assumeMinServerVersion", Integer.toString(OLDEST));
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      String version = DatabaseCheck.version(config);
      return new Database(settings, embedded, new HikariDataSource(config), version);
    } catch (RuntimeException e) {
      if (embedded != null) {
        embedded.close();
      }
      throw e;
    }
  }

  /** Pooled connections, in autocommit mode when handed out. */
  public DataSource dataSource() {
    return pool;
  }

  /** JDBC URL for other programs; without a password unless the configured URL holds one. */
  public String url() {
    return pool.getJdbcUrl();
  }

  /** True when this process started the embedded server, and will stop it. */
  public boolean owned() {
    return embedded != null && embedded.owned();
  }

  /** In a line for people: version and place, never a password. */
  public String describe() {
    return embedded == null
        ? "PostgreSQL %s at %s".formatted(version, settings)
        : "PostgreSQL %s, %s, psql %s"
            .formatted(version, settings, embedded.url().replaceFirst("^jdbc:", ""));
  }

  /** The folder of the embedded database; null for an external one. */
  public @Nullable Path home() {
    return embedded == null ? null : settings.home();
  }

  /**
   * Brings the schema up to date with {@code db/migration} of the class path. Processes that do so
   * at once wait for each other.
   *
   * @throws DatabaseUnavailable when another build of Fangzhi has migrated the database, or a
   *     script fails
   */
  public void migrate() {
    Flyway flyway =
        Flyway.configure()
            // A migration may take as long as it takes.
            .dataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())
            .schemas("fangzhi")
            .locations("classpath:db/migration")
            .placeholderReplacement(false)
            .validateMigrationNaming(true)
            .load();
    try {
      for (MigrationInfo migration : flyway.info().all()) {
        if (migration.isVersioned()) {
          refuse(migration);
        }
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw new DatabaseUnavailable(
          "The schema of the database (%s) cannot be brought up to date: %s. Let its user create schemas and tables there, or name %s."
              .formatted(settings, DatabaseCheck.cause(e), elsewhere()),
          e);
    }
  }

  /** What other scripts have made would fail later, in a way that nobody understands. */
  private void refuse(MigrationInfo migration) {
    MigrationState state = migration.getState();
    if (state == MigrationState.FUTURE_SUCCESS) {
      throw new DatabaseUnavailable(
          "The database (%s) is at schema version %s, newer than this Fangzhi knows. Update Fangzhi, or name %s."
              .formatted(settings, migration.getVersion(), elsewhere()));
    }
    boolean ours =
        !state.isApplied() || migration.isChecksumMatching() && migration.isDescriptionMatching();
    if (state == MigrationState.MISSING_SUCCESS || !ours) {
      throw new DatabaseUnavailable(
          "The database (%s) was made by another build of Fangzhi, whose schema version %s differs from that of this one. Run that build, or name %s."
              .formatted(settings, migration.getVersion(), elsewhere()));
    }
  }

  private String elsewhere() {
    return embedded == null
        ? "another database in FANGZHI_DB_URL"
        : "another folder in FANGZHI_HOME";
  }

  /** Closes the connections, then stops the embedded server if this process started it. */
  @Override
  public void close() {
    pool.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
