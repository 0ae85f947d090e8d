package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fangzhi.store.OwnServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed, read-only and out of connections in the midst of one harvest. */
@Tag("faults")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class OutageTest {
  private static final int REPORTS = 100;
  private static final Map<String, String> FEW = Map.of("max_connections", "20");

  private final CountDownLatch never = new CountDownLatch(1);

  @TempDir Path folder;

  @Test
  void it_says_so_once_leaves_the_site_alone_and_goes_on_by_itself() throws Exception {
    try (OwnServer server = new OwnServer(OwnServer.brought(), folder.resolve("server"));
        ReportSite site = new ReportSite("甲县", 1, REPORTS)) {
      server.start(FEW);
      server.execute("create database fangzhi");
      String url = server.url("fangzhi");
      try (FaultyHarvest harvest =
          new FaultyHarvest(url + "&connectTimeout=2", url, site.source("a", 100), Map.of())) {
        Harvests.until("it harvests", Duration.ofMinutes(1), () -> site.asked() >= 10);

        server.kill();
        harvest.untilSaid("does not answer");
        int asked = site.asked();
        never.await(5, TimeUnit.SECONDS);
        assertThat(site.asked() - asked)
            .as("asked while the database is away")
            .isLessThanOrEqualTo(10);
        server.start(FEW);
        healed(harvest, "does not answer", site);

        server.execute("alter system set default_transaction_read_only = on");
        server.execute("select pg_reload_conf()");
        harvest.untilSaid("read-only");
        asked = site.asked();
        never.await(5, TimeUnit.SECONDS);
        assertThat(site.asked() - asked)
            .as("asked while nothing can be written")
            .isLessThanOrEqualTo(10);
        server.execute("alter system set default_transaction_read_only = off");
        server.execute("select pg_reload_conf()");
        healed(harvest, "read-only", site);

        List<Connection> greedy = greedy(server);
        harvest.untilSaid("no connection left");
        for (Connection connection : greedy) {
          connection.close();
        }
        healed(harvest, "no connection left", site);

        harvest.end();
        harvest.assertWhole(site, REPORTS);
        // Asked for again is only what was in hand: a lease of ten, three times.
        assertThat(site.asked() - site.visits()).isBetween(0, 30);
        System.out.printf(
            "outages: %d of %d pages asked for again%n",
            site.asked() - site.visits(), site.visits());
      }
    }
  }

  /** It is over, was told in one line, and the harvest goes on. */
  private static void healed(FaultyHarvest harvest, String told, ReportSite site) throws Exception {
    harvest.untilSaid("takes what is written again");
    List<String> said = harvest.said();
    // Whose connections are ended sees it not answer before it has none left.
    assertThat(said)
        .filteredOn(line -> line.startsWith("ERROR"))
        .hasSizeLessThanOrEqualTo(told.contains("connection") ? 2 : 1);
    assertThat(said).filteredOn(line -> line.contains(told)).hasSize(1);
    harvest.listen();
    int asked = site.asked();
    Harvests.until("it goes on", Duration.ofMinutes(2), () -> site.asked() > asked);
  }

  /** Takes each connection that there is, those of the service too. */
  private static List<Connection> greedy(OwnServer server) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int refused = 0; refused < 3; ) {
      try {
        all.add(DriverManager.getConnection(server.url("postgres")));
        refused = 0;
      } catch (SQLException none) {
        refused++;
        try (var statement = all.get(0).createStatement()) {
          refused =
              statement
                      .executeQuery(
                          "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                              + " 'fangzhi'")
                      .next()
                  ? 0
                  : refused;
        }
      }
    }
    return all;
  }
}
