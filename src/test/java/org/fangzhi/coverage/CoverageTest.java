package org.fangzhi.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fangzhi.coverage.CountyWorld.COUNTY;
import static org.fangzhi.coverage.CountyWorld.LIST;
import static org.fangzhi.coverage.CountyWorld.TODAY;

import java.util.Arrays;
import java.util.List;
import org.fangzhi.store.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoverageTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String READ = "[{\"form\": \"form2021\", %s}]";
  private static final String NOBODY =
      "\"year\": %d, \"division\": null, \"scope\": null, \"withheld\": [{\"what\": \"division\", \"why\": \"two bear the name\"}]";

  private CountyWorld world;

  @BeforeEach
  void county() throws Exception {
    world = new CountyWorld(database);
  }

  @Test
  void each_year_of_government_agency_and_township_tells_how_it_stands_and_why() throws Exception {
    world.held(COUNTY, null, 2021);
    world.link("丰林县2022年政府信息公开工作年度报告", "unseen", "blocked", "412, a challenge");
    world.held(COUNTY, null, 2023, "empty", "text");
    world.held(COUNTY, "丰林县审计局", 2021);
    world.held(COUNTY, "审计局", 2022);
    String poison = world.link("丰林县审计局2023年政府信息公开工作年度报告", "live", "new", null);
    world.read(poison, "set-aside", "null", "the table has no end");
    world.link("县审计局2024年政府信息公开工作年度报告", "unseen", "failed", "no answer");
    world.held(COUNTY, "丰林县教育局", 2020);
    world.held(COUNTY, "丰林县教育局", 2021);
    world.gone(COUNTY + "100", 2021);
    String doubtful = world.link("新青镇2022年政府信息公开工作年度报告", "live", "new", null);
    world.read(doubtful, "current", READ.formatted(NOBODY.formatted(2022)), null);
    String fresh = world.link("新青镇2023年政府信息公开工作年度报告", "live", "new", null);
    world.read(fresh, "pending", "null", null);
    world.link("红星镇2021年政府信息公开工作年度报告", "suspect", "soft-missing", "您访问的页面不存在");
    world.link("红星镇2022年政府信息公开工作年度报告", "unseen", null, null);
    String other = world.link("红星镇2023年政府信息公开工作年度报告", "live", "new", null);
    world.read(other, "current", "[{\"form\": null}]", null);
    world.link("五营镇2021年政府信息公开工作年度报告", "unseen", "refused", "robots.txt");
    world.link("五营镇2022年政府信息公开工作年度报告", "suspect", "missing", "404");

    assertThat(
            world.rows(
                "select coalesce(agency, division), year, status, reason from api.expected order by body, year"))
        .containsExactly(
            row("丰林县", "2021", "held", "held"),
            row("丰林县", "2022", "blocked", "blocked"),
            row("丰林县", "2023", "withheld", "no-figures"),
            row("丰林县", "2024", "not yet due", "not-due"),
            row("审计局", "2021", "held", "held"),
            row("审计局", "2022", "held", "held"),
            row("审计局", "2023", "set aside", "set-aside"),
            row("审计局", "2024", "missing", "failed"),
            row("丰林县教育局", "2020", "held", "held"),
            row("丰林县教育局", "2021", "held", "held"),
            row("丰林县教育局", "2022", "silent", "silent"),
            row("丰林县教育局", "2023", "silent", "silent"),
            row("丰林县教育局", "2024", "silent", "silent"),
            row("新青镇", "2021", "missing", "gone"),
            row("新青镇", "2022", "withheld", "withheld"),
            row("新青镇", "2023", "missing", "waiting"),
            row("新青镇", "2024", "not yet due", "not-due"),
            row("红星镇", "2021", "missing", "soft-missing"),
            row("红星镇", "2022", "missing", "not-fetched"),
            row("红星镇", "2023", "missing", "no-report"),
            row("红星镇", "2024", "not yet due", "not-due"),
            row("五营镇", "2021", "missing", "refused"),
            row("五营镇", "2022", "missing", "not-there"),
            row("五营镇", "2023", "missing", "no-source"),
            row("五营镇", "2024", "not yet due", "not-due"));
    assertThat(
            world.asked(
                TODAY,
                "select why, next_step, due from api.gap where reason in ('blocked', 'withheld', 'silent', 'no-source')"
                    + " and year in (2022, 2023) order by body, year"))
        .containsExactly(
            row(
                "a link leads to http://fl.test/3.html, which blocks us since 2025-02-02: 412, a challenge",
                "ask again: ./fangzhi retry --url http://fl.test/3.html; if it is no block: ./fangzhi source reclassify fenglin",
                "2023-03-31"),
            row(
                "published last for 2021, and nothing for three years that are due",
                "see whether it was merged or renamed; if so, name it under coverage.except in the file of fenglin",
                "2023-01-31"),
            row(
                "published last for 2021, and nothing for three years that are due",
                "see whether it was merged or renamed; if so, name it under coverage.except in the file of fenglin",
                "2024-01-31"),
            row(
                "found at " + doubtful + ", but not certain: division: two bear the name",
                "see what it says of itself: ./fangzhi status --url " + doubtful,
                "2023-03-31"),
            row(
                "no source names 230724102, and no list of fenglin, which would have it, leads to it",
                "add a list of it to the entries of fenglin, or its own site: ./fangzhi source new URL;"
                    + " or name 230724102 under coverage.except in the file of fenglin",
                "2024-03-31"));
    // 审计局 alone: 教育局 is silent, and was first expected before the years of the source.
    assertThat(
            world.asked(
                TODAY,
                "select year, status, agencies_expected, agencies_held, townships_expected, townships_held"
                    + " from api.coverage where division_code = '230724' order by year"))
        .containsExactly(
            row("2021", "held", "2", "2", "3", "0"),
            row("2022", "blocked", "2", "1", "3", "0"),
            row("2023", "withheld", "2", "0", "3", "0"),
            row("2024", "not yet due", "2", "0", "3", "0"));
  }

  @Test
  void a_gap_without_a_link_is_told_by_what_its_source_does() throws Exception {
    String last = "select reason, status, why from api.gap where body = '230724' and year = 2023";
    assertThat(world.rows(last))
        .containsExactly(row("no-link", "missing", "no list page of fenglin leads to it"));
    world.execute("update run set note = 'the list " + LIST + " ends at page 7 of 9'");
    assertThat(world.rows(last))
        .containsExactly(
            row(
                "truncated",
                "missing",
                "no link names it, and the list "
                    + LIST
                    + " is truncated: the list "
                    + LIST
                    + " ends at page 7 of 9"));
    String undated = world.link("丰林县政府信息公开工作年度报告", "live", "new", null);
    world.read(
        undated,
        "current",
        READ.formatted(
            "\"year\": null, \"division\": {\"code\": \"230724\"}, \"scope\": \"government\","
                + " \"withheld\": [{\"what\": \"year\", \"why\": \"no year is named\"}]"),
        null);
    assertThat(world.rows(last))
        .containsExactly(
            row(
                "undated",
                "missing",
                "no link names this year, but at "
                    + undated
                    + " is one of a year that is not certain: year: no year is named"));
    world.execute("update page set outcome = 'blocked', fault = 'WAF' where kind = 'list'");
    assertThat(world.rows(last))
        .containsExactly(
            row(
                "source-blocked",
                "blocked",
                "fenglin is blocked since 2025-02-02 at " + LIST + ": WAF"));
    world.execute(
        "update source set paused_at = '2025-02-09 12:00+08', paused_why = 'moving house'");
    assertThat(world.asked(TODAY, last))
        .containsExactly(
            row("paused", "missing", "fenglin is paused since 2025-02-09: moving house"));
  }

  @Test
  void what_is_held_back_is_told_by_the_breach() throws Exception {
    world.execute(
        "update source set held_why = 'half the reports are gone', held_since = '2025-02-04 08:00+08'");
    String url = world.link("丰林县2022年政府信息公开工作年度报告", "live", "new", null);
    world.read(
        url,
        "staged",
        READ.formatted(
            "\"year\": 2022, \"division\": {\"code\": \"230724\"}, \"scope\": \"government\""),
        null);
    assertThat(
            world.rows(
                "select status, reason, why, next_step from api.gap where body = '230724' and year = 2022"))
        .containsExactly(
            row(
                "withheld",
                "held-back",
                "read at "
                    + url
                    + ", but fenglin is held back since 2025-02-04: half the reports are gone",
                "mend its file, or take the site as it is: ./fangzhi source expect fenglin --accept"));
  }

  @Test
  void two_years_running_make_an_agency_expected_and_one_does_not() throws Exception {
    world.held(COUNTY, "丰林县统计局", 2021);
    world.held(COUNTY, "丰林县统计局", 2023);
    world.held(COUNTY, "丰林县司法局", 2021);
    world.held(COUNTY, "丰林县司法局", 2022);
    String agencies =
        "select agency, year, status from api.expected where scope = 'agency' order by body, year";
    // Nothing is expected of 统计局 in between or after.
    assertThat(world.rows(agencies))
        .containsExactly(
            row("丰林县司法局", "2021", "held"),
            row("丰林县司法局", "2022", "held"),
            row("丰林县司法局", "2023", "missing"),
            row("丰林县司法局", "2024", "missing"),
            row("丰林县统计局", "2021", "held"),
            row("丰林县统计局", "2023", "held"));
    world.execute(
        "update source set definition = '{\"entries\": [], \"coverage\": {\"since\": 2023, \"agencies\": [\"统计局\"],"
            + " \"except\": [\"司法局\", \"230724100\"]}}'");
    assertThat(world.rows(agencies))
        .containsExactly(
            row("丰林县司法局", "2021", "held"),
            row("丰林县司法局", "2022", "held"),
            row("丰林县统计局", "2021", "held"),
            row("丰林县统计局", "2023", "held"),
            row("丰林县统计局", "2024", "missing"));
    assertThat(
            world.asked(
                TODAY,
                "select distinct division_code from api.gap where scope = 'government' order by 1"))
        .containsExactly(row("230724"), row("230724101"), row("230724102"));
  }

  @Test
  void a_city_s_source_is_asked_for_the_counties_that_have_none() throws Exception {
    world.source("yichun", "230700", "{\"since\": 2022}");
    world.rows("select 1");
    world.coverage().keepUp();
    String yichun =
        "select division, source_id, own_source, reason from api.expected where year = 2022 and division_code in ('230700', '230781', '230724') order by division_code";
    assertThat(world.asked(TODAY, yichun))
        .containsExactly(
            row("伊春市", "yichun", "t", "never-harvested"),
            row("丰林县", "fenglin", "t", "no-link"),
            row("铁力市", "yichun", "f", "never-harvested"));
    world.execute(
        "insert into run (source_id, kind, ended_at, ended_how, definition) values ('yichun', 'harvest', now(), 'done', '{}')");
    world.coverage().keepUp();
    assertThat(
            world.asked(
                TODAY, "select reason, why from api.gap where body = '230781' and year = 2022"))
        .containsExactly(
            row(
                "no-source",
                "no source names 230781, and no list of yichun, which would have it, leads to it"));
    // The county's file goes: the city's source is the one that would have its report.
    world.execute("update source set removed_at = now() where id = 'fenglin'");
    world.coverage().keepUp();
    assertThat(
            world.asked(
                TODAY,
                "select source_id, level from api.expected where year = 2022 and division_code like '230724%'"))
        .containsExactly(row("yichun", "county"));
  }

  @Test
  void deadlines_are_those_of_the_law_in_force() throws Exception {
    assertThat(
            world.asked(
                TODAY,
                "select who, year, due from fangzhi.deadline where year in (2008, 2018, 2019) order by year, who"))
        .containsExactly(
            row("agency", "2008", "2009-03-31"),
            row("government", "2008", "2009-03-31"),
            row("township", "2008", "2009-03-31"),
            row("agency", "2018", "2019-03-31"),
            row("government", "2018", "2019-03-31"),
            row("township", "2018", "2019-03-31"),
            row("agency", "2019", "2020-01-31"),
            row("government", "2019", "2020-03-31"),
            row("township", "2019", "2020-03-31"));
    String last = "select status from api.coverage where division_code = '230724' and year = 2024";
    assertThat(world.rows("2024-12-31", last)).isEmpty();
    assertThat(world.rows("2025-03-31", last)).containsExactly(row("not yet due"));
    assertThat(world.rows("2025-04-01", last)).containsExactly(row("missing"));
  }

  private static List<@Nullable String> row(@Nullable String... cells) {
    return Arrays.asList(cells);
  }
}
