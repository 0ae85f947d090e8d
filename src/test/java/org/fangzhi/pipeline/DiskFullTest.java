package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fangzhi.store.OwnServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of PostgreSQL's tables is full in the midst of a harvest, and then has room again. */
@Tag("faults")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DiskFullTest {
  private static final int REPORTS = 60;

  private final CountDownLatch never = new CountDownLatch(1);

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=200m,mode=777", "tmpfs", disk.toString()))
        .as("a small disk of its own: run it as root")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "--lazy", disk.toString());
  }

  private int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start()
        .waitFor();
  }

  /** Writes until nothing more goes in. */
  private static void fill(Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void it_says_so_once_sets_nothing_aside_and_goes_on_when_there_is_room() throws Exception {
    Path filler = disk.resolve("filler");
    try (OwnServer server = new OwnServer(OwnServer.brought(), disk.resolve("server"));
        ReportSite site = new ReportSite("甲县", 1, REPORTS)) {
      server.start(Map.of("max_wal_size", "64MB", "min_wal_size", "64MB"));
      server.execute("create database fangzhi");
      String url = server.url("fangzhi");
      try (FaultyHarvest harvest = new FaultyHarvest(url, url, site.source("a", 100), Map.of())) {
        Harvests.until("it harvests", Duration.ofMinutes(1), () -> site.asked() >= 10);
        fill(filler);
        harvest.untilSaid("disk is full");
        int asked = site.asked();
        // Longer than three leases of a reading, after which it would be set aside.
        never.await(Integer.getInteger("fangzhi.disk.seconds", 10), TimeUnit.SECONDS);
        assertThat(site.asked() - asked).as("asked meanwhile").isLessThanOrEqualTo(10);
        assertThat(harvest.said()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1);
        Files.delete(filler);
        harvest.untilSaid("takes what is written again");
        harvest.end();
        harvest.assertWhole(site, REPORTS);
        assertThat(site.asked() - site.visits()).as("asked again").isBetween(0, 20);
      }
    }
  }
}
