package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An external PostgreSQL, and what a person is told when it cannot be used. */
class DatabaseTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void opensWithUserAndPassword() throws SQLException {
    POSTGRES.execute("drop role if exists archivist");
    POSTGRES.execute("create role archivist login password '宣威-530381'");

    try (Database database = open(url("postgres"), "archivist", "宣威-530381")) {
      assertThat(database.describe())
          .startsWith("PostgreSQL 18.")
          .contains(port())
          .doesNotContain("530381");
      assertThat(database.owned()).isFalse();
    }
  }

  @Test
  void aWrongPasswordIsSaidWithoutShowingIt() throws SQLException {
    POSTGRES.execute("drop role if exists operator");
    POSTGRES.execute("create role operator login password 'right'");

    assertThat(refusal(url("postgres"), "operator", "secret-guess"))
        .isEqualTo(
            "PostgreSQL at 127.0.0.1:%s refuses the password of user operator. Check FANGZHI_DB_USER and FANGZHI_DB_PASSWORD."
                .formatted(port()));
  }

  @Test
  void aMissingPasswordIsSaid() throws SQLException {
    POSTGRES.execute("drop role if exists forgetful");
    POSTGRES.execute("create role forgetful login password 'right'");

    assertThat(refusal(url("postgres"), "forgetful", null))
        .contains("forgetful")
        .contains("FANGZHI_DB_PASSWORD");
  }

  @Test
  void aMissingDatabaseIsSaidWithTheCommandThatMakesIt() {
    assertThat(refusal(url("nowhere"), "postgres", null))
        .contains("has no database nowhere")
        .contains("createdb --encoding=UTF8 nowhere");
  }

  @Test
  void aServerThatDoesNotAnswerIsSaid() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(refusal("jdbc:postgresql://127.0.0.1:" + closed + "/fangzhi", "me", "secret"))
        .startsWith("No PostgreSQL can be reached at 127.0.0.1:" + closed)
        .contains("refused")
        .doesNotContain("secret");
  }

  @Test
  void anUnknownHostIsSaid() {
    assertThat(refusal("jdbc:postgresql://db.invalid/fangzhi", "me", "secret"))
        .startsWith("No PostgreSQL can be reached at db.invalid:5432")
        .contains("UnknownHost");
  }

  @Test
  void anAddressOfAnotherKindIsSaidWithoutShowingIt() {
    assertThat(refusal("postgres://me:secret@db/fangzhi", null, null))
        .contains("jdbc:postgresql://HOST:5432/NAME")
        .doesNotContain("secret");
  }

  @Test
  void aDatabaseInAnotherEncodingIsRefused() throws SQLException {
    POSTGRES.execute("drop database if exists test_ascii");
    POSTGRES.execute(
        "create database test_ascii encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0");

    assertThat(refusal(url("test_ascii"), "postgres", null))
        .contains("SQL_ASCII")
        .contains("needs UTF8");
  }

  @Test
  void anOldServerIsRefused() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> greetAsVersion(socket, "14.19"), "old-postgresql");
      server.start();

      assertThat(refusal("jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/x", "me", null))
          .isEqualTo("The database is PostgreSQL 14.19; Fangzhi needs 15 or newer.");
      server.join();
    }
  }

  @Test
  void aSchemaOfANewerFangzhiIsLeftAlone(@TempDir Path scripts) throws Exception {
    Files.writeString(scripts.resolve("V999__from_the_future.sql"), "create table future (n int)");
    POSTGRES.execute("drop database if exists test_future");
    POSTGRES.execute("create database test_future");

    try (Database database = open(url("test_future"), "postgres", null)) {
      Flyway.configure()
          .dataSource(database.dataSource())
          .schemas("fangzhi")
          .locations("filesystem:" + scripts)
          .load()
          .migrate();

      assertThatThrownBy(database::migrate)
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessageContaining("schema version 999")
          .hasMessageContaining("Update Fangzhi");
    }
  }

  @Test
  void aSchemaOfAnotherBuildIsToldInOneLineWithTheMend() throws Exception {
    POSTGRES.execute("drop database if exists test_edited");
    POSTGRES.execute("create database test_edited");
    try (Database database = open(url("test_edited"), "postgres", null)) {
      database.migrate();
      database.migrate();
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("update flyway_schema_history set checksum = 7 where version = '1'");
      }

      assertThatThrownBy(database::migrate)
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessage(
              "The database (%s) was made by another build of Fangzhi, whose schema version 1 differs from that of this one. Run that build, or name another database in FANGZHI_DB_URL."
                  .formatted(url("test_edited")));
    }
  }

  @Test
  void aUserWhoMayNotCreateTheSchemaIsTold() throws Exception {
    POSTGRES.execute("drop database if exists test_closed");
    POSTGRES.execute("create database test_closed");
    POSTGRES.execute("drop role if exists guest");
    POSTGRES.execute("create role guest login password 'guest'");
    try (Database database = open(url("test_closed"), "guest", "guest")) {
      assertThatThrownBy(database::migrate)
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessage(
              "The schema of the database (%s) cannot be brought up to date: ERROR: permission denied for database test_closed. Let its user create schemas and tables there, or name another database in FANGZHI_DB_URL."
                  .formatted(url("test_closed")));
    }
  }

  @Test
  void theEnvironmentSaysWhere() {
    Map<String, String> set =
        Map.of(
            "FANGZHI_DB_URL", "jdbc:postgresql://db/f?password=secret",
            "FANGZHI_DB_USER", "me",
            "FANGZHI_DB_PASSWORD", "");

    DatabaseSettings settings = DatabaseSettings.of(set::get, Path.of("data"));

    assertThat(settings.user()).isEqualTo("me");
    assertThat(settings.password()).isNull();
    assertThat(settings.home()).isEqualTo(Path.of("data"));
    assertThat(settings).hasToString("jdbc:postgresql://db/f");
    assertThat(DatabaseSettings.of(Map.of("FANGZHI_HOME", "/srv/f")::get, Path.of("data")).home())
        .isEqualTo(Path.of("/srv/f"));
  }

  private static Database open(String url, @Nullable String user, @Nullable String password) {
    return Database.open(
        new DatabaseSettings(url, user, password, Path.of("unused"), 2), Database.Use.SHARE);
  }

  private static String refusal(String url, @Nullable String user, @Nullable String password) {
    DatabaseUnavailable refused =
        catchThrowableOfType(DatabaseUnavailable.class, () -> open(url, user, password).close());
    assertThat(refused).as("no refusal of %s", url).isNotNull();
    return refused.getMessage();
  }

  private static String url(String name) {
    return "jdbc:postgresql://127.0.0.1:%s/%s".formatted(port(), name);
  }

  private static String port() {
    return Integer.toString(URI.create(POSTGRES.url().substring("jdbc:".length())).getPort());
  }

  /** As much of PostgreSQL's protocol as a server needs to say its version. */
  private static void greetAsVersion(ServerSocket socket, String version) {
    try (Socket client = socket.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      byte[] startup = in.readNBytes(in.readInt() - 4);
      boolean encryptionAsked = startup.length == 4;
      if (encryptionAsked) {
        out.writeByte('N');
        in.readNBytes(in.readInt() - 4);
      }
      out.writeByte('R');
      out.writeInt(8);
      out.writeInt(0);
      for (String status :
          new String[] {
            "server_version\0" + version + "\0",
            "client_encoding\0UTF8\0",
            "DateStyle\0ISO\0",
            "integer_datetimes\0on\0",
            "standard_conforming_strings\0on\0"
          }) {
        byte[] bytes = status.getBytes(StandardCharsets.US_ASCII);
        out.writeByte('S');
        out.writeInt(4 + bytes.length);
        out.write(bytes);
      }
      out.writeByte('Z');
      out.writeInt(5);
      out.writeByte('I');
      out.flush();
      in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
