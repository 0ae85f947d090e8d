package org.fangzhi.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.fangzhi.crawl.Judge;
import org.fangzhi.store.Found;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Runs;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DepositsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant LONG_AGO = Instant.parse("2019-03-20T08:00:00Z");
  private static final Deposit FILE =
      new Deposit("pages.warc", Instant.parse("2024-01-02T03:04:05Z"), new byte[] {1, 2, 3}, 3);

  private static Transactions transactions;
  private static Deposits deposits;

  @BeforeEach
  void open() throws SQLException {
    transactions = new Transactions(database.dataSource());
    deposits = new Deposits(transactions, new Archive(transactions, Keeping.DEFAULT, "r1"));
    database.execute("truncate source, page, run, pace_group, observation, version cascade");
  }

  private static Deposit.Page page(String url, Instant at, String text) {
    return page(url, at, text, null);
  }

  private static Deposit.Page page(String url, Instant at, String text, @Nullable String ip) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Deposit.Page(url, PageKind.ARTICLE, at, null, bytes, null, bytes, ip, null);
  }

  private static String sha256(String text) {
    return Judge.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long inboxRun() throws SQLException {
    return Long.parseLong(
        database.rows("select id from run where source_id = '@inbox'").get(0).get(0));
  }

  private static void sourceFinds(String id, String delayMillis, Found found) throws SQLException {
    database.execute(
        "insert into source (id, name, definition, delay_ms, window_from, window_to) values ('%s', '%s', '{}', %s, '22:00', '06:00')"
            .formatted(id, id, delayMillis));
    new Runs(transactions).begin(id, Runs.Purpose.HARVEST, List.of(found));
  }

  private static Found found(String url, String group) {
    return new Found(url, PageKind.ARTICLE, group, 1, null, "2023年年报", null);
  }

  @Test
  void each_capture_of_an_address_is_kept() throws Exception {
    String url = "http://a.example/1.html";
    int kept =
        deposits.keep(
            FILE,
            List.of(
                page(url, LONG_AGO, "as it was"),
                page("http://a.example/2.html", LONG_AGO, "another"),
                page(url, LONG_AGO.plusSeconds(86400), "as it became")));

    assertThat(kept).isEqualTo(3);
    assertThat(
            database.rows(
                "select to_char(v.at at time zone 'UTC', 'DD'), encode(v.sha256, 'hex') from version v"
                    + " join page p on p.id = v.page_id where p.url = '"
                    + url
                    + "' order by v.at"))
        .containsExactly(List.of("20", sha256("as it was")), List.of("21", sha256("as it became")));
  }

  @Test
  void a_file_whose_pages_were_not_all_kept_stays_and_holds_up_nothing() throws Exception {
    Deposit.Page good = page("http://a.example/good.html", LONG_AGO, "good");
    // No text of the database can hold a NUL.
    Deposit.Page poisonous = page("http://a.example/bad.html", LONG_AGO, "bad", "10.0.0.1\0");

    assertThatThrownBy(() -> deposits.keep(FILE, List.of(good, poisonous)))
        .hasMessage(
            "1 of 2 pages of pages.warc could not be kept, the log says why; the file is tried again");

    assertThat(database.rows("select url from page join version v on v.page_id = page.id"))
        .containsExactly(List.of("http://a.example/good.html"));
    assertThat(database.rows("select url from page where run_id is not null"))
        .as("the run can end, and what was kept be published")
        .isEmpty();
  }

  @Test
  void what_a_dead_process_left_in_the_run_does_not_hold_it_open() throws Exception {
    deposits.keep(FILE, List.of(page("http://a.example/1.html", LONG_AGO, "one")));
    database.execute(
        "insert into page (source_id, group_id, url, kind, depth, run_id, token, ask_at)"
            + " select '@inbox', id, 'http://a.example/left.html', 'article', 0, "
            + inboxRun()
            + ", 1, now() - interval '1 second' from pace_group limit 1");

    deposits.keep(FILE, List.of(page("http://a.example/2.html", LONG_AGO, "two")));

    assertThat(database.rows("select url from page where run_id is not null or token is not null"))
        .isEmpty();
  }

  @Test
  void a_page_that_a_source_finds_is_asked_for_as_that_source_says() throws Exception {
    String url = "http://a.example/1.html";
    deposits.keep(FILE, List.of(page(url, LONG_AGO, "one")));

    sourceFinds("a", "10000", found(url, "a.example"));

    assertThat(
            database.rows(
                "select p.source_id, g.name, g.delay_ms, g.window_from, g.window_to"
                    + " from page p join pace_group g on g.id = p.group_id"))
        .containsExactly(List.of("a", "a.example", "10000", "22:00:00", "06:00:00"));
  }

  @Test
  void a_page_that_a_source_finds_goes_to_the_group_that_it_names() throws Exception {
    String url = "http://a.example/1.html";
    sourceFinds("other", "3000", found("http://a.example/0.html", "a.example"));
    deposits.keep(FILE, List.of(page(url, LONG_AGO, "one")));

    sourceFinds("a", "10000", found(url, "platform"));

    assertThat(
            database.rows(
                "select g.name, g.ask_at <= now() from page p join pace_group g on g.id = p.group_id"
                    + " where p.url = '"
                    + url
                    + "'"))
        .containsExactly(List.of("platform", "t"));
  }

  @Test
  void what_was_deposited_is_not_judged_as_an_answer() throws Exception {
    String url = "http://a.example/1.html";
    Quarantine quarantine = new Quarantine(transactions, "r1");
    deposits.keep(
        FILE,
        List.of(page(url, LONG_AGO, "one"), page("http://a.example/2.html", LONG_AGO, "two")));
    database.execute(
        "insert into source (id, name, definition) values ('a', 'A', '{}');"
            + " update page set source_id = 'a' where url = '"
            + url
            + "'");

    assertThat(quarantine.judge(List.of(), true)).isEmpty();
    assertThat(database.rows("select count(*) from version")).containsExactly(List.of("2"));

    // An answer without a head would be judged; nobody asks again for those of a removed source.
    database.execute("update observation set deposit = null");
    assertThat(quarantine.judge(List.of(), false))
        .extracting(Quarantine.Change::url)
        .containsExactly(url);
    database.execute("update source set removed_at = now() where id = 'a'");
    assertThat(quarantine.judge(List.of(), false)).isEmpty();
  }

  @Test
  void where_a_page_came_from_is_kept_in_the_transaction_that_keeps_it() throws Exception {
    deposits.keep(FILE, List.of(page("http://a.example/1.html", LONG_AGO, "one")));
    assertThat(
            database.rows(
                "select encode(o.deposit, 'hex'), o.xmin = v.xmin from observation o"
                    + " join version v on v.observation_id = o.id"))
        .containsExactly(List.of("010203", "t"));
  }
}
