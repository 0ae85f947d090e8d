package org.fangzhi.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.pipeline.Served;
import org.fangzhi.sample.SampleSites;
import org.fangzhi.store.TestDatabase;

/** The console over the bundled sample sites, harvested once. */
final class Shown implements AutoCloseable {
  private final SampleSites sites;
  final Served served;

  Shown(TestDatabase database) throws Exception {
    sites = SampleSites.start();
    served = new Served(database, sites.sources(), Map.of("fangzhi.keep.back.off", "PT0.01S"));
    served.harvest();
    searchable(database);
  }

  /** Waits until what was published can be searched. */
  static void searchable(TestDatabase database) throws Exception {
    Harvests.until(
        "the texts follow the feed",
        Duration.ofSeconds(30),
        () ->
            database
                .rows("select f.seq = c.seq from fangzhi.search_feed f, fangzhi.change_counter c")
                .equals(List.of(List.of("t"))));
  }

  /** A page of each kind. */
  static List<String> pages(TestDatabase database) throws Exception {
    String url =
        database.rows("select url from fangzhi.page where fault is not null limit 1").get(0).get(0);
    String run = database.rows("select max(id)::text from fangzhi.run").get(0).get(0);
    return List.of(
        "/",
        "/search?q=公开",
        "/search",
        "/reports/" + id(database, "滑县审计局2022"),
        "/coverage",
        "/coverage?division=5303",
        "/coverage?division=530381&year=2015",
        "/series",
        "/series?division=宣威市",
        "/series?division=宣威市,绩溪县&measure=requests.received",
        "/data",
        "/data/forms/form2021",
        "/data/api",
        "/sources",
        "/sources/sample-trouble",
        "/runs",
        "/runs/" + run,
        "/aside",
        "/live",
        "/url?url=" + Visit.encoded(url),
        "/no/such/page");
  }

  static String id(TestDatabase database, String title) throws Exception {
    return database
        .rows("select id from api.report where title like '" + title + "%' order by id limit 1")
        .get(0)
        .get(0);
  }

  @Override
  public void close() throws Exception {
    served.close();
    sites.close();
  }
}
