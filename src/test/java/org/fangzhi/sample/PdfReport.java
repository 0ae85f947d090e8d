package org.fangzhi.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Prints the report of 宣威市 2023 as the PDF that the sample site serves: paragraphs and ruled tables
 * with a text layer, in a subset of the font whose file is given. Run by hand with the path of
 * NotoSerifSC_400Regular.ttf (SIL Open Font License 1.1, which lets documents embed it freely).
 */
final class PdfReport implements AutoCloseable {
  private static final Path RESULT =
      Path.of("src/main/resources/org/fangzhi/sample/sites/trs/P020240124331579.pdf");
  private static final float LEFT = 64;
  private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
  private static final float TOP = PDRectangle.A4.getHeight() - 72;
  private static final float BOTTOM = 64;

  private final PDDocument document = new PDDocument();
  private final PDType0Font font;
  private PDPageContentStream page;
  private float y;

  private PdfReport(Path fontFile) throws IOException {
    font = PDType0Font.load(document, fontFile.toFile());
    document.setDocumentId(20240124L);
    document.getDocumentInformation().setTitle("宣威市人民政府2023年政府信息公开工作年度报告");
    document.getDocumentInformation().setAuthor("宣威市人民政府办公室");
    Calendar made = Calendar.getInstance(TimeZone.getTimeZone("Asia/Shanghai"));
    made.clear();
    made.set(2024, Calendar.JANUARY, 24, 15, 20);
    document.getDocumentInformation().setCreationDate(made);
    page = newPage();
  }

  /** Writes the PDF; the only argument is the font's file. */
  public static void main(String[] args) throws IOException {
    Article article = Article.named("trs/2023-pdf.txt");
    try (PdfReport pdf = new PdfReport(Path.of(args[0]))) {
      pdf.lines(article.head().title(), 18, 0);
      pdf.y -= 12;
      for (Element block : Jsoup.parseBodyFragment(article.html(1)).body().children()) {
        if (block.tagName().equals("table")) {
          new PdfTable(pdf, block).draw();
        } else {
          pdf.lines(block.text().strip(), 12, 24);
        }
      }
      pdf.page.close();
      pdf.document.save(RESULT.toFile());
    }
  }

  /** Sets a paragraph in lines over the width of the page. */
  private void lines(String text, float size, float indent) throws IOException {
    int from = 0;
    float start = indent;
    while (from < text.length()) {
      int to = from + fitting(text.substring(from), size, WIDTH - start);
      while (to < text.length() && isDigit(text, to - 1) && isDigit(text, to)) {
        to--;
      }
      if (to < text.length() && "。，；".indexOf(text.charAt(to)) >= 0) {
        to++;
      }
      need(size * 1.8f);
      y -= size * 1.8f;
      show(text.substring(from, to), size, LEFT + start, y);
      from = to;
      start = 0;
    }
  }

  private static boolean isDigit(String text, int at) {
    return Character.isDigit(text.charAt(at));
  }

  /** How many characters from the beginning fit into a width, at least one. */
  int fitting(String text, float size, float width) throws IOException {
    int count = 1;
    while (count < text.length() && width(text.substring(0, count + 1), size) <= width) {
      count++;
    }
    return count;
  }

  float width(String text, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
  }

  void show(String text, float size, float x, float baseline) throws IOException {
    page.beginText();
    page.setFont(font, size);
    page.newLineAtOffset(x, baseline);
    page.showText(text);
    page.endText();
  }

  void box(float x, float top, float width, float height) throws IOException {
    page.setLineWidth(0.5f);
    page.addRect(x, top - height, width, height);
    page.stroke();
  }

  float left() {
    return LEFT;
  }

  float width() {
    return WIDTH;
  }

  float y() {
    return y;
  }

  void down(float by) {
    y -= by;
  }

  /** Begins another page unless so much height is left; whether it did. */
  boolean need(float height) throws IOException {
    if (y - height >= BOTTOM) {
      return false;
    }
    page.close();
    page = newPage();
    return true;
  }

  private PDPageContentStream newPage() throws IOException {
    PDPage next = new PDPage(PDRectangle.A4);
    document.addPage(next);
    y = TOP;
    return new PDPageContentStream(document, next);
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
