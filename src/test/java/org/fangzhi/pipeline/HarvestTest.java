package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fangzhi.sample.Access;
import org.fangzhi.sample.SampleSites;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The main job on the sample sites, one harvest after the other, held against {@code
 * expected.yaml}, which was written by hand. Each test goes on where the one before it ended.
 */
@Tag("thorough")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HarvestTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String CORRECTED = "trs/zwgk/zfxxgknb/202301/t20230119_1175.html";
  private static final String VANISHED = "hanweb/art/2016/3/18/art_6721_1066.html";

  private static final Truth truth = Truth.read();
  private static SampleSites sites;
  private static Harvests harvests;
  private static FeedConsumer consumer;

  /** The report ids that the first harvest gave, by the ids of {@code expected.yaml}. */
  private static final Map<String, String> ids = new TreeMap<>();

  @BeforeAll
  static void start() throws Exception {
    sites = SampleSites.start();
    harvests =
        new Harvests(
            database,
            sites.sources(),
            Map.of("fangzhi.keep.confirmations", "2", "fangzhi.keep.confirmed.over", "PT0S"));
    consumer = new FeedConsumer(database.url());
    harvests.once();
  }

  @AfterAll
  static void stop() {
    sites.close();
  }

  @Test
  @Order(1)
  void each_page_is_visited_once_and_comes_to_what_is_expected() throws Exception {
    assertThat(outcomes()).containsExactlyInAnyOrderEntriesOf(truth.outcomes(sites, 1));
    for (String id : SampleSites.IDS) {
      assertThat(asked(id)).as("asked of %s", id).isNotEmpty().noneMatch(never(id)::contains);
      Set<String> twice = new TreeSet<>();
      Set<String> once = new TreeSet<>();
      sites.log(id).stream().filter(a -> !once.add(a.path())).forEach(a -> twice.add(a.path()));
      assertThat(twice).as("asked twice of %s", id).isSubsetOf(redirectTargets(id));
    }
  }

  @Test
  @Order(2)
  void each_report_is_there_once_with_its_attributes_and_holdings() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    for (Truth.Report r : truth.reports()) {
      String holdings =
          r.holdings().stream().map(h -> Truth.url(sites, h)).sorted().toList().toString();
      expected.put(
          holdings,
          List.of(
                  r.title(),
                  r.agency(),
                  r.division(),
                  r.scope().toLowerCase(),
                  r.year(),
                  String.valueOf(r.published()),
                  r.form())
              .toString());
    }
    Map<String, String> found = new TreeMap<>();
    for (List<String> row :
        database.rows(
            """
            select r.id, (select string_agg(h.url, ', ' order by h.url collate "C") from api.holding h where h.report_id = r.id and h.live),
              r.title, r.agency, r.division_code, r.scope, r.year, r.published, r.form from api.report r""")) {
      found.put("[" + row.get(1) + "]", row.subList(2, 9).toString());
    }
    for (Truth.Report report : truth.reports()) {
      ids.put(report.id(), idOf(report));
    }
    assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  @Order(3)
  void each_listed_figure_is_read_and_each_error_of_the_publisher_found() throws Exception {
    for (Truth.Report report : truth.reports()) {
      Map<String, BigDecimal> values = values(report);
      report.values().forEach((place, value) -> assertSame(report, values, place, value));
      if (report.count() != null) {
        assertThat(values).as(report.id()).hasSize(report.count());
      }
    }
    Map<String, String> columns = Map.of("natural", "自然人", "total", "总计");
    List<String> meant = new ArrayList<>();
    for (Truth.Report report : truth.reports()) {
      for (Truth.Finding f :
          report.findings() == null ? List.<Truth.Finding>of() : report.findings()) {
        meant.add(
            List.of(
                    ids.get(report.id()),
                    f.rule(),
                    columns.get(f.column()),
                    f.expected(),
                    f.found())
                .toString());
      }
    }
    List<String> found =
        database
            .rows(
                "select report_id, rule, split_part(message, ':', 1), expected, found"
                    + " from api.finding where severity = 'publisher'")
            .stream()
            .map(List::toString)
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(meant);
  }

  @Test
  @Order(4)
  void the_copy_of_a_mirror_is_marked_and_does_not_lead() throws Exception {
    assertThat(
            database.rows(
                "select url, mirror_artefact, leads from api.holding where report_id = '"
                    + ids.get("jixi-2012")
                    + "' order by leads"))
        .containsExactly(
            List.of(Truth.url(sites, "spam/art/2013/1/15/art_6721_1021.html"), "t", "f"),
            List.of(Truth.url(sites, "hanweb/art/2013/1/15/art_6721_1021.html"), "f", "t"));
  }

  @Test
  @Order(5)
  void the_feed_followed_from_its_beginning_gives_the_tables() throws Exception {
    // A copy that speaks better than the one that came first makes an update.
    assertThat(ofReports(consumer.follow()))
        .filteredOn(change -> !change.startsWith("update"))
        .containsExactlyInAnyOrderElementsOf(
            ids.values().stream().map(id -> "add report " + id).toList());
    consumer.assertIdentical();
  }

  @Test
  @Order(6)
  void a_second_harvest_asks_conditionally_and_adds_no_version() throws Exception {
    List<List<String>> versions = database.rows("select * from version order by id");
    sites.clearLogs();

    harvests.once();

    Map<String, String> expected = new TreeMap<>(truth.outcomes(sites, 1));
    expected.keySet().removeAll(requisites());
    expected.replaceAll((url, outcome) -> outcome.equals("new") ? "unchanged" : outcome);
    assertThat(outcomes()).containsExactlyInAnyOrderEntriesOf(expected);
    // Of those without a validator, only the bytes can tell that nothing changed.
    for (String id : List.of("trs", "hanweb", "plain", "trouble")) {
      for (Access access : sites.log(id)) {
        String outcome = expected.get(sites.url(id, access.path()));
        boolean made = access.path().contains("dataproxy") || access.path().equals("/robots.txt");
        if ("unchanged".equals(outcome) && !made && !redirectTargets(id).contains(access.path())) {
          assertThat(access).isEqualTo(new Access("GET", access.path(), 304, true));
        }
      }
    }
    assertThat(database.rows("select * from version order by id")).isEqualTo(versions);
    assertThat(consumer.follow()).isEmpty();
  }

  @Test
  @Order(7)
  void a_corrected_report_keeps_its_id_and_a_page_gone_once_is_only_suspect() throws Exception {
    sites.advance();

    harvests.once();

    assertThat(outcomes()).containsExactlyInAnyOrderEntriesOf(truth.outcomes(sites, 2));
    assertThat(ofReports(consumer.follow()))
        .containsExactly("update report " + ids.get("xuanwei-2022"));
    consumer.assertIdentical();
    Truth.Report corrected = truth.report("xuanwei-2022");
    assertThat(idOf(corrected)).isEqualTo(ids.get("xuanwei-2022"));
    corrected
        .valuesTwo()
        .forEach(
            (place, value) -> {
              try {
                assertSame(corrected, values(corrected), place, value);
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(state(VANISHED)).isEqualTo("suspect");
    assertThat(reports()).isEqualTo(new TreeSet<>(ids.values()));
  }

  @Test
  @Order(8)
  void a_page_gone_for_sure_is_a_tombstone_and_its_report_deleted() throws Exception {
    harvests.once();

    assertThat(state(VANISHED)).isEqualTo("gone");
    assertThat(versions(VANISHED)).containsExactly("content", "tombstone");
    assertThat(ofReports(consumer.follow()))
        .containsExactly("delete report " + ids.get("jixi-2015"));
    consumer.assertIdentical();
    assertThat(reports()).hasSize(truth.reports().size() - 1).doesNotContain(ids.get("jixi-2015"));
  }

  @Test
  @Order(9)
  void a_page_that_is_back_restores_its_report_under_its_id() throws Exception {
    sites.phase(1);

    harvests.once();

    assertThat(state(VANISHED)).isEqualTo("live");
    assertThat(versions(VANISHED)).containsExactly("content", "tombstone", "restoration");
    // A, B and A again are three versions.
    assertThat(versions(CORRECTED)).containsExactly("content", "content", "content");
    assertThat(ofReports(consumer.follow()))
        .containsExactlyInAnyOrder(
            "restore report " + ids.get("jixi-2015"), "update report " + ids.get("xuanwei-2022"));
    consumer.assertIdentical();
    for (Truth.Report report : truth.reports()) {
      assertThat(idOf(report)).as(report.id()).isEqualTo(ids.get(report.id()));
    }
    Truth.Report back = truth.report("jixi-2015");
    Map<String, BigDecimal> values = values(back);
    back.values().forEach((place, value) -> assertSame(back, values, place, value));
  }

  /** The outcomes of the last harvest by address; all of them where a page was asked twice. */
  private static Map<String, String> outcomes() throws SQLException {
    Map<String, String> outcomes = new TreeMap<>();
    for (List<String> row :
        database.rows(
            """
            select p.url, string_agg(o.outcome, ', ' order by o.id) from observation o join page p on p.id = o.page_id
            where o.run_id in (select max(id) from run group by source_id) group by p.url""")) {
      outcomes.put(row.get(0), row.get(1));
    }
    return outcomes;
  }

  private static Set<String> asked(String site) {
    return sites.log(site).stream().map(Access::path).collect(Collectors.toSet());
  }

  private static List<String> never(String site) {
    return truth.sites().get(site).pages().stream()
        .filter(page -> "never".equals(page.asked()))
        .map(Truth.Page::path)
        .toList();
  }

  private static Set<String> redirectTargets(String site) {
    return truth.sites().get(site).pages().stream()
        .filter(page -> page.to() != null)
        .map(Truth.Page::to)
        .collect(Collectors.toSet());
  }

  private static Set<String> requisites() {
    Set<String> requisites = new TreeSet<>();
    truth
        .sites()
        .forEach(
            (id, site) ->
                site.pages().stream()
                    .filter(page -> page.kind().equals("requisite"))
                    .forEach(page -> requisites.add(sites.url(id, page.path()))));
    return requisites;
  }

  private static String idOf(Truth.Report report) throws SQLException {
    List<List<String>> ids =
        database.rows(
            "select distinct report_id from api.holding where live and url = '"
                + Truth.url(sites, report.holdings().get(0))
                + "'");
    assertThat(ids).as(report.id()).hasSize(1);
    return ids.get(0).get(0);
  }

  private static Set<String> reports() throws SQLException {
    return database.rows("select id from api.report").stream()
        .map(row -> row.get(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Figures by indicator[:column]; null where the place is empty or holds words. */
  private static Map<String, BigDecimal> values(Truth.Report report) throws SQLException {
    Map<String, BigDecimal> values = new HashMap<>();
    for (List<String> row :
        database.rows(
            "select concat_ws(':', indicator, col), value, kind from api.value where report_id = '"
                + idOf(report)
                + "'")) {
      assertThat(values).as(report.id()).doesNotContainKey(row.get(0));
      values.put(row.get(0), row.get(1) == null ? null : new BigDecimal(row.get(1)));
    }
    return values;
  }

  private static void assertSame(
      Truth.Report report, Map<String, BigDecimal> values, String place, BigDecimal expected) {
    String what = report.id() + " " + place;
    assertThat(values).as(what).containsKey(place);
    if (expected == null) {
      assertThat(values.get(place)).as(what).isNull();
    } else {
      assertThat(values.get(place)).as(what).isEqualByComparingTo(expected);
    }
  }

  private static List<String> ofReports(List<FeedConsumer.Change> changes) {
    return changes.stream()
        .filter(change -> change.entity().equals("report"))
        .map(FeedConsumer.Change::toString)
        .toList();
  }

  private static String state(String holding) throws SQLException {
    return database
        .rows("select state from page where url = '" + Truth.url(sites, holding) + "'")
        .get(0)
        .get(0);
  }

  private static List<String> versions(String holding) throws SQLException {
    return database
        .rows(
            "select kind from api.version where url = '"
                + Truth.url(sites, holding)
                + "' order by id")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }
}
