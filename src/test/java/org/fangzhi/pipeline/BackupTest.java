package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.fangzhi.archive.Fixity;
import org.fangzhi.source.Control;
import org.fangzhi.store.Database;
import org.fangzhi.store.OwnServer;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backup of docs/operating.md: pg_dump, and pg_restore into an empty database. */
@Tag("long")
class BackupTest {
  @TempDir Path folder;

  @Test
  void what_pg_dump_kept_is_the_same_database_once_restored_and_harvests_on() throws Exception {
    Path programs = OwnServer.debian();
    assumeThat(programs).as("install it: apt-get install -y postgresql").isNotNull();
    ReportSite site = new ReportSite("甲县", 1, 10);
    try (site;
        OwnServer server = new OwnServer(programs, folder.resolve("server"))) {
      server.start(Map.of());
      server.execute("create database fangzhi");
      Map<String, String> sources = Map.of("a.yaml", site.source("a", 0));
      Map<String, String> kept;
      try (Database database = server.open("fangzhi")) {
        database.migrate();
        new Harvests(database.dataSource(), sources, Map.of()).once();
        site.edition(3);
        new Harvests(database.dataSource(), sources, Map.of()).once();
        new Control(new Transactions(database.dataSource()))
            .pause(List.of("a"), "the site is being moved");
        kept = content(database.dataSource());
      }
      assertThat(kept.get("fangzhi.change")).isNotEqualTo("0");

      String dump = folder.resolve("fangzhi.dump").toString();
      List<String> there = List.of("--host=127.0.0.1", "--username=postgres");
      String port = "--port=" + server.port();
      server.run(
          "pg_dump",
          there.get(0),
          there.get(1),
          port,
          "--format=custom",
          "--file=" + dump,
          "fangzhi");
      server.run(
          "createdb",
          there.get(0),
          there.get(1),
          port,
          "--template=template0",
          "--encoding=UTF8",
          "restored");
      server.run(
          "pg_restore",
          there.get(0),
          there.get(1),
          port,
          "--exit-on-error",
          "--no-owner",
          "--dbname=restored",
          dump);

      try (Database database = server.open("restored")) {
        database.migrate();
        assertThat(content(database.dataSource())).isEqualTo(kept);
        Fixity.Portion whole =
            new Fixity(new Transactions(database.dataSource())).next(Integer.MAX_VALUE);
        assertThat(whole.damages()).isEmpty();
        // A list, ten reports, and the correction of one.
        assertThat(whole.checked()).isEqualTo(12);

        Control control = new Control(new Transactions(database.dataSource()));
        assertThat(control.resume(List.of("a"))).containsExactly("a");
        String before = ask(database.dataSource(), "select max(seq) from api.change");
        new Harvests(database.dataSource(), sources, Map.of()).once();
        assertThat(ask(database.dataSource(), "select max(seq) from api.change"))
            .as("nothing changed on the site")
            .isEqualTo(before);
        site.edition(4);
        new Harvests(database.dataSource(), sources, Map.of()).once();
        assertThat(ask(database.dataSource(), "select count(*) = max(seq) from api.change"))
            .as("gapless")
            .isEqualTo("t");
        assertThat(
                ask(
                    database.dataSource(),
                    "select string_agg(distinct op, ' ') from api.change where seq > " + before))
            .as("one report was corrected")
            .isEqualTo("update");
      }
    }
  }

  /** A line a table and sequence, which differs when any row of it does. */
  private static Map<String, String> content(DataSource database) throws SQLException {
    Map<String, String> content = new TreeMap<>();
    List<String> tables = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      ResultSet names =
          statement.executeQuery(
              "select schemaname || '.' || tablename from pg_tables where schemaname in ('fangzhi',"
                  + " 'api')");
      while (names.next()) {
        tables.add(names.getString(1));
      }
    }
    for (String table : tables) {
      content.put(
          table,
          ask(
              database,
              "select count(*) || coalesce(md5(string_agg(t::text, E'\\n"
                  + "' order by t::text)), '') from "
                  + table
                  + " t"));
    }
    content.put(
        "sequences",
        ask(
            database,
            "select string_agg(sequencename || ' ' || coalesce(last_value, 0), ', ' order by"
                + " sequencename) from pg_sequences where schemaname = 'fangzhi'"));
    content.put(
        "api",
        ask(database, "select md5(string_agg(t::text, E'\\n' order by t::text)) from api.value t"));
    return content;
  }

  private static String ask(DataSource database, String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
