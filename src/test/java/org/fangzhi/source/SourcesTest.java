package org.fangzhi.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Source files as an operator writes them, right and wrong. */
class SourcesTest {
  private static final String LEAST =
      """
      id: xuanwei-gov
      name: 宣威市人民政府
      entries: [{url: "http://www.example.cn/xxgk/nb/"}]
      """;

  @Test
  void takesListsInJsonAndNumbersOfPages() {
    Source source =
        only(
            """
            id: a
            name: b
            entries:
              - url: "https://www.example.cn/api?channel=7&from={page}"
                pages: {first: 0, step: 20}
                json: {rows: /data/list, title: /t, url: /link/pc, date: /d, total: /data/total}
              - {url: "https://www.example.cn/report?year={year}"}
            """);
    assertThat(source.entries())
        .containsExactly(
            new Source.Entry(
                "https://www.example.cn/api?channel=7&from={page}",
                "auto",
                0,
                20,
                new Source.Json("/data/list", "/t", "/link/pc", "/d", "/data/total")),
            new Source.Entry("https://www.example.cn/report?year={year}", "auto"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: \"http://x.cn/?p={pge}\"|holds {pge}|Did you mean page?",
        "url: \"http://x.cn/\", json: {rows: data, url: /u}|is \"data\", which is no JSON pointer|/data/results",
        "url: \"http://x.cn/\", json: {rows: /r}|entries[0].json.url is missing|JSON pointer of an entry's address",
        "url: \"http://x.cn/\", json: {rows: /r, uri: /u, url: /u}|uri is no key|Did you mean url?",
      })
  void faultsOfListsAreSaidWithTheMend(String entry, String says, String mend) {
    List<SourceFault> faults =
        Sources.of(Map.of("a.yaml", "id: a\nname: b\nentries: [{" + entry + "}]\n"), name -> null)
            .faults();
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).line()).isEqualTo(3);
    assertThat(faults.get(0).message()).contains(says);
    assertThat(faults.get(0).mend()).contains(mend);
  }

  @Test
  void takesEverythingAFileSays() {
    Source source =
        only(
            """
            # yaml-language-server: $schema=../source.schema.json
            id: xuanwei-gov
            name: 宣威市人民政府
            division: "530381"
            entries:
              - {url: "http://www.example.cn/xxgk/nb/", cms: trs}
              - url: https://例子.example.cn/栏目/a|b.html
            schedule: {lists: "0 15 4 ? * MON-FRI", articles: "0 0 3 ? * SUN"}
            politeness: {delay: 500ms, window: "20:00-07:00", parallel: 2}
            expect: {reports-per-year: 1.., silent-days: 400}
            pace-group: yunnan-cloud
            proxy: http://127.0.0.1:3128
            allow-private-addresses: true
            pipeline: fetch-with-login
            rules: {list: "ul.news > li", article: "/art/\\\\d{4}/", exclude: '\\.mp4$', next: a.next}
            requisites: none
            """);

    assertThat(source.id()).isEqualTo("xuanwei-gov");
    assertThat(source.name()).isEqualTo("宣威市人民政府");
    assertThat(source.division()).isEqualTo("530381");
    assertThat(source.entries())
        .containsExactly(
            new Source.Entry("http://www.example.cn/xxgk/nb/", "trs"),
            new Source.Entry("https://例子.example.cn/栏目/a|b.html", "auto"));
    assertThat(source.schedule())
        .isEqualTo(new Source.Schedule("0 15 4 ? * MON-FRI", "0 0 3 ? * SUN"));
    assertThat(source.politeness())
        .isEqualTo(
            new Source.Politeness(
                Duration.ofMillis(500), LocalTime.of(20, 0), LocalTime.of(7, 0), 2));
    assertThat(source.expect())
        .containsOnly(Map.entry("reports-per-year", "1.."), Map.entry("silent-days", "400"));
    assertThat(source.paceGroup()).isEqualTo("yunnan-cloud");
    assertThat(source.proxy()).isEqualTo(URI.create("http://127.0.0.1:3128"));
    assertThat(source.allowPrivateAddresses()).isTrue();
    assertThat(source.pipeline()).isEqualTo(new Source.Route("fetch-with-login", "a.yaml:14:11"));
    assertThat(source.rules())
        .isEqualTo(new Source.Rules("ul.news > li", "/art/\\d{4}/", "\\.mp4$", "a.next"));
    assertThat(source.requisites()).isFalse();
  }

  @Test
  void whatIsLeftOutIsAsTheSchemaSays() throws Exception {
    Source source = only(LEAST);

    JsonNode keys =
        JsonMapper.shared()
            .readTree(Files.readString(Path.of("config/source.schema.json")))
            .path("properties");
    JsonNode schedule = keys.path("schedule").path("properties");
    JsonNode politeness = keys.path("politeness").path("properties");
    JsonNode entry = keys.path("entries").path("items").path("properties");
    assertThat(source.schedule().lists())
        .isEqualTo(schedule.path("lists").path("default").asString())
        .isEqualTo("0 30 2 * * ?");
    assertThat(source.schedule().articles())
        .isEqualTo(schedule.path("articles").path("default").asString())
        .isEqualTo("adaptive");
    assertThat(politeness.path("delay").path("default").asString()).isEqualTo("2s");
    assertThat(source.politeness())
        .isEqualTo(new Source.Politeness(Duration.ofSeconds(2), null, null, 1));
    assertThat(source.politeness().parallel())
        .isEqualTo(politeness.path("parallel").path("default").asInt());
    assertThat(source.entries().get(0).cms())
        .isEqualTo(entry.path("cms").path("default").asString())
        .isEqualTo("auto");
    assertThat(source.allowPrivateAddresses())
        .isEqualTo(keys.path("allow-private-addresses").path("default").asBoolean())
        .isFalse();
    assertThat(source.requisites())
        .isEqualTo(keys.path("requisites").path("default").asString().equals("once"))
        .isTrue();
    assertThat(source.division()).isNull();
    assertThat(source.paceGroup()).isNull();
    assertThat(source.proxy()).isNull();
    assertThat(source.pipeline()).isNull();
    assertThat(source.expect()).isEmpty();
    assertThat(source.rules()).isEqualTo(new Source.Rules(null, null, null, null));
  }

  @Test
  void everyKeyOfTheSchemaIsExplained() throws Exception {
    JsonNode schema =
        JsonMapper.shared().readTree(Files.readString(Path.of("config/source.schema.json")));

    assertThat(keys(schema))
        .extracting(Map.Entry::getKey)
        .contains("id", "url", "lists", "delay", "silent-days", "exclude");
    assertThat(keys(schema))
        .allSatisfy(
            key -> {
              assertThat(key.getValue().path("title").asString("")).as(key.getKey()).isNotBlank();
              assertThat(key.getValue().path("description").asString(""))
                  .as(key.getKey())
                  .endsWith(".");
            });
  }

  @Test
  void theExampleIsRight() throws Exception {
    String example = Files.readString(Path.of("config/sources/example.yaml.example"));

    assertThat(only(example).politeness().from()).isEqualTo(LocalTime.of(20, 0));
    String everything = example.replaceAll("(?m)^# (?=[a-z-]+: |  [a-z]+: )", "");
    Source full = only(everything.replaceFirst("yaml-language-server", "# yaml-language-server"));
    assertThat(full.paceGroup()).isEqualTo("yunnan-cloud");
    assertThat(full.rules().article()).isEqualTo("/art/\\d{4}/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          shedule: {lists: "0 30 2 * * ?"}   | 4 | 1  | shedule            | shedule is no key of a source | Did you mean schedule?
          politeness: {dealy: 2s}            | 4 | 14 | politeness.dealy   | politeness.dealy is no key of a source | Did you mean delay?
          colour: red                        | 4 | 1  | colour             | colour is no key of a source | One of: id, name, division
          division: 530381                   | 4 | 11 | division           | division must be text, but is the number 530381 | Put it in quotes: "530381"
          division: "53038"                  | 4 | 11 | division           | division is "53038", which is no division code | the 6 digits of GB/T 2260
          division: "053038"                 | 4 | 11 | division           | division is "053038", which is no division code | "530381"
          division: "530381102201"           | 4 | 11 | division           | division is "530381102201", which is no division code | a township has 9
          division:                          | 4 | 10 | division           | division must be text, but is empty | For example: "530381"
          schedule: {lists: "30 2 * * *"}    | 4 | 19 | schedule.lists     | schedule.lists is "30 2 * * *", a cron of 5 fields | "0 30 2 * * ?"
          schedule: {lists: "0 30 2 * * *"}  | 4 | 19 | schedule.lists     | which is no Quartz cron | "0 30 2 * * ?" is every night at 02:30
          schedule: {lists: "0 0 25 * * ?"}  | 4 | 19 | schedule.lists     | which is no Quartz cron | second, minute, hour
          schedule: {lists: "0 0 2 1 1 ? 2019"} | 4 | 19 | schedule.lists  | which never comes again | Leave out the year
          schedule: {articles: sometimes}    | 4 | 22 | schedule.articles  | schedule.articles is "sometimes" | Write adaptive, or a cron
          schedule: nightly                  | 4 | 11 | schedule           | schedule must be a block of keys, but is "nightly" |
          politeness: {delay: 2}             | 4 | 21 | politeness.delay   | politeness.delay must be text, but is the number 2 | "2"
          politeness: {delay: fast}          | 4 | 21 | politeness.delay   | which is no delay up to 1h | 500ms, 2s or 1m
          politeness: {delay: 2h}            | 4 | 21 | politeness.delay   | which is no delay up to 1h | 500ms, 2s or 1m
          politeness: {window: "20-7"}       | 4 | 22 | politeness.window  | which is no window of the day | "20:00-07:00"
          politeness: {window: "20:00-24:00"} | 4 | 22 | politeness.window | which is no window of the day | midnight is 00:00
          politeness: {window: "07:00-07:00"} | 4 | 22 | politeness.window | which never opens | Leave the window out
          politeness: {parallel: 0}          | 4 | 24 | politeness.parallel | politeness.parallel is the number 0 | Requests at the same time
          expect: {reports-per-year: 3..1}   | 4 | 28 | expect.reports-per-year | which ends before it begins | Swap
          expect: {reports-per-year: many}   | 4 | 28 | expect.reports-per-year | which is no range | 1..3
          expect: {silent-days: "400"}       | 4 | 23 | expect.silent-days | must be a whole number, but is "400" | For example: 400
          proxy: 127.0.0.1                   | 4 | 8  | proxy              | which is no address of a proxy | http://127.0.0.1:3128
          requisites: never                  | 4 | 13 | requisites         | requisites is "never" | One of: once, none
          rules: {article: "/art/(\\\\d+"}   | 4 | 18 | rules.article      | which is no regular expression | \\
          rules: {list: "div["}              | 4 | 15 | rules.list         | which is no CSS selector | querySelectorAll
          rules: {next: "${next.rule}"}      | 4 | 15 |                    | there is no property next.rule for ${next.rule} |
          id: second                         | 4 | 1  |                    | the key id stands here a second time |
          name: "unclosed                    | 5 | 1  |                    | found unexpected end of stream |
          """)
  void saysWhereAndHowToMendIt(
      String fourthLine, int line, int column, String field, String message, String mend) {
    List<SourceFault> faults = faults(LEAST + fourthLine + "\n");

    assertThat(faults).hasSize(1);
    SourceFault fault = faults.get(0);
    assertThat(fault.file()).isEqualTo("a.yaml");
    assertThat(List.of(fault.line(), fault.column())).as("%s", fault).containsExactly(line, column);
    assertThat(fault.field()).isEqualTo(field == null ? "" : field);
    assertThat(fault.message()).contains(message);
    assertThat(fault.mend()).contains(mend == null ? "" : mend).isNotBlank();
    assertThat(fault).asString().startsWith("a.yaml:" + line + ":" + column + ": ");
  }

  @ParameterizedTest
  @CsvSource({
    "53, 530000",
    "530000, 530000",
    "5303, 530300",
    "530300, 530300",
    "530381, 530381",
    "530100, 530100",
    "530381000, 530381",
    "530381102, 530381102",
    "530381102000, 530381102",
    "530000000000, 530000",
    "110101, 110101",
    "500100, 500100"
  })
  void aDivisionCodeMayBeShorterOrPadded(String written, String code) {
    assertThat(only(LEAST + "division: \"" + written + "\"\n").division()).isEqualTo(code);
  }

  @Test
  void saysEveryFaultOfAFile() {
    assertThat(
            faults(
                """
                name: 宣威市
                entries:
                  - {url: www.example.cn/nb}
                  - {cms: trss}
                politeness:
                  dely: 2s
                """))
        .extracting(SourceFault::line, SourceFault::field)
        .containsExactly(
            tuple(1, "id"),
            tuple(3, "entries[0].url"),
            tuple(4, "entries[1].url"),
            tuple(4, "entries[1].cms"),
            tuple(6, "politeness.dely"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "- a\n", "just words\n", "---\n---\n"})
  void aFileThatIsNoSourceIsSaid(String yaml) {
    assertThat(faults(yaml)).isNotEmpty().allSatisfy(f -> assertThat(f.line()).isPositive());
  }

  @Test
  void aFileWithAFaultDisturbsNoOther() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("a.yaml", "id: [");
    texts.put("b.yaml", LEAST);
    texts.put("c.yaml", LEAST.replace("xuanwei", "huaxian"));

    Sources sources = Sources.of(texts, property -> null);

    assertThat(sources.sources())
        .extracting(Source::id)
        .containsExactly("xuanwei-gov", "huaxian-gov");
    assertThat(sources.faults()).extracting(SourceFault::file).containsOnly("a.yaml");
  }

  @Test
  void anIdThatStandsTwiceStaysWithTheFirstFile() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("a.yaml", LEAST);
    texts.put("b.yaml", "# a copy\n" + LEAST.replace("宣威", "别处"));

    Sources sources = Sources.of(texts, property -> null);

    assertThat(sources.sources()).extracting(Source::name).containsExactly("宣威市人民政府");
    assertThat(sources.faults())
        .containsExactly(
            new SourceFault(
                "b.yaml",
                2,
                5,
                "id",
                "id xuanwei-gov is already that of a.yaml",
                "Give one of the two another id"));
  }

  @Test
  void placeholdersTakeProperties() {
    Sources sources =
        Sources.of(
            Map.of("a.yaml", LEAST.replace("www.example.cn", "${sample.trs}")),
            Map.of("sample.trs", "127.0.0.1:8643")::get);

    assertThat(sources.faults()).isEmpty();
    assertThat(sources.sources().get(0).entries().get(0).url())
        .isEqualTo("http://127.0.0.1:8643/xxgk/nb/");
    assertThat(sources.sources().get(0).definition()).contains("127.0.0.1:8643");
  }

  @Test
  void aliasesCannotBlowAFileUp() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 5; level++) {
      String ten = String.join(", ", Collections.nCopies(10, "*a" + (level - 1)));
      bomb.append("a%d: &a%d [%s]\n".formatted(level, level, ten));
    }

    assertThat(faults(bomb.toString()))
        .extracting(SourceFault::message)
        .containsExactly("the file has too many values, perhaps by aliases");
  }

  @Test
  void loadsAFolderWithItsSubfolders(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("53"));
    Files.writeString(folder.resolve("53/xuanwei.yaml"), LEAST);
    Files.writeString(folder.resolve("huaxian.yml"), LEAST.replace("xuanwei", "huaxian"));
    Files.writeString(folder.resolve("off.yaml.example"), "id: [");
    Files.write(
        folder.resolve("z-windows.yaml"),
        LEAST.replace("xuanwei", "gbk").getBytes(Charset.forName("GBK")));
    Files.writeString(folder.resolve("y-bom.yaml"), "\uFEFF" + LEAST.replace("xuanwei", "bom"));

    Sources sources = Sources.load(folder, property -> null);

    assertThat(sources.sources())
        .extracting(Source::id)
        .containsExactly("xuanwei-gov", "huaxian-gov", "bom-gov");
    assertThat(sources.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).endsWith("z-windows.yaml");
              assertThat(fault.message()).isEqualTo("the file is not written in UTF-8");
              assertThat(fault.mend()).contains("GBK");
            });
  }

  @Test
  void theSampleSitesHaveRightSources() {
    Sources sources =
        Sources.load(
            Path.of("src/main/resources/org/fangzhi/sample/sources"),
            property -> property.startsWith("sample.") ? "127.0.0.1:8643" : null);

    assertThat(sources.faults()).isEmpty();
    assertThat(sources.sources()).extracting(Source::id).contains("sample-trs", "sample-hanweb");
  }

  @Test
  void aFolderThatIsMissingIsSaid(@TempDir Path folder) {
    Sources sources = Sources.load(folder.resolve("nowhere"), property -> null);

    assertThat(sources.sources()).isEmpty();
    assertThat(sources.faults()).singleElement().asString().contains("nowhere", "--config");
  }

  private static List<Map.Entry<String, JsonNode>> keys(JsonNode schema) {
    List<Map.Entry<String, JsonNode>> keys = new ArrayList<>();
    for (JsonNode level : List.of(schema, schema.path("items"))) {
      for (Map.Entry<String, JsonNode> key : level.path("properties").properties()) {
        keys.add(key);
        keys.addAll(keys(key.getValue()));
      }
    }
    return keys;
  }

  private static Source only(String yaml) {
    Sources sources = Sources.of(Map.of("a.yaml", yaml), property -> null);
    assertThat(sources.faults()).isEmpty();
    assertThat(sources.sources()).hasSize(1);
    return sources.sources().get(0);
  }

  private static List<SourceFault> faults(String yaml) {
    Sources sources = Sources.of(Map.of("a.yaml", yaml), property -> null);
    assertThat(sources.sources()).isEmpty();
    return sources.faults();
  }
}
