package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of a test's own, on one port, that can be killed and started again. */
public final class OwnServer implements AutoCloseable {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path folder;
  private final int port;

  /**
   * @param programs the folder of initdb and the others
   * @param folder for its files; empty or missing
   */
  public OwnServer(Path programs, Path folder) throws Exception {
    this.programs = programs;
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    run(
        "initdb",
        "--pgdata=" + data(),
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
  }

  /** The programs that Fangzhi brings along. */
  public static Path brought() throws IOException {
    return EmbeddedDatabaseBinaries.unpack(TestDatabase.FOLDER).resolve("bin");
  }

  /** Debian's programs, which have pg_dump among them; null where they are not installed. */
  public static @Nullable Path debian() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.exists(bin.resolve("initdb")))
          .filter(bin -> Files.exists(bin.resolve("pg_dump")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** Starts it, or starts it again, with settings beside the usual ones, and waits for it. */
  public void start(Map<String, String> settings) throws Exception {
    StringBuilder options = new StringBuilder("-c fsync=off -c listen_addresses=127.0.0.1");
    options.append(" -c unix_socket_directories='' -c port=").append(port);
    settings.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    run(
        "pg_ctl",
        "start",
        "--pgdata=" + data(),
        "--log=" + folder.resolve("server.log"),
        "--wait",
        "--silent",
        "--options=" + options);
  }

  /** Runs one of its programs to its end. */
  public void run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path said = Files.createDirectories(folder).resolve(program + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ends", program).isTrue();
    assertThat(process.exitValue()).as("%s: %s", program, Files.readString(said)).isZero();
  }

  /** SIGKILL for the postmaster; its children end by themselves. */
  public void kill() throws Exception {
    List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
    List<ProcessHandle> children = postmaster.children().toList();
    postmaster.destroyForcibly();
    postmaster.onExit().get(30, TimeUnit.SECONDS);
    for (ProcessHandle child : children) {
      child.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  public int port() {
    return port;
  }

  /** JDBC URL of one of its databases, user included. */
  public String url(String name) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, name);
  }

  /** Opens one of its databases as the service does. */
  public Database open(String name) {
    return Database.open(
        new DatabaseSettings(url(name), null, null, Path.of("unused"), 8), Database.Use.SHARE);
  }

  /** Runs a statement on the database {@code postgres}. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws Exception {
    if (Files.exists(data().resolve("postmaster.pid"))) {
      run("pg_ctl", "stop", "--pgdata=" + data(), "--mode=immediate", "--wait", "--silent");
    }
  }
}
