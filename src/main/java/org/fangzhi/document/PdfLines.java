package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.PdfPage.Glyph;

/** Puts the characters of a page together to lines and paragraphs. */
final class PdfLines {
  private static final Pattern PAGE_NUMBER =
      Pattern.compile(
          "[-—–―·\\s]*\\d{1,3}[-—–―·\\s]*|第?\\s*\\d{1,3}\\s*页?(?:\\s*[,，/共]+\\s*\\d{1,3}\\s*页)?");

  /**
   * A line of text.
   *
   * @param top of its characters, in points from the top of the page
   * @param size height of its font
   */
  record Line(String text, double left, double right, double top, double bottom, double size) {
    boolean isPageNumber() {
      return PAGE_NUMBER.matcher(text.strip()).matches();
    }
  }

  private PdfLines() {}

  /** The text of a table cell, its lines ended by a newline. */
  static String textOf(List<Glyph> glyphs) {
    StringBuilder out = new StringBuilder();
    for (Line line : of(glyphs)) {
      String text = Tidy.line(line.text());
      if (!text.isEmpty()) {
        out.append(out.isEmpty() ? "" : "\n").append(text);
      }
    }
    return out.toString();
  }

  /** The lines of some characters from top to bottom. */
  static List<Line> of(List<Glyph> glyphs) {
    List<Glyph> sorted = new ArrayList<>(glyphs);
    sorted.sort(Comparator.comparingDouble(Glyph::middle));
    List<Line> lines = new ArrayList<>();
    List<Glyph> row = new ArrayList<>();
    double middle = 0;
    for (Glyph glyph : sorted) {
      if (!row.isEmpty()
          && glyph.middle() - middle > 0.5 * Math.min(glyph.size(), row.get(0).size())) {
        add(lines, row);
        row.clear();
      }
      middle =
          row.isEmpty()
              ? glyph.middle()
              : (middle * row.size() + glyph.middle()) / (row.size() + 1);
      row.add(glyph);
    }
    add(lines, row);
    return lines;
  }

  private static void add(List<Line> lines, List<Glyph> row) {
    row.sort(Comparator.comparingDouble(Glyph::x));
    StringBuilder text = new StringBuilder();
    Glyph last = null;
    double left = Double.MAX_VALUE;
    double right = 0;
    double top = Double.MAX_VALUE;
    double bottom = 0;
    double size = 0;
    for (Glyph glyph : row) {
      boolean blank = glyph.text().isBlank();
      boolean gap = last != null && glyph.x() - last.right() > 0.6 * glyph.size();
      if (gap && !blank && text.length() > 0 && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
      text.append(glyph.text());
      if (!blank) {
        left = Math.min(left, glyph.x());
        right = Math.max(right, glyph.right());
        top = Math.min(top, glyph.y() - glyph.size());
        bottom = Math.max(bottom, glyph.y());
        size = Math.max(size, glyph.size());
      }
      last = glyph;
    }
    if (size > 0) {
      lines.add(new Line(text.toString().strip(), left, right, top, bottom, size));
    }
  }

  /**
   * Whether a line goes on with the paragraph of the line before it, in text that runs from {@code
   * left} to {@code right}: the one before is full, and this one is not indented.
   */
  static boolean goesOn(Line before, Line line, double left, double right, boolean nextPage) {
    boolean full = before.right() > right - 1.8 * before.size();
    boolean indented = line.left() > left + 1.2 * line.size();
    boolean alike = Math.abs(before.size() - line.size()) < 0.15 * before.size();
    boolean near = nextPage || line.top() - before.bottom() < 1.8 * before.size();
    boolean centred = before.left() > left + 3 * before.size();
    return full && !indented && alike && near && !centred;
  }
}
