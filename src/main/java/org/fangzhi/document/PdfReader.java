package org.fangzhi.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.fangzhi.document.Document.Meta;

/**
 * Reads PDFs: paragraphs in reading order, and tables by their lines. Pages without a text layer
 * are recognised.
 */
final class PdfReader {
  private static final int MOST_PAGES = 400;
  private static final long MOST_MEMORY = 256L << 20;
  private static final long MOST_NANOS = 60_000_000_000L;

  private final List<String> notes = new ArrayList<>();
  private final PdfFlow flow = new PdfFlow();
  private final PdfScans scans = new PdfScans();
  private long deadline;
  private int glyphs;
  private int unmapped;
  private int invisible;
  private int images;

  private PdfReader() {}

  static Document read(byte[] bytes) {
    PdfReader reader = new PdfReader();
    List<Meta> meta = reader.readAll(bytes);
    return Assembly.document(
        Format.PDF, reader.flow.pieces(), null, meta, reader.notes, reader.flow.recognised());
  }

  private List<Meta> readAll(byte[] bytes) {
    List<Meta> meta = new ArrayList<>();
    try (PDDocument pdf =
        Loader.loadPDF(
            bytes,
            "",
            null,
            null,
            MemoryUsageSetting.setupMainMemoryOnly(MOST_MEMORY).streamCache)) {
      addMeta(pdf, meta);
      readPages(pdf);
    } catch (InvalidPasswordException e) {
      notes.add("encrypted PDF: it opens with a password only");
    } catch (IOException | RuntimeException e) {
      // broken files fail in the library in many ways
      notes.add("broken PDF: " + Tidy.line(Characters.clean(String.valueOf(e.getMessage()))));
    } catch (StackOverflowError e) {
      notes.add("broken PDF: nested too deeply");
    }
    return meta;
  }

  private static void addMeta(PDDocument pdf, List<Meta> meta) {
    Map<String, String> sorted = new TreeMap<>();
    for (COSName name : pdf.getDocumentInformation().getCOSObject().keySet()) {
      String value = pdf.getDocumentInformation().getCOSObject().getString(name);
      if (value != null) {
        sorted.put(name.getName(), value);
      }
    }
    sorted.forEach(
        (name, value) -> meta.add(new Meta(Characters.clean(name), Characters.clean(value))));
  }

  private void readPages(PDDocument pdf) throws IOException {
    deadline = System.nanoTime() + MOST_NANOS;
    int pages = pdf.getNumberOfPages();
    if (pages > MOST_PAGES) {
      notes.add("only " + MOST_PAGES + " of " + pages + " pages read");
    }
    for (int i = 0; i < Math.min(pages, MOST_PAGES); i++) {
      try {
        page(pdf, i, new PdfPage(pdf.getPage(i), deadline).read());
      } catch (PdfPage.TooLong e) {
        notes.add("stopped at page " + (i + 1) + " of " + pages + ": it took too long");
        break;
      }
    }
    flow.end();
    notes.addAll(scans.notes());
    if (glyphs == 0 && flow.recognised().isEmpty()) {
      notes.add("no text layer: " + pages + " pages with " + images + " images");
    } else if (invisible * 2 > glyphs) {
      notes.add("the text layer is invisible: it was recognised from images");
    }
    if (unmapped > 0) {
      notes.add(unmapped + " characters have no Unicode");
    }
  }

  private void page(PDDocument pdf, int number, PdfPage page) {
    String where = "page" + (number + 1) + "/";
    glyphs += page.glyphs().size();
    unmapped += page.unmapped();
    invisible += page.invisible();
    images += page.images();
    long began = System.nanoTime();
    OcrPage scan = scans.needs(page) ? scans.read(pdf, number, page) : null;
    deadline += System.nanoTime() - began; // recognition has bounds of its own
    if (scan != null) {
      flow.scanned(scan, where);
    } else {
      flow.page(page.glyphs(), page.rules(), where, page.invisible() * 2 > page.glyphs().size());
    }
  }
}
