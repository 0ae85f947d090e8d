package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.publish.Differences;
import org.fangzhi.publish.Publisher;
import org.fangzhi.publish.Rereading;
import org.fangzhi.publish.Selection;
import org.fangzhi.report.Reports;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database of the first schema, with rows written by hand, comes to the newest one. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.empty();

  /** Tables of the first schema, and columns that later ones have taken away or keep otherwise. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    for (String table :
        List.of(
            "source",
            "pace_group",
            "run",
            "page",
            "payload",
            "wire",
            "observation",
            "version",
            "holding",
            "change",
            "change_counter")) {
      TABLES.put(table, "{}");
    }
    TABLES.put("document", "{superseded_by}");
    TABLES.put("report", "{superseded_by}");
    TABLES.put("reading", "{simhash,figures}");
  }

  private static FirstSite site;

  @BeforeAll
  static void migrateFromTheFirst(@TempDir Path scripts) throws Exception {
    site = new FirstSite();
    String first = "V1__first_schema.sql";
    Files.copy(Path.of("src/main/resources/db/migration", first), scripts.resolve(first));
    Flyway.configure()
        .dataSource(database.dataSource())
        .schemas("fangzhi")
        .locations("filesystem:" + scripts)
        .placeholderReplacement(false)
        .load()
        .migrate();
    database.execute(site.rows());
    database.execute("create schema kept");
    for (String table : TABLES.keySet()) {
      database.execute("create table kept." + table + " as table fangzhi." + table);
    }
    database.database().migrate();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static Transactions transactions() {
    return new Transactions(database.dataSource());
  }

  private static String one(String query) throws Exception {
    return database.rows(query).toString();
  }

  @Test
  @Order(1)
  void every_row_is_there_with_what_it_said() throws Exception {
    for (Map.Entry<String, String> table : TABLES.entrySet()) {
      String name = table.getKey();
      assertThat(one("select count(*) from kept." + name)).as(name).isNotEqualTo("[[0]]");
      assertThat(one("select count(*) from fangzhi." + name))
          .as("rows of %s", name)
          .isEqualTo(one("select count(*) from kept." + name));
      assertThat(
              database.rows(
                  """
                  select to_jsonb(k) from kept.%1$s k
                  where not exists (select from fangzhi.%1$s t where to_jsonb(t) @> (to_jsonb(k) - '%2$s'::text[]))"""
                      .formatted(name, table.getValue())))
          .as("rows of %s that say something else", name)
          .isEmpty();
    }
    assertThat(
            one(
                "select count(*) from kept.reading k join fangzhi.reading t using (id) where"
                    + " t.figures::jsonb = k.figures"))
        .isEqualTo("[[4]]");
    // What was kept of it did not tell a good answer from a failure: it is asked for anew.
    assertThat(database.rows("select * from robots")).isEmpty();
  }

  @Test
  @Order(1)
  void the_views_tell_what_the_rows_say() throws Exception {
    assertThat(
            one(
                "select id, title, agency, division_code, scope, year, published, form, url, reader"
                    + " from api.report"))
        .isEqualTo(
            "[[4e90420210000001, 宣威市2021年政府信息公开工作年度报告, 宣威市, 530381, government, 2021, 2022-01-26, form2021, http://%s/nb/2021.html, 1]]"
                .formatted(site.host()));
    assertThat(database.rows("select * from api.value order by indicator"))
        .containsExactly(
            Arrays.asList(
                "4e90420210000001",
                "G4.II.1.normdocs.issued",
                null,
                "12",
                "件",
                "number",
                null,
                "12",
                "table 1, row 4"),
            Arrays.asList(
                "4e90420210000001",
                "G4.II.5.licence",
                null,
                "19847",
                "件",
                "number",
                null,
                "19847",
                "table 1, row 7"));
    assertThat(one("select string_agg(seq || ' ' || op || ' ' || id, ', ') from api.change"))
        .isEqualTo(
            "[[1 add 1a57000000000001, 2 add d0c2021000000001, 3 add d0c2020000000001, 4 add"
                + " 4e90420210000001, 5 add 4e90420200000001, 6 update d0c2021000000001, 7 update"
                + " 4e90420210000001, 8 delete d0c2020000000001, 9 delete 4e90420200000001]]");
    assertThat(one("select id, kind, content_id, outcome, status from api.version order by id"))
        .isEqualTo(
            "[[1, content, 1a57000000000001, new, 200], [2, content, d0c2021000000001, new, 200],"
                + " [3, content, d0c2020000000001, new, 200], [4, content, d0c2021000000001,"
                + " changed, 200], [5, tombstone, null, missing, 404]]");
    assertThat(one("select report_id, document_id, live, leads from api.holding order by 1"))
        .isEqualTo(
            "[[4e90420200000001, d0c2020000000001, f, t], [4e90420210000001, d0c2021000000001, t,"
                + " t]]");
    assertThat(one("select report_id, seq, deleted from api.report_change order by seq"))
        .isEqualTo("[[4e90420210000001, 7, f], [4e90420200000001, 9, t]]");
    assertThat(one("select id from api.document order by id"))
        .isEqualTo("[[1a57000000000001], [d0c2021000000001]]");
    // What is derived since is made of the old rows: the texts that are searched, and the coverage.
    new SearchStep(transactions()).follow();
    assertThat(one("select report_id, year, division_code from search_text"))
        .isEqualTo("[[4e90420210000001, 2021, 530381]]");
    new Coverage(transactions()).keepUp();
    assertThat(
            one(
                "select year, status from api.coverage where division_code = '530381' and year in"
                    + " (2019, 2021) order by 1"))
        .isEqualTo("[[2019, blocked], [2021, held]]");
  }

  @Test
  @Order(2)
  void a_harvest_of_the_same_site_tells_no_change() throws Exception {
    new Harvests(database, Map.of("xuanwei.yaml", site.source()), Map.of()).once();
    assertThat(
            one(
                "select p.url like '%2021.html', o.outcome from observation o join page p on p.id ="
                    + " o.page_id where o.id > 7 and o.outcome <> 'blocked' order by p.id"))
        .isEqualTo("[[f, unchanged], [t, unchanged], [f, missing]]");
    assertThat(one("select count(*), max(id) from version")).isEqualTo("[[5, 5]]");
    assertThat(one("select count(*), max(seq) from change")).isEqualTo("[[9, 9]]");
  }

  @Test
  @Order(3)
  void the_present_reader_finds_the_same_figures_under_the_same_ids_and_the_series_come()
      throws Exception {
    assertThat(database.rows("select * from api.series")).isEmpty();
    Selection all = new Selection(List.of(), null, null);
    Rereading rereading = new Rereading(transactions(), Reports.READER);
    List<Long> runs = rereading.begin(all, 100);
    Settings settings =
        Settings.load(Path.of("config"), Map.of()).with(Map.of("fangzhi.schedule.on", "false"));
    try (Service service = Service.of(settings, transactions(), List.of(), false);
        Pipeline pipeline = service.start(Harvests.ROUTES, runs, Map.of())) {
      Harvests.until(
          "all is read again",
          Duration.ofMinutes(1),
          () -> service.runs().open(runs).isEmpty() && pipeline.context().isStarted());
    }
    Differences differences = rereading.compare(all, 10);
    assertThat(differences.total().failed()).isZero();
    assertThat(differences.total().lost() + differences.total().changed()).isZero();
    assertThat(differences.total().reportsLost() + differences.total().reportsGained()).isZero();

    assertThat(new Publisher(transactions()).publish(rereading.staged(all))).isPositive();
    assertThat(one("select id, year, first_at < '2026-03-02' from api.report"))
        .isEqualTo("[[4e90420210000001, 2021, t]]");
    // Of the ten cells of the table the old reader knew two.
    assertThat(
            one(
                "select indicator, value from api.value where kind in ('number', 'zero') order by"
                    + " indicator"))
        .isEqualTo(
            "[[G4.II.1.normdocs.in_force, 47], [G4.II.1.normdocs.issued, 12],"
                + " [G4.II.1.normdocs.repealed, 3], [G4.II.1.rules.in_force, 0],"
                + " [G4.II.1.rules.issued, 0], [G4.II.1.rules.repealed, 0], [G4.II.5.licence,"
                + " 19847], [G4.II.6.coercion, 5], [G4.II.6.penalty, 312], [G4.II.8.fee, 31.6]]");
    assertThat(one("select year, value, unit from api.series where indicator = 'G4.II.5.licence'"))
        .isEqualTo("[[2021, 19847, 件]]");
    assertThat(one("select count(*) = max(seq), max(seq) > 9 from api.change"))
        .isEqualTo("[[t, t]]");
    assertThat(one("select distinct op, id from api.change where seq > 9 and entity = 'report'"))
        .isEqualTo("[[update, 4e90420210000001]]");
    assertThat(one("select distinct op from api.change where seq > 9")).isEqualTo("[[update]]");
  }
}
