package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fangzhi.archive.Mementos;
import org.fangzhi.archive.Quarantine;
import org.fangzhi.publish.Changes;
import org.fangzhi.publish.Export;
import org.fangzhi.publish.Mirror;
import org.fangzhi.publish.Tables;
import org.fangzhi.publish.Takedown;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.fangzhi.warc.Chosen;
import org.fangzhi.warc.Wacz;
import org.fangzhi.warc.WarcExport;
import org.fangzhi.watch.Story;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A sentence and a figure that stand in one page alone are looked for in every way out, before a
 * takedown and after it.
 */
@Tag("long")
class HiddenEverywhereTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final String SENTENCE = "雨打芭蕉独此一句";
  private static final int FIGURE = 7_654_321;

  private static ReportSite site;
  private static Served served;
  private static Transactions transactions;
  private static String page;
  private static Map<String, String> before;
  private static Map<String, String> after;
  private static List<String> seenBefore;

  @BeforeAll
  static void harvest_take_down_and_harvest_again() throws Exception {
    site = new ReportSite("宣威市", FIGURE, 2);
    site.mutate(
        (article, html) ->
            new ReportSite.Page(
                html.contains("宣威市审计局") && article
                    ? html.replaceFirst("(?s)(总体情况.*?</p>)", "$1<p>" + SENTENCE + "。</p>")
                    : html));
    String source = site.source("a", 0) + "expect: {reports-per-year: \"2..\"}\n";
    served = new Served(database, Map.of("a.yaml", source));
    transactions = new Transactions(database.dataSource());
    served.harvest();
    page =
        rows("select url from api.holding where sha256 in (select sha256 from api.document where text like '%"
                + SENTENCE
                + "%')")
            .get(0);
    seenBefore = rows("select report_id from api.holding where url = '" + page + "'");
    before = ways("before");
    new Takedown(transactions)
        .take(new Takedown.Order(List.of(page), "court order 7", "li", false, false), true);
    served.harvest();
    after = ways("after");
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  /** What each way out gives, by its name. */
  private static Map<String, String> ways(String name) throws Exception {
    Map<String, String> ways = new TreeMap<>();
    for (String path :
        JsonMapper.shared()
            .readTree(get("/api/openapi.json").body())
            .get("paths")
            .propertyNames()) {
      if (!path.contains("{")) {
        ways.put(path, get(path + (path.endsWith("changes") ? "?state=true" : "")).body());
      }
    }
    String id = seenBefore.get(0);
    String document = rows("select content_id from api.version where url = '" + page + "'").get(0);
    for (String path :
        List.of(
            "/",
            "/reports/" + id,
            "/api/reports/" + id,
            "/api/documents/" + document,
            "/api/values?report=" + id,
            "/api/reports?url=" + page,
            "/api/documents?url=" + page,
            "/oai?verb=ListRecords&metadataPrefix=oai_dc",
            "/oai?verb=ListRecords&metadataPrefix=fangzhi",
            "/web/2099/" + page,
            "/web/2099id_/" + page,
            "/timemap/json/" + page,
            "/timemap/link/" + page,
            "/timegate/" + page,
            "/cdx?url=" + page,
            "/api/diff?url=" + page)) {
      ways.put(path, get(path).body());
    }
    Path to = folder.resolve(name);
    Export export = new Export(transactions);
    export.lines(to.resolve("jsonl"), 0);
    Tables.csv(transactions).write(to.resolve("csv"), 0);
    new Mirror(
            transactions,
            folder.resolve("files"),
            (file, bytes) -> write(folder.resolve("files").resolve(file), bytes))
        .keep();
    Chosen all = new Chosen(List.of(), null, null, null, true, true);
    new WarcExport(transactions, to.resolve("warc"), all, 1 << 30, Map.of()).write(file -> {});
    Wacz.pack(transactions, to.resolve("warc"), to.resolve("all.wacz"), "all", "test");
    for (Path root : List.of(to, folder.resolve("files"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String way = root.equals(to) ? to.relativize(file).toString() : "files";
          ways.merge(way, read(file), String::concat);
        }
      }
    }
    try (Connection connection = database.dataSource().getConnection()) {
      ways.put("status --url", String.valueOf(Story.of(connection, page)));
    }
    ways.put("feed --state", new Changes(transactions).after(0, 1000, true).toString());
    ways.put("mementos", new Mementos(database.dataSource()).of(page).toString());
    ways.put("reclassify", new Quarantine(transactions, "x").judge(List.of(), false).toString());
    for (String table :
        rows(
            "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('api', 'fangzhi')"
                + " and table_name not in ('hidden_bytes', 'hidden_reading', 'flyway_schema_history')")) {
      ways.put(table, String.join("\n", rows("select t::text from " + table + " t")));
    }
    return ways;
  }

  private static List<String> rows(String query) throws Exception {
    return database.rows(query).stream().map(row -> String.join(" ", row)).toList();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return served.get(path);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) throws IOException {
    if (file.toString().endsWith(".wacz")) {
      StringBuilder all = new StringBuilder();
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          all.append(plain(zip.getInputStream(entry).readAllBytes()));
        }
      }
      return all.toString();
    }
    return plain(Files.readAllBytes(file));
  }

  private static String plain(byte[] bytes) throws IOException {
    boolean packed = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    try (InputStream in =
        packed
            ? new GZIPInputStream(new ByteArrayInputStream(bytes))
            : new ByteArrayInputStream(bytes)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> telling(Map<String, String> ways, String what) {
    return ways.entrySet().stream()
        .filter(way -> way.getValue().contains(what))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void no_way_out_tells_what_is_hidden() {
    assertThat(telling(after, SENTENCE)).isEmpty();
    assertThat(telling(after, "" + FIGURE)).isEmpty();
  }

  /** Else the search above would find nothing because it looks in the wrong places. */
  @Test
  void all_of_them_told_it_before() {
    String id = seenBefore.get(0);
    assertThat(telling(before, SENTENCE))
        .contains(
            "/api/reports/" + id,
            "/web/2099/" + page,
            "/web/2099id_/" + page,
            "/api/changes",
            "jsonl/report.jsonl",
            "jsonl/document.jsonl",
            "csv/document.csv",
            "files",
            "all.wacz",
            "feed --state",
            "api.report",
            "api.document",
            "fangzhi.reading");
    assertThat(telling(before, "" + FIGURE))
        .contains(
            "/reports/" + id,
            "/api/values?report=" + id,
            "/oai?verb=ListRecords&metadataPrefix=fangzhi",
            "jsonl/value.jsonl",
            "jsonl/series.jsonl",
            "csv/value.csv",
            "csv/series.csv",
            "api.value",
            "api.series");
  }

  @Test
  void what_stands_in_its_place_tells_hash_time_and_reason() throws Exception {
    String sha256 = rows("select sha256 from api.version where url = '" + page + "'").get(0);
    assertThat(get("/web/2099id_/" + page).statusCode()).isEqualTo(451);
    assertThat(after.get("/web/2099/" + page)).contains(sha256).contains("court order 7");
    assertThat(after.get("/cdx?url=" + page).lines())
        .hasSize(2)
        .allMatch(line -> line.contains(" 451 sha256:" + sha256 + " -"));
    assertThat(get("/api/reports/" + seenBefore.get(0)).statusCode()).isIn(404, 410);
    assertThat(after.get("/oai?verb=ListRecords&metadataPrefix=oai_dc"))
        .contains("status=\"deleted\"");
    assertThat(after.get("status --url")).contains("court order 7");
    String warc =
        after.entrySet().stream()
            .filter(way -> way.getKey().startsWith("warc/fangzhi"))
            .filter(way -> way.getKey().endsWith(".gz"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(warc)
        .contains("fangzhi-payload-sha256: " + sha256)
        .contains("fangzhi-payload-hidden: court order 7")
        .doesNotContain("WARC-Payload-Digest: sha256:" + sha256);
    JsonNode manifest = JsonMapper.shared().readTree(after.get("warc/manifest.json"));
    assertThat(manifest.at("/files/0/hidden").asInt()).isEqualTo(2);
  }

  @Test
  void the_harvest_after_it_is_no_other_than_the_one_before() throws Exception {
    assertThat(
            rows(
                "select o.outcome from observation o join page p on p.id = o.page_id where p.url = '"
                    + page
                    + "' order by o.id"))
        .containsExactly("new", "unchanged");
    assertThat(rows("select ended_how from run order by id"))
        .as("nothing is held back for it")
        .containsExactly("done", "done");
  }
}
