package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PdfReaderTest {

  @Test
  void linesRuleCellsAndMissingLinesMergeThem() throws IOException {
    byte[] pdf =
        pdf(
            page -> {
              page.text(100, 700, "Annual report of 2023");
              page.grid(
                  100, 600, new int[] {80, 80, 80}, new int[] {20, 20, 20}, List.of("1.0", "1.1"));
              page.text(110, 585, "head");
              page.text(110, 545, "low");
              page.text(190, 545, "12");
              page.text(270, 545, "0");
              page.text(100, 500, "After the table.");
            });

    Document document = Documents.read(pdf, Hints.NONE);

    assertThat(document.mediaType()).isEqualTo("application/pdf");
    assertThat(document.blocks())
        .extracting(Block::at)
        .containsExactly("page1/p1", "page1/t1", "page1/p2");
    Block.Table table = Shared.tables(document).get(0);
    assertThat(table.rows()).hasSize(3);
    Block.Cell head = Objects.requireNonNull(table.rows().get(0).get(1));
    assertThat(head.text()).isEqualTo("head");
    assertThat(head.colSpan()).isEqualTo(3);
    assertThat(Shared.rows(table).get(2)).containsExactly("low", "12", "0");
  }

  @Test
  void aTableThatGoesOnOnTheNextPageIsOneTable() throws IOException {
    byte[] pdf =
        pdf(
            page -> {
              page.grid(100, 100, new int[] {80, 80}, new int[] {20, 20}, List.of());
              page.text(110, 85, "rules");
              page.text(190, 85, "3");
              page.text(110, 65, "papers");
              page.text(190, 65, "4");
              page.text(300, 20, "- 1 -");
            },
            page -> {
              page.grid(100, 780, new int[] {80, 80}, new int[] {20}, List.of());
              page.text(110, 765, "fines");
              page.text(190, 765, "5");
              page.text(300, 20, "- 2 -");
            });

    Document document = Documents.read(pdf, Hints.NONE);

    assertThat(Shared.tables(document)).hasSize(1);
    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(List.of("rules", "3"), List.of("papers", "4"), List.of("fines", "5"));
    assertThat(document.blocks()).hasSize(1);
  }

  /** The second row has no line at the page's end; a label over two rows stands once. */
  @Test
  void aRowTornByThePagesEndIsOneRow() throws IOException {
    byte[] pdf =
        pdf(
            page -> {
              page.grid(100, 100, new int[] {80, 80}, new int[] {20}, List.of());
              page.text(110, 85, "rules");
              page.text(190, 85, "3");
              page.line(100, 80, 100, 50);
              page.line(180, 80, 180, 50);
              page.line(260, 80, 260, 50);
              page.text(110, 62, "papers that");
              page.text(190, 62, "41");
            },
            page -> {
              page.line(100, 800, 100, 780);
              page.line(180, 800, 180, 780);
              page.line(260, 800, 260, 780);
              page.text(110, 786, "count");
              page.grid(100, 780, new int[] {80, 80}, new int[] {20}, List.of());
              page.text(110, 765, "fines");
              page.text(190, 765, "5");
            });

    Document document = Documents.read(pdf, Hints.NONE);

    assertThat(Shared.tables(document)).hasSize(1);
    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(
            List.of("rules", "3"), List.of("papersthatcount", "41"), List.of("fines", "5"));
  }

  @Test
  void textPrintedAcrossCellsBelongsToNone() throws IOException {
    byte[] pdf =
        pdf(
            page -> {
              page.grid(100, 600, new int[] {40, 40, 40}, new int[] {20, 20}, List.of());
              page.text(110, 585, "a");
              page.text(150, 585, "b");
              page.text(190, 585, "c");
              page.text(110, 565, "1");
              page.text(150, 565, "2");
              page.text(190, 565, "3");
              page.text(102, 563, "HeadingThatSlidOver");
            });

    Document document = Documents.read(pdf, Hints.NONE);

    assertThat(Shared.rows(Shared.tables(document).get(0)))
        .containsExactly(List.of("a", "b", "c"), List.of("1", "2", "3"));
    assertThat(document.text()).contains("HeadingThatSlidOver");
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    assertNote(pdf(page -> {}), "no text layer: 1 pages with 0 images");
    assertNote("%PDF-1.7 and nothing more".getBytes(), "broken PDF");
    byte[] whole = pdf(page -> page.text(100, 700, "text"));
    assertThat(
            Documents.read(java.util.Arrays.copyOf(whole, whole.length / 2), Hints.NONE)
                .mediaType())
        .isEqualTo("application/pdf");
    assertNote(encrypted(), "encrypted PDF");
  }

  @Test
  @Tag("thorough")
  void everyCellOfRealReportsStandsInItsRow() throws IOException {
    int cells = 0;
    for (JsonNode gold : Shared.jsonLines("corpus/pdf_gold.jsonl")) {
      String file = gold.get("file").asString();
      if (!file.endsWith(".pdf")) {
        continue;
      }
      Document document = Documents.read(Shared.bytes("corpus/" + file), Hints.NONE);
      Map<String, List<String>> expected = new LinkedHashMap<>();
      gold.get("cells").properties().forEach(e -> put(expected, e.getKey(), e.getValue()));
      List<List<String>> third = rows(expected, "G4.III.");
      List<String> fourth = rows(expected, "G4.IV").get(0);

      assertThat(Shared.tables(document))
          .as(file + " table three")
          .anySatisfy(t -> assertThat(dataRows(t, 7)).isEqualTo(third));
      assertThat(Shared.tables(document))
          .as(file + " table four")
          .anySatisfy(t -> assertThat(dataRows(t, 15)).isEqualTo(List.of(fourth)));
      for (Map.Entry<String, List<String>> row : expected.entrySet()) {
        if (row.getKey().startsWith("G4.II.")) {
          assertThat(Shared.tables(document))
              .as(file + " " + row)
              .anySatisfy(
                  t ->
                      assertThat(Shared.rows(t))
                          .anySatisfy(
                              r -> assertThat(r).endsWith(row.getValue().toArray(String[]::new))));
        }
      }
      cells += gold.get("cells").size();
    }
    System.out.println("cells of real PDFs: " + cells);
    assertThat(cells).isEqualTo(186 + 186 + 200 + 200);
  }

  private static void put(Map<String, List<String>> rows, String code, JsonNode value) {
    String row =
        code.startsWith("G4.IV")
            ? "G4.IV"
            : code.replaceAll(":.*|\\.(issued|repealed|in_force)$", "");
    rows.computeIfAbsent(row, r -> new ArrayList<>())
        .add(value.isNull() ? "" : plain(value.asString()));
  }

  private static String plain(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  private static List<List<String>> rows(Map<String, List<String>> rows, String prefix) {
    return rows.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The last cells of each row, where they are all figures. */
  private static List<List<String>> dataRows(Block.Table table, int width) {
    return Shared.rows(table).stream()
        .filter(r -> r.size() >= width)
        .map(r -> r.subList(r.size() - width, r.size()))
        .filter(r -> r.stream().allMatch(c -> c.matches("[\\d.]*")))
        .toList();
  }

  private static void assertNote(byte[] pdf, String start) {
    Document document = Documents.read(pdf, Hints.NONE);
    assertThat(document.mediaType()).isEqualTo("application/pdf");
    assertThat(document.blocks()).isEmpty();
    assertThat(document.notes()).singleElement().asString().startsWith(start);
  }

  private interface Content {
    void write(Page page) throws IOException;
  }

  /** A page to write on, in points from the lower left corner. */
  private record Page(PDPageContentStream out) {
    void text(float x, float y, String text) throws IOException {
      out.beginText();
      out.setFont(new PDType1Font(FontName.HELVETICA), 12);
      out.newLineAtOffset(x, y);
      out.showText(text);
      out.endText();
    }

    /**
     * Rules a grid down from its top left corner.
     *
     * @param merged {@code row.column} of cells without the line to their right
     */
    void grid(float x, float y, int[] widths, int[] heights, List<String> merged)
        throws IOException {
      float width = 0;
      for (int w : widths) {
        width += w;
      }
      float top = y;
      for (int r = 0; r <= heights.length; r++) {
        line(x, top, x + width, top);
        if (r == heights.length) {
          break;
        }
        float left = x;
        line(left, top, left, top - heights[r]);
        for (int c = 0; c < widths.length; c++) {
          left += widths[c];
          boolean open = r == 0 && merged.contains("1." + c);
          if (!open) {
            line(left, top, left, top - heights[r]);
          }
        }
        top -= heights[r];
      }
    }

    private void line(float x0, float y0, float x1, float y1) throws IOException {
      out.moveTo(x0, y0);
      out.lineTo(x1, y1);
      out.stroke();
    }
  }

  private static byte[] pdf(Content... pages) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      write(pdf, pages);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] encrypted() throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      write(pdf, page -> page.text(100, 700, "secret"));
      pdf.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  private static void write(PDDocument pdf, Content... pages) throws IOException {
    for (Content content : pages) {
      PDPage page = new PDPage(PDRectangle.A4);
      pdf.addPage(page);
      try (PDPageContentStream out = new PDPageContentStream(pdf, page)) {
        content.write(new Page(out));
      }
    }
  }
}
