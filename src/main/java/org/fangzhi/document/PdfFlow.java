package org.fangzhi.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.document.PdfLines.Line;
import org.fangzhi.document.PdfPage.Glyph;
import org.fangzhi.document.PdfPage.Rule;
import org.jspecify.annotations.Nullable;

/** Puts the characters and lines of pages together to paragraphs and tables that run over pages. */
final class PdfFlow {
  private final List<Piece> pieces = new ArrayList<>();

  /** Prefixes of the places whose text was recognised from images. */
  private final Set<String> recognised = new HashSet<>();

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

  List<Piece> pieces() {
    return pieces;
  }

  /** Prefixes of places, as in {@link Piece}, where text was recognised from images. */
  Set<String> recognised() {
    return recognised;
  }

  /** Adds a page whose text was recognised. */
  void scanned(OcrPage page, String where) {
    page(page.glyphs(), page.rules(), where, true);
  }

  /**
   * Adds a page.
   *
   * @param where the prefix of places on it
   * @param scanned whether its text was recognised, here or by who made the file
   */
  void page(List<Glyph> glyphs, List<Rule> rules, String where, boolean scanned) {
    if (scanned) {
      recognised.add(where);
    }
    List<PdfTable> tables = new ArrayList<>(PdfRules.tables(rules));
    List<Glyph> outside = PdfRuns.share(glyphs, tables);
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
    goesOn(where, paragraphPage);
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
        append(above, table, where);
        continued++;
        return;
      }
      if (!beside) {
        endTable();
        openPage = where;
      }
    } else if (open.get(0).continuesIn(table)) {
      append(open.get(0), table, where);
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

  private void append(PdfTable above, PdfTable table, String where) {
    above.append(table);
    goesOn(where, openPage);
  }

  /** What began on one page and goes on on another is as uncertain as either. */
  private void goesOn(String where, String from) {
    if (recognised.contains(where)) {
      recognised.add(from);
    }
  }

  /** Ends what may still go on. */
  void end() {
    endParagraph();
    endTable();
  }

  private void endTable() {
    open.forEach(table -> pieces.add(new Piece.Sheet(null, table.grid(), openPage)));
    open.clear();
    continued = 0;
  }
}
