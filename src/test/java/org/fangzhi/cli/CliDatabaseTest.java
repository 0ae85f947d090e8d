package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fangzhi.pipeline.Child;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.sample.SampleSites;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that need a database, each in a process of its own, as a shell starts them. */
@Tag("thorough")
class CliDatabaseTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final JsonMapper JSON = new JsonMapper();

  private static SampleSites sites;
  private static Path config;

  @BeforeAll
  static void harvest() throws Exception {
    sites = SampleSites.start();
    config = folder.resolve("config");
    sites.writeSources(config.resolve("sources"));
    Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
    new Harvests(database, sites.sources(), Map.of()).once();
  }

  @AfterAll
  static void stop() {
    sites.close();
  }

  /** What a command printed, and how it ended. */
  private record Ended(int code, String printed) {
    List<String> lines() {
      return printed.lines().toList();
    }
  }

  private static Ended run(Map<String, String> environment, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    try (Child child = Child.start(environment, output, command)) {
      return new Ended(child.end(), child.printed());
    }
  }

  private static Ended here(String... command) throws Exception {
    return run(Map.of("FANGZHI_DB_URL", database.url()), command);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_wrong_password_is_one_line() throws Exception {
    database.execute("create role clerk login password 'right'");
    String url = database.url().replace("user=postgres", "user=clerk");
    Ended ended = run(Map.of("FANGZHI_DB_URL", url, "FANGZHI_DB_PASSWORD", "wrong"), "status");
    database.execute("drop role clerk");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.lines()).hasSize(1);
    assertThat(ended.printed())
        .contains("refuses the password of user clerk", "FANGZHI_DB_PASSWORD")
        .doesNotContain("wrong");
  }

  @Test
  void what_a_library_mutters_over_a_torn_PDF_does_not_reach_the_terminal() throws Exception {
    Path torn =
        Files.writeString(
            folder.resolve("torn.pdf"),
            "%PDF-1.7\n8 0 obj\n<< /Type /ObjStm /N 2 /First 10 /Length 5000 >>\nstream\nabc");
    Ended ended = run(Map.of(), "parse", torn.toString());
    assertThat(ended.lines()).hasSize(1);
    assertThat(JSON.readTree(ended.printed()).path("mediaType").asString())
        .isEqualTo("application/pdf");
  }

  @Test
  void a_database_that_is_not_there_is_one_line() throws Exception {
    int nobody = freePort();
    Ended ended =
        run(
            Map.of("FANGZHI_DB_URL", "jdbc:postgresql://127.0.0.1:" + nobody + "/fangzhi"),
            "harvest",
            "--config",
            config.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.lines()).hasSize(1);
    assertThat(ended.printed()).contains("127.0.0.1:" + nobody, "FANGZHI_DB_URL");
  }

  @Test
  void status_tells_how_each_source_does_and_what_a_page_went_through() throws Exception {
    Ended all = here("status");
    assertThat(all.code()).isZero();
    assertThat(all.printed()).contains("sample-trs", "sample-hanweb", "示例：宣威市人民政府");

    String page = sites.url("hanweb", "/art/2018/3/20/art_6721_1107.html");
    Ended story = here("status", "--url", page);
    assertThat(story.code()).isZero();
    assertThat(story.printed()).contains(page, "moved", "art_9036_1107.html", "sample-hanweb");

    String report = sites.url("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html");
    assertThat(here("status", "--url", report).printed())
        .contains(
            "new (200)",
            "content ",
            "document ",
            "reading current",
            "report of form form2021, year 2021",
            "held here");

    Ended unknown = here("status", "--url", "http://example.cn/");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.lines()).hasSize(1);
    assertThat(unknown.printed()).contains("http://example.cn/ is not known");
  }

  @Test
  void what_the_last_runs_suggest_is_printed_as_a_source_file_has_it() throws Exception {
    Ended ended = here("source", "expect", "sample-trs");
    assertThat(ended.code()).as(ended.printed()).isZero();
    Path file = folder.resolve("suggested.yaml");
    Files.writeString(
        file,
        "id: suggested\nname: 某县\nentries: [{url: 'http://www.example.cn/'}]\n" + ended.printed());
    assertThat(ended.printed()).contains("reports-per-year: 1..", "silent-days: 400", "entries: ");
    assertThat(here("source", "check", file.toString()).printed()).contains("1 sources are right");

    Ended none = here("source", "expect", "sample-trs", "--accept");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.printed()).contains("sample-trs is not held back");
  }

  @Test
  void what_was_judged_stays_judged_by_the_same_rules() throws Exception {
    Ended ended = here("source", "reclassify");
    assertThat(ended.code()).as(ended.printed()).isZero();
    assertThat(ended.lines()).containsExactly("0 answers are judged otherwise today.");
  }

  @Test
  void retry_names_what_it_does_not_know() throws Exception {
    Ended ended = here("retry", "--group", "nobody.example.cn");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.lines()).hasSize(1);
    assertThat(ended.printed()).contains("the pace group nobody.example.cn is not known");
    assertThat(here("retry").code()).isEqualTo(2);
  }

  @Test
  void export_jsonl_writes_reports_with_their_holdings() throws Exception {
    Path out = folder.resolve("jsonl");
    Ended ended = here("export", "--format", "jsonl", "--out", out.toString());
    assertThat(ended.code()).as(ended.printed()).isZero();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.jsonl",
              "value.jsonl",
              "series.jsonl",
              "document.jsonl",
              "version.jsonl",
              "change.jsonl");
    }
    List<JsonNode> reports =
        Files.readAllLines(out.resolve("report.jsonl")).stream().map(JSON::readTree).toList();
    assertThat(reports).hasSize(21);
    JsonNode copied =
        reports.stream()
            .filter(r -> held(r).toString().contains("t20220126_1163"))
            .findAny()
            .orElseThrow();
    assertThat(held(copied))
        .containsExactlyInAnyOrder(
            sites.url("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html"),
            sites.url("copies", "/html/nbhb/2022/0207/5530.html"));
    long values = Files.readAllLines(out.resolve("value.jsonl")).size();
    assertThat(values)
        .isEqualTo(reports.stream().mapToLong(report -> report.path("values").size()).sum());
    // Every list, page, file and requisite of expected.yaml that is new in the first harvest.
    assertThat(database.rows("select count(*) from api.version"))
        .containsExactly(List.of("" + Files.readAllLines(out.resolve("version.jsonl")).size()));
  }

  @Test
  void sources_are_paused_paced_and_let_go_on_from_another_process() throws Exception {
    assertThat(here("source", "pause", "sample-trs", "--why", "relaunch").printed())
        .isEqualTo("sample-trs rests\n");
    assertThat(here("source", "pause").printed()).isEqualTo("sample-trs rests: relaunch\n");
    assertThat(
            database.rows(
                "select who, via, action, objects::text, detail from api.audit where action = 'source pause'"))
        .as("looking leaves no line")
        .containsExactly(
            List.of(
                System.getProperty("user.name"),
                "command",
                "source pause",
                "{sample-trs}",
                "source pause sample-trs --why relaunch"));
    Ended named = here("harvest", "sample-trs", "--config", config.toString());
    assertThat(named.code()).isEqualTo(2);
    assertThat(named.lines())
        .containsExactly(
            "fangzhi: sample-trs rests (relaunch); let it go on with ./fangzhi source resume sample-trs");
    assertThat(here("source", "resume", "sample-trs").printed()).isEqualTo("sample-trs goes on\n");

    String group = sites.host("trs");
    assertThat(here("source", "pace", "sample-trs", "--delay", "7s").printed())
        .contains(group + ": 7,000 ms from one request to the next\n");
    assertThat(here("source", "pace", group, "--reset").printed())
        .contains("as the source files say");
    Ended wrong = here("source", "pace", group, "--delay", "7");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.lines()).hasSize(1);

    for (List<String> command :
        List.of(
            List.of("pause", "sample-trs", "nobody", "noone"),
            List.of("resume", "sample-trs", "nobody", "noone"),
            List.of("pace", "sample-trs", "nobody", "noone", "--delay", "9s"))) {
      List<String> line = new ArrayList<>(command);
      line.add(0, "source");
      Ended unknown = here(line.toArray(String[]::new));
      assertThat(unknown.code()).as(unknown.printed()).isEqualTo(2);
      assertThat(unknown.lines()).hasSize(1);
      assertThat(unknown.printed()).contains("nobody, noone; nothing was changed");
    }
    assertThat(
            database.rows(
                "select paused_at, (select max(set_ms) from pace_group) from source where id = 'sample-trs'"))
        .containsExactly(Arrays.asList(null, null));
  }

  private static List<String> held(JsonNode report) {
    List<String> urls = new ArrayList<>();
    report.path("holdings").forEach(holding -> urls.add(holding.path("url").asString()));
    return urls;
  }

  @Test
  void export_files_keeps_texts_payloads_and_records_by_division_and_year() throws Exception {
    Path out = folder.resolve("files");
    Ended ended = here("export", "--format", "files", "--out", out.toString());
    assertThat(ended.code()).as(ended.printed()).isZero();
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.walk(out)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(out.relativize(file).toString()));
    }
    List<String> texts =
        names.stream()
            .filter(
                name ->
                    name.matches("(\\d+|unknown)/(\\d{4}|undated|other)/\\d{3}_[0-9a-f]{16}\\.txt"))
            .sorted()
            .toList();
    assertThat(database.rows("select count(*) from api.document"))
        .containsExactly(List.of("" + texts.size()));
    for (String text : texts) {
      String name = text.substring(0, text.length() - 4);
      assertThat(names).contains(name + ".json");
      assertThat(names).containsAnyOf(name + ".html", name + ".pdf");
    }
    String pdf = names.stream().filter(name -> name.endsWith(".pdf")).findAny().orElseThrow();
    assertThat(pdf).startsWith("530381/2023/000_");
    assertThat(Files.readAllBytes(out.resolve(pdf))).startsWith("%PDF-".getBytes());
    String read = Files.readString(out.resolve(pdf.replace(".pdf", ".json")));
    assertThat(JSON.readTree(read).get(0).path("year").asInt()).isEqualTo(2023);
    assertThat(Files.readString(out.resolve(pdf.replace(".pdf", ".txt"))))
        .contains("宣威市人民政府2023年政府信息公开工作年度报告");
    assertThat(here("export", "--format", "files", "--out", out.toString()).printed())
        .contains(texts.size() + " documents in " + out + ": 0 written, 0 taken away");
  }

  @Test
  void a_second_service_on_one_home_is_refused_and_status_works_beside_the_first()
      throws Exception {
    Map<String, String> home =
        Map.of(
            "FANGZHI_HOME",
            folder.resolve("home").toString(),
            "FANGZHI_CONSOLE_PORT",
            "" + freePort(),
            "FANGZHI_SCHEDULE_ON",
            "false");
    try (Child first =
        Child.start(home, folder.resolve("first"), "run", "--config", config.toString())) {
      Harvests.until(
          "the service runs",
          Duration.ofMinutes(2),
          () -> first.printed().contains("Fangzhi runs with 6 sources") || !first.isAlive());
      assertThat(first.isAlive()).as(first.printed()).isTrue();

      Ended second = run(home, "run", "--config", config.toString());
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.lines()).hasSize(1);
      assertThat(second.printed()).contains("Fangzhi already runs", "FANGZHI_HOME");

      Ended status = run(home, "status");
      assertThat(status.code()).as(status.printed()).isZero();
      assertThat(status.printed()).contains("sample-trs", "never run");

      long server =
          Long.parseLong(
              Files.readAllLines(folder.resolve("home/postgres/data/postmaster.pid")).get(0));
      first.terminate();
      first.end();
      assertThat(ProcessHandle.of(server)).as("PostgreSQL after SIGTERM").isEmpty();
    }
  }
}
