package org.fangzhi.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.fangzhi.document.PdfPage.Glyph;
import org.jspecify.annotations.Nullable;

/** Recognises the pages of a PDF that have no text, or none that means anything. */
final class PdfScans {
  private static final double SCALE = 300 / 72.0;

  /** What a page may take drawn, in pixels, and an image on it. */
  private static final double MOST_PIXELS = 12_000_000;

  private static final long LARGEST_IMAGE = 40_000_000;

  /** A page number or a stamp's words are no text layer. */
  private static final int FEWEST_GLYPHS = 20;

  /** Real Chinese text scores above 0.7, that of a font with a wrong table of codes below 0.3. */
  private static final double LEAST_COMMON = 0.4;

  private @Nullable OcrEngine engine;
  private final List<Integer> pages = new ArrayList<>();
  private final List<Integer> unread = new ArrayList<>();
  private String why = "";
  private boolean stopped;

  /** Whether a page shows what its text layer does not say. */
  boolean needs(PdfPage page) {
    int glyphs = page.glyphs().size();
    if (glyphs + page.unmapped() < FEWEST_GLYPHS) {
      return page.images() > 0;
    }
    if (page.unmapped() * 3 > glyphs) {
      return true;
    }
    StringBuilder text = new StringBuilder();
    page.glyphs().stream().map(Glyph::text).forEach(text::append);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    long wide = text.chars().filter(c -> c >= 0x80).count();
    return wide > 5 * FEWEST_GLYPHS
        && CommonCharacters.score(bytes, StandardCharsets.UTF_8) < LEAST_COMMON;
  }

  /** What is recognised on a page, counted from 0; null when nothing can be. */
  @Nullable OcrPage read(PDDocument pdf, int number, PdfPage page) {
    if (!stopped && pages.size() >= OcrEngine.MOST_PAGES) {
      stopped = true;
      why = "no more than " + OcrEngine.MOST_PAGES + " pages are recognised";
    }
    try {
      if (!stopped && page.largest() <= LARGEST_IMAGE) {
        OcrPage scan = recognised(pdf, number);
        pages.add(number + 1);
        return scan;
      }
      why = stopped ? why : "they have more than " + LARGEST_IMAGE + " pixels";
    } catch (OcrEngine.Refused e) {
      stopped = true;
      why = String.valueOf(e.getMessage());
    } catch (IOException | RuntimeException e) {
      why = "they cannot be drawn";
    }
    unread.add(number + 1);
    return null;
  }

  private OcrPage recognised(PDDocument pdf, int number) throws IOException {
    if (engine == null) {
      engine = new OcrEngine();
    }
    PDRectangle box = pdf.getPage(number).getCropBox();
    double area = Math.max(1, (double) box.getWidth() * box.getHeight());
    double scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / area));
    BufferedImage image = new PDFRenderer(pdf).renderImage(number, (float) scale, ImageType.GRAY);
    return OcrPage.read(image, 1 / scale, engine);
  }

  /** Remarks on the pages that were recognised and on those that were not, and why. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!pages.isEmpty()) {
      notes.add("ocr: pages " + told(pages) + " were recognised from images");
    }
    if (!unread.isEmpty()) {
      notes.add("not read: pages " + told(unread) + " are images; " + why);
    }
    return notes;
  }

  private static String told(List<Integer> pages) {
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < pages.size(); i++) {
      int from = i;
      while (i + 1 < pages.size() && pages.get(i + 1) == pages.get(i) + 1) {
        i++;
      }
      told.append(told.isEmpty() ? "" : ", ").append(pages.get(from));
      told.append(i > from ? "-" + pages.get(i) : "");
    }
    return told.toString();
  }
}
