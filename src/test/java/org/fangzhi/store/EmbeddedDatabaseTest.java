package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server over runs, kills and company; other processes are real ones. */
@Tag("thorough")
class EmbeddedDatabaseTest {
  @TempDir Path home;
  private final List<Process> processes = new ArrayList<>();

  /** Spares most tests the unpacking. */
  @BeforeEach
  void lendPrograms() throws IOException {
    Path programs = EmbeddedDatabaseBinaries.unpack(TestDatabase.FOLDER);
    Files.createDirectories(postgres());
    Files.createSymbolicLink(postgres().resolve(programs.getFileName()), programs);
  }

  @AfterEach
  void endOtherProcesses() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    Database.open(DatabaseSettings.embedded(home), Database.Use.OWN).close();
  }

  @Test
  void rowsOutliveARunAndAreWrittenDurably() throws Exception {
    try (Database database = own()) {
      execute(database, "create table public.kept (place text)");
      execute(database, "insert into public.kept values ('宣威市')");
      assertThat(database.owned()).isTrue();
    }
    try (Database database = own()) {
      assertThat(value(database, "select place from public.kept")).isEqualTo("宣威市");
      assertThat(value(database, "show fsync")).isEqualTo("on");
      assertThat(value(database, "show synchronous_commit")).isEqualTo("on");
      assertThat(value(database, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(value(database, "show server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void closingLeavesNoServerBehind() throws Exception {
    try (Database database = own()) {
      assertThat(value(database, "select 1")).isEqualTo("1");
    }
    assertThat(postgres().resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void whatAKilledOwnerCommittedIsThereAndItsServerIsNot() throws Exception {
    Process owner = other("commit");
    BufferedReader said = owner.inputReader();
    int committed = 0;
    while (committed < 200) {
      committed = Integer.parseInt(word(said));
    }
    owner.toHandle().destroyForcibly();
    for (String more = word(said); more != null; more = word(said)) {
      committed = Integer.parseInt(more);
    }
    EmbeddedDatabasePid left =
        Objects.requireNonNull(EmbeddedDatabasePid.read(postgres().resolve("data")));
    assertThat(left.runs()).as("PostgreSQL outlives a killed owner").isTrue();

    try (Database database = own()) {
      assertThat(Integer.parseInt(value(database, "select max(n) from public.committed")))
          .isGreaterThanOrEqualTo(committed);
      assertThat(left.runs()).isFalse();
    }
  }

  @Test
  void aSecondServiceIsToldWhoHasTheDatabase() throws Exception {
    Process owner = other("commit");
    word(owner.inputReader());

    assertThatThrownBy(this::own)
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("process " + owner.pid())
        .hasMessageContaining(home.toString())
        .hasMessageContaining("FANGZHI_HOME");
  }

  @Test
  void aCommandBesideTheServiceSeesItsRowsAndLeavesItRunning() throws Exception {
    Process owner = other("commit");
    BufferedReader said = owner.inputReader();
    int committed = Integer.parseInt(word(said));

    try (Database guest = Database.open(DatabaseSettings.embedded(home), Database.Use.SHARE)) {
      assertThat(guest.owned()).isFalse();
      assertThat(Integer.parseInt(value(guest, "select max(n) from public.committed")))
          .isGreaterThanOrEqualTo(committed);
    }
    int soon = committed;
    while (soon < committed + 100) {
      soon = Integer.parseInt(word(said));
    }
    assertThat(owner.isAlive()).isTrue();
  }

  @Test
  void aCommandThatComesWhileTheServiceStartsWaitsForIt() throws Exception {
    other("commit");
    while (!Files.exists(home.resolve("owner.pid"))) {
      Thread.onSpinWait();
    }
    try (Database guest = Database.open(DatabaseSettings.embedded(home), Database.Use.SHARE)) {
      assertThat(guest.owned()).isFalse();
      assertThat(value(guest, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void onlyOneOfAProcessOwnsIt() throws Exception {
    try (Database owner = own()) {
      assertThatThrownBy(this::own).isInstanceOf(DatabaseUnavailable.class);
      try (Database guest = Database.open(DatabaseSettings.embedded(home), Database.Use.SHARE)) {
        assertThat(guest.owned()).isFalse();
      }
      Process stranger = other("commit");
      assertThat(word(stranger.inputReader()))
          .as("the lock is still held after a guest of the same process came and went")
          .startsWith("refused: Fangzhi already runs");
      assertThat(value(owner, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aStartThatWasKilledDuringInitdbIsBegunAgain() throws Exception {
    Files.createDirectories(postgres().resolve("data/base"));
    Files.writeString(postgres().resolve("data/PG_VERSION"), "18\n");
    Files.writeString(postgres().resolve("initialising"), "");

    try (Database database = own()) {
      assertThat(value(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aForgottenPidFileWhoseNumberIsAnotherProcessNowIsNoHindrance() throws Exception {
    own().close();
    Files.writeString(
        postgres().resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + postgres().resolve("data") + "\n1\n5432\n\n\n1\n");

    try (Database database = own()) {
      assertThat(value(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFolderMayHaveAnyName() throws Exception {
    Path odd = home.resolve("方志 data");
    try (Database database = Database.open(DatabaseSettings.embedded(odd), Database.Use.OWN)) {
      assertThat(value(database, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void dataOfAnotherPostgresqlIsLeftAloneAndSaid() throws Exception {
    own().close();
    Path version = postgres().resolve("data/PG_VERSION");
    Files.writeString(version, "14\n");

    assertThatThrownBy(this::own)
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("initialized by PostgreSQL version 14");

    Files.writeString(version, "18\n");
  }

  @Test
  void aHomeThatIsAFileIsSaid() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "");

    assertThatThrownBy(() -> Database.open(DatabaseSettings.embedded(file), Database.Use.OWN))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining(file.toString());
  }

  private Database own() {
    return Database.open(DatabaseSettings.embedded(home), Database.Use.OWN);
  }

  private Path postgres() {
    return home.resolve("postgres");
  }

  private Process other(String task) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                task,
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    return process;
  }

  /** What the other process says next between its log lines; null at its end. */
  private static @Nullable String word(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(Other.SAYS)) {
        return line.substring(Other.SAYS.length());
      }
    }
    return null;
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Database database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  /** Another Fangzhi: owns the database and commits numbers, saying each after its commit. */
  static final class Other {
    static final String SAYS = "> ";

    private Other() {}

    public static void main(String[] arguments) throws SQLException {
      DatabaseSettings settings = DatabaseSettings.embedded(Path.of(arguments[1]));
      try (Database database = Database.open(settings, Database.Use.OWN)) {
        execute(database, "create table if not exists public.committed (n int)");
        for (int n = 1; n < 1_000_000; n++) {
          execute(database, "insert into public.committed values (" + n + ")");
          say(Integer.toString(n));
        }
      } catch (DatabaseUnavailable e) {
        say("refused: " + e.getMessage());
      }
    }

    private static void say(String line) {
      System.out.println(SAYS + line);
      System.out.flush();
    }
  }
}
