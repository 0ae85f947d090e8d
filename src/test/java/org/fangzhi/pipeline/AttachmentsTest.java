package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.sample.ReportDocx;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What belongs to a page: the report that it carries in two files, and what shows it as it was. */
@Tag("thorough")
class AttachmentsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String HTML = "Content-Type: text/html; charset=utf-8";
  private static final String TITLE = "宣威市人民政府2023年政府信息公开工作年度报告";
  private static final int IMAGES = 70;

  private static byte[] html(String body) {
    return HostileSite.utf8(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>宣威市</title>"
            + "<link rel=\"stylesheet\" href=\"/style.css\"></head><body>"
            + body
            + "</body></html>");
  }

  @Test
  void a_report_as_pdf_and_docx_is_one_with_two_holdings_and_requisites_are_fetched_once()
      throws Exception {
    try (HostileSite site = new HostileSite()) {
      String images =
          IntStream.range(0, IMAGES)
              .mapToObj(i -> "<img src=\"/i/" + i + ".png\">")
              .collect(Collectors.joining());
      site.page("/robots.txt", 404, new byte[0]);
      site.page("/nb/", 200, html("<ul><li><a href=\"t1.html\">" + TITLE + "</a></li></ul>"), HTML);
      site.page(
          "/nb/t1.html",
          200,
          html(
              "<h1>%s</h1><p>现予公布，全文见附件。</p>".formatted(TITLE)
                  + images
                  + "<p>附件：<a href=\"P1.pdf\">年度报告.pdf</a> <a href=\"P1.docx\">年度报告.docx</a></p>"),
          HTML);
      site.page("/nb/P1.pdf", 200, ReportDocx.pdf(), "Content-Type: application/pdf");
      site.page("/nb/P1.docx", 200, ReportDocx.docx(), "Content-Type: application/octet-stream");
      site.page("/style.css", 200, HostileSite.utf8("p {}"), "Content-Type: text/css");
      site.page("/i/0.png", 200, new byte[(8 << 20) + 1], "Content-Type: image/png");
      for (int i = 1; i < IMAGES; i++) {
        site.page("/i/" + i + ".png", 200, new byte[] {(byte) i}, "Content-Type: image/png");
      }
      String yaml =
          """
          id: a
          name: 宣威市人民政府
          division: "530381"
          entries: [{url: "%s"}]
          politeness: {delay: 1ms}
          allow-private-addresses: true
          """
              .formatted(site.url("/nb/"));
      Harvests harvests =
          new Harvests(database, Map.of("a.yaml", yaml), Map.of("fangzhi.keep.attempts", "1"));
      harvests.once();

      assertThat(
              database.rows(
                  "select r.year, r.agency, h.url from api.report r join api.holding h on h.report_id = r.id"
                      + " where h.live order by h.url"))
          .containsExactly(
              List.of("2023", "宣威市人民政府", site.url("/nb/P1.docx")),
              List.of("2023", "宣威市人民政府", site.url("/nb/P1.pdf")));
      assertThat(
              database.rows(
                  "select indicator, col, value from api.value where (indicator, col) in"
                      + " (('G4.III.1', 'total'), ('G4.III.4', 'total')) or indicator = 'G4.II.8.fee'"
                      + " order by indicator"))
          .extracting(row -> row.get(0) + " " + row.get(2))
          .containsExactly("G4.II.8.fee 2071.525", "G4.III.1 66", "G4.III.4 5");

      // 60 at most of a page, in their order: the style and the first images.
      assertThat(database.rows("select count(*) from page where kind = 'requisite'"))
          .containsExactly(List.of("60"));
      assertThat(
              database.rows(
                  "select url, outcome, fault from page where kind = 'requisite' and state <> 'live'"))
          .hasSize(1)
          .first()
          .satisfies(
              row -> {
                assertThat(row.get(0)).isEqualTo(site.url("/i/0.png"));
                assertThat(row.get(1)).isEqualTo("failed");
                assertThat(row.get(2)).contains("larger than 8388608 bytes");
              });

      site.requests.clear();
      harvests.once();
      assertThat(site.requests)
          .extracting(head -> head.split(" ")[1])
          .filteredOn(path -> path.startsWith("/i/") || path.equals("/style.css"))
          .as("what came is not asked again")
          .isSubsetOf("/i/0.png");
    }
  }
}
