package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.fangzhi.archive.Quarantine;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.publish.Publisher;
import org.fangzhi.report.Reports;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.fangzhi.watch.Retry;
import org.fangzhi.watch.Story;
import org.fangzhi.watch.Watch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site that loses, moves, hides and blocks its pages, and what is known of each afterwards. */
@Tag("long")
class BreaksTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final Map<String, String> TWICE =
      Map.of("fangzhi.keep.confirmations", "2", "fangzhi.keep.confirmed.over", "PT0S");

  private HostileSite site;

  @BeforeEach
  void empty() throws Exception {
    database.execute("truncate source, pace_group, document, change, observation cascade");
    site = new HostileSite();
    site.page("/robots.txt", 200, HostileSite.utf8("User-agent: *\nAllow: /\n"), HTML);
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  private String source() {
    return """
    id: town
    name: 某镇
    entries: [{url: "%s"}]
    politeness: {delay: 0ms}
    allow-private-addresses: true
    requisites: none
    """
        .formatted(site.url("/nb/list.html"));
  }

  /** Where the article of that name stands. */
  private static String path(String name) {
    return "/nb/" + Integer.toHexString(name.hashCode()) + ".html";
  }

  private void list(String... articles) {
    StringBuilder items = new StringBuilder();
    for (String article : articles) {
      items.append(
          "<li><a href=\"%s\">关于%s工作安排的通知</a><span>2023-01-04</span></li>"
              .formatted(path(article), article));
    }
    html("/nb/list.html", "<title>通知公告</title><ul>" + items + "</ul>");
  }

  private void article(String name) {
    html(
        path(name),
        "<title>关于%1$s工作安排的通知</title><h1>关于%1$s工作安排的通知</h1><p>发布时间：2023-01-04</p><p>%2$s</p>"
            .formatted(name, ("各村：现将" + name + "工作安排通知如下，请认真执行。").repeat(12)));
  }

  private void html(String path, String body) {
    site.page(path, 200, HostileSite.utf8("<html><body>" + body + "</body></html>"), HTML);
  }

  private void status(String name, int status) {
    site.page(path(name), status, HostileSite.utf8("no"), HTML);
  }

  private List<String> page(String name) throws Exception {
    return database
        .rows("select outcome, state, misses from page where url = '" + site.url(path(name)) + "'")
        .get(0);
  }

  private List<String> versions(String name) throws Exception {
    return database
        .rows(
            "select v.kind from version v join page p on p.id = v.page_id where p.url = '"
                + site.url(path(name))
                + "' order by v.id")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static List<List<String>> documents() throws Exception {
    return database.rows("select title from api.document order by title");
  }

  @Test
  void a_home_page_that_answers_for_many_articles_is_none_of_them() throws Exception {
    AtomicInteger clock = new AtomicInteger(10);
    for (String away : List.of("防汛", "征兵", "秋收")) {
      site.on(
          path(away),
          (head, out) -> {
            String home =
                "<html><title>某镇人民政府</title><p>首页 政务公开 现在时间 %d:15</p><p>我镇召开会议。</p></html>"
                    .formatted(clock.incrementAndGet());
            out.write(HostileSite.answer(200, HostileSite.utf8(home), HTML));
            return true;
          });
    }
    article("植树");
    article("消防");
    list("防汛", "征兵", "秋收", "植树", "消防");
    try (RunningService service = new RunningService(database, source(), TWICE)) {
      service.once();
      for (String away : List.of("防汛", "征兵", "秋收")) {
        assertThat(page(away)).containsExactly("soft-missing", "unseen", "1");
        assertThat(versions(away)).isEmpty();
      }
      assertThat(documents()).hasSize(2);
      assertThat(
              database.rows(
                  "select count(*) from observation where outcome = 'soft-missing' and payload is not null"))
          .containsExactly(List.of("3"));

      // Known from now on: an article that is replaced by it is absent at once, and gone when told
      // twice.
      site.page(
          path("植树"),
          200,
          HostileSite.utf8(
              "<html><title>某镇人民政府</title><p>首页 政务公开 现在时间 77:15</p><p>我镇召开会议。</p></html>"),
          HTML);
      article("防汛");
      service.once();
      assertThat(page("植树")).containsExactly("soft-missing", "suspect", "1");
      assertThat(page("防汛").subList(0, 2)).containsExactly("new", "live");
      service.once();
      assertThat(page("植树")).containsExactly("soft-missing", "gone", "2");
      assertThat(versions("植树")).containsExactly("content", "tombstone");
      article("植树");
      service.once();
      assertThat(versions("植树")).containsExactly("content", "tombstone", "restoration");
      assertThat(documents()).hasSize(3);
    }
  }

  @Test
  void only_absence_told_again_and_again_is_a_tombstone() throws Exception {
    for (String name : List.of("甲", "乙", "丙", "丁", "戊")) {
      article(name);
    }
    list("甲", "乙", "丙", "丁", "戊");
    Map<String, String> thrice =
        Map.of(
            "fangzhi.keep.confirmations", "3",
            "fangzhi.keep.confirmed.over", "PT0S",
            "fangzhi.keep.blocks.to.rest", "1000");
    try (RunningService service = new RunningService(database, source(), thrice)) {
      service.once();
      status("甲", 404);
      status("乙", 404);
      status("丙", 404);
      status("丁", 500);
      list("甲", "乙", "丙", "丁");
      service.once();
      article("甲");
      status("丙", 412);
      service.once();
      assertThat(page("甲")).containsExactly("unchanged", "live", "0");
      assertThat(page("乙")).containsExactly("missing", "suspect", "2");
      assertThat(page("丙")).containsExactly("blocked", "suspect", "1");
      article("乙");
      status("丙", 404);
      service.once();
      assertThat(page("乙")).containsExactly("unchanged", "live", "0");
      assertThat(page("丙")).containsExactly("missing", "suspect", "2");
      status("丙", 404);
      service.once();
      assertThat(page("丙")).containsExactly("missing", "gone", "3");
      assertThat(versions("甲")).containsExactly("content");
      assertThat(versions("乙")).containsExactly("content");
      assertThat(versions("丙")).containsExactly("content", "tombstone");
      // Failed four times, and no list leads there: still held.
      assertThat(page("丁").subList(0, 2)).containsExactly("failed", "live");
      assertThat(page("戊").subList(0, 2)).containsExactly("unchanged", "live");
      assertThat(versions("丁")).containsExactly("content");
      assertThat(documents()).hasSize(4);
    }
  }

  @Test
  void what_moved_is_found_by_its_text() throws Exception {
    article("甲");
    article("乙");
    list("甲", "乙");
    try (RunningService service = new RunningService(database, source(), TWICE)) {
      service.once();
      List<List<String>> before = database.rows("select id from api.document order by id");
      html(
          "/nb/2024/a.html",
          "<title>关于甲工作安排的通知</title><div><h1>关于甲工作安排的通知</h1><p>发布时间：2023-01-04</p><p>"
              + "各村：现将甲工作安排通知如下，请认真执行。".repeat(12)
              + "</p></div>");
      status("甲", 404);
      html(
          "/nb/list.html",
          "<title>通知公告</title><ul><li><a href=\"2024/a.html\">关于甲工作安排的通知</a><span>2023-01-04</span></li><li><a href=\""
              + path("乙")
              + "\">关于乙工作安排的通知</a><span>2023-01-04</span></li></ul>");
      service.once();
      service.once();
      assertThat(page("甲").get(1)).isEqualTo("gone");
      assertThat(
              database.rows("select moved_to from page where url = '" + site.url(path("甲")) + "'"))
          .containsExactly(List.of(site.url("/nb/2024/a.html")));
      assertThat(database.rows("select id from api.document order by id")).isEqualTo(before);
      assertThat(database.rows("select op from change where op = 'delete'")).isEmpty();
    }
  }

  @Test
  void quarantine_is_judged_again_by_the_rules_of_today() throws Exception {
    article("甲");
    html(path("乙"), "<p>您访问的页面不存在</p>");
    list("甲", "乙");
    try (RunningService service = new RunningService(database, source(), TWICE)) {
      service.once();
      // As other rules would have judged: the article as a block, the stub as a page.
      database.execute(
          ("""
          update observation set outcome = 'blocked' where page_id = (select id from page where url like '%/甲.html');
          delete from reading; delete from version; update document set version_id = null;
          update page set outcome = 'blocked', state = 'unseen', sha256 = null where url like '%/甲.html';
          update observation set outcome = 'new' where outcome = 'soft-missing';
          insert into version (page_id, run_id, observation_id, at, kind, sha256)
          select o.page_id, o.run_id, o.id, o.at, 'content', o.payload from observation o join page p on p.id = o.page_id where p.url like '%/乙.html';
          update page p set outcome = 'new', state = 'live', sha256 = v.sha256 from version v where v.page_id = p.id""")
              .replace("/甲.html", path("甲"))
              .replace("/乙.html", path("乙")));
      Quarantine quarantine =
          new Quarantine(new Transactions(database.dataSource()), Reports.READER);
      List<Quarantine.Change> told = quarantine.judge(List.of("town"), false);
      assertThat(told)
          .extracting(change -> change.url(), Quarantine.Change::then)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(site.url(path("甲")), "becomes a version"),
              org.assertj.core.groups.Tuple.tuple(
                  site.url(path("乙")), "is taken back: it was never published"));
      assertThat(versions("甲")).isEmpty();
      quarantine.judge(List.of("town"), true);
      assertThat(page("乙")).containsExactly("soft-missing", "unseen", "2");
      assertThat(versions("乙")).isEmpty();
      assertThat(versions("甲")).containsExactly("content");
      Harvests.until(
          "it is published",
          Duration.ofSeconds(30),
          () -> documents().equals(List.of(List.of("关于甲工作安排的通知"))));
      assertThat(quarantine.judge(List.of(), false)).isEmpty();
    }
  }

  @Test
  void a_group_that_rests_is_asked_again_at_a_word_and_the_story_tells_it_all() throws Exception {
    article("甲");
    list("甲");
    try (RunningService service =
        new RunningService(database, source(), Map.of("fangzhi.keep.blocks.to.rest", "1"))) {
      service.once();
      status("甲", 412);
      service.once();
      String host = "127.0.0.1:" + site.port();
      assertThat(database.rows("select circuit_why is not null from pace_group"))
          .containsExactly(List.of("t"));
      Retry retry = new Retry(new Transactions(database.dataSource()));
      assertThat(retry.again(Retry.What.GROUP, "nobody")).isNull();
      assertThat(retry.again(Retry.What.URL, "http://nobody/")).isNull();
      article("甲");
      Retry.Done done = retry.again(Retry.What.GROUP, host);
      assertThat(done.groups()).isEqualTo(1);
      assertThat(done.pages()).isEqualTo(1);
      Harvests.until(
          "it is asked again", Duration.ofSeconds(30), () -> page("甲").get(0).equals("unchanged"));
      assertThat(database.rows("select circuit_why from pace_group where circuit_why is not null"))
          .isEmpty();
      database.execute(
          "update page set state = 'set-aside', fault = 'tried' where kind = 'article'");
      Retry.Done back = retry.again(Retry.What.SOURCE, "town");
      assertThat(back.pages()).isEqualTo(1);
      assertThat(back.runs()).as("the run that asks for it").hasSize(1);
      assertThat(page("甲").get(1)).isEqualTo("live");
      assertThat(retry.again(Retry.What.URL, site.url("/nb/list.html")).pages()).isEqualTo(1);
      try (Connection connection = database.dataSource().getConnection()) {
        Story story = Story.of(connection, site.url(path("甲")));
        assertThat(story.page().path("found_on").asString()).isEqualTo(site.url("/nb/list.html"));
        assertThat(story.page().path("anchor").asString()).isEqualTo("关于甲工作安排的通知");
        assertThat(story.page().path("group").asString()).isEqualTo(host);
        assertThat(story.attempts().subList(0, 2))
            .extracting(attempt -> attempt.path("outcome").asString())
            .containsExactly("new", "blocked");
        assertThat(story.attempts().get(0).path("reading").asString()).isEqualTo("current");
        assertThat(story.attempts().get(0).path("published_at").asString()).isNotEmpty();
        assertThat(story.attempts().get(1).path("why").asString())
            .isEqualTo("the site answers 412");
      }
    }
  }

  @Test
  void a_breach_is_told_to_the_webhook_once_until_it_takes_it() throws Exception {
    List<String> got = new CopyOnWriteArrayList<>();
    List<Integer> answers = new ArrayList<>(List.of(500));
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = answers.isEmpty() ? 200 : answers.remove(0);
          got.add(status + " " + exchange.getRequestMethod() + " " + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    hook.start();
    for (String name : List.of("甲", "乙", "丙", "丁", "戊")) {
      article(name);
    }
    list("甲", "乙", "丙", "丁", "戊");
    String address = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook";
    try (MailBox box = new MailBox();
        RunningService service =
            new RunningService(
                database,
                source() + "expect: {entries: 3.., silent-days: 9000}\n",
                Map.of("fangzhi.alert.webhook", address, "fangzhi.alert.mail", box.endpoint()))) {
      service.once();
      article("己");
      list("己");
      service.once();
      assertThat(database.rows("select held_why from source").get(0).get(0))
          .contains("1 articles on the lists; at least 3 are expected", "led to 5");
      assertThat(database.rows("select ended_how from run order by id desc limit 1"))
          .containsExactly(List.of("held"));
      assertThat(documents()).hasSize(5);
      service.once();
      Harvests.until("the hook refuses", Duration.ofSeconds(20), () -> got.size() == 1);
      database.execute("update alert set ask_at = now() where sent_at is null");
      Harvests.until("the hook takes it", Duration.ofSeconds(20), () -> got.size() == 2);
      list("甲", "乙", "丙", "丁", "戊", "己");
      service.once();
      Harvests.until("the hook hears", Duration.ofSeconds(20), () -> got.size() == 3);
      assertThat(got.get(0)).startsWith("500 POST {");
      assertThat(got.get(1))
          .startsWith("200 POST {")
          .contains("\"kind\":\"held\"", "\"source\":\"town\"");
      assertThat(got.get(2)).contains("\"kind\":\"healed\"");
      Harvests.until("both mails came", Duration.ofSeconds(20), () -> box.mails.size() == 2);
      assertThat(box.mails.get(0)).contains("To: b@example.org").containsPattern("Subject: .+");
      assertThat(documents()).hasSize(6);
      assertThat(
              database.rows(
                  "select count(*), count(held_why) from alert, source group by source.id"))
          .containsExactly(List.of("2", "0"));
    } finally {
      hook.stop(0);
    }
  }

  @Test
  void a_site_that_is_right_as_it_is_can_be_accepted() throws Exception {
    for (String name : List.of("甲", "乙", "丙", "丁", "戊", "己")) {
      article(name);
    }
    list("甲", "乙", "丙", "丁", "戊");
    try (RunningService service = new RunningService(database, source(), Map.of())) {
      service.once();
      list("甲", "己");
      service.once();
      assertThat(database.rows("select held_why from source").get(0).get(0))
          .isEqualTo("the lists lead to 2 articles; when last published they led to 5");
      assertThat(documents()).hasSize(5);

      Transactions transactions = new Transactions(database.dataSource());
      assertThat(new Watch(transactions).accept("town")).startsWith("the lists lead to 2");
      assertThat(new Publisher(transactions).publish("town")).isEqualTo(1);

      assertThat(documents()).hasSize(6);
      service.once();
      assertThat(database.rows("select held_why from source").get(0).get(0)).isNull();
      assertThat(database.rows("select kind from alert order by id"))
          .containsExactly(List.of("held"), List.of("accepted"));
      assertThat(new Watch(transactions).accept("town")).isNull();
    }
  }
}
