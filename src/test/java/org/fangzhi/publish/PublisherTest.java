package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Attempt;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.Lease;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Visit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The four transactions together, on a real database, with answers made by hand. */
class PublisherTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private Harvest harvest;

  @BeforeEach
  void emptyTables() throws SQLException {
    harvest = new Harvest(database);
  }

  @Test
  void aReportIsAddedOnceWithItsHoldings() throws SQLException {
    harvest.once(Map.of("a", Answer.page("same text", 2020), "b", Answer.page("same text", 2020)));

    assertThat(harvest.rows("select op, entity from api.change order by seq"))
        .containsExactly("add document", "add report");
    assertThat(harvest.rows("select url, leads from api.holding order by url"))
        .containsExactly("http://s/a t", "http://s/b f");
  }

  @Test
  void anIdIsTheStartOfTheHashOfTheFirstText() throws SQLException {
    harvest.once(Map.of("a", Answer.page("first", 2020)));
    // printf first | sha256sum
    assertThat(harvest.rows("select id from api.document")).containsExactly("a7937b64b8caa58f");
  }

  @Test
  void anIdStaysWhenTheTextChanges() throws SQLException {
    harvest.once(Map.of("a", Answer.page("first", 2020)));
    harvest.once(Map.of("a", Answer.page("second", 2020)));

    assertThat(harvest.rows("select id from api.document")).containsExactly("a7937b64b8caa58f");
    assertThat(harvest.rows("select id from api.report")).containsExactly("a7937b64b8caa58f");
    assertThat(harvest.rows("select content_id from api.version order by id"))
        .containsExactly("a7937b64b8caa58f", "a7937b64b8caa58f");
    assertThat(harvest.rows("select op, entity from api.change order by seq"))
        .containsExactly("add document", "add report", "update document", "update report");
  }

  @Test
  void anotherYearAtTheSameAddressIsAnotherReport() throws SQLException {
    harvest.once(Map.of("a", Answer.page("report of 2020", 2020)));
    harvest.once(Map.of("a", Answer.page("report of 2021", 2021)));

    assertThat(harvest.rows("select year from api.report")).containsExactly("2021");
    assertThat(harvest.rows("select op, entity from api.change where seq > 2 order by seq"))
        .containsExactlyInAnyOrder(
            "add document", "delete document", "add report", "delete report");
  }

  @Test
  void aSecondHarvestOfTheSameAddsNothing() throws SQLException {
    harvest.once(Map.of("a", Answer.page("text", 2020)));
    harvest.once(Map.of("a", Answer.page("text", 2020)));

    assertThat(harvest.rows("select count(*) from api.version")).containsExactly("1");
    assertThat(harvest.rows("select count(*) from api.change")).containsExactly("2");
    assertThat(harvest.rows("select outcome from observation order by id"))
        .containsExactly("new", "unchanged");
  }

  @Test
  void backToAnOldTextMakesAThirdVersionOfTheSameDocument() throws SQLException {
    harvest.once(Map.of("a", Answer.page("A", 2020)));
    harvest.once(Map.of("a", Answer.page("B", 2020)));
    harvest.once(Map.of("a", Answer.page("A", 2020)));

    assertThat(harvest.rows("select count(*), count(distinct content_id) from api.version"))
        .containsExactly("3 1");
    assertThat(harvest.rows("select count(*) from payload")).containsExactly("2");
  }

  @Test
  void absenceMustBeConfirmedAndComesBackAsARestoration() throws SQLException {
    harvest.once(Map.of("a", Answer.page("text", 2020)));
    harvest.once(Map.of("a", Answer.missing()));
    assertThat(harvest.rows("select state from page where url like '%/a'"))
        .containsExactly("suspect");
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("1");

    harvest.once(Map.of("a", Answer.missing()));
    assertThat(harvest.rows("select state from page where url like '%/a'")).containsExactly("gone");
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("0");

    harvest.once(Map.of("a", Answer.page("text", 2020)));
    assertThat(harvest.rows("select kind from api.version order by id"))
        .containsExactly("content", "tombstone", "restoration");
    assertThat(harvest.rows("select op, entity from api.change where seq > 2 order by seq"))
        .containsExactly("delete document", "delete report", "restore document", "restore report");
  }

  @Test
  void aBlockIsKeptInQuarantineAndNeverAVersion() throws SQLException {
    harvest.once(Map.of("a", Answer.page("text", 2020)));
    harvest.once(Map.of("a", Answer.blocked()));

    assertThat(harvest.rows("select count(*) from api.version")).containsExactly("1");
    assertThat(
            harvest.rows(
                "select count(*) from observation where outcome = 'blocked' and payload is not null"))
        .containsExactly("1");
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("1");
  }

  @Test
  void aResultUnderAnOldTokenIsRefused() throws SQLException {
    harvest.begin("s", List.of("a"));
    Lease frozen = harvest.claims.pages(10, null, false).get(0);
    harvest.sql("update page set ask_at = now()");
    harvest.sql("update pace_group set lease_until = now(), free_at = now()");
    Lease next = harvest.claims.pages(10, null, false).get(0);

    Archive.Recorded late =
        harvest
            .archive()
            .record(
                List.of(harvest.attempt(frozen.visits().get(0), Answer.page("late", 2020), true)));
    Archive.Recorded intime =
        harvest
            .archive()
            .record(
                List.of(harvest.attempt(next.visits().get(0), Answer.page("in time", 2020), true)));

    assertThat(late.refused()).isEqualTo(1);
    assertThat(intime.kept()).isEqualTo(1);
    assertThat(harvest.rows("select count(*) from observation")).containsExactly("1");
  }

  @Test
  void aPoisonousPageHarmsOnlyItself() throws SQLException {
    harvest.begin("s", List.of("a", "b"));
    Lease lease = harvest.claims.pages(10, null, false).get(0);
    List<Attempt> batch = new ArrayList<>();
    for (Visit visit : lease.visits()) {
      boolean poison = visit.url().endsWith("/a");
      Attempt attempt = harvest.attempt(visit, Answer.page("text", 2020), false);
      batch.add(poison ? withWhy(attempt, "a NUL: \0") : attempt);
    }

    harvest.archive().record(batch);

    assertThat(harvest.rows("select url from page where sha256 is not null"))
        .containsExactly("http://s/b");
    assertThat(
            harvest.rows(
                "select state, attempts, fault is null from page where url = 'http://s/a'"))
        .containsExactly("unseen 1 f");
  }

  @Test
  void theFeedNeverSkipsANumber() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.page("1", 2018), "b", Answer.page("2", 2019), "c", Answer.page("3", 2020)));
    assertThat(harvest.rows("select seq from api.change order by seq"))
        .containsExactly("1", "2", "3", "4", "5", "6");
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
}
