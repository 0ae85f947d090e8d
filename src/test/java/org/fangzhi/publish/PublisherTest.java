package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Attempt;
import org.fangzhi.archive.Keeping;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Found;
import org.fangzhi.store.Lease;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Runs;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.fangzhi.store.Visit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The four transactions together, on a real database, with answers made by hand. */
class PublisherTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Keeping KEEPING =
      new Keeping(2, Duration.ZERO, 2, Duration.ZERO, Duration.ofMinutes(10), 3);

  private Transactions transactions;
  private Claims claims;
  private Archive archive;
  private Readings readings;
  private Runs runs;
  private Publisher publisher;

  @BeforeEach
  void emptyTables() throws SQLException {
    transactions = new Transactions(database.database().dataSource());
    claims = new Claims(transactions, "test:1");
    archive = new Archive(transactions, KEEPING, "1");
    readings = new Readings(transactions, "test:1");
    runs = new Runs(transactions);
    publisher = new Publisher(transactions);
    sql(
        "truncate source, pace_group, run, page, payload, wire, observation, document, version, reading, report,"
            + " holding, change cascade");
    sql("update change_counter set seq = 0");
    sql("insert into source (id, name, definition, delay_ms) values ('s', 'S', '{}', 0)");
  }

  @Test
  void aReportIsAddedOnceWithItsHoldings() throws SQLException {
    harvest(Map.of("a", page("same text", 2020), "b", page("same text", 2020)));

    assertThat(rows("select op, entity from api.change order by seq"))
        .containsExactly("add document", "add report");
    assertThat(rows("select url, leads from api.holding order by url"))
        .containsExactly("http://x/a t", "http://x/b f");
  }

  @Test
  void anIdIsTheStartOfTheHashOfTheFirstText() throws SQLException {
    harvest(Map.of("a", page("first", 2020)));
    // printf first | sha256sum
    assertThat(rows("select id from api.document")).containsExactly("a7937b64b8caa58f");
  }

  @Test
  void anIdStaysWhenTheTextChanges() throws SQLException {
    harvest(Map.of("a", page("first", 2020)));
    harvest(Map.of("a", page("second", 2020)));

    assertThat(rows("select id from api.document")).containsExactly("a7937b64b8caa58f");
    assertThat(rows("select id from api.report")).containsExactly("a7937b64b8caa58f");
    assertThat(rows("select content_id from api.version order by id"))
        .containsExactly("a7937b64b8caa58f", "a7937b64b8caa58f");
    assertThat(rows("select op, entity from api.change order by seq"))
        .containsExactly("add document", "add report", "update document", "update report");
  }

  @Test
  void anotherYearAtTheSameAddressIsAnotherReport() throws SQLException {
    harvest(Map.of("a", page("report of 2020", 2020)));
    harvest(Map.of("a", page("report of 2021", 2021)));

    assertThat(rows("select year from api.report")).containsExactly("2021");
    assertThat(rows("select op, entity from api.change where seq > 2 order by seq"))
        .containsExactlyInAnyOrder(
            "add document", "delete document", "add report", "delete report");
  }

  @Test
  void aSecondHarvestOfTheSameAddsNothing() throws SQLException {
    harvest(Map.of("a", page("text", 2020)));
    harvest(Map.of("a", page("text", 2020)));

    assertThat(rows("select count(*) from api.version")).containsExactly("1");
    assertThat(rows("select count(*) from api.change")).containsExactly("2");
    assertThat(rows("select outcome from observation order by id"))
        .containsExactly("new", "unchanged");
  }

  @Test
  void backToAnOldTextMakesAThirdVersionOfTheSameDocument() throws SQLException {
    harvest(Map.of("a", page("A", 2020)));
    harvest(Map.of("a", page("B", 2020)));
    harvest(Map.of("a", page("A", 2020)));

    assertThat(rows("select count(*), count(distinct content_id) from api.version"))
        .containsExactly("3 1");
    assertThat(rows("select count(*) from payload")).containsExactly("2");
  }

  @Test
  void absenceMustBeConfirmedAndComesBackAsARestoration() throws SQLException {
    harvest(Map.of("a", page("text", 2020)));
    harvest(Map.of("a", Answer.missing()));
    assertThat(rows("select state from page where url like '%/a'")).containsExactly("suspect");
    assertThat(rows("select count(*) from api.report")).containsExactly("1");

    harvest(Map.of("a", Answer.missing()));
    assertThat(rows("select state from page where url like '%/a'")).containsExactly("gone");
    assertThat(rows("select count(*) from api.report")).containsExactly("0");

    harvest(Map.of("a", page("text", 2020)));
    assertThat(rows("select kind from api.version order by id"))
        .containsExactly("content", "tombstone", "restoration");
    assertThat(rows("select op, entity from api.change where seq > 2 order by seq"))
        .containsExactly("delete document", "delete report", "restore document", "restore report");
  }

  @Test
  void aBlockIsKeptInQuarantineAndNeverAVersion() throws SQLException {
    harvest(Map.of("a", page("text", 2020)));
    harvest(Map.of("a", new Answer(Outcome.BLOCKED, "请完成验证", 0)));

    assertThat(rows("select count(*) from api.version")).containsExactly("1");
    assertThat(
            rows(
                "select count(*) from observation where outcome = 'blocked' and payload is not null"))
        .containsExactly("1");
    assertThat(rows("select count(*) from api.report")).containsExactly("1");
  }

  @Test
  void aResultUnderAnOldTokenIsRefused() throws SQLException {
    begin(List.of("a"));
    Lease frozen = claims.pages(10, null, false).get(0);
    sql("update page set ask_at = now()");
    sql("update pace_group set lease_until = now(), free_at = now()");
    Lease next = claims.pages(10, null, false).get(0);

    Archive.Recorded late =
        archive.record(List.of(attempt(frozen.visits().get(0), page("late", 2020), true)));
    Archive.Recorded intime =
        archive.record(List.of(attempt(next.visits().get(0), page("in time", 2020), true)));

    assertThat(late.refused()).isEqualTo(1);
    assertThat(intime.kept()).isEqualTo(1);
    assertThat(rows("select count(*) from observation")).containsExactly("1");
  }

  @Test
  void aPoisonousPageHarmsOnlyItself() throws SQLException {
    begin(List.of("a", "b"));
    Lease lease = claims.pages(10, null, false).get(0);
    List<Attempt> batch = new ArrayList<>();
    for (Visit visit : lease.visits()) {
      boolean poison = visit.url().endsWith("/a");
      Attempt attempt = attempt(visit, page("text", 2020), false);
      batch.add(poison ? withWhy(attempt, "a NUL: \0") : attempt);
    }

    archive.record(batch);

    assertThat(rows("select url from page where sha256 is not null")).containsExactly("http://x/b");
    assertThat(rows("select state, attempts, fault is null from page where url = 'http://x/a'"))
        .containsExactly("unseen 1 f");
  }

  @Test
  void theFeedNeverSkipsANumber() throws SQLException {
    harvest(Map.of("a", page("1", 2018), "b", page("2", 2019), "c", page("3", 2020)));
    assertThat(rows("select seq from api.change order by seq"))
        .containsExactly("1", "2", "3", "4", "5", "6");
  }

  // ---

  /** What a site answers for a page: an outcome, its text, and the year that a reader will find. */
  private record Answer(Outcome outcome, String text, int year) {
    static Answer missing() {
      return new Answer(Outcome.MISSING, "", 0);
    }
  }

  private static Answer page(String text, int year) {
    return new Answer(Outcome.NEW, text, year);
  }

  private long begin(List<String> pages) throws SQLException {
    List<Found> entries =
        pages.stream()
            .map(p -> new Found("http://x/" + p, PageKind.ARTICLE, "x", 0, null, null, null))
            .toList();
    return runs.begin("s", Runs.Purpose.HARVEST, entries).id();
  }

  /** One whole run in which each page answers as given. */
  private void harvest(Map<String, Answer> site) throws SQLException {
    long run = begin(List.copyOf(site.keySet()));
    for (List<Lease> leases = claims.pages(10, null, false);
        !leases.isEmpty();
        leases = claims.pages(10, null, false)) {
      List<Attempt> batch = new ArrayList<>();
      for (Lease lease : leases) {
        for (Visit visit : lease.visits()) {
          Answer answer = site.get(visit.url().substring("http://x/".length()));
          batch.add(
              attempt(visit, answer, visit.equals(lease.visits().get(lease.visits().size() - 1))));
        }
      }
      archive.record(batch);
    }
    List<Read> read = new ArrayList<>();
    for (Unread unread : readings.claim(100)) {
      String[] textAndYear = new String(unread.bytes(), StandardCharsets.UTF_8).split("\\|");
      read.add(reading(unread, textAndYear[0], textAndYear[1]));
    }
    readings.stage(read);
    publisher.publish("s");
    runs.end(run);
  }

  private static Read reading(Unread unread, String text, String year) {
    byte[] hash = Payload.sha256(text.getBytes(StandardCharsets.UTF_8));
    String json =
        """
        [{"id": "%s", "sha256": "x", "title": "%s", "agency": "A", "division": {"code": "530381"},
          "scope": "government", "year": %s, "published": null, "form": "form2021", "values": [],
          "text": "%s"}]"""
            .formatted(java.util.HexFormat.of().formatHex(hash, 0, 8), text, year, text);
    return new Read(unread, null, "text/html", "utf-8", text, false, text, hash, json);
  }

  private static Attempt attempt(Visit visit, Answer answer, boolean last) {
    byte[] payload =
        answer.outcome() == Outcome.MISSING
            ? null
            : (answer.text() + "|" + answer.year()).getBytes(StandardCharsets.UTF_8);
    Outcome outcome = answer.outcome();
    if (outcome == Outcome.NEW && visit.sha256() != null) {
      outcome =
          java.util.Arrays.equals(visit.sha256(), Payload.sha256(payload))
              ? Outcome.UNCHANGED
              : Outcome.CHANGED;
    }
    return new Attempt(
        visit,
        outcome,
        Instant.parse("2026-11-22T00:00:00Z"),
        Duration.ofMillis(5),
        200,
        null,
        new byte[0],
        new byte[0],
        payload,
        null,
        payload,
        null,
        "127.0.0.1",
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        last);
  }

  private static Attempt withWhy(Attempt a, String why) {
    return new Attempt(
        a.visit(),
        a.outcome(),
        a.at(),
        a.took(),
        a.status(),
        why,
        a.request(),
        a.head(),
        a.wire(),
        a.contentCoding(),
        a.payload(),
        a.hops(),
        a.ip(),
        a.tls(),
        a.truncated(),
        a.etag(),
        a.lastModified(),
        a.restFor(),
        a.movedTo(),
        a.found(),
        a.last());
  }

  private void sql(String statement) throws SQLException {
    transactions.commit(
        connection -> {
          try (Statement execute = connection.createStatement()) {
            execute.execute(statement);
          }
        });
  }

  private List<String> rows(String query) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery(query)) {
      List<String> list = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        list.add(String.join(" ", row));
      }
      return list;
    }
  }
}
