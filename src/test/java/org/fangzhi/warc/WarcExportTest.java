package org.fangzhi.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.fangzhi.pipeline.Harvests;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jwat.common.Diagnosis;
import org.jwat.warc.WarcReaderFactory;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcRevisit;
import org.netpreserve.jwarc.WarcTargetRecord;

/** Two harvests of a site, written as WARC and read back by programs that are not ours. */
@Tag("thorough")
class WarcExportTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path folder;

  private static final Chosen ALL = new Chosen(List.of(), null, null, null, false, true);
  private static final long LARGE = 1_000_000_000L;

  private static ArchivedSite site;
  private static Transactions transactions;
  private static Path whole;

  @BeforeAll
  static void harvestTwiceAndWrite() throws Exception {
    site = new ArchivedSite();
    transactions = new Transactions(database.dataSource());
    Harvests harvests = new Harvests(database, Map.of("kept.yaml", site.source()), Map.of());
    harvests.once();
    site.edition(2);
    harvests.once();
    whole = folder.resolve("whole");
    assertThat(export(whole, ALL, LARGE)).hasSize(1);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static List<Manifest.File> export(Path to, Chosen chosen, long size) throws Exception {
    List<Manifest.File> files = new ArrayList<>();
    List<String> damages =
        new WarcExport(transactions, to, chosen, size, Map.of("software", "Fangzhi/test"))
            .write(files::add);
    assertThat(damages).isEmpty();
    return files;
  }

  private static List<Path> warcs(Path in) throws IOException {
    try (var files = Files.list(in)) {
      return files.filter(file -> file.toString().endsWith(".warc.gz")).sorted().toList();
    }
  }

  /** What a reader sees of a record, its body read. */
  private record Seen(String type, String url, Map<String, List<String>> headers, byte[] body) {}

  private static List<Seen> records(Path in) throws IOException {
    List<Seen> seen = new ArrayList<>();
    for (Path file : warcs(in)) {
      try (WarcReader reader = new WarcReader(file)) {
        for (WarcRecord record : reader) {
          String url = record instanceof WarcTargetRecord of ? of.target() : "";
          if (url.startsWith("urn:fangzhi:source:")) {
            continue; // each file says anew what its sources are
          }
          byte[] body =
              record instanceof WarcResponse response
                  ? response.http().body().stream().readAllBytes()
                  : record.body().stream().readAllBytes();
          seen.add(new Seen(record.type(), url, new TreeMap<>(record.headers().map()), body));
        }
      }
    }
    return seen;
  }

  private static Map<String, Long> types(String url) throws IOException {
    Map<String, Long> types = new LinkedHashMap<>();
    for (Seen seen : records(whole)) {
      if (seen.url().equals(url)) {
        types.merge(seen.type(), 1L, Long::sum);
      }
    }
    return types;
  }

  private static List<byte[]> bodies(String path) throws IOException {
    return records(whole).stream()
        .filter(seen -> seen.type().equals("response") && seen.url().equals(site.url(path)))
        .map(Seen::body)
        .toList();
  }

  @Test
  void bodies_are_what_the_site_sent_encoded_as_it_sent_them() throws Exception {
    assertThat(bodies("/nb/2024/gzip.html"))
        .containsExactly(ArchivedSite.gzip(ArchivedSite.page("压缩的页面")));
    assertThat(bodies("/nb/2024/gbk.html"))
        .containsExactly(
            ArchivedSite.page("第1版").getBytes(ArchivedSite.GBK),
            ArchivedSite.page("第2版").getBytes(ArchivedSite.GBK));
    assertThat(bodies("/nb/"))
        .containsExactly(ArchivedSite.list().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void each_visit_has_its_record() throws Exception {
    // Answered 304 the second time.
    assertThat(types(site.url("/nb/2024/gzip.html")))
        .containsEntry("response", 1L)
        .containsEntry("revisit", 1L)
        .containsEntry("request", 2L)
        .containsEntry("metadata", 2L)
        .containsEntry("conversion", 1L);
    assertThat(types(site.url("/nb/2024/gbk.html"))).containsEntry("response", 2L);
    // Sent again as it was.
    assertThat(types(site.url("/nb/2024/same.html")))
        .containsEntry("response", 1L)
        .containsEntry("revisit", 1L);
    assertThat(types(site.url("/nb/2024/new.html"))).containsEntry("response", 1L);
    // Redirects and absences are told by their heads.
    assertThat(types(site.url("/nb/2024/moved.html"))).containsKey("response");
    assertThat(types(site.url("/nb/2024/gone.html"))).containsKey("response");
  }

  @Test
  void revisits_name_what_they_stand_for() throws Exception {
    Map<String, String> profiles = new TreeMap<>();
    for (Path file : warcs(whole)) {
      try (WarcReader reader = new WarcReader(file)) {
        Map<String, WarcRecord> byId = new LinkedHashMap<>();
        for (WarcRecord record : reader) {
          byId.put(record.id().toString(), record);
          if (record instanceof WarcRevisit revisit) {
            String profile = revisit.profile().toString();
            profiles.put(revisit.target(), profile.substring(profile.lastIndexOf('/') + 1));
            WarcRecord first = byId.get(revisit.refersTo().orElseThrow().toString());
            assertThat(first).isInstanceOf(WarcResponse.class);
            assertThat(((WarcResponse) first).target()).isEqualTo(revisit.target());
            assertThat(revisit.refersToDate()).contains(first.date());
            assertThat(revisit.payloadDigest())
                .isEqualTo(((WarcResponse) first).payloadDigest())
                .isPresent();
          }
          if (record instanceof WarcRequest request) {
            assertThat(byId).containsKey(request.concurrentTo().get(0).toString());
            assertThat(request.http().method()).isEqualTo("GET");
          }
        }
      }
    }
    assertThat(profiles)
        .containsEntry(site.url("/nb/2024/gzip.html"), "server-not-modified")
        .containsEntry(site.url("/nb/2024/same.html"), "identical-payload-digest");
  }

  @Test
  void other_programs_find_no_fault() throws Exception {
    for (Path file : warcs(whole)) {
      Path log = folder.resolve("validate.log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  Path.of(
                          WarcReader.class
                              .getProtectionDomain()
                              .getCodeSource()
                              .getLocation()
                              .toURI())
                      .toString(),
                  "org.netpreserve.jwarc.tools.WarcTool",
                  "validate",
                  "--verbose",
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor()).as(Files.readString(log)).isZero();
      assertThat(Files.readString(log)).contains("payload digest pass").doesNotContain("ERROR");
      assertThat(jwat(file)).isEmpty();
    }
  }

  /** What JWAT, which JHOVE's WARC module stands on, finds wrong. */
  private static List<String> jwat(Path file) throws IOException {
    List<String> faults = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        var reader = WarcReaderFactory.getReader(in, 8192)) {
      reader.setBlockDigestEnabled(true);
      reader.setPayloadDigestEnabled(true);
      int count = 0;
      for (var record = reader.getNextRecord(); record != null; record = reader.getNextRecord()) {
        count++;
        record.close();
        record.diagnostics.getErrors().forEach(error -> faults.add(told(error)));
      }
      reader.diagnostics.getErrors().forEach(error -> faults.add(told(error)));
      assertThat(count).isGreaterThan(10);
    }
    return faults;
  }

  private static String told(Diagnosis fault) {
    return fault.type + " " + fault.entity + " " + Arrays.toString(fault.information);
  }

  @Test
  void written_again_the_files_are_the_same_byte_for_byte() throws Exception {
    Path again = folder.resolve("again");
    export(again, ALL, LARGE);
    assertThat(Files.mismatch(warcs(whole).get(0), warcs(again).get(0))).isEqualTo(-1);
  }

  @Test
  void files_are_split_and_an_export_goes_on_where_it_was() throws Exception {
    Path split = folder.resolve("split");
    List<Manifest.File> files = export(split, ALL, 3_000);
    assertThat(files).hasSizeGreaterThan(2);
    // The last file is lost before the manifest was written: as after a kill.
    Manifest manifest = Manifest.of(split);
    int kept = files.size() - 1;
    new Manifest(ALL, manifest.files().get(kept - 1).last(), manifest.files().subList(0, kept))
        .write(split);
    Files.delete(split.resolve(files.get(kept).name()));
    Files.writeString(split.resolve("." + files.get(kept).name() + ".part"), "half");
    assertThat(export(split, ALL, 3_000)).containsExactly(files.get(kept));
    assertThat(export(split, ALL, 3_000)).isEmpty();
    assertThat(ids(split)).isEqualTo(ids(whole));
  }

  private static List<String> ids(Path in) throws IOException {
    return records(in).stream()
        .filter(seen -> !seen.type().equals("warcinfo"))
        .map(seen -> seen.headers().get("WARC-Record-ID").get(0))
        .toList();
  }

  @Test
  void an_index_leads_to_every_capture() throws Exception {
    Path index = folder.resolve("whole").resolve(name(whole).replace(".warc.gz", ".cdxj"));
    List<String> lines = Files.readAllLines(index);
    assertThat(lines).isSorted().anyMatch(line -> line.contains("/nb/2024/gbk.html"));
    long captures =
        records(whole).stream()
            .filter(seen -> seen.type().equals("response") || seen.type().equals("revisit"))
            .count();
    assertThat(lines.stream().filter(line -> !line.contains("urn:")).count()).isEqualTo(captures);
  }

  private static String name(Path in) throws IOException {
    return warcs(in).get(0).getFileName().toString();
  }

  @Test
  void what_is_chosen_is_told_and_another_choice_is_refused() throws Exception {
    Path one = folder.resolve("one");
    Chosen gbk = new Chosen(List.of("kept"), site.url("/nb/2024/gbk"), null, null, false, false);
    export(one, gbk, LARGE);
    assertThat(records(one))
        .filteredOn(seen -> !seen.type().equals("warcinfo"))
        .extracting(Seen::url)
        .containsOnly(site.url("/nb/2024/gbk.html"));
    assertThat(name(one)).startsWith("fangzhi-kept-");
    assertThatThrownBy(() -> export(one, ALL, LARGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("manifest.json is of other captures")
        .hasMessageContaining("write into another folder");
  }

  @Test
  void a_wacz_holds_archive_index_pages_and_their_hashes() throws Exception {
    Path wacz = folder.resolve("kept.wacz");
    Wacz.pack(transactions, whole, wacz, "某县", "Fangzhi/test");
    try (ZipFile zip = new ZipFile(wacz.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()))
          .contains(
              "archive/" + name(whole),
              "indexes/index.cdxj",
              "pages/pages.jsonl",
              "datapackage.json",
              "datapackage-digest.json");
      assertThat(zip.getEntry("archive/" + name(whole)).getMethod())
          .isEqualTo(java.util.zip.ZipEntry.STORED);
      String pages =
          new String(
              zip.getInputStream(zip.getEntry("pages/pages.jsonl")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(pages).contains(site.url("/nb/2024/gzip.html"));
      String index =
          new String(
              zip.getInputStream(zip.getEntry("indexes/index.cdxj")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(index).contains("/nb/2024/gbk.html");
      String described =
          new String(
              zip.getInputStream(zip.getEntry("datapackage.json")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(described).contains(Manifest.of(whole).files().get(0).sha256());
    }
  }
}
