package org.fangzhi.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Deposits;
import org.fangzhi.archive.Keeping;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files of other programs, their oddities written by hand as they write them. */
@Tag("thorough")
class WarcImportTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private WebArchive archive;

  @BeforeEach
  void open() throws Exception {
    database.execute(
        "truncate source, page, run, pace_group, observation, version, deposit cascade");
    Transactions transactions = new Transactions(database.dataSource());
    Deposits deposits =
        new Deposits(transactions, new Archive(transactions, Keeping.DEFAULT, "r1"));
    archive = new WebArchive(deposits, new WarcImport(deposits, Bounds.DEFAULT, true));
  }

  /** A record as wget 1.21 writes it: WARC 1.0, addresses in angle brackets. */
  private static String record(
      String type, String id, String to, String url, String more, String block) {
    return """
        WARC/1.0
        WARC-Type: %s
        WARC-Record-ID: <urn:uuid:%s>
        %sWARC-Target-URI: <%s>
        WARC-Date: 2019-03-20T08:00:00Z
        WARC-IP-Address: 10.0.0.1
        Content-Type: application/http;msgtype=%s
        %sContent-Length: %d

        %s

        """
        .formatted(
            type,
            id,
            to.isEmpty() ? "" : "WARC-Concurrent-To: <urn:uuid:" + to + ">\n",
            url,
            type.equals("request") ? "request" : "response",
            more,
            block.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length,
            block)
        .replace("\n", "\r\n");
  }

  private static String request(String id, String url) {
    return record("request", id, "", url, "", "GET / HTTP/1.1\nHost: a.example\n\n");
  }

  private static String response(String id, String to, String url, String text) {
    return record(
        "response",
        id,
        to,
        url,
        "",
        "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><p>" + text + "</p></html>");
  }

  private WarcImport.Taken take(String name, String... records) throws Exception {
    Path file = Files.writeString(folder.resolve(name), String.join("", records));
    return archive.take(file, null, position -> {});
  }

  @Test
  void a_file_of_wget_is_kept_with_what_was_asked() throws Exception {
    String url = "http://a.example/1.html";
    WarcImport.Taken taken =
        take(
            "wget.warc",
            request("1", url),
            response("2", "1", url, "某县2019年年报"),
            record("response", "3", "", "http://a.example/no", "", "HTTP/1.1 404 No\n\nnone"));
    assertThat(taken.kept()).isOne();
    assertThat(taken.passedOver()).isEqualTo("1 answers of other kinds");
    assertThat(
            database.rows(
                "select p.url, o.at = '2019-03-20 08:00Z', o.ip, o.status, convert_from(o.request, 'utf8'), p.source_id"
                    + " from observation o join page p on p.id = o.page_id"))
        .containsExactly(
            List.of(
                url,
                "t",
                "10.0.0.1",
                "200",
                "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
                "@inbox"));
  }

  @Test
  void a_name_in_a_WACZ_leads_to_no_place_outside() throws Exception {
    Path wacz = folder.resolve("slip.wacz");
    String up = "archive/../../../../../../../.." + folder.resolve("slip.warc");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wacz))) {
      zip.putNextEntry(new ZipEntry(up));
      zip.write(
          response("2", "1", "http://a.example/1.html", "某县2019年年报")
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(archive.take(wacz, null, position -> {}).kept()).isOne();
    assertThat(folder).isDirectoryNotContaining("glob:**/slip.warc");
  }

  @Test
  void chunks_are_joined_where_there_are_some() throws Exception {
    String head = "HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked\n\n";
    take(
        "chunks.warc",
        record("response", "1", "", "http://a.example/1", "", head + "7\n<p>one \n4\ntwo!\n0\n\n"),
        record("response", "2", "", "http://a.example/2", "", head + "<p>joined before</p>"));
    assertThat(
            database.rows(
                "select p.url, y.length from version v join payload y using (sha256) join page p on p.id = v.page_id order by 1"))
        .containsExactly(List.of("http://a.example/1", "11"), List.of("http://a.example/2", "20"));
  }

  @Test
  void a_revisit_of_another_address_has_its_bytes() throws Exception {
    String more =
        "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\n"
            + "WARC-Refers-To-Target-URI: http://a.example/1.html\n"
            + "WARC-Refers-To-Date: 2019-03-20T08:00:00Z\n";
    String head = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n";
    WarcImport.Taken taken =
        take(
            "revisits.warc",
            response("1", "", "http://a.example/1.html", "某县2019年年报"),
            record("revisit", "2", "", "http://b.example/copy.html", more, head),
            record(
                "revisit", "3", "", "http://c.example/", more.replace("1.html", "0.html"), head));
    assertThat(taken.kept()).isEqualTo(2);
    assertThat(taken.passedOver()).isEqualTo("1 revisits of what is not here");
    assertThat(
            database.rows(
                "select count(distinct v.sha256), count(*), min(p.url) from version v join page p on p.id = v.page_id"))
        .containsExactly(List.of("1", "2", "http://a.example/1.html"));
  }

  @Test
  void broken_off_and_begun_again_nothing_is_doubled() throws Exception {
    StringBuilder records = new StringBuilder();
    for (int n = 0; n < 450; n++) {
      records.append(response("a" + n, "", "http://a.example/" + n, "第" + n + "页"));
    }
    Path file = Files.writeString(folder.resolve("many.warc"), records);
    assertThatThrownBy(
            () ->
                archive.take(
                    file,
                    null,
                    position -> {
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(database.rows("select count(*) from version")).containsExactly(List.of("200"));
    assertThat(archive.take(file, null, position -> {}).kept()).isEqualTo(250);
    assertThat(database.rows("select count(*) from version")).containsExactly(List.of("450"));
    assertThat(archive.take(file, null, position -> {})).isNull();
  }

  @Test
  void pages_become_those_of_the_source_that_is_named() throws Exception {
    database.execute(
        "insert into source (id, name, definition, delay_ms) values ('a', '甲县', '{}', 7000)");
    Path file =
        Files.writeString(
            folder.resolve("a.warc"), response("1", "", "http://a.example:81/1", "某县2019年年报"));
    archive.take(file, "a", position -> {});
    assertThat(
            database.rows(
                "select p.source_id, g.name, g.delay_ms from page p join pace_group g on g.id = p.group_id"))
        .containsExactly(List.of("a", "a.example:81", "7000"));
  }
}
