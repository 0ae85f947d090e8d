package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pagers that lie in every known way, walked by a real harvest: each is told, none is believed. */
@Tag("thorough")
class TruncatedListsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final String JSON = "Content-Type: application/json; charset=utf-8";
  private static final String UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit";

  private static HostileSite site;

  @BeforeAll
  static void harvest() throws Exception {
    site = new HostileSite();
    site.page("/robots.txt", 404, new byte[0]);
    for (int i = 1; i <= 100; i++) {
      String text = "<p>" + ("本县第" + i + "号文件所说的事情。").repeat(30) + "</p>";
      site.page("/doc/2024/d" + (1000 + i) + ".html", 200, html(text), HTML);
    }
    // An honest list of two pages, and one of which the second page is missing.
    site.page("/honest/", 200, html(items(1, 3) + trs(2, 0) + "共5条"), HTML);
    site.page("/honest/index_1.html", 200, html(items(4, 5) + trs(2, 1)), HTML);
    site.page("/missing/", 200, html(items(6, 8) + trs(2, 0)), HTML);
    // The second page repeats the first, the third is a stub.
    site.page("/repeat/", 200, html(items(11, 13) + trs(3, 0)), HTML);
    site.page("/repeat/index_1.html", 200, html(items(11, 13) + trs(3, 1)), HTML);
    site.page("/repeat/index_2.html", 200, html("<p>栏目生成中</p>"), HTML);
    // The next group has encrypted ids and an empty body.
    String group = "/module/web/jpage/dataproxy.jsp?columnid=MTIz&unitid=cbc7";
    site.page(
        "/hanweb/index.html",
        200,
        html(
            "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href=\""
                + group
                + "\"></a>]]></nextgroup><recordset><record><![CDATA["
                + items(21, 22)
                + "]]></record></recordset></datastore></script>"
                + "<script>$('#1').jpage({perPage:2,totalRecord:45});</script>"),
        HTML);
    site.page(
        group,
        200,
        HostileSite.utf8("<datastore><recordset></recordset></datastore>" + "\n".repeat(8)),
        HTML);
    // 500 are announced; pages of 20, 20 and 5, then none.
    for (int page = 1; page <= 4; page++) {
      int from = 30 + 20 * (page - 1);
      int to = Math.min(from + 19, 74);
      site.page("/api/list?channel=7&page=" + page, 200, rows(from, to), JSON);
    }
    // Whatever page is asked for, the first comes.
    site.page(
        "/col/col1/index.html",
        200,
        html(
            "<script url=\""
                + UNIT
                + "\" queryData=\"{'webId':'1','tagId':'当前栏目list','pageId':'1'}\"></script>"),
        HTML);
    site.page(
        UNIT,
        200,
        HostileSite.utf8(
            "{\"data\":{\"html\":\"<div count='95'>"
                + items(81, 95).replace("\"", "'").replace("\n", "")
                + "</div>\"}}"),
        JSON);
    site.page("/report?year=2023&area=1", 200, html("<p>" + "二〇二三年的事。".repeat(60)), HTML);
    String yaml =
        """
        id: lying
        name: 翻页不实的网站
        entries:
          - {url: "%1$s/honest/"}
          - {url: "%1$s/missing/"}
          - {url: "%1$s/repeat/"}
          - {url: "%1$s/hanweb/index.html"}
          - url: "%1$s/api/list?channel=7&page={page}"
            json: {rows: /data/list, title: /t, url: /u, total: /data/total}
          - {url: "%1$s/col/col1/index.html"}
          - {url: "%1$s/report?year={year}&area=1"}
        politeness: {delay: 1ms}
        allow-private-addresses: true
        requisites: none
        """
            .formatted(site.url(""));
    new Harvests(database, Map.of("lying.yaml", yaml), Map.of()).once();
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  private static byte[] html(String body) {
    return HostileSite.utf8(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>年度报告</title></head><body>"
            + body
            + "</body></html>");
  }

  private static String items(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                "<li><a href=\"/doc/2024/d%d.html\">第%d号文件</a> 2024-01-02</li>"
                    .formatted(1000 + i, i))
        .collect(Collectors.joining("\n"));
  }

  private static byte[] rows(int from, int to) {
    String rows =
        IntStream.rangeClosed(from, to)
            .mapToObj(i -> "{\"t\":\"第%d号文件\",\"u\":\"/doc/2024/d%d.html\"}".formatted(i, 1000 + i))
            .collect(Collectors.joining(","));
    return HostileSite.utf8("{\"data\":{\"total\":500,\"list\":[" + rows + "]}}");
  }

  private static String trs(int pages, int current) {
    return "<script>createPageHTML(%d, %d, \"index\", \"html\");</script>"
        .formatted(pages, current);
  }

  private static List<String> notes() throws Exception {
    return String.valueOf(database.rows("select note from run").get(0).get(0)).lines().toList();
  }

  private static String note(String entry) throws Exception {
    return notes().stream()
        .filter(line -> line.startsWith(site.url(entry)))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/missing/|/missing/index_1.html could not be had: the site answers 404",
        "/repeat/|/repeat/index_1.html lists what",
        "/repeat/|/repeat/index_2.html is a stub of 125 bytes",
        "/hanweb/index.html|is a stub of 54 bytes that lists nothing",
        "/hanweb/index.html|45 entries are announced and 2 are listed",
        "/api/list|500 entries are announced and 45 are listed",
        "/col/col1/index.html|pageNo%22%3A2%2C%22pageSize%22%3A15%7D lists what",
        "/col/col1/index.html|95 entries are announced and 15 are listed",
      })
  void each_lie_stands_in_the_story_of_the_run(String entry, String words) throws Exception {
    assertThat(note(entry)).contains(" is truncated: ").contains(words);
  }

  @Test
  void an_honest_list_is_not_accused() throws Exception {
    assertThat(notes()).hasSize(5);
    assertThat(note("/honest/")).isEmpty();
  }

  @Test
  void a_pager_that_is_ignored_is_not_followed_on() {
    long asked = site.requests.stream().filter(head -> head.contains("/build/unit?")).count();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void what_the_lists_do_show_is_harvested() throws Exception {
    // 1 to 8, 11 to 13, 21 and 22, 30 to 74, 81 to 95.
    assertThat(
            database.rows(
                "select count(*) from page where kind = 'article' and state = 'live'"
                    + " and url like '%/doc/2024/%'"))
        .containsExactly(List.of("73"));
  }

  @Test
  void a_report_is_asked_for_each_year_since_2008() throws Exception {
    List<List<String>> years =
        database.rows(
            "select state, count(*) from page where url like '%/report?year=%' and kind = 'article'"
                + " group by state order by state");
    assertThat(years.get(0)).containsExactly("live", "1");
    List<String> first =
        database.rows("select min(url) from page where url like '%/report?year=%'").get(0);
    assertThat(first).containsExactly(site.url("/report?year=2008&area=1"));
  }

  @Test
  void how_each_list_was_understood_can_be_looked_up() throws Exception {
    List<String> families = new ArrayList<>();
    for (List<String> row :
        database.rows(
            "select family, reason, entries, announced from api.listing where url in ('"
                + site.url("/honest/")
                + "', '"
                + site.url("/hanweb/index.html")
                + "') order by family")) {
      families.add(String.join(" | ", row));
    }
    assertThat(families)
        .containsExactly(
            "hanweb | jpage in a script | 2 | 45",
            "trs | createPageHTML with four arguments | 3 | 5");
  }
}
