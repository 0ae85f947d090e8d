package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.util.Matrix;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A real report, its pages turned into images: the same numbers or none. */
@Tag("ocr")
@EnabledIf("present")
class ScannedPdfTest {
  private static final Path REPORT = Path.of("../shared/corpus/reports/hongze-2023.pdf");

  static boolean present() throws IOException {
    if (!Files.exists(REPORT)) {
      return false;
    }
    try {
      Process process =
          new ProcessBuilder("tesseract", "--list-langs").redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes()).contains("chi_sim");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void pagesOfImagesGiveNoWrongNumber() throws IOException {
    Map<String, Report.Value> printed = values(Files.readAllBytes(REPORT));
    for (double skew : new double[] {0, 0.7}) {
      Reading reading = Reports.read(scanned(0, skew), Hints.NONE);
      assertThat(reading.document().notes())
          .containsExactly("ocr: pages 1-5 were recognised from images");
      Report report = reading.reports().get(0);
      assertThat(report.form()).isEqualTo("form2021");
      assertThat(report.values()).as("askew by %s", skew).hasSizeGreaterThan(15);
      for (Report.Value value : report.values()) {
        String place = Tally.place(value.indicator(), value.column());
        assertThat(value.qualifier()).isEqualTo("ocr");
        assertThat(value.value()).as(place).isEqualByComparingTo(printed.get(place).value());
      }
    }
  }

  @Test
  void onlyPagesWithoutTextAreRecognised() throws IOException {
    Reading reading = Reports.read(scanned(3, 0), Hints.NONE);
    assertThat(reading.document().notes())
        .containsExactly("ocr: pages 4-5 were recognised from images");
    Report report = reading.reports().get(0);
    assertThat(report.year()).isEqualTo(2023);
    assertThat(report.values())
        .filteredOn(v -> v.indicator().equals("G4.II.6.penalty"))
        .extracting(Report.Value::value, Report.Value::qualifier)
        .containsExactly(tuple(new BigDecimal(4119), null));
  }

  private static Map<String, Report.Value> values(byte[] pdf) {
    Map<String, Report.Value> values = new HashMap<>();
    Reports.read(pdf, Hints.NONE)
        .reports()
        .get(0)
        .values()
        .forEach(v -> values.put(Tally.place(v.indicator(), v.column()), v));
    return values;
  }

  /** The report with its pages from one on drawn as images, a little askew. */
  private static byte[] scanned(int from, double skew) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(REPORT.toFile());
        PDDocument out = new PDDocument()) {
      for (int i = 0; i < pdf.getNumberOfPages(); i++) {
        if (i < from) {
          out.importPage(pdf.getPage(i));
          continue;
        }
        BufferedImage image = new PDFRenderer(pdf).renderImageWithDPI(i, 300, ImageType.GRAY);
        PDPage page = new PDPage(PDRectangle.A4);
        out.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(out, page)) {
          content.transform(Matrix.getRotateInstance(Math.toRadians(skew), 0, 0));
          content.drawImage(
              LosslessFactory.createFromImage(out, image),
              0,
              0,
              page.getCropBox().getWidth(),
              page.getCropBox().getHeight());
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      out.save(bytes);
      return bytes.toByteArray();
    }
  }
}
