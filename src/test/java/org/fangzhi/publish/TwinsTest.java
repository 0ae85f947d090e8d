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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports made from one template with the same figures, so that their texts are equal. */
class TwinsTest {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  // printf template | sha256sum
  private static final String FIRST = "5cde0f1298f41f7d";

  private static final Answer AUDIT = Answer.agency("template", "530381", "宣威市审计局");
  private static final Answer FINANCE = Answer.agency("template", "530381", "宣威市财政局");
  private static final Answer OTHER_COUNTY = Answer.agency("template", "341824", "绩溪县审计局");
  private static final Answer NOBODY = Answer.agency("template", null, null);

  private Harvest harvest;

  @BeforeEach
  void emptyTables() throws SQLException {
    harvest = new Harvest(database);
  }

  @Test
  void equalTextsOfTwoAgenciesAreTwoDocumentsAndTwoReports() throws SQLException {
    harvest.once(Map.of("a", AUDIT, "b", FINANCE, "c", OTHER_COUNTY));

    assertThat(reports()).containsExactly("宣威市审计局 a", "宣威市财政局 b", "绩溪县审计局 c");
    assertThat(harvest.rows("select count(distinct content_id) from api.version"))
        .containsExactly("3");
    assertThat(harvest.rows("select id from api.report where agency = '宣威市审计局'"))
        .containsExactly(FIRST);
  }

  @Test
  void equalTextsOfTwoYearsAreTwo() throws SQLException {
    harvest.once(Map.of("a", Answer.page("template", 2020)));
    harvest.once(Map.of("a", Answer.page("template", 2020), "b", Answer.page("template", 2021)));

    assertThat(harvest.rows("select year from api.report order by 1"))
        .containsExactly("2020", "2021");
  }

  @Test
  void aTwinFoundLaterIsToldApartFromThoseThatAreHeld() throws SQLException {
    harvest.once(Map.of("a", AUDIT));
    harvest.once(Map.of("b", FINANCE));
    harvest.once(Map.of("c", FINANCE, "d", AUDIT));

    assertThat(reports()).containsExactly("宣威市审计局 a,d", "宣威市财政局 b,c");
    assertThat(harvest.rows("select id from api.report where agency = '宣威市审计局'"))
        .containsExactly(FIRST);
  }

  @ParameterizedTest
  @CsvSource({
    "审计局, 530381", // short for the same
    "市审计局, 530300", // as a collection of its city prints it: placed by its source alone
  })
  void aCopyThatSaysLessIsNoTwin(String agency, String division) throws SQLException {
    harvest.once(Map.of("a", AUDIT));
    harvest.once(Map.of("b", Answer.agency("template", division, agency)));

    assertThat(reports()).containsExactly("宣威市审计局 a,b");
  }

  @Test
  void theSameBareNameOnTheSitesOfTwoCountiesIsTwoAgencies() throws SQLException {
    harvest.once(Map.of("a", Answer.agency("template", "530381", "审计局")));
    harvest.once(Map.of("b", Answer.agency("template", "341824", "审计局")));

    assertThat(harvest.rows("select division_code from api.report order by 1"))
        .containsExactly("341824", "530381");
  }

  @Test
  void whatIsWithheldContradictsNothing() throws SQLException {
    harvest.once(Map.of("n", NOBODY));
    harvest.once(Map.of("a", AUDIT));
    harvest.once(Map.of("b", FINANCE));

    assertThat(reports()).containsExactly("宣威市审计局 a,n", "宣威市财政局 b");
  }

  @Test
  void theNumberOfReportsDoesNotDependOnTheOrder() throws SQLException {
    Map<String, Answer> site = Map.of("a", AUDIT, "b", FINANCE, "c", OTHER_COUNTY, "n", NOBODY);
    for (List<String> order :
        List.of(
            List.of("a", "b", "c", "n"),
            List.of("n", "c", "b", "a"),
            List.of("b", "n", "a", "c"),
            List.of("c", "a", "n", "b"))) {
      emptyTables();
      for (String page : order) {
        harvest.once(Map.of(page, site.get(page)));
      }
      assertThat(harvest.rows("select agency from api.report order by agency collate \"C\""))
          .as(order.toString())
          .containsExactly("宣威市审计局", "宣威市财政局", "绩溪县审计局");
    }
  }

  @Test
  void whoseTheTextWasIsKnownAfterItsPageIsGone() throws SQLException {
    harvest.once(Map.of("a", AUDIT, "n", NOBODY));
    harvest.once(Map.of("a", Answer.missing(), "n", NOBODY));
    harvest.once(Map.of("a", Answer.missing(), "n", NOBODY));
    harvest.once(Map.of("b", FINANCE));
    harvest.once(Map.of("a", AUDIT));

    assertThat(reports()).containsExactly("宣威市审计局 a,n", "宣威市财政局 b");
  }

  @Test
  void aLaterReaderThatCorrectsAnAttributeChangesNoId() throws SQLException {
    harvest.once(Map.of("a", OTHER_COUNTY, "b", FINANCE));
    List<String> ids = ids();
    harvest.reader("2");
    harvest.again(Map.of("a", AUDIT, "b", FINANCE));

    assertThat(ids()).isEqualTo(ids);
    assertThat(reports()).containsExactly("宣威市审计局 a", "宣威市财政局 b");
    // what was corrected is what later copies are held against
    harvest.once(Map.of("c", AUDIT, "d", OTHER_COUNTY));
    assertThat(reports()).containsExactly("宣威市审计局 a,c", "宣威市财政局 b", "绩溪县审计局 d");
  }

