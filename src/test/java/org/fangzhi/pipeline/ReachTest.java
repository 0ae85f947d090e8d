package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How far a harvest of a site goes that never ends, and what its sitemaps add. */
@Tag("long")
class ReachTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final String XML = "Content-Type: application/xml";
  private static final String MAP =
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";

  private HostileSite site;

  @BeforeEach
  void start() throws Exception {
    site = new HostileSite();
    database.execute("truncate source, pace_group, robots cascade");
    site.page("/robots.txt", 404, new byte[0]);
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  private static String entry(String href, Object name) {
    return "<li><a href=\"%s\">留固镇2023年政府信息公开工作年度报告（%s）</a></li>".formatted(href, name);
  }

  private static byte[] html(String body) {
    return HostileSite.utf8(
        "<html><head><title>留固镇</title></head><body>" + body + "</body></html>");
  }

  private void article(String path) {
    site.page(path, 200, html("<p>" + "本镇政务公开工作平稳有序。".repeat(20) + path + "</p>"), HTML);
  }

  private void harvest(String more) throws Exception {
    String yaml =
        """
        id: s
        name: 留固镇
        entries: [{url: "%s"}]
        politeness: {delay: 1ms}
        allow-private-addresses: true
        %s
        """
            .formatted(site.url("/nb/"), more);
    new Harvests(database, Map.of("s.yaml", yaml), Map.of()).once();
  }

  private List<String> asked() {
    return List.copyOf(site.requests).stream()
        .map(head -> head.split(" ")[1])
        .filter(path -> !path.equals("/robots.txt"))
        .toList();
  }

  private String note() throws Exception {
    return database
        .rows("select coalesce(note, '') from run order by id desc limit 1")
        .get(0)
        .get(0);
  }

  @Test
  void a_calendar_that_always_has_a_next_month_ends_with_next_year() throws Exception {
    site.on(
        "/nb/",
        (head, out) -> {
          String query = head.split(" ")[1];
          int at = query.indexOf("month=");
          int year = at < 0 ? 2026 : Integer.parseInt(query.substring(at + 6, at + 10));
          int month = at < 0 ? 1 : Integer.parseInt(query.substring(at + 11, at + 13));
          String next = month == 12 ? (year + 1) + "-01" : "%d-%02d".formatted(year, month + 1);
          out.write(
              HostileSite.answer(
                  200,
                  html(
                      "<ul>"
                          + entry("/nb/e%d%02d.html".formatted(year, month), year * 100 + month)
                          + "</ul><div class=\"pages\"><a href=\"/nb/?month="
                          + next
                          + "\">下一页</a></div>"),
                  HTML));
          return true;
        });

    harvest("");

    // The entry is of January 2026: from there a page a month to the end of next year, with an
    // entry each.
    int months = 12 * (java.time.Year.now().getValue() + 2 - 2026);
    assertThat(asked()).doesNotHaveDuplicates().hasSize(2 * months);
    assertThat(note()).contains("not followed: 1 dates of a calendar without end", "month=");
  }

  @Test
  void ids_of_sessions_make_no_new_pages() throws Exception {
    int[] sessions = {0};
    site.on(
        "/nb/",
        (head, out) -> {
          String session = ";jsessionid=%032X".formatted(++sessions[0]);
          out.write(
              HostileSite.answer(
                  200,
                  html(
                      "<ul>"
                          + IntStream.range(0, 5)
                              .mapToObj(i -> entry("/nb/" + i + ".html" + session, i))
                              .collect(Collectors.joining())
                          + "</ul>"),
                  HTML));
          return true;
        });
    for (int i = 0; i < 4; i++) {
      article("/nb/" + i + ".html");
    }
    // One sends who comes without a cookie to itself with an id.
    site.page("/nb/4.html", 302, new byte[0], "Location: /nb/4.html;jsessionid=0123456789ABCDEF");
    article("/nb/4.html;jsessionid=0123456789ABCDEF");

    harvest("");
    harvest("");

    assertThat(database.rows("select url, state from page where kind = 'article' order by url"))
        .containsExactlyElementsOf(
            IntStream.range(0, 5)
                .mapToObj(i -> List.of(site.url("/nb/" + i + ".html"), "live"))
                .toList());
  }

  @Test
  void folders_without_end_and_lists_without_end_are_left_and_counted() throws Exception {
    site.on(
        "/nb/",
        (head, out) -> {
          String query = head.split(" ")[1];
          int page = query.contains("p=") ? Integer.parseInt(query.split("p=")[1]) : 1;
          out.write(
              HostileSite.answer(
                  200,
                  html(
                      "<ul>"
                          + entry("/nb/a/b/a/b/a/b/" + page + ".html", page)
                          + entry("/nb/" + page + ".html", page)
                          + "</ul><div class=\"pages\"><a href=\"/nb/?p="
                          + (page + 1)
                          + "\">下一页</a></div>"),
                  HTML));
          return true;
        });

    harvest("reach: {depth: 8}");

    // The first page and eight steps from it, with an article each but the last.
    assertThat(asked().stream().filter(path -> path.startsWith("/nb/?p=")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(2, 9).mapToObj(p -> "/nb/?p=" + p).toList());
    assertThat(asked()).noneMatch(path -> path.contains("/a/b/a/b"));
    assertThat(note())
        .contains(
            "9 folders that repeat themselves",
            // The article of the last page; that the list goes on is told of the list.
            "1 more than 8 steps from an entry",
            "/nb/?p=9: list pages are not followed further than 8 steps from an entry");
  }

  @Test
  void links_of_a_page_and_pages_of_a_source_have_bounds() throws Exception {
    site.page(
        "/nb/",
        200,
        html(
            "<ul>"
                + IntStream.range(0, 50)
                    .mapToObj(i -> entry("/nb/" + i + ".html", i))
                    .collect(Collectors.joining())
                + "</ul>"),
        HTML);
    IntStream.range(0, 50).forEach(i -> article("/nb/" + i + ".html"));

    harvest("reach: {links: 30}");
    assertThat(asked()).hasSize(31);
    assertThat(note()).contains("20 more than 30 links on a page");

    site.page(
        "/nb/",
        200,
        html(
            "<ul>"
                + entry("/nb/0.html", 0)
                + entry("/nb/40.html", 40)
                + entry("/nb/41.html", 41)
                + "</ul>"),
        HTML);
    harvest("reach: {pages: 32}");
    assertThat(database.rows("select count(*) from page")).containsExactly(List.of("32"));
    assertThat(note()).contains("1 beyond the 32 pages of the source (" + site.url("/nb/41.html"));
    assertThat(database.rows("select pages from known")).containsExactly(List.of("32"));
  }

  @Test
  void a_sitemap_gives_what_the_lists_do_not_and_only_of_the_sources_own_folder() throws Exception {
    site.page(
        "/robots.txt",
        200,
        HostileSite.utf8(
            "User-agent: *\nDisallow: /nb/no/\nSitemap: " + site.url("/map.xml") + "\n"));
    site.page(
        "/map.xml",
        200,
        HostileSite.utf8(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>"
                + site.url("/map-1.xml.gz")
                + "</loc></sitemap></sitemapindex>"),
        XML);
    mapped("2020-01-01");
    site.page("/nb/", 200, html("<ul>" + entry("/nb/listed.html", 1) + "</ul>"), HTML);
    for (String page :
        List.of("/nb/listed.html", "/nb/mapped.html", "/news/1.html", "/nb/no/1.html")) {
      article(page);
    }

    harvest("");

    assertThat(new TreeSet<>(asked()))
        .containsExactly("/map-1.xml.gz", "/map.xml", "/nb/", "/nb/listed.html", "/nb/mapped.html");
    assertThat(asked()).doesNotHaveDuplicates();
    assertThat(database.rows("select ended_how from run")).containsExactly(List.of("done"));

    // What has changed by the sitemap's word is looked at in a run that is for the lists alone.
    site.requests.clear();
    database.execute(
        "update page set checked_at = checked_at - interval '30 days', due_at = now() + interval '90 days' where kind = 'article'");
    mapped(java.time.LocalDate.now(java.time.ZoneOffset.UTC).minusDays(2).toString());
    new org.fangzhi.store.Runs(new org.fangzhi.store.Transactions(database.dataSource()))
        .begin("s", org.fangzhi.store.Runs.Purpose.SCHEDULED, List.of());
    harvestOpen();
    assertThat(asked())
        .containsExactlyInAnyOrder("/map.xml", "/map-1.xml.gz", "/nb/", "/nb/mapped.html");
  }

  private void mapped(String day) {
    site.page(
        "/map-1.xml.gz",
        200,
        HostileSite.gzip(
            HostileSite.utf8(
                MAP
                    + Map.of(
                            "/nb/mapped.html",
                            day,
                            "/news/1.html",
                            "2019-05-05",
                            "/nb/no/1.html",
                            "2018-01-01")
                        .entrySet()
                        .stream()
                        .map(
                            e ->
                                "<url><loc>"
                                    + site.url(e.getKey())
                                    + "</loc><lastmod>"
                                    + e.getValue()
                                    + "</lastmod></url>")
                        .collect(Collectors.joining())
                    + "</urlset>")),
        "Content-Type: application/x-gzip");
  }

  /** Goes on with the run that is open. */
  private void harvestOpen() throws Exception {
    harvest("");
  }

  @Test
  void no_sitemap_is_asked_for_where_the_source_wants_none() throws Exception {
    site.page("/robots.txt", 200, HostileSite.utf8("Sitemap: " + site.url("/map.xml") + "\n"));
    site.page("/nb/", 200, html("<ul>" + entry("/nb/1.html", 1) + "</ul>"), HTML);
    article("/nb/1.html");
    harvest("reach: {sitemaps: []}");
    assertThat(asked()).containsExactlyInAnyOrder("/nb/", "/nb/1.html");
  }

  @Test
  void the_same_page_under_two_spellings_is_harvested_on_once_and_told() throws Exception {
    site.page(
        "/nb/",
        200,
        html(
            "<ul>"
                + entry("1.html", 1)
                + entry("1_wap.html", 1)
                + entry("2.html", 2)
                + entry("2_wap.html", 2)
                + "</ul>"),
        HTML);
    byte[] same = html("<p>" + "本镇政务公开工作平稳有序。".repeat(20) + "</p>");
    site.page("/nb/1.html", 200, same, HTML);
    site.page("/nb/1_wap.html", 200, same, HTML);
    // Alike in name, but not the same page.
    article("/nb/2.html");
    article("/nb/2_wap.html");
    harvest("");
    assertThat(asked()).contains("/nb/1.html", "/nb/1_wap.html");
    assertThat(database.rows("select url, twin_of from api.twin"))
        .containsExactly(List.of(site.url("/nb/1_wap.html"), site.url("/nb/1.html")));

    site.requests.clear();
    harvest("");
    assertThat(asked())
        .containsExactlyInAnyOrder("/nb/", "/nb/1.html", "/nb/2.html", "/nb/2_wap.html");

    // When the one changes, the other is looked at again.
    site.requests.clear();
    site.page("/nb/1.html", 404, new byte[0]);
    harvest("");
    harvest("");
    assertThat(asked()).contains("/nb/1_wap.html");
    assertThat(database.rows("select url from api.twin")).isEmpty();
  }

  @Test
  void odd_addresses_are_asked_for_as_the_site_means_them() throws Exception {
    String list =
        "<html><head><meta charset=\"gbk\"></head><body><ul>"
            + entry("年报|{1} 2.html?q=中", 1)
            + entry("%D6%D0.html", 2)
            + "</ul></body></html>";
    site.page(
        "/nb/",
        200,
        list.getBytes(java.nio.charset.Charset.forName("GBK")),
        "Content-Type: text/html");
    // Paths in UTF-8, queries in the page's charset (WHATWG URL Standard); codes stay as they are.
    List<String> asked =
        List.of("/nb/%E5%B9%B4%E6%8A%A5%7C%7B1%7D%202.html?q=%D6%D0", "/nb/%D6%D0.html");
    asked.forEach(this::article);
    harvest("");
    assertThat(asked()).containsExactlyInAnyOrder("/nb/", asked.get(0), asked.get(1));
    assertThat(database.rows("select state from page where kind = 'article'"))
        .containsExactly(List.of("live"), List.of("live"));
  }
}
