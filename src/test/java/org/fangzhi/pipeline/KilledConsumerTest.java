package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A consumer that follows the feed over HTTP, by lines and by events, and is killed again and again
 * while reports come, change, go and come back, ends with what the views show.
 */
@Tag("thorough")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledConsumerTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGES = 40;
  private static final int EDITIONS = 5;

  /** What a consumer has on its disk: the copy and the number that belongs to it. */
  private record Stored(long seq, Map<String, JsonNode> copy) {}

  private final Random random = new Random(20261122);
  private final Set<String> told = new TreeSet<>();
  private Stored disk = new Stored(0, Map.of());
  private int kills;

  @Test
  void however_often_it_is_killed_it_ends_with_what_the_views_show() throws Exception {
    Map<String, String> keeping =
        Map.of("fangzhi.keep.confirmations", "2", "fangzhi.keep.confirmed.over", "PT0S");
    try (ReportSite site = new ReportSite("宣威市", 3, PAGES);
        Served served = new Served(database, Map.of("a.yaml", site.source("a", 0)), keeping)) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> following =
          CompletableFuture.runAsync(() -> livesAndDeaths(served, over));
      for (int edition = 0; edition < EDITIONS; edition++) {
        site.edition(edition);
        served.harvest();
      }
      over.set(true);
      following.get(60, TimeUnit.SECONDS);
    }
    assertThat(told).contains("add report", "update report", "delete report", "restore report");
    assertThat(kills).isGreaterThan(15);
    assertThat(disk.copy()).hasSizeGreaterThan(PAGES).isEqualTo(views());
  }

  private void livesAndDeaths(Served served, AtomicBoolean over) {
    try {
      while (true) {
        boolean last = over.get();
        long before = disk.seq();
        if (random.nextBoolean()) {
          byLines(served, last ? Integer.MAX_VALUE : 1 + random.nextInt(15));
        } else if (!last) {
          byEvents(served, 1 + random.nextInt(15));
        }
        if (last && disk.seq() == before && disk.seq() == end()) {
          return;
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long end() throws Exception {
    return Long.parseLong(
        database.rows("select coalesce(max(seq), 0) from api.change").get(0).get(0));
  }

  /** One life: whatever is not stored when it ends is forgotten. */
  private final class Life {
    private final Map<String, JsonNode> copy = new HashMap<>(disk.copy());
    private long seq = disk.seq();
    private int left;

    Life(int lines) {
      left = lines;
    }

    /** Takes a line; false when it has been killed. */
    boolean take(String json) {
      JsonNode line = JSON.readTree(json);
      assertThat(line.get("seq").asLong()).isEqualTo(seq + 1);
      seq++;
      told.add(line.get("op").asString() + " " + line.get("entity").asString());
      String key = line.get("entity").asString() + " " + line.get("id").asString();
      if (line.get("state").isNull()) {
        copy.remove(key);
      } else {
        copy.put(key, line.get("state"));
      }
      if (--left <= 0) {
        kills++;
        return false;
      }
      if (seq % 7 == 0) {
        store();
      }
      return true;
    }

    void store() {
      disk = new Stored(seq, new HashMap<>(copy));
    }
  }

  private void byLines(Served served, int lines) throws Exception {
    Life life = new Life(lines);
    while (true) {
      String asked = "/api/changes?state=true&wait=1&limit=" + (1 + random.nextInt(30));
      List<String> answer = served.get(asked + "&after=" + life.seq).body().lines().toList();
      for (String line : answer) {
        if (!life.take(line)) {
          return;
        }
      }
      life.store();
      if (answer.isEmpty()) {
        return;
      }
    }
  }

  private void byEvents(Served served, int lines) throws Exception {
    Life life = new Life(lines);
    if (life.seq == end()) {
      return; // nothing to come for a while
    }
    try (EventReader reader =
        new EventReader(served, "?state=true", "Last-Event-ID", String.valueOf(life.seq))) {
      int most = (int) (end() - life.seq);
      for (int taken = 0; taken < most; taken++) {
        if (!life.take(reader.next().data())) {
          return;
        }
      }
      life.store();
    }
  }

  /** What the views show, asked for apart from the feed. */
  private static Map<String, JsonNode> views() throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    for (List<String> row : database.rows("select id, to_jsonb(r) from api.report r")) {
      ObjectNode report = (ObjectNode) JSON.readTree(row.get(1));
      report.putArray("values");
      report.putArray("findings");
      report.putArray("holdings");
      all.put("report " + row.get(0), report);
    }
    add(all, "values", "api.value", "indicator, col, at");
    add(all, "findings", "api.finding", "rule, message");
    add(all, "holdings", "api.holding", "url, document_id");
    for (List<String> row : database.rows("select id, to_jsonb(d) from api.document d")) {
      all.put("document " + row.get(0), JSON.readTree(row.get(1)));
    }
    return all;
  }

  private static void add(Map<String, JsonNode> all, String name, String view, String order)
      throws Exception {
    Set<String> reports = new HashSet<>();
    String query =
        "select report_id, to_jsonb(x) - 'report_id' from "
            + view
            + " x where report_id in (select id from api.report) order by "
            + order;
    for (List<String> row : database.rows(query)) {
      reports.add(row.get(0));
      all.get("report " + row.get(0)).withArray(name).add(JSON.readTree(row.get(1)));
    }
    assertThat(reports.isEmpty() && name.equals("values")).as("reports without figures").isFalse();
  }
}