  @Test
  void aLaterReaderThatCorrectsAnAttributeOfThePagesNextVersionChangesNoId() throws SQLException {
    harvest.once(Map.of("a", OTHER_COUNTY, "b", Answer.agency("text", "341824", "绩溪县民政局")));
    List<String> ids = ids();
    harvest.reader("2");
    // only a counter moved on the one, the other is edited
    harvest.once(
        Map.of("a", AUDIT.marked("浏览：2"), "b", Answer.agency("text, edited", "530381", "宣威市民政局")));

    assertThat(ids()).isEqualTo(ids);
    assertThat(reports()).containsExactly("宣威市审计局 a", "宣威市民政局 b");
  }

  @Test
  void anotherAgencysReportAtTheSameAddressIsAnother() throws SQLException {
    harvest.once(Map.of("a", Answer.agency("one", "530381", "宣威市审计局")));
    harvest.once(Map.of("a", Answer.agency("two", "530381", "宣威市财政局")));

    assertThat(harvest.rows("select count(*) from report")).containsExactly("2");
    assertThat(reports()).containsExactly("宣威市财政局 a");
  }

  @Test
  void copiesOfAScanWithoutTextAreTheDocumentOfTheirTwin() throws SQLException {
    Answer audit = Answer.scan("宣威市审计局");
    Answer finance = Answer.scan("宣威市财政局");
    harvest.once(Map.of("a", audit));
    harvest.once(Map.of("b", finance));
    List<String> ids = ids();
    harvest.once(Map.of("c", finance, "d", audit));

    assertThat(reports()).containsExactly("宣威市审计局 a,d", "宣威市财政局 b,c");
    assertThat(ids()).containsAll(ids);
    assertThat(harvest.rows("select count(distinct content_id) from api.version"))
        .containsExactly("2");
  }

  @Test
  void aTwinIsNeverGivenTheIdOfOneWhoseNameWasCorrected() throws SQLException {
    Answer civil = Answer.agency("template", "530381", "宣威市民政局");
    Answer water = Answer.agency("template", "530381", "宣威市水务局");
    harvest.once(Map.of("a", AUDIT));
    harvest.once(Map.of("b", FINANCE));
    harvest.reader("2");
    harvest.again(Map.of("a", AUDIT, "b", civil));
    harvest.once(Map.of("c", FINANCE));
    harvest.reader("3");
    harvest.again(Map.of("a", AUDIT, "b", civil, "c", water));
    harvest.once(Map.of("d", FINANCE));

    assertThat(reports()).containsExactlyInAnyOrder("宣威市审计局 a", "宣威市民政局 b", "宣威市水务局 c", "宣威市财政局 d");
    assertThat(harvest.rows("select count(distinct content_id) from api.version"))
        .containsExactly("4");
  }

  @Test
  void theSameBareNameInACitysCollectionIsNoOneReport() throws SQLException {
    harvest.source("city", "530300");
    harvest.once(
        "city",
        Map.of(
            "a", Answer.agency("of one county", "530300", "审计局"),
            "b", Answer.agency("of another", "530300", "审计局")));

    assertThat(reports()).containsExactly("审计局 a", "审计局 b");
  }

  @Test
  void aBareNameOnTheSiteOfItsCountyIsOneAgencys() throws SQLException {
    harvest.once(
        Map.of(
            "a", Answer.agency("as a page", "530381", "审计局"),
            "b", Answer.agency("as a file", "530381", "审计局")));
    harvest.once(Map.of("c", Answer.agency("on another page", "530381", "审计局")));

    assertThat(reports()).containsExactly("审计局 a,b,c");
  }

  @Test
  void aCitysBureauThatNamesItsCityIsOneReportWhereverItIsHeld() throws SQLException {
    harvest.source("city", "530300");
    harvest.once("city", Map.of("a", Answer.agency("as a page", "530300", "曲靖市审计局")));
    harvest.once("city", Map.of("b", Answer.agency("as a file", "530300", "曲靖市审计局")));

    assertThat(reports()).containsExactly("曲靖市审计局 a,b");
  }

  @Test
  void anAttachmentOfAPageWithItsBareNameIsTheSameReport() throws SQLException {
    harvest.source("city", "530300");
    Answer file = Answer.agency("as a file", "530300", "审计局");
    harvest.once("city", Map.of("a", Answer.agency("as a page", "530300", "审计局")));
    harvest.once("city", Map.of("a/x", file, "b", Answer.agency("another", "530300", "审计局")));

    assertThat(reports()).containsExactly("审计局 a,x", "审计局 b");
  }

  private List<String> ids() throws SQLException {
    return harvest.rows(
        "select right(url, 1), report_id, document_id from api.holding where live order by 1");
  }

  private List<String> reports() throws SQLException {
    return harvest.rows(
        """
        select r.agency, (select string_agg(right(h.url, 1), ',' order by h.url) from api.holding h
          where h.report_id = r.id and h.live) as pages from api.report r order by pages""");
  }
}
