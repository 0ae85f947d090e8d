package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.fangzhi.publish.Harvest.Answer;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Harmonised measures, and what is found between the years. */
class SeriesTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String IN = "G4.III.2:total";
  private static final String OUT = "G4.III.4:total";
  private static final String NEW = "G4.III.1:total";

  private Harvest harvest;

  @BeforeEach
  void emptyTables() throws SQLException {
    harvest = new Harvest(database);
  }

  @Test
  void aMeasureIsARowWithItsOrigin() throws SQLException {
    harvest.once(
        Map.of(
            "a",
            Answer.page("text", 2022)
                .cell(NEW, "17")
                .cell(OUT, "0")
                .cell("G4.IV.review.total", "empty")));

    assertThat(
            harvest.rows(
                "select year, division_code, scope, measure, value, unit, kind, indicator, col from api.series"
                    + " order by measure"))
        .containsExactly(
            "2022 530381 government requests.carried_out 0 件 zero G4.III.4 total",
            "2022 530381 government requests.received 17 件 number G4.III.1 total",
            "2022 530381 government reviews.total null 件 empty G4.IV.review.total null");
    assertThat(harvest.rows("select s.report_id = r.id from api.series s, api.report r"))
        .containsOnly("t");
  }

  @Test
  void theSeriesFollowsTheReport() throws SQLException {
    harvest.once(Map.of("a", Answer.page("text", 2022).cell(NEW, "17")));
    harvest.once(Map.of("a", Answer.page("text", 2022).cell(NEW, "18")));
    assertThat(harvest.rows("select value from api.series")).containsExactly("18");

    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", Answer.missing()));
    assertThat(harvest.rows("select value from api.series")).isEmpty();
  }

  @Test
  void whereAFormCountsOtherwiseTheSeriesSaysSo() throws SQLException {
    harvest.once(Map.of("a", Answer.page("text", 2022).cell("G4.II.1.normdocs.in_force", "5")));
    assertThat(harvest.rows("select break_before like '%对外公开总数量%' from api.series"))
        .containsExactly("t");
    assertThat(
            harvest.rows(
                "select form, indicator, name_zh from api.measure where code = 'requests.carried_in'"))
        .containsExactly("form2019 G3.III.2 上年结转申请数", "form2021 G4.III.2 上年结转申请数");
  }

  @Test
  void whatIsCarriedOverMustBeWhatTheYearBeforeCarriedOn() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.page("of 2021", 2021).cell(OUT, "4"),
            "b", Answer.page("of 2022", 2022).cell(IN, "6").cell(OUT, "2"),
            "c", Answer.page("of 2023", 2023).cell(IN, "2")));

    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 6");
    assertThat(harvest.rows("select message from api.finding"))
        .containsExactly("总计: 上年结转 6 ≠ 2021年结转下年度继续办理 4");
  }

  @Test
  void eitherYearMayMakeOrMendIt() throws SQLException {
    Answer before = Answer.page("of 2021", 2021).cell(OUT, "4");
    Answer after = Answer.page("of 2022", 2022).cell(IN, "4");
    harvest.once(Map.of("a", before, "b", after));
    assertThat(findings()).isEmpty();

    harvest.once(Map.of("a", before.cell(OUT, "5")));
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 5 4");
    assertThat(changes(4)).containsExactly("update report 2021", "update report 2022");

    harvest.once(Map.of("b", after.cell(IN, "5")));
    assertThat(findings()).isEmpty();
    assertThat(changes(6)).containsExactly("update report 2022");
  }

  @Test
  void itVanishesWithTheYearBefore() throws SQLException {
    Answer before = Answer.page("of 2021", 2021).cell(OUT, "4");
    harvest.once(Map.of("a", before, "b", Answer.page("of 2022", 2022).cell(IN, "6")));
    harvest.once(Map.of("a", Answer.missing()));
    harvest.once(Map.of("a", Answer.missing()));
    assertThat(findings()).isEmpty();
    assertThat(
            harvest.rows(
                "select op, year from api.change join report using (id) where seq > 4 and entity = 'report' order by 2"))
        .containsExactly("delete 2021", "update 2022");

    harvest.once(Map.of("a", before));
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 6");
  }

  @Test
  void nothingIsToldAgainWhileItStays() throws SQLException {
    Answer before = Answer.page("of 2021", 2021).cell(OUT, "4");
    harvest.once(Map.of("a", before, "b", Answer.page("of 2022", 2022).cell(IN, "6")));
    harvest.once(Map.of("a", before.cell(NEW, "40")));

    assertThat(changes(4)).containsExactly("update report 2021");
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 6");
  }

  @Test
  void onlyOneAgencysReportsAreHeldAgainstEachOther() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.agency("audit", "530381", "宣威市审计局").of(2021).cell(OUT, "4"),
            "b", Answer.agency("water", "530381", "宣威市水务局").of(2022).cell(IN, "6"),
            "c", Answer.page("all", 2022).cell(IN, "7"),
            "d", Answer.agency("audit 2022", "530381", "宣威市审计局").of(2022).cell(IN, "5")));
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 5");
  }

  @Test
  void whatIsEmptyContradictsNothing() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.page("of 2021", 2021).cell(OUT, "empty"),
            "b", Answer.page("of 2022", 2022).cell(IN, "6")));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aTenfoldJumpOfLargeNumbersIsNoticed() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.page("of 2021", 2021).cell(NEW, "9"),
            "b", Answer.page("of 2022", 2022).cell(NEW, "99"),
            "c", Answer.page("of 2023", 2023).cell(NEW, "1000"),
            "d", Answer.page("of 2024", 2024).cell(NEW, "101"),
            "e", Answer.page("of 2025", 2025).cell(NEW, "0")));
    assertThat(findings()).containsExactly("2023 S1 notice null 1000", "2025 S1 notice null 0");
  }

  @Test
  void whenAReportMovesToAnotherYearItsOldNeighboursAreHeldAgainstWhatIsLeft() throws SQLException {
    Answer before = Answer.page("of 2021", 2021).cell(OUT, "4");
    Answer after = Answer.page("of 2022", 2022).cell(IN, "6");
    Answer other = Answer.page("misread", 2018);
    harvest.once(Map.of("a", before, "b", after, "c", other));
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 6");

    harvest.reader("2");
    harvest.again(Map.of("a", before, "b", after, "c", other.of(2021)));
    assertThat(findings()).as("with two reports of the year before").isEmpty();

    harvest.reader("3");
    harvest.again(Map.of("a", before, "b", after, "c", other));
    assertThat(findings()).containsExactly("2022 G4.R4 publisher 4 6");
    assertThat(
            harvest.rows(
                "select r.year from api.change c join report r using (id)"
                    + " where entity = 'report' and op = 'update' order by seq desc limit 2"))
        .containsExactlyInAnyOrder("2018", "2022");
  }

  @Test
  void whatIsInForceIsWhatWasWithWhatCameAndWithoutWhatWasRepealed() throws SQLException {
    String normdocs = "G4.II.1.normdocs.";
    Answer first = Answer.page("of 2021", 2021).cell(normdocs + "in_force", "40");
    Answer next = Answer.page("of 2022", 2022).cell(normdocs + "issued", "7");
    next = next.cell(normdocs + "repealed", "5");
    harvest.once(Map.of("a", first, "b", next.cell(normdocs + "in_force", "42")));
    assertThat(findings()).isEmpty();

    harvest.once(Map.of("b", next.cell(normdocs + "in_force", "45")));
    assertThat(findings()).containsExactly("2022 G4.R8 notice 42 45");
    assertThat(harvest.rows("select message from api.finding"))
        .containsExactly("规范性文件现行有效数: 2021年 40 + 本年制发 7 − 本年废止 5 ≠ 45");

    harvest.once(
        Map.of("b", next.cell(normdocs + "in_force", "45").cell(normdocs + "repealed", "empty")));
    assertThat(findings()).as("a part is not known").isEmpty();
  }

  @Test
  void theItemsOfLastYearAreThoseThatLastYearsReportCameTo() throws SQLException {
    String licence = "G3.II.5.licence.";
    String fee = "G3.II.8.fee.";
    Answer first =
        Answer.page("of 2019", 2019)
            .form("form2019")
            .cell(licence + "items_last_year", "100")
            .cell(licence + "items_delta", "-12")
            .cell(fee + "items_last_year", "9")
            .cell(fee + "items_delta", "0");
    Answer next =
        Answer.page("of 2020", 2020)
            .form("form2019")
            .cell(licence + "items_last_year", "90")
            .cell(fee + "items_last_year", "9");
    harvest.once(Map.of("a", first, "b", next));
    assertThat(findings()).containsExactly("2020 G3.R9 notice 88 90");
    assertThat(harvest.rows("select message from api.finding"))
        .containsExactly("G3.II.5.licence: 上一年项目数量 90 ≠ 2019年 100 + 增/减 -12");

    harvest.once(Map.of("b", next.cell(licence + "items_last_year", "88")));
    assertThat(findings()).isEmpty();
  }

  private List<String> findings() throws SQLException {
    return harvest.rows(
        "select r.year, f.rule, f.severity, f.expected, f.found from api.finding f"
            + " join api.report r on r.id = f.report_id order by 1");
  }

  /** What came after a number of the feed. */
  private List<String> changes(int seq) throws SQLException {
    return harvest.rows(
        "select op, entity, right(coalesce((select title from api.report r where r.id = c.id),"
            + " (select title from api.document d where d.id = c.id)), 4) from api.change c where seq > "
            + seq
            + " order by entity, 3");
  }
}
