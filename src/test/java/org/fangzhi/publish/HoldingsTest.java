package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.pipeline.FeedConsumer;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies of a report: which speaks for it, and what consumers are told when one comes or goes. */
class HoldingsTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Answer REPORT = Answer.page("text", 2020);

  private Harvest harvest;

  @BeforeEach
  void emptyTables() throws SQLException {
    harvest = new Harvest(database);
  }

  @Test
  void aCopyGainedIsAnUpdateOfTheReport() throws SQLException {
    harvest.once(Map.of("a", REPORT));
    harvest.once(Map.of("a", REPORT, "b", REPORT));

    assertThat(harvest.rows("select op, entity from api.change where seq > 2"))
        .containsExactly("update report");
  }

  @Test
  void aCopyLostAndBackAreUpdatesOfTheReport() throws SQLException {
    harvest.once(Map.of("a", REPORT, "b", REPORT));
    harvest.once(Map.of("a", REPORT, "b", Answer.missing()));
    assertThat(changes()).isEmpty();

    harvest.once(Map.of("a", REPORT, "b", Answer.missing()));
    assertThat(changes()).containsExactly("update report");

    harvest.once(Map.of("a", REPORT, "b", REPORT));
    assertThat(changes()).containsExactly("update report", "update report");
  }

  @Test
  void whatAPageHeldBeforeStaysGoneWhenAllItsVersionsArePublishedAtOnce() throws SQLException {
    harvest.once(Map.of("a", REPORT));
    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", Answer.missing()));
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("0");
    changes();

    harvest.reader("2");
    harvest.again(Map.of("a", REPORT));
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("0");
    assertThat(harvest.rows("select count(*) from api.holding where live")).containsExactly("0");
    assertThat(harvest.rows("select op from api.change order by seq desc limit 1"))
        .containsExactly("delete");
  }

  @Test
  void aCopyThatComesToHoldAnotherReportIsLostToTheFirst() throws SQLException {
    harvest.once(Map.of("a", REPORT, "b", REPORT));
    harvest.once(Map.of("a", REPORT, "b", Answer.page("other", 2021)));

    assertThat(changes()).containsExactly("add document", "add report", "update report");
  }

  @Test
  void aMovedCounterOrAnotherReadingOfTheSameIsNoChange() throws SQLException {
    harvest.once(Map.of("a", REPORT, "b", REPORT));
    harvest.once(Map.of("a", REPORT, "b", REPORT.marked("浏览：2")));
    harvest.once(Map.of("a", REPORT.marked("浏览：3"), "b", REPORT.marked("浏览：3")));
    harvest.reader("2");
    harvest.again(Map.of("a", REPORT, "b", REPORT));

    assertThat(changes()).isEmpty();
  }

  @Test
  void anotherCharsetOrFormReadIsAnUpdateOfTheDocument() throws SQLException {
    harvest.once(Map.of("a", REPORT));
    harvest.reader("2");
    harvest.charset("gb18030");
    harvest.again(Map.of("a", REPORT));
    assertThat(changes()).containsExactly("update document");

    harvest.reader("3");
    harvest.again(Map.of("a", REPORT.form("form2019")));
    assertThat(changes()).containsExactly("update document", "update document", "update report");
    assertThat(harvest.rows("select charset, form from api.document"))
        .containsExactly("gb18030 form2019");
  }

  @Test
  void nothingThatIsShownOfAHoldingChangesWithoutAnUpdate() throws SQLException {
    FeedConsumer consumer = new FeedConsumer(database.url());
    Answer figures = REPORT.figures(2);
    harvest.once(Map.of("a", REPORT, "b", figures));
    consumer.follow();
    for (Answer answer :
        List.of(REPORT.mirrored(), figures.mirrored(), REPORT.marked("浏览：2"), figures)) {
      harvest.once(Map.of("b", answer));
      consumer.follow();
      consumer.assertIdentical();
    }
  }

  @Test
  @Tag("thorough")
  @Timeout(60)
  void thousandsOfCopiesAreToldOfInTime() throws SQLException {
    Map<String, Answer> site = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      site.put("p" + i, REPORT.marked("浏览：" + i));
    }
    harvest.once(site);
    assertThat(harvest.rows("select count(*) from api.holding where live")).containsExactly("2000");
    assertThat(harvest.rows("select count(*) from api.report")).containsExactly("1");
  }

  @Test
  void aCopyThatTellsWhoseItIsSpeaksBeforeOneThatDoesNot() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.agency("text", null, null), "b", Answer.agency("text", "530381", "审计局")));
    assertThat(leads()).containsExactly("http://s/b");
  }

  @Test
  void aNameWithItsPlaceSpeaksBeforeOnePlacedByItsSource() throws SQLException {
    harvest.source("city", "530300");
    harvest.once("city", Map.of("a", Answer.agency("text", "530300", "市审计局").mirrored()));
    harvest.once("city", Map.of("b", Answer.agency("text", "530300", "市审计局")));
    assertThat(leads()).containsExactly("http://city/b");

    harvest.once("city", Map.of("c", Answer.agency("text", "530381", "宣威市审计局").mirrored()));
    assertThat(harvest.rows("select agency, division_code, url from api.report"))
        .containsExactly("宣威市审计局 530381 http://city/c");
  }

  @Test
  void aCopyWithMoreFiguresSpeaksBeforeOneThatTellsMore() throws SQLException {
    harvest.once(
        Map.of(
            "a",
            Answer.agency("text", null, null).figures(3),
            "b",
            Answer.agency("text", "530381", "宣威市审计局").figures(2)));
    assertThat(leads()).containsExactly("http://s/a");
  }

  @Test
  void theOriginalSpeaksBeforeAMirrorAndBeforeAnotherDivisionsSite() throws SQLException {
    harvest.source("a-city", "530300");
    harvest.once("a-city", Map.of("a", REPORT));
    harvest.once(Map.of("b", REPORT.mirrored(), "c", REPORT));
    assertThat(leads()).containsExactly("http://s/c");

    harvest.once(Map.of("c", Answer.missing()));
    harvest.once(Map.of("c", Answer.missing()));
    assertThat(leads()).containsExactly("http://a-city/a");
  }

  @Test
  void ofEqualCopiesTheOneFoundFirstSpeaks() throws SQLException {
    harvest.day("2026-11-20");
    harvest.once(Map.of("b", REPORT, "c", REPORT));
    harvest.day("2026-11-21");
    harvest.once(Map.of("a", REPORT, "b", REPORT.marked("浏览：2")));

    assertThat(leads()).containsExactly("http://s/b");
  }

  private List<String> leads() throws SQLException {
    return harvest.rows("select url from api.report");
  }

  /** What came after the first harvest's document and report. */
  private List<String> changes() throws SQLException {
    return harvest.rows("select op, entity from api.change where seq > 2 order by 1, 2");
  }
}
