package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.fangzhi.warc.ArchivedSite;
import org.fangzhi.warc.Chosen;
import org.fangzhi.warc.WarcExport;
import org.fangzhi.warc.WarcImport;
import org.fangzhi.warc.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a site and a county gave over three harvests, exported and imported where nothing was. */
@Tag("long")
class RoundTripTest {
  @RegisterExtension static final TestDatabase here = new TestDatabase();
  @RegisterExtension static final TestDatabase there = new TestDatabase();
  @TempDir static Path folder;

  private static ArchivedSite site;
  private static ReportSite county;
  private static Service service;
  private static WarcImport.Taken taken;

  @BeforeAll
  static void harvestThriceAndCarryOver() throws Exception {
    site = new ArchivedSite();
    county = new ReportSite("甲县", 1, 3);
    Harvests harvests =
        new Harvests(
            here,
            Map.of("kept.yaml", site.source(), "a.yaml", county.source("a", 0)),
            Map.of("fangzhi.keep.confirmations", "1", "fangzhi.keep.confirmed.over", "PT0S"));
    for (int edition : List.of(1, 2, 1)) {
      site.edition(edition);
      harvests.once();
    }
    Path warc = folder.resolve("warc");
    Chosen all = new Chosen(List.of(), null, null, null, false, true);
    Transactions from = new Transactions(here.dataSource());
    assertThat(new WarcExport(from, warc, all, 1_000_000_000L, Map.of()).write(file -> {}))
        .isEmpty();

    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(Map.of("fangzhi.schedule.on", "false", "fangzhi.read.threads", "1"));
    service = Service.of(settings, new Transactions(there.dataSource()), List.of(), false);
    Path file = WebArchive.files(List.of(warc)).get(0);
    taken = service.imports().take(file, null, position -> {});
    List<Long> runs = service.runs().open(List.of()).stream().map(Runs.Progress::id).toList();
    try (Pipeline pipeline = service.start(Harvests.ROUTES, runs, Map.of())) {
      Harvests.until(
          "all is read", Duration.ofMinutes(1), () -> service.runs().open(runs).isEmpty());
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    county.close();
    site.close();
  }

  private static void same(String query) throws Exception {
    List<List<String>> rows = here.rows(query);
    assertThat(rows).isNotEmpty();
    assertThat(there.rows(query)).isEqualTo(rows);
  }

  @Test
  void observations_are_as_they_were_byte_for_byte() throws Exception {
    assertThat(taken.damaged()).isZero();
    assertThat(taken.passed()).isEmpty();
    same(
        """
        select p.url, o.at, o.took_ms, o.outcome, o.status, o.why, encode(o.request, 'hex'), encode(o.head, 'hex'),
          encode(o.payload, 'hex'), encode(o.wire, 'hex'), o.content_coding, o.hops, o.ip, o.tls, o.truncated
        from observation o join page p on p.id = o.page_id
        where o.outcome in ('new', 'changed', 'unchanged', 'missing') or o.hops is not null order by p.url, o.at""");
    same(
        "select encode(sha256, 'hex'), length, coding, encode(bytes, 'hex') from payload order by 1");
  }

  @Test
  void versions_are_as_they_were_gone_and_restored_ones_too() throws Exception {
    same(
        """
        select p.url, p.source_id, p.kind, v.at, v.kind, encode(v.sha256, 'hex'), v.document_id
        from version v join page p on p.id = v.page_id order by p.url, v.id""");
    String kinds =
        "select string_agg(v.kind, ' ' order by v.id) from version v join page p on p.id = v.page_id"
            + " where p.url = '%s'";
    assertThat(there.rows(kinds.formatted(site.url("/nb/2024/leaves.html"))))
        .containsExactly(List.of("content tombstone restoration"));
    // A, B, A.
    assertThat(there.rows(kinds.formatted(site.url("/nb/2024/gbk.html"))))
        .containsExactly(List.of("content content content"));
  }

  @Test
  void pages_are_known_as_they_were() throws Exception {
    same(
        """
        select p.url, p.source_id, p.kind, p.depth, p.anchor, f.url, g.name, p.state, p.etag, p.last_modified,
          encode(p.sha256, 'hex'), p.moved_to, p.outcome
        from page p join pace_group g on g.id = p.group_id left join page f on f.id = p.found_on
        where p.state <> 'unseen' order by p.url""");
    same("select id, name, division, definition from source where id <> '@inbox' order by id");
  }

  @Test
  void reports_and_documents_have_their_ids_and_values() throws Exception {
    same(
        "select id, title, agency, division_code, scope, year, url, sha256, first_at from api.report order by id");
    same("select * from api.value order by report_id, indicator, col");
    same("select * from api.document order by id");
    same("select * from api.holding order by report_id, url");
    assertThat(there.rows("select count(*) from api.report where url like '%show_%'"))
        .containsExactly(List.of("3"));
  }

  @Test
  void exported_again_it_is_the_same_archive() throws Exception {
    Path again = folder.resolve("again");
    Chosen all = new Chosen(List.of(), null, null, null, false, true);
    new WarcExport(new Transactions(there.dataSource()), again, all, 1_000_000_000L, Map.of())
        .write(file -> {});
    assertThat(versions(again)).isEqualTo(versions(folder.resolve("warc")));
  }

  /** Lines of the index: address, time, type, status and digest of each capture. */
  private static List<String> versions(Path warc) throws Exception {
    try (Stream<Path> files = Files.list(warc)) {
      Path index =
          files.filter(file -> file.toString().endsWith(".cdxj")).findFirst().orElseThrow();
      return Files.readAllLines(index, StandardCharsets.UTF_8).stream()
          .map(line -> line.replaceAll("\"(filename|offset|length)\": ?\"?[^,}]*\"?,? ?", ""))
          .toList();
    }
  }

  @Test
  void a_file_is_taken_once() throws Exception {
    List<List<String>> rows = there.rows("select count(*), max(id) from observation");
    Path file = WebArchive.files(List.of(folder.resolve("warc"))).get(0);
    assertThat(service.imports().take(file, null, position -> {})).isNull();
    // As if the import had been broken off before the file was noted.
    there.execute("delete from deposit");
    WarcImport.Taken again = service.imports().take(file, null, position -> {});
    assertThat(again.kept()).isZero();
    assertThat(again.seen()).isEqualTo(taken.seen());
    assertThat(there.rows("select count(*), max(id) from observation")).isEqualTo(rows);
  }
}
