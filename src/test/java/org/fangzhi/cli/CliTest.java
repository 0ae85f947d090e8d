package org.fangzhi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fangzhi.sample.SampleSites;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the commands say and their exit codes, as far as no database is needed. */
class CliTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** A report as the site of 宣威市 prints it. */
  private static String report;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path config;

  @BeforeAll
  static void report() throws Exception {
    try (SampleSites sites = SampleSites.start()) {
      URI url = URI.create(sites.url("trs", "/zwgk/zfxxgknb/202201/t20220126_1163.html"));
      report =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
              .body();
    }
  }

  @BeforeEach
  void config() throws IOException {
    config = folder.resolve("config");
    Files.createDirectories(config.resolve("sources"));
    Files.copy(Path.of("config/application.properties"), config.resolve("application.properties"));
    source("xuanwei.yaml", "http://www.example.cn/xxgk/nb/");
  }

  private void source(String file, String url) throws IOException {
    Files.writeString(
        config.resolve("sources").resolve(file),
        "id: xuanwei-gov\nname: 宣威市人民政府\ndivision: \"530381\"\nentries:\n  - {url: \""
            + url
            + "\"}\n");
  }

  private int run(String... arguments) {
    CommandLine commands =
        Fangzhi.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commands.execute(arguments);
    commands.getOut().flush();
    commands.getErr().flush();
    return code;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path report(String name) throws IOException {
    return file(name, report.getBytes(StandardCharsets.UTF_8));
  }

  /** What stands on standard error: one line. */
  private String line() {
    assertThat(err.toString().strip().lines()).as(err.toString()).hasSize(1);
    return err.toString().strip();
  }

  private List<JsonNode> printed() {
    return out.toString().lines().map(JSON::readTree).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|Name a command|./fangzhi --help",
        "harvset|harvset|harvest",
        "harvest --jason|--jason|./fangzhi harvest --help",
        "parse|PATH|./fangzhi parse --help",
        "export --out x|--format|./fangzhi export --help",
        "export --format xml --out x|xml|jsonl",
        "source|check|list",
        "status --url|--url|./fangzhi status --help",
      })
  void wrong_use_is_told_in_one_line_with_exit_code_2(String command, String what, String mend) {
    String[] arguments = command == null ? new String[0] : command.split(" ");
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(line()).startsWith("fangzhi: ").contains(what, mend);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_word_for_the_log_that_is_none_is_named() {
    assertThat(LogChoice.fault(Map.of("FANGZHI_LOG_FORMAT", "xml")))
        .isEqualTo("FANGZHI_LOG_FORMAT is 'xml'; it must be one of text, json.");
    assertThat(LogChoice.fault(Map.of("FANGZHI_LOG_FORMAT", "json", "FANGZHI_LOG_LEVEL", "INFO")))
        .isNull();
  }

  @Test
  void help_and_version_are_no_wrong_use() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("demo", "run", "harvest", "parse", "source", "status", "export", "Exit codes");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("Fangzhi ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void an_unknown_source_is_named_with_those_there_are() {
    assertThat(run("harvest", "xuanwie", "--config", config.toString())).isEqualTo(2);
    assertThat(line()).contains("xuanwie", "xuanwei-gov");
  }

  @Test
  void a_config_folder_that_is_not_there_is_named() {
    Path nowhere = folder.resolve("nowhere");
    assertThat(run("harvest", "--config", nowhere.toString())).isEqualTo(2);
    assertThat(line()).contains(nowhere.toString(), "--config");
  }

  @Test
  void a_config_folder_without_sources_says_what_to_do() throws IOException {
    Files.delete(config.resolve("sources/xuanwei.yaml"));
    assertThat(run("harvest", "--config", config.toString())).isEqualTo(2);
    assertThat(line()).contains(config.resolve("sources").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: x\\nname: [y|2:9|']'",
        "id: x\\nname: y\\nentires: []|3:1|entries",
        "id: x\\nname: y\\nentries: [{url: \"ftp://x/\"}]|3:17|http",
        "id: x\\nname: y\\nentries: [{url: \"http://x/\"}]\\nschedule: {lists: \"every day\"}|4:19|cron",
      })
  void a_broken_source_is_refused_with_file_line_column_and_mend(
      String yaml, String place, String word) throws IOException {
    Path file = config.resolve("sources/broken.yaml");
    Files.writeString(file, yaml.replace("\\n", "\n"));

    assertThat(run("harvest", "--config", config.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).first().asString().startsWith("fangzhi: " + file + ":");

    assertThat(run("source", "check", "--config", config.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(file + ":" + place + ": ", word, "1 sources are right, 1 files have faults.");
  }

  @Test
  void sources_that_are_right_are_counted_and_listed() {
    assertThat(run("source", "check", "--config", config.toString())).isZero();
    assertThat(out.toString()).isEqualTo("1 sources are right, 0 files have faults.\n");
    assertThat(run("source", "list", "--config", config.toString())).isZero();
    assertThat(out.toString())
        .contains("xuanwei-gov", "530381", "宣威市人民政府", "http://www.example.cn/xxgk/nb/");
  }

  @Test
  void parse_prints_a_line_of_json_a_report() throws IOException {
    Path file = report("r.html");
    assertThat(run("parse", file.toString())).isZero();
    assertThat(printed()).hasSize(1);
    JsonNode report = printed().get(0);
    assertThat(report.path("title").asString()).isEqualTo("宣威市人民政府2021年政府信息公开工作年度报告");
    assertThat(report.path("division").path("code").asString()).isEqualTo("530381");
    assertThat(report.path("year").asInt()).isEqualTo(2021);
    assertThat(report.path("form").asString()).isEqualTo("form2021");
    assertThat(report.path("url").isNull()).isTrue();
    assertThat(report.path("values"))
        .anySatisfy(
            value -> {
              assertThat(value.path("indicator").asString()).isEqualTo("G4.II.5.licence");
              assertThat(value.path("value").asInt()).isEqualTo(19847);
            });
  }

  @Test
  void parse_reads_standard_input_and_takes_its_address_as_a_hint() throws IOException {
    String url = "http://www.xw.gov.cn/xxgk/nb/1.html";
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(run("parse", "-", "--url", url)).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(printed()).hasSize(1);
    assertThat(printed().get(0).path("url").asString()).isEqualTo(url);
    assertThat(printed().get(0).path("year").asInt()).isEqualTo(2021);
  }

  @Test
  void parse_reads_the_files_of_a_folder_in_the_order_of_their_names() throws IOException {
    Path pages = Files.createDirectory(folder.resolve("pages"));
    report("pages/b.html");
    file("pages/a.txt", "今天天气很好。\n".getBytes(StandardCharsets.UTF_8));
    assertThat(run("parse", pages.toString())).isZero();
    assertThat(printed())
        .extracting(node -> node.path("form").asString("none"))
        .containsExactly("none", "form2021");
  }

  @Test
  void what_is_larger_than_64_MiB_is_refused_and_never_cut() throws IOException {
    Path large = folder.resolve("large.html");
    try (var channel =
        Files.newByteChannel(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.position(64 << 20).write(ByteBuffer.wrap(new byte[] {'x'}));
    }
    InputStream before = System.in;
    try (InputStream in = Files.newInputStream(large)) {
      System.setIn(in);
      assertThat(run("parse", "-", large.toString())).isEqualTo(1);
    } finally {
      System.setIn(before);
    }
    String why = " is larger than 64 MiB and was not read; give one document at a time.";
    assertThat(err.toString().lines())
        .containsExactly("fangzhi parse: standard input" + why, "fangzhi parse: " + large + why);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void parse_goes_on_after_what_it_cannot_read() throws IOException {
    Path empty = file("empty.html", new byte[0]);
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    Path missing = folder.resolve("missing.html");
    Path good = report("good.html");
    int code =
        run("parse", missing.toString(), empty.toString(), nothing.toString(), good.toString());
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "fangzhi parse: " + missing + " does not exist.",
            "fangzhi parse: " + empty + " is empty.",
            "fangzhi parse: " + nothing + " holds no file.");
    assertThat(printed()).hasSize(1);
  }

  @Test
  void bytes_that_are_no_page_are_no_report() throws IOException {
    byte[] noise = new byte[20_000];
    new Random(7).nextBytes(noise);
    assertThat(run("parse", file("binary.html", noise).toString())).isZero();
    assertThat(printed()).hasSize(1);
    assertThat(printed().get(0).path("mediaType").asString()).isEqualTo("application/octet-stream");
    assertThat(printed().get(0).path("form").isNull()).isTrue();
    assertThat(printed().get(0).path("values")).isEmpty();
  }

  @Test
  void a_broken_pdf_says_that_it_cannot_be_read() throws IOException {
    byte[] pdf =
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R".getBytes(StandardCharsets.US_ASCII);
    assertThat(run("parse", file("broken.pdf", pdf).toString())).isZero();
    JsonNode read = printed().get(0);
    assertThat(read.path("mediaType").asString()).isEqualTo("application/pdf");
    assertThat(read.path("form").isNull()).isTrue();
    assertThat(read.path("withheld").toString() + err).containsIgnoringCase("pdf");
  }

  @Test
  void nul_and_lone_surrogates_leave_valid_json() throws IOException {
    String page =
        report.replace("一、总体情况", "一、总\0体&#xD800;情&#0;况").replace("</p>", "\u00ed\u00a0\u0080</p>");
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    assertThat(run("parse", file("nul.html", bytes).toString())).isZero();
    String line = out.toString();
    assertThat(line).doesNotContain("\\u0000", "\0", "\\ud800");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    assertThat(printed().get(0).path("year").asInt()).isEqualTo(2021);
  }

  @Test
  void two_files_are_compared_without_a_database() throws IOException {
    Path old = report("old.html");
    Path now = file("now.html", report.replace("19847", "19874").getBytes(StandardCharsets.UTF_8));

    assertThat(run("diff", old.toString(), now.toString())).isZero();
    assertThat(out.toString())
        .contains("G4.II.5.licence: [-19847 件-]{+19874 件+}", "行政许可: ")
        .doesNotContain("\u001b");

    out.getBuffer().setLength(0);
    assertThat(run("diff", "--json", old.toString(), now.toString())).isZero();
    JsonNode value = JSON.readTree(out.toString()).get("values").get(0);
    assertThat(value.at("/old/value").asLong()).isEqualTo(19847);
    assertThat(value.at("/new/value").asLong()).isEqualTo(19874);

    out.getBuffer().setLength(0);
    assertThat(run("diff", old.toString(), old.toString())).isZero();
    assertThat(out.toString()).contains("Nothing that is read of them differs.");

    assertThat(run("diff", old.toString())).isEqualTo(2);
    assertThat(line()).contains("is none of them alone");
  }

  @Test
  void the_dictionary_is_a_page_too() {
    assertThat(run("dictionary", "--format", "html")).isZero();
    Document page = Jsoup.parse(out.toString());
    assertThat(page.select("h2#g4-form2021").text()).isEqualTo("G4 form2021");
    assertThat(page.select("nav a[href=#g4-form2021]")).hasSize(1);
    assertThat(
            page.select("td:has(code)").stream()
                .filter(cell -> cell.text().equals("G4.III.3.1"))
                .map(cell -> cell.nextElementSibling().text()))
        .containsExactly("(一)予以公开");
    assertThat(page.select("[src], link, script")).as("asks for nothing else").isEmpty();
  }
}
