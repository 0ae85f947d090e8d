package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ScannedTest {

  @Test
  void valuesReadByOcrAreWithheldByName() {
    Document told = Documents.read(new Specimen().html(), Hints.NONE);
    Document scanned =
        new Document(
            told.mediaType(),
            null,
            told.title(),
            List.of(),
            List.of(),
            told.blocks(),
            List.of(),
            told.text(),
            told.normalised(),
            List.of(),
            false,
            told.blocks().stream().map(Block::at).collect(Collectors.toSet()),
            List.of(),
            List.of());

    Report report = Reports.of(scanned, Hints.NONE).get(0);

    assertThat(report.form()).isEqualTo("form2021");
    assertThat(report.values()).isEmpty();
    assertThat(report.withheld())
        .filteredOn(w -> w.why().equals("read by OCR and not confirmed by the form's sums"))
        .extracting(Report.Withheld::what)
        .containsExactlyInAnyOrderElementsOf(new Specimen().truth.keySet());
  }

  @Test
  @Tag("ocr")
  void anImageOfAPageIsRecognised() throws IOException {
    assumeTrue(
        isInstalled(), "tesseract is missing: apt install tesseract-ocr tesseract-ocr-chi-sim");
    BufferedImage image = new BufferedImage(1200, 800, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D page = image.createGraphics();
    page.setColor(Color.WHITE);
    page.fillRect(0, 0, 1200, 800);
    page.setColor(Color.BLACK);
    page.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 48));
    page.drawString("Annual 2022", 100, 200);
    page.drawString("4711", 100, 400);
    page.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);

    Document document = Documents.read(png.toByteArray(), Hints.NONE);

    assertThat(document.mediaType()).isEqualTo("image/png");
    assertThat(document.ocr()).isTrue();
    assertThat(document.text()).contains("2022", "4711");
  }

  private static boolean isInstalled() throws IOException {
    try {
      Process process =
          new ProcessBuilder("tesseract", "--list-langs").redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes()).contains("chi_sim");
    } catch (IOException e) {
      return false;
    }
  }
}
