package org.fangzhi.store;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that Fangzhi brings along, kept in a home folder between runs. The process that
 * starts it owns it and stops it; others on the same home use it meanwhile. A server that a killed
 * owner left behind is stopped and started anew. Anybody on this machine may connect to it: it is
 * for first runs, not for machines that one shares.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String NAME = "fangzhi";
  private static final long GUEST_WAIT_MS = 60_000;

  /** Set in so many words: what is stored here must outlive a power cut. */
  private static final Map<String, String> DURABLE =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_wal_size", "2GB",
          // A first harvest fills empty tables within a minute: the planner must learn of it.
          "autovacuum_naptime", "10s",
          "log_checkpoints", "off",
          "jit", "off");

  private final int port;
  private final @Nullable EmbeddedDatabaseOwner owner;
  private final @Nullable Path programs;
  private final Path folder;

  private EmbeddedDatabase(
      Path folder, int port, @Nullable EmbeddedDatabaseOwner owner, @Nullable Path programs) {
    this.folder = folder;
    this.port = port;
    this.owner = owner;
    this.programs = programs;
  }

  /** Starts the server under {@code home}, or joins the one that runs there if {@code use} may. */
  static EmbeddedDatabase open(Path home, Database.Use use) {
    return open(home, use, DURABLE, home.resolve("postgres"));
  }

  /**
   * The same with other server settings.
   *
   * @param programs folder to unpack PostgreSQL's programs into
   */
  static EmbeddedDatabase open(
      Path home, Database.Use use, Map<String, String> settings, Path programs) {
    Path absolute = home.toAbsolutePath().normalize();
    try {
      Path folder = Files.createDirectories(absolute.resolve("postgres"));
      long patience = System.nanoTime() + GUEST_WAIT_MS * 1_000_000;
      do {
        EmbeddedDatabaseOwner owner = EmbeddedDatabaseOwner.claim(absolute);
        if (owner != null) {
          return start(folder, owner, settings, programs.toAbsolutePath());
        }
        if (use == Database.Use.OWN) {
          throw new DatabaseUnavailable(
              "Fangzhi already runs on the database under %s (%s). Stop it first, or give this one a folder of its own by FANGZHI_HOME."
                  .formatted(absolute, EmbeddedDatabaseOwner.describe(absolute)));
        }
        EmbeddedDatabasePid running = EmbeddedDatabasePid.read(folder.resolve("data"));
        if (running != null && running.ready() && answers(running.port())) {
          return new EmbeddedDatabase(folder, running.port(), null, null);
        }
        Thread.sleep(100);
      } while (System.nanoTime() < patience);
      throw new DatabaseUnavailable(
          "The database under %s belongs to %s, but has not answered for %d s. See %s, or end that process and try again."
              .formatted(
                  absolute,
                  EmbeddedDatabaseOwner.describe(absolute),
                  GUEST_WAIT_MS / 1000,
                  log(folder)));
    } catch (AccessDeniedException e) {
      throw new DatabaseUnavailable(
          "%s cannot be written by user %s. Run Fangzhi as the user that made it, name another folder by FANGZHI_HOME, or a PostgreSQL by FANGZHI_DB_URL."
              .formatted(e.getFile(), System.getProperty("user.name")),
          e);
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "The database under %s cannot be started: %s".formatted(absolute, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable("Interrupted while the database was starting.", e);
    }
  }

  private static EmbeddedDatabase start(
      Path folder, EmbeddedDatabaseOwner owner, Map<String, String> settings, Path programs)
      throws IOException, InterruptedException {
    boolean started = false;
    try {
      Files.writeString(log(folder), "");
      Path unpacked = EmbeddedDatabaseBinaries.unpack(programs);
      EmbeddedDatabasePid left = EmbeddedDatabasePid.read(folder.resolve("data"));
      if (left != null && left.runs()) {
        LOG.info("Stopping PostgreSQL (process {}) of a Fangzhi that was killed", left.pid());
        stop(folder, unpacked);
      } else if (left != null) {
        // The number may be another process's by now, and PostgreSQL would then refuse to start.
        EmbeddedDatabasePid.delete(folder.resolve("data"));
      }
      initialise(folder, unpacked);
      EmbeddedDatabase database =
          new EmbeddedDatabase(folder, serve(folder, unpacked, settings), owner, unpacked);
      database.create();
      started = true;
      return database;
    } finally {
      if (!started) {
        owner.close();
      }
    }
  }

  private static void initialise(Path folder, Path programs)
      throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    Path begun = folder.resolve("initialising");
    if (Files.exists(data) && !Files.exists(begun)) {
      return;
    }
    Files.writeString(begun, "While this file is here, data holds nothing of worth.\n");
    if (Files.exists(data)) {
      PathUtils.deleteDirectory(data);
    }
    run(
        folder,
        programs,
        "initdb",
        List.of(
            "--pgdata=" + data,
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    Files.delete(begun);
  }

  private static int serve(Path folder, Path programs, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "''");
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      all.put("port", Integer.toString(port));
      String options =
          all.entrySet().stream()
              .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
              .collect(Collectors.joining(" "));
      try {
        run(
            folder,
            programs,
            "pg_ctl",
            List.of(
                "start",
                "--pgdata=" + folder.resolve("data"),
                "--log=" + log(folder),
                "--wait",
                "--timeout=120",
                "--silent",
                "--options=" + options));
        return port;
      } catch (DatabaseUnavailable e) {
        boolean portTaken = Files.readString(log(folder)).contains("any TCP/IP sockets");
        if (!portTaken || attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static void stop(Path folder, Path programs) throws IOException, InterruptedException {
    run(
        folder,
        programs,
        "pg_ctl",
        List.of(
            "stop",
            "--pgdata=" + folder.resolve("data"),
            "--mode=fast",
            "--wait",
            "--timeout=120",
            "--silent"));
  }

  private static void run(Path folder, Path programs, String program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    } else if (System.getProperty("user.name").equals("root")) {
      throw new DatabaseUnavailable(
          "PostgreSQL does not run as root, and this machine allows no user namespaces. Run Fangzhi as another user, or name a PostgreSQL by FANGZHI_DB_URL.");
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()));
    builder.environment().put("LC_ALL", "C");
    if (builder.start().waitFor() != 0) {
      List<String> lines = Files.readAllLines(log(folder));
      throw new DatabaseUnavailable(
          "PostgreSQL under %s: %s failed. Its log, %s, ends:%n%s"
              .formatted(
                  folder,
                  program,
                  log(folder),
                  String.join("\n", lines.subList(Math.max(0, lines.size() - 6), lines.size()))));
    }
  }

  private void create() throws IOException {
    try (Connection connection = DriverManager.getConnection(url(port, "postgres"));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
      if (!found.next()) {
        statement.execute("create database " + NAME);
      }
    } catch (SQLException e) {
      throw new IOException("PostgreSQL started, but " + e.getMessage(), e);
    }
  }

  private static boolean answers(int port) {
    try (Connection connection = DriverManager.getConnection(url(port, NAME))) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("server.log");
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, database);
  }

  /** JDBC URL, user included. */
  String url() {
    return url(port, NAME);
  }

  /** True when this process started the server and will stop it. */
  boolean owned() {
    return owner != null;
  }

  /** Stops the server if this process started it. Connections should be closed by then. */
  @Override
  public void close() {
    if (owner == null || programs == null) {
      return;
    }
    try {
      try {
        stop(folder, programs);
      } finally {
        owner.close();
      }
    } catch (IOException | DatabaseUnavailable e) {
      LOG.error("PostgreSQL could not be stopped; the next start will see to it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
