package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes of {@code ./fangzhi run} with roles of their own on one database: one is killed,
 * another stands still for longer than a lease. The sites' own logs tell who asked for what, when.
 */
@Tag("kill")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class NodesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @RegisterExtension static final TestDatabase undisturbed = new TestDatabase();

  /** Each has reports of its own, so that nothing depends on whose comes first. */
  private static final List<String> PLACES = List.of("宣威市", "绩溪县", "会泽县", "寿县", "凤台县", "泗县");

  private static final int SITES = PLACES.size();
  private static final int PAGES = 80;
  private static final int DELAY_MILLIS = 400;
  private static final Duration SOON = Duration.ofMinutes(1);

  /** On a machine that is busy with other things. */
  private static final Duration STARTS = Duration.ofMinutes(3);

  @TempDir Path folder;

  private final List<ReportSite> sites = new ArrayList<>();
  private final Map<String, String> yaml = new LinkedHashMap<>();
  private final Map<String, Child> nodes = new TreeMap<>();

  @BeforeEach
  void start() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("config/sources"));
    for (int i = 0; i < SITES; i++) {
      ReportSite site = new ReportSite(PLACES.get(i), 30_000 * (i + 1), PAGES);
      sites.add(site);
      yaml.put("site" + i + ".yaml", site.source("site" + i, DELAY_MILLIS));
      Files.writeString(sources.resolve("site" + i + ".yaml"), yaml.get("site" + i + ".yaml"));
    }
    Files.copy(
        Path.of("config/application.properties"), folder.resolve("config/application.properties"));
  }

  @AfterEach
  void stop() {
    nodes.values().forEach(Child::close);
    sites.forEach(ReportSite::close);
  }

  private Child node(String name, String roles) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("FANGZHI_DB_URL", database.url());
    environment.put("FANGZHI_USER_AGENT", name + "/1");
    environment.put("FANGZHI_CONSOLE_PORT", "0");
    environment.put("FANGZHI_READ_THREADS", "1");
    Child node =
        Child.start(
            environment,
            folder.resolve(name + ".output"),
            "run",
            "--roles",
            roles,
            "--config",
            folder.resolve("config").toString());
    nodes.put(name, node);
    return node;
  }

  /** The runs of all sources, as a process with the role schedule opens them. */
  private void begin() throws Exception {
    Settings settings = Settings.load(folder.resolve("config"), Map.of());
    Sources sources = Sources.of(yaml, settings::find);
    try (Service service =
        Service.of(settings, new Transactions(database.dataSource()), sources.sources(), true)) {
      service.harvest(sources.sources());
    }
  }

  /** The name by which a request came in. */
  private static String by(ReportSite.Asked asked) {
    return asked.by().replaceFirst("/.*", "");
  }

  private Set<String> askers(ReportSite site, long since) {
    Set<String> askers = new HashSet<>();
    site.log().stream().filter(each -> each.nanos() > since).forEach(each -> askers.add(by(each)));
    return askers;
  }

  private Set<String> askers() {
    Set<String> askers = new HashSet<>();
    sites.forEach(site -> askers.addAll(askers(site, Long.MIN_VALUE)));
    return askers;
  }

  /** The sites whose pace group a node owns now. */
  private List<ReportSite> owned(Child node) throws Exception {
    Set<String> groups = new HashSet<>();
    database
        .rows(
            "select name from pace_group where lease_until > now() and split_part(node, ':', 2) = '%d'"
                .formatted(node.pid()))
        .forEach(row -> groups.add(row.get(0)));
    return sites.stream().filter(site -> groups.contains(site.group())).toList();
  }

  @Test
  void work_is_shared_and_a_killed_or_frozen_node_loses_and_doubles_nothing() throws Exception {
    Map<String, String> calmly = new HashMap<>();
    yaml.forEach((file, text) -> calmly.put(file, text.replaceAll("delay: \\d+ms", "delay: 0ms")));
    new Harvests(undisturbed, calmly, Map.of()).once();
    int visits = sites.stream().mapToInt(ReportSite::visits).sum();
    sites.forEach(site -> assertThat(site.asked()).isEqualTo(site.visits()));
    long began = System.nanoTime();

    Child killed = node("killed", "fetch,read");
    Child frozen = node("frozen", "fetch");
    node("steady", "fetch,read,publish");
    for (String name : nodes.keySet()) {
      Harvests.until(
          name + " is up", STARTS, () -> nodes.get(name).printed().contains("Fangzhi runs"));
    }
    begin();
    Harvests.until(
        "each has its share",
        SOON,
        () -> askers().containsAll(Set.of("killed", "frozen", "steady")));

    // Killed with a group in hand.
    List<ReportSite> orphans = new ArrayList<>();
    Harvests.until(
        "it has something in hand",
        SOON,
        () -> {
          orphans.clear();
          orphans.addAll(owned(killed));
          return !orphans.isEmpty();
        });
    assertThat(killed.kill()).isTrue();
    long death = System.nanoTime();
    for (ReportSite orphan : orphans) {
      Harvests.until("others go on", Claims.LEASE, () -> !askers(orphan, death).isEmpty());
    }
    long goneOn = System.nanoTime() - death;

    // Frozen while a site is about to answer it.
    CountDownLatch answer = new CountDownLatch(1);
    Map<ReportSite, ReportSite.Asked> held = new HashMap<>();
    for (ReportSite site : sites) {
      site.watch(
          asked -> {
            boolean hold;
            synchronized (held) {
              hold = by(asked).equals("frozen") && asked.path().contains("show_") && held.isEmpty();
              if (hold) {
                held.put(site, asked);
              }
            }
            if (hold) {
              await(answer);
            }
          });
    }
    Harvests.until(
        "it has asked",
        SOON,
        () -> {
          synchronized (held) {
            return !held.isEmpty();
          }
        });
    frozen.freeze();
    long freeze = System.nanoTime();
    answer.countDown();
    ReportSite site = held.keySet().iterator().next();
    String page = held.get(site).path();
    Harvests.until(
        "its group goes on elsewhere, within a lease and the look of who is free",
        Claims.LEASE.plusSeconds(5),
        () -> !askers(site, freeze).isEmpty());
    long takenOver = System.nanoTime() - freeze;
    Harvests.until(
        "another asks for the page that it was about, when its turn comes",
        STARTS,
        () -> site.log().stream().filter(each -> each.path().equals(page)).count() > 2);
    frozen.thaw();
    long thaw = System.nanoTime();
    Harvests.until(
        "its late answer is refused",
        SOON,
        () -> frozen.printed().contains("after their lease had ended and were refused"));
    Harvests.until(
        "all is done",
        Duration.ofMinutes(3),
        () ->
            database
                .rows("select count(*) from run where ended_at is null")
                .get(0)
                .get(0)
                .equals("0"));

    KeptRows.assertSame(database, undisturbed, "after a kill and a freeze");
    int asked = sites.stream().mapToInt(ReportSite::asked).sum() - 2 * visits;
    // At most what the killed and the frozen one had in hand, one request a group each.
    assertThat(asked).as("asked again").isBetween(1, 2 * SITES);
    int extra = 0;
    for (ReportSite each : sites) {
      int begun = extra(each, began, thaw);
      assertThat(begun).as("requests that the frozen one had begun").isLessThanOrEqualTo(1);
      extra += begun;
    }
    System.out.printf(
        "nodes: %d requests, %d asked again, %d out of pace; after the kill %d ms, after the freeze %d ms%n",
        visits + asked, asked, extra, goneOn / 1_000_000, takenOver / 1_000_000);
  }

  /**
   * Requests of the thawed node that came too close to another; any others that are too close fail
   * the test.
   */
  private int extra(ReportSite site, long began, long thaw) {
    List<ReportSite.Asked> log =
        new ArrayList<>(site.log().stream().filter(each -> each.nanos() > began).toList());
    int extra = 0;
    for (int i = 1; i < log.size(); i++) {
      long gap = (log.get(i).nanos() - log.get(i - 1).nanos()) / 1_000_000;
      if (gap >= DELAY_MILLIS) {
        continue;
      }
      ReportSite.Asked late = by(log.get(i)).equals("frozen") ? log.get(i) : log.get(i - 1);
      assertThat(by(late))
          .as("%d ms between %s and %s", gap, log.get(i - 1), log.get(i))
          .isEqualTo("frozen");
      assertThat(late.nanos()).isGreaterThanOrEqualTo(thaw);
      log.remove(late);
      extra++;
      i = 0;
    }
    return extra;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
