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
import org.fangzhi.document.PdfLines.Line;
import org.fangzhi.document.PdfPage.Glyph;
import org.jspecify.annotations.Nullable;

/** Reads PDFs that have a text layer: paragraphs in reading order, and tables by their lines. */
final class PdfReader {
  private static final int MOST_PAGES = 400;
  private static final long MOST_MEMORY = 256L << 20;
  private static final long MOST_NANOS = 60_000_000_000L;

  private final List<String> notes = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();

  /** Tables side by side that may go on on the next page, not yet among the pieces. */
  private final List<PdfTable> open = new ArrayList<>();

  private String openPage = "";

  /** The page of the open tables' last rows. */
  private String lastPage = "";

  /** How many tables of this page have gone on with open ones. */
  private int continued;

  private final StringBuilder paragraph = new StringBuilder();
  private @Nullable Line lastLine;
  private String paragraphPage = "";
  private int glyphs;
  private int unmapped;
  private int invisible;
  private int images;

  private PdfReader() {}

  static Document read(byte[] bytes) {
    PdfReader reader = new PdfReader();
    List<Meta> meta = reader.readAll(bytes);
    return Assembly.document(Format.PDF, reader.pieces, null, meta, reader.notes);
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
    long deadline = System.nanoTime() + MOST_NANOS;
    int pages = pdf.getNumberOfPages();
    if (pages > MOST_PAGES) {
      notes.add("only " + MOST_PAGES + " of " + pages + " pages read");
    }
    for (int i = 0; i < Math.min(pages, MOST_PAGES); i++) {
      try {
        page(new PdfPage(pdf.getPage(i), deadline).read(), "page" + (i + 1) + "/");
      } catch (PdfPage.TooLong e) {
        notes.add("stopped at page " + (i + 1) + " of " + pages + ": it took too long");
        break;
      }
    }
    endParagraph();
    endTable();
    if (glyphs == 0) {
      notes.add("no text layer: " + pages + " pages with " + images + " images");
    } else if (invisible * 2 > glyphs) {
      notes.add("the text layer is invisible: it was " + Document.RECOGNISED);
    }
    if (unmapped > 0) {
      notes.add(unmapped + " characters have no Unicode");
    }
  }

  private void page(PdfPage page, String where) {
    glyphs += page.glyphs().size();
    unmapped += page.unmapped();
    invisible += page.invisible();
    images += page.images();
    List<PdfTable> tables = new ArrayList<>(PdfRules.tables(page));
    List<Glyph> outside = PdfRuns.share(page.glyphs(), tables);
    tables.removeIf(table -> !table.settle());
    List<Line> lines = new ArrayList<>(PdfLines.of(outside));
    cutPageNumbers(lines);
    double left = lines.stream().mapToDouble(Line::left).min().orElse(0);
    double right = lines.stream().mapToDouble(Line::right).max().orElse(0);
    int next = 0;
    for (PdfTable table : tables) {
      while (next < lines.size()
          && lines.get(next).bottom() <= table.top() + lines.get(next).size() / 2) {
        line(lines.get(next++), left, right, where);
      }
      table(table, where);
    }
    while (next < lines.size()) {
      line(lines.get(next++), left, right, where);
    }
  }

  private static void cutPageNumbers(List<Line> lines) {
    if (!lines.isEmpty() && lines.get(lines.size() - 1).isPageNumber()) {
      lines.remove(lines.size() - 1);
    } else if (lines.size() > 1 && lines.get(0).isPageNumber()) {
      lines.remove(0);
    }
  }

  private void line(Line line, double left, double right, String where) {
    endTable();
    Line before = lastLine;
    boolean nextPage = !where.equals(paragraphPage);
    if (before == null || !PdfLines.goesOn(before, line, left, right, nextPage)) {
      endParagraph();
      paragraphPage = where;
    }
    boolean words =
        paragraph.length() > 0
            && isWord(paragraph.charAt(paragraph.length() - 1))
            && isWord(line.text().charAt(0));
    paragraph.append(words ? " " : "").append(line.text());
    lastLine = line;
  }

  /** Lines of Latin letters are joined with a space, Chinese and figures without. */
  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void endParagraph() {
    String text = Tidy.line(paragraph.toString());
    if (!text.isEmpty()) {
      pieces.add(new Piece.Line(text, 0, paragraphPage));
    }
    paragraph.setLength(0);
    lastLine = null;
  }

  private void table(PdfTable table, String where) {
    endParagraph();
    if (open.isEmpty()) {
      openPage = where;
    } else if (where.equals(lastPage)) {
      boolean beside = continued == 0 && open.stream().allMatch(o -> o.isBeside(table));
      PdfTable above = continued > 0 && continued < open.size() ? open.get(continued) : null;
      if (above != null && above.continuesIn(table)) {
        above.append(table);
        continued++;
        return;
      }
      if (!beside) {
        endTable();
        openPage = where;
      }
    } else if (open.get(0).continuesIn(table)) {
      open.get(0).append(table);
      lastPage = where;
      continued = 1;
      return;
    } else {
      endTable();
      openPage = where;
    }
    open.add(table);
    lastPage = where;
    continued = 0;
  }

  private void endTable() {
    open.forEach(table -> pieces.add(new Piece.Sheet(null, table.grid(), openPage)));
    open.clear();
    continued = 0;
  }
}
