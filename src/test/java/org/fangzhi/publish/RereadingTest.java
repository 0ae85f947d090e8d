package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.fangzhi.pipeline.FeedConsumer;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A later reader reads again what is kept. */
class RereadingTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Answer ONE =
      Answer.page("one", 2020).cell("G4.III.1:total", "17").cell("G4.III.2:total", "3");
  private static final Answer TWO = Answer.page("two", 2021).cell("G4.III.1:total", "5");

  private Harvest harvest;

  @BeforeEach
  void two_reports_are_held() throws SQLException {
    harvest = new Harvest(database);
    harvest.once(Map.of("a", ONE, "b", TWO));
  }

  private Differences compare() throws SQLException {
    return harvest.rereading().compare(Harvest.ALL, 10);
  }

  private List<String> values() throws SQLException {
    return harvest.rows(
        "select r.year, indicator, value, kind from api.value v join api.report r on r.id = v.report_id"
            + " order by 1, 2");
  }

  private int changes() throws SQLException {
    return Integer.parseInt(harvest.rows("select count(*) from api.change").get(0));
  }

  @Test
  void what_the_present_reader_has_read_is_not_read_again() throws SQLException {
    assertThat(harvest.rereading().begin(Harvest.ALL, 10)).isEmpty();
    assertThat(compare().total().read()).isZero();
  }

  @Test
  void what_reads_otherwise_is_told_and_nothing_else_happens() throws SQLException {
    List<String> values = values();
    harvest.reader("2");
    Answer one =
        Answer.page("one", 2020)
            .cell("G4.III.1:total", "71") // changed
            .cell("G4.III.2:total", "empty") // lost
            .cell("G4.III.4:total", "0"); // gained
    harvest.stageAgain(Map.of("a", one, "b", TWO));

    Differences differences = compare();
    assertThat(differences.total()).isEqualTo(new Differences.Count(2, 1, 0, 1, 1, 1, 0, 0, 0));
    assertThat(differences.worst())
        .extracting(Difference::url, Difference::examples)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "http://s/a",
                List.of("G4.III.1:total 17 件 → 71 件", "G4.III.2:total 3 件 → nothing")));
    assertThat(values()).isEqualTo(values);
    harvest.once(Map.of("a", ONE, "b", TWO));
    assertThat(values()).as("after another harvest").isEqualTo(values);
    assertThat(changes()).isEqualTo(4);
  }

  @Test
  void attributes_and_reports_that_come_and_go_are_told() throws SQLException {
    harvest.reader("2");
    harvest.stageAgain(Map.of("a", ONE.of(2019), "b", TWO.form(null)));

    assertThat(compare().total()).isEqualTo(new Differences.Count(2, 0, 0, 0, 0, 0, 1, 0, 1));
    assertThat(compare().worst())
        .extracting(Difference::url)
        .containsExactly("http://s/b", "http://s/a");
    assertThat(compare().worst().get(1).attributes()).containsExactly("year 2020 → 2019");
  }

  @Test
  void published_it_is_as_if_the_later_reader_had_read_it_and_ids_stay() throws SQLException {
    FeedConsumer consumer = new FeedConsumer(database.url());
    consumer.follow();
    List<String> ids = harvest.rows("select id from api.report order by year");
    harvest.reader("2");
    harvest.again(Map.of("a", ONE.cell("G4.III.1:total", "71"), "b", TWO));

    assertThat(values())
        .containsExactly(
            "2020 G4.III.1 71 number", "2020 G4.III.2 3 number", "2021 G4.III.1 5 number");
    assertThat(consumer.follow()).hasToString("[update report " + ids.get(0) + "]");
    consumer.assertIdentical();
    assertThat(harvest.rows("select id from api.report order by year")).isEqualTo(ids);
    assertThat(harvest.rows("select distinct reader from api.version")).containsExactly("2");

    harvest.again(Map.of());
    assertThat(changes()).isEqualTo(5);
    assertThat(harvest.rows("select kind, ended_how from run where kind = 'reparse'"))
        .containsExactly("reparse done");
  }

  @Test
  void a_version_that_is_shown_is_read_again_though_a_later_one_says_the_same()
      throws SQLException {
    harvest.once(Map.of("a", ONE.marked("浏览：2")));
    FeedConsumer consumer = new FeedConsumer(database.url());
    consumer.follow();
    harvest.reader("2");
    harvest.charset("gb18030");
    harvest.again(Map.of("a", ONE, "b", TWO));

    assertThat(harvest.rows("select charset from api.document"))
        .containsExactly("gb18030", "gb18030");
    assertThat(consumer.follow())
        .extracting(change -> change.op() + " " + change.entity())
        .containsExactly("update document", "update document");
    consumer.assertIdentical();
  }

  @Test
  void a_report_that_the_later_reader_finds_no_more_is_deleted() throws SQLException {
    harvest.reader("2");
    harvest.again(Map.of("a", ONE, "b", TWO.form(null)));

    assertThat(harvest.rows("select year from api.report")).containsExactly("2020");
    assertThat(harvest.rows("select op, entity from api.change where seq > 4 order by 2"))
        .containsExactly("update document", "delete report");
  }

  @Test
  void killed_at_any_step_it_goes_on_and_doubles_nothing() throws SQLException {
    Map<String, Answer> found =
        Harvest.found(Map.of("a", ONE.cell("G4.III.1:total", "71"), "b", TWO));
    harvest.reader("2");
    Rereading rereading = harvest.rereading();
    List<Long> begun = rereading.begin(Harvest.ALL, 1);
    assertThat(rereading.begin(Harvest.ALL, 10))
        .as("the same run, one version more")
        .isEqualTo(begun);
    assertThat(harvest.rows("select planned from run where kind = 'reparse'")).containsExactly("2");
    harvest.read(found);
    // killed before the run was ended
    assertThat(rereading.begin(Harvest.ALL, 10)).isEqualTo(begun);
    assertThat(harvest.read(found)).isEmpty();
    List<Long> staged = rereading.staged(Harvest.ALL);
    assertThat(staged).hasSize(2);
    // killed when a part was published
    harvest.publisher.publish(staged.subList(1, 2));
    assertThat(rereading.staged(Harvest.ALL)).isEqualTo(staged.subList(0, 1));
    // a slow twin publishes all that it meant to
    assertThat(harvest.publisher.publish(staged)).isEqualTo(1);

    assertThat(values()).contains("2020 G4.III.1 71 number");
    assertThat(harvest.rows("select reader, state, count(*) from reading group by 1, 2 order by 1"))
        .containsExactly("1 superseded 2", "2 current 2");
    assertThat(harvest.rows("select op, entity from api.change where seq > 4"))
        .containsExactly("update report");
  }

  @Test
  void what_cannot_be_read_any_more_stays_as_it_was() throws SQLException {
    harvest.reader("2");
    harvest.stageAgain(Map.of("a", ONE));
    for (int i = 0; i < 2; i++) {
      harvest.sql("update reading set ask_at = now()");
      harvest.stageAgain(Map.of("a", ONE));
    }

    assertThat(compare().total()).isEqualTo(new Differences.Count(1, 1, 1, 0, 0, 0, 0, 0, 0));
    harvest.publisher.publish(harvest.rereading().staged(Harvest.ALL));
    assertThat(values()).hasSize(3);
    assertThat(harvest.rows("select ended_how from run where kind = 'reparse'"))
        .containsExactly("failures");
  }

  @Test
  void what_no_reader_could_read_is_read_by_a_later_one() throws SQLException {
    Answer three = Answer.page("three", 2022);
    harvest.once(Map.of("c", three.unreadable()));
    for (int i = 0; i < 2; i++) {
      harvest.sql("update reading set ask_at = now()");
      harvest.read(Map.of());
    }
    harvest.publisher.publish("s");
    assertThat(harvest.rows("select state, count(*) from reading group by 1 order by 1"))
        .containsExactly("current 2", "set-aside 1");
    harvest.reader("2");
    harvest.again(Map.of("a", ONE, "b", TWO, "c", three));

    assertThat(harvest.rows("select leads from api.holding where url = 'http://s/c' and live"))
        .containsExactly("t");
  }

  @Test
  void only_what_is_meant_is_read_again() throws SQLException {
    harvest.reader("2");
    Rereading rereading = harvest.rereading();
    assertThat(rereading.begin(new Selection(List.of("other"), null, null), 10)).isEmpty();
    assertThat(rereading.begin(new Selection(List.of(), LocalDate.parse("2026-11-23"), null), 10))
        .isEmpty();
    assertThat(
            rereading.begin(new Selection(List.of("s"), LocalDate.parse("2026-11-22"), 2021), 10))
        .hasSize(1);

    assertThat(harvest.read(Harvest.found(Map.of("b", TWO))))
        .extracting(read -> read.unread().url())
        .containsExactly("http://s/b");
    assertThat(rereading.compare(new Selection(List.of(), null, 2020), 10).total().read()).isZero();
    assertThat(rereading.staged(new Selection(List.of(), null, 2021))).hasSize(1);
  }

  @Test
  void a_harvest_goes_on_beside_it() throws SQLException {
    harvest.reader("2");
    harvest.rereading().begin(Harvest.ALL, 10);
    harvest.once(Map.of("a", ONE, "c", Answer.page("three", 2022)));

    assertThat(harvest.rows("select kind, ended_at is null from run order by id"))
        .containsExactly("harvest f", "reparse t", "harvest f");
    assertThat(harvest.rows("select year from api.report order by 1"))
        .containsExactly("2020", "2021", "2022");
    assertThat(harvest.rows("select last_run from api.source_health")).containsExactly("done");
  }

  @Test
  void of_several_later_readers_the_present_one_counts_and_an_earlier_one_may_come_back()
      throws SQLException {
    harvest.reader("2");
    harvest.stageAgain(Map.of("a", ONE.cell("G4.III.1:total", "71"), "b", TWO));
    harvest.reader("3");
    harvest.again(Map.of("a", ONE.cell("G4.III.1:total", "72"), "b", TWO));
    assertThat(values()).contains("2020 G4.III.1 72 number");

    harvest.reader("1");
    harvest.stageAgain(Map.of());
    assertThat(compare().total()).isEqualTo(new Differences.Count(2, 1, 0, 0, 0, 1, 0, 0, 0));
    harvest.publisher.publish(harvest.rereading().staged(Harvest.ALL));
    assertThat(values()).contains("2020 G4.III.1 17 number");
  }

  @Test
  void another_readers_process_does_not_read_for_it() throws SQLException {
    harvest.reader("2");
    harvest.rereading().begin(Harvest.ALL, 10);
    harvest.reader("1");
    assertThat(harvest.read(Harvest.found(Map.of("a", ONE, "b", TWO)))).isEmpty();
  }
}
