package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Fixity;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a takedown does to what is published, and what comes to it later. */
@Tag("thorough")
class TakedownTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Answer ONE = Answer.page("one", 2020).cell("G4.III.1:total", "17");
  private static final Answer TWO = Answer.page("two", 2021).cell("G4.III.1:total", "5");

  /** What consumers see, but for the feed. */
  private static final List<String> SEEN =
      List.of(
          "select id, title, year, url, sha256 from api.report order by id",
          "select report_id, indicator, value from api.value order by 1, 2",
          "select id, title, text, url from api.document order by id",
          "select report_id, url, live, leads from api.holding order by 1, 2",
          "select url, kind, sha256, media_type, content_id from api.version order by id");

  private Harvest harvest;
  private Takedown takedown;

  @BeforeEach
  void two_reports_are_held() throws SQLException {
    database.execute("truncate takedown, hidden_bytes, hidden_reading");
    harvest = new Harvest(database);
    harvest.once(Map.of("a", ONE, "b", TWO));
    takedown = new Takedown(new Transactions(database.dataSource()));
  }

  private static Takedown.Order order(String... named) {
    return new Takedown.Order(List.of(named), "court order 7", "li", false, false);
  }

  private List<List<String>> seen() throws SQLException {
    List<List<String>> all = new java.util.ArrayList<>();
    for (String query : SEEN) {
      all.add(harvest.rows(query));
    }
    return all;
  }

  private List<String> texts() throws SQLException {
    return harvest.rows("select text from api.document order by text");
  }

  private List<String> titles() throws SQLException {
    return harvest.rows("select title from api.report order by title");
  }

  private List<String> feed(int after) throws SQLException {
    return harvest.rows(
        "select op, entity from api.change where seq > %d order by seq".formatted(after));
  }

  private String hash(String page) throws SQLException {
    return harvest
        .rows("select sha256 from api.version where url = 'http://s/%s'".formatted(page))
        .get(0);
  }

  @Test
  void what_is_hidden_is_gone_from_all_views_and_comes_back_as_it_was() throws SQLException {
    List<List<String>> before = seen();
    Takedown.Effect effect = takedown.take(order("http://s/a"), true);
    assertThat(effect.payloads()).extracting(Takedown.Hidden::sha256).containsExactly(hash("a"));
    assertThat(titles()).containsExactly("two");
    assertThat(texts()).containsExactly("two");
    assertThat(harvest.rows("select distinct value from api.value")).containsExactly("5");
    assertThat(feed(4)).containsExactly("delete document", "delete report");
    assertThat(harvest.rows("select sha256, reason, who, urls::text from api.takedown"))
        .containsExactly(hash("a") + " court order 7 li {http://s/a}");
    assertThat(
            harvest.rows(
                "select sha256, kind, content_id is not null from api.version where url = 'http://s/a'"))
        .as("hash, time and address stay")
        .containsExactly(hash("a") + " content t");

    takedown.lift(List.of("http://s/a"), "the order was quashed", "wang", true);
    assertThat(feed(6)).containsExactly("restore document", "restore report");
    assertThat(seen()).isEqualTo(before);
    assertThat(harvest.rows("select lifted_who, lifted_why from api.takedown"))
        .containsExactly("wang the order was quashed");
  }

  @Test
  void a_report_that_another_copy_holds_stays_with_its_id() throws SQLException {
    harvest.source("t", "530381");
    harvest.once("t", Map.of("c", ONE.marked("a counter of another site")));
    String id = harvest.rows("select id from api.report where year = 2020").get(0);
    Takedown.Effect effect = takedown.take(order(hash("a")), true);
    assertThat(harvest.rows("select id, url, title from api.report where year = 2020"))
        .containsExactly(id + " http://t/c one");
    assertThat(effect.reports()).containsExactly(Map.entry("update", List.of(id)));
    assertThat(effect.alike()).containsValue("http://t/c");
  }

  @Test
  void the_same_text_goes_everywhere_where_that_is_asked() throws SQLException {
    harvest.source("t", "530381");
    harvest.once("t", Map.of("c", ONE.marked("a counter of another site")));
    takedown.take(new Takedown.Order(List.of("http://s/a"), "r", "li", true, false), true);
    assertThat(titles()).containsExactly("two");
    harvest.once("t", Map.of("d", ONE.marked("and of another page")));
    assertThat(titles()).as("found later").containsExactly("two");
    takedown.lift(List.of("http://s/a"), "r", "li", true);
    assertThat(titles()).containsExactly("one", "two");
    assertThat(harvest.rows("select count(*) from api.holding where live")).containsExactly("3");
  }

  @Test
  void what_is_told_beforehand_is_what_comes_and_nothing_has_happened_yet() throws SQLException {
    List<List<String>> before = seen();
    Takedown.Effect told = takedown.take(order("http://s/a"), false);
    assertThat(seen()).isEqualTo(before);
    assertThat(harvest.rows("select count(*) from api.takedown")).containsExactly("0");
    assertThat(takedown.take(order("http://s/a"), true)).isEqualTo(told);
  }

  @Test
  void an_unchanged_page_stays_hidden_and_makes_no_version() throws SQLException {
    takedown.take(order("http://s/a"), true);
    List<List<String>> after = seen();
    harvest.once(Map.of("a", ONE, "b", TWO));
    assertThat(seen()).isEqualTo(after);
    assertThat(feed(6)).isEmpty();
    assertThat(
            harvest.rows(
                "select o.outcome from observation o join page p on p.id = o.page_id"
                    + " where p.url = 'http://s/a' order by o.id"))
        .containsExactly("new", "unchanged");
  }

  @Test
  void a_counter_that_turns_does_not_bring_the_text_back() throws SQLException {
    takedown.take(order("http://s/a"), true);
    harvest.once(Map.of("a", ONE.marked("visited 2 times")));
    assertThat(titles()).containsExactly("two");
    assertThat(texts()).containsExactly("two");
    assertThat(harvest.rows("select count(*) from payload where hidden is not null"))
        .containsExactly("2");
    assertThat(harvest.rows("select origin from api.takedown order by at, sha256 desc"))
        .contains(hash("a"));
    takedown.lift(List.of(hash("a")), "r", "li", true);
    assertThat(titles()).containsExactly("one", "two");
  }

  @Test
  void bytes_that_come_back_later_are_a_version_and_stay_hidden() throws SQLException {
    takedown.take(order("http://s/a"), true);
    harvest.once(Map.of("a", Answer.page("other", 2020)));
    assertThat(titles()).containsExactly("other", "two");
    harvest.once(Map.of("a", ONE, "c", ONE));
    assertThat(
            harvest.rows(
                "select url, count(*) from api.version where sha256 = '%s' group by url order by url"
                    .formatted(hash("a"))))
        .containsExactly("http://s/a 2", "http://s/c 1");
    assertThat(texts()).doesNotContain("one");
    assertThat(harvest.rows("select count(*) from payload where bytes is null"))
        .containsExactly("1");

    takedown.lift(List.of(hash("a")), "r", "li", true);
    harvest.once(Map.of());
    assertThat(titles()).containsExactly("one", "two");
    assertThat(harvest.rows("select url from api.holding where live order by url"))
        .containsExactly("http://s/a", "http://s/b", "http://s/c");
  }

  @Test
  void a_page_that_was_gone_and_is_back_stays_hidden() throws SQLException {
    takedown.take(order("http://s/a"), true);
    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", ONE));
    assertThat(harvest.rows("select kind from api.version where url = 'http://s/a' order by id"))
        .containsExactly("content", "tombstone", "restoration");
    assertThat(titles()).containsExactly("two");
    takedown.lift(List.of(hash("a")), "r", "li", true);
    harvest.once(Map.of());
    assertThat(titles()).containsExactly("one", "two");
  }

  @Test
  void the_title_of_a_page_that_was_gone_before_is_hidden_too() throws SQLException {
    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", Answer.missing()));
    assertThat(titles()).containsExactly("two");
    assertThat(harvest.rows("select title from report order by title"))
        .containsExactly("one", "two");
    takedown.take(order("http://s/a"), true);
    assertThat(harvest.rows("select title from report order by title nulls first"))
        .containsExactly("null", "two");
  }

  @Test
  void a_reading_that_waits_beside_the_published_one_is_hidden_and_waits_again()
      throws SQLException {
    harvest.reader("2");
    harvest.stageAgain(Map.of("a", Answer.page("one again", 2020), "b", TWO));
    takedown.take(order("http://s/a"), true);
    assertThat(harvest.rows("select state, text from reading where text is not null order by id"))
        .containsExactly("current two", "staged two");
    assertThat(harvest.rereading().staged(Harvest.ALL)).hasSize(1);
    takedown.lift(List.of("http://s/a"), "r", "li", true);
    assertThat(titles()).containsExactly("one", "two");
    harvest.publisher.publish(harvest.rereading().staged(Harvest.ALL));
    assertThat(titles()).containsExactly("one again", "two");
  }

  @Test
  void the_audit_takes_none_of_it_for_damage() throws SQLException {
    takedown.take(order("http://s/a"), true);
    takedown.take(new Takedown.Order(List.of("http://s/b"), "r", "li", false, true), true);
    Fixity fixity = new Fixity(new Transactions(database.dataSource()));
    fixity.begin();
    assertThat(fixity.next(100).damages()).isEmpty();
    database.execute("update hidden_bytes set bytes = 'rot'");
    fixity.begin();
    assertThat(fixity.next(100).damages())
        .as("what may be shown again is looked at")
        .extracting(Fixity.Damage::sha256)
        .containsExactly(hash("a"));
  }

  @Test
  void bodies_as_they_were_on_the_wire_are_hidden_with_their_payload() throws SQLException {
    database.execute("insert into wire values (sha256('gz'), 'gz')");
    database.execute(
        "update observation set wire = sha256('gz') where payload = decode('%s', 'hex')"
            .formatted(hash("a")));
    takedown.take(order(hash("a")), true);
    assertThat(harvest.rows("select count(*) from wire")).containsExactly("0");
    takedown.lift(List.of(hash("a")), "r", "li", true);
    assertThat(harvest.rows("select bytes = 'gz' from wire")).containsExactly("t");
  }

  @Test
  void what_is_erased_is_nowhere_and_cannot_be_lifted() throws SQLException {
    takedown.take(new Takedown.Order(List.of("http://s/a"), "r", "li", false, true), true);
    assertThat(harvest.rows("select count(*) from hidden_bytes")).containsExactly("0");
    assertThat(harvest.rows("select count(*) from hidden_reading")).containsExactly("0");
    assertThat(harvest.rows("select count(*) from reading where reading::text like '%one%'"))
        .containsExactly("0");
    harvest.once(Map.of("a", TWO, "c", ONE));
    harvest.once(Map.of("a", ONE));
    assertThat(titles()).containsExactly("two");
    assertThatThrownBy(() -> takedown.lift(List.of("http://s/a"), "r", "li", true))
        .isInstanceOf(Takedown.Unfit.class)
        .hasMessage(hash("c") + " was erased; nothing brings it back");
  }

  @Test
  void a_further_order_goes_further_with_what_is_hidden_already() throws SQLException {
    takedown.take(order("http://s/a"), true);
    harvest.once(Map.of("a", ONE.marked("visited 2 times")));
    harvest.source("t", "530381");
    takedown.take(new Takedown.Order(List.of(hash("a")), "r", "li", true, false), true);
    harvest.once("t", Map.of("c", ONE.marked("a counter of another site")));
    assertThat(titles()).as("the same text, now wherever it comes").containsExactly("two");

    takedown.take(new Takedown.Order(List.of("http://s/a"), "r", "li", false, true), true);
    assertThat(harvest.rows("select count(*) from hidden_bytes"))
        .as("also what was hidden since it reads the same")
        .containsExactly("0");
    assertThat(harvest.rows("select count(*) from api.takedown where erased_at is not null"))
        .containsExactly("3");
  }

  @Test
  void a_takedown_that_fails_halfway_has_done_nothing() throws SQLException {
    List<List<String>> before = seen();
    database.execute(
        "create function fail() returns trigger language plpgsql as $$ begin raise 'power cut'; end $$");
    database.execute("create trigger fail before insert on change execute function fail()");
    try {
      assertThatThrownBy(() -> takedown.take(order("http://s/a"), true))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("power cut");
    } finally {
      database.execute("drop trigger fail on change");
      database.execute("drop function fail()");
    }
    assertThat(seen()).isEqualTo(before);
    assertThat(harvest.rows("select count(*) from takedown")).containsExactly("0");
    assertThat(harvest.rows("select count(*) from payload where bytes is null"))
        .containsExactly("0");
  }

  @Test
  void what_is_not_held_is_named_and_nothing_is_hidden() throws SQLException {
    assertThatThrownBy(() -> takedown.take(order("http://s/a", "http://s/nowhere"), true))
        .isInstanceOf(Takedown.Unfit.class)
        .hasMessage("nothing is held of http://s/nowhere");
    assertThat(titles()).containsExactly("one", "two");
    assertThatThrownBy(() -> takedown.lift(List.of("http://s/a"), "r", "li", true))
        .hasMessage("nothing of http://s/a is hidden");
  }
}
