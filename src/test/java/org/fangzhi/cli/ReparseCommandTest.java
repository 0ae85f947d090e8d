package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.fangzhi.pipeline.Child;
import org.fangzhi.pipeline.FeedConsumer;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.report.Reports;
import org.fangzhi.sample.SampleSites;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an earlier reader misread is mended, in a process that may be killed. */
@Tag("long")
class ReparseCommandTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final JsonMapper JSON = new JsonMapper();
  private static final String REPORT = "/zwgk/zfxxgknb/202201/t20220126_1163.html";
  private static final int KILLS = 5;

  private static final String VALUES =
      "select r.url, v.indicator, v.col, v.value, v.kind, v.raw, v.at from api.value v"
          + " join api.report r on r.id = v.report_id order by 1, 2, 3, 7";
  private static final String CURRENT =
      "select count(*), count(distinct version_id), min(reader), max(reader) from reading where state = 'current'";

  private List<List<String>> values;
  private String read;
  private FeedConsumer consumer;

  /** The sample sites as a reader "0" read them, which misread a figure and a title. */
  @BeforeEach
  void an_earlier_reader_harvested() throws Exception {
    database.execute(
        "truncate source, pace_group, run, page, payload, wire, observation, document, version, reading, report,"
            + " holding, change, finding, robots cascade; update change_counter set seq = 0");
    try (SampleSites sites = SampleSites.start()) {
      new Harvests(database, sites.sources(), Map.of()).once();
    }
    values = database.rows(VALUES);
    read = database.rows(CURRENT).get(0).get(0);
    database.execute("update reading set reader = '0'");
    misread("figures = jsonb_set(figures::jsonb, '{0,value,0}', '987654')", REPORT);
    misread(
        "reports = jsonb_set(reports, '{0,title}', '\"misread\"')",
        "/html/nbhb/2022/0207/5530.html");
    database.execute(
        "update report set digest = '0' where id in (select report_id from holding where digest = '0')");
    consumer = new FeedConsumer(database.url());
    consumer.follow();
  }

  private static void misread(String how, String page) throws Exception {
    String those =
        " where id = (select g.id from reading g join version v on v.id = g.version_id"
            + " join page p on p.id = v.page_id where p.url like '%"
            + page
            + "' and g.state = 'current')";
    database.execute("update reading set " + how + those);
    database.execute(
        "update reading set reports = jsonb_set(reports, '{0,digest}', '\"0\"')" + those);
    database.execute(
        "update holding set digest = '0'" + those.replace("where id", "where reading_id"));
  }

  /** How many versions the present reader has read. */
  private static int done() throws Exception {
    return Integer.parseInt(
        database
            .rows(
                "select count(*) from reading where reader <> '0' and state in ('staged', 'current')")
            .get(0)
            .get(0));
  }

  private static Child start(String... options) throws Exception {
    String[] command = new String[options.length + 1];
    command[0] = "reparse";
    System.arraycopy(options, 0, command, 1, options.length);
    Path output = Files.createTempFile(folder, "output", ".txt");
    return Child.start(Map.of("FANGZHI_DB_URL", database.url()), output, command);
  }

  private static String ended(int code, String... options) throws Exception {
    try (Child child = start(options)) {
      assertThat(child.end()).as(child.printed()).isEqualTo(code);
      return child.printed();
    }
  }

  @Test
  void it_tells_what_reads_otherwise_and_publishes_when_asked() throws Exception {
    String told = ended(0);
    assertThat(told)
        .contains(REPORT, " 987654 件 → ", "title misread → ", "Nothing is published")
        .contains("sample-trs", "sample-copies");
    assertThat(database.rows(VALUES)).as("before publishing").isNotEqualTo(values);
    assertThat(consumer.follow()).isEmpty();

    List<JsonNode> lines =
        ended(0, "--json", "--source", "sample-trs").lines().map(JSON::readTree).toList();
    JsonNode total = lines.get(lines.size() - 2).path("total");
    assertThat(total.path("changed").asInt()).isEqualTo(1);
    assertThat(total.path("attributes").asInt()).isZero();

    assertThat(ended(0, "--publish")).contains("Published: " + read + " versions");
    assertThat(consumer.follow()).extracting(FeedConsumer.Change::op).containsOnly("update");
    consumer.assertIdentical();
    assertThat(database.rows(VALUES)).isEqualTo(values);
    assertThat(database.rows(CURRENT))
        .containsExactly(List.of(read, read, Reports.READER, Reports.READER));
    assertThat(ended(0)).contains("Nothing to compare");
  }

  @Test
  void killed_again_and_again_it_comes_to_the_same() throws Exception {
    long seen = consumer.seen();
    int all = Integer.parseInt(read);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      int enough = all * i / (KILLS - 1);
      try (Child child = start("--publish")) {
        Harvests.until(
            "the kill", Duration.ofMinutes(2), () -> done() >= enough || !child.isAlive());
        killed += child.kill() ? 1 : 0;
      }
      consumer.follow();
      consumer.assertIdentical();
    }
    System.out.println("reparse: killed " + killed + " of " + KILLS);
    ended(0, "--publish");

    assertThat(database.rows(VALUES)).isEqualTo(values);
    assertThat(database.rows(CURRENT))
        .containsExactly(List.of(read, read, Reports.READER, Reports.READER));
    consumer.follow();
    consumer.assertIdentical();
    assertThat(
            database.rows(
                "select op, entity, r.url like '%/5530.html' or r.url like '%"
                    + REPORT
                    + "' from api.change c join api.report r using (id) where seq > "
                    + seen))
        .as("told once")
        .containsExactly(List.of("update", "report", "t"));
    assertThat(database.rows("select count(*) from run where ended_at is null"))
        .containsExactly(List.of("0"));
  }

  @Test
  void what_cannot_be_meant_is_one_line() throws Exception {
    assertThat(ended(2, "--source", "nobody")).hasLineCount(1).contains("nobody");
    assertThat(ended(2, "--publish", "--dry-run")).hasLineCount(1);
  }
}
