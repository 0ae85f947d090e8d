package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.pipeline.Child;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an edited source file would find in the list pages that a harvest kept. */
@Tag("thorough")
class RuleEffectTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final String HTML = "Content-Type: text/html; charset=utf-8";

  private record Ended(int code, String printed) {}

  private static Ended check(Path config) throws Exception {
    return run("source", "check", "--config", config.toString());
  }

  private static Ended run(String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    try (Child child = Child.start(Map.of("FANGZHI_DB_URL", database.url()), output, command)) {
      return new Ended(child.end(), child.printed());
    }
  }

  @Test
  void links_that_would_appear_and_vanish_are_shown_and_nothing_is_written() throws Exception {
    String yaml;
    String list;
    try (HostileSite site = new HostileSite()) {
      site.page("/robots.txt", 404, new byte[0]);
      site.page(
          "/nb/",
          200,
          HostileSite.utf8(
              "<html><body><ul><li><a href=\"/a/1.html\">某县2022年政府信息公开年度报告</a> 2023-01-20</li>"
                  + "<li><a href=\"/b/2.html\">某县召开春季工作会议</a> 2023-03-01</li></ul>"
                  + "<div class=\"old\"><a href=\"/c/3.html\">老年报</a></div>"
                  + "<a class=\"more\" href=\"/nb/?p=2\">更多</a></body></html>"),
          HTML);
      for (String page : List.of("/a/1.html", "/b/2.html")) {
        site.page(page, 200, HostileSite.utf8("<p>" + "本页的内容。".repeat(60) + page), HTML);
      }
      yaml =
          """
          id: edited
          name: 某县人民政府
          entries: [{url: "%s"}]
          politeness: {delay: 1ms}
          allow-private-addresses: true
          """
              .formatted(site.url("/nb/"));
      list = site.url("/nb/");
      new Harvests(database, Map.of("edited.yaml", yaml), Map.of()).once();
    }
    // How a list was understood is part of its story.
    assertThat(run("status", "--url", list).printed())
        .contains("understood as plain, known by no sign of a known system: 2 entries");
    Path config = folder.resolve("config");
    Path file = config.resolve("sources/edited.yaml");
    Files.createDirectories(file.getParent());
    Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
    Files.writeString(file, yaml);
    Ended same = check(config);
    assertThat(same.printed()).isEqualTo("1 sources are right, 0 files have faults.\n");
    assertThat(same.code()).isZero();

    String rows = "select count(*), max(at)::text from observation";
    List<List<String>> before = database.rows(rows);
    Files.writeString(file, yaml + "rules: {article: \"/[ac]/\\\\d+\", next: \"a.more\"}\n");
    Ended edited = check(config);
    assertThat(edited.code()).as(edited.printed()).isZero();
    assertThat(edited.printed())
        .contains(
            "edited: its entries or rules differ from those last loaded. In 1 list pages that are"
                + " kept, 2 links appear and 1 vanish.",
            "+ article    http://127.0.0.1",
            "/c/3.html  老年报",
            "/nb/?p=2  更多",
            "- article    http://127.0.0.1",
            "/b/2.html  某县召开春季工作会议");
    assertThat(database.rows(rows)).isEqualTo(before);
  }
}
