package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.PdfPage.Glyph;

/** Characters shown one after the other: words that stand or fall together. */
final class PdfRuns {
  private PdfRuns() {}

  /** Phrases in the order shown: on one line, without gaps, parted into words at blanks. */
  static List<List<List<Glyph>>> of(List<Glyph> glyphs) {
    List<List<List<Glyph>>> phrases = new ArrayList<>();
    List<List<Glyph>> phrase = new ArrayList<>();
    Glyph last = null;
    for (Glyph glyph : glyphs) {
      boolean goesOn = last != null && follows(last, glyph);
      if (!goesOn) {
        phrase = new ArrayList<>();
        phrases.add(phrase);
      }
      boolean newWord = !goesOn || glyph.text().isBlank() || last == null || last.text().isBlank();
      if (newWord) {
        phrase.add(new ArrayList<>());
      }
      phrase.get(phrase.size() - 1).add(glyph);
      last = glyph;
    }
    return phrases;
  }

  private static boolean follows(Glyph last, Glyph glyph) {
    double gap = glyph.x() - last.right();
    return Math.abs(last.y() - glyph.y()) < 0.1 * glyph.size()
        && Math.abs(last.size() - glyph.size()) < 0.1 * glyph.size()
        && Math.abs(gap) < 0.3 * glyph.size();
  }

  /** Whether a phrase stands on the line of another, near its end. */
  private static boolean isBehind(List<List<Glyph>> before, List<List<Glyph>> phrase) {
    if (before.isEmpty()) {
      return false;
    }
    List<Glyph> end = before.get(before.size() - 1);
    Glyph last = end.get(end.size() - 1);
    Glyph first = phrase.get(0).get(0);
    double gap = first.x() - last.right();
    return Math.abs(last.middle() - first.middle()) < 0.3 * last.size()
        && gap > -0.3 * last.size()
        && gap < 2 * last.size();
  }

  /**
   * Puts the words into the cells of tables, and gives those that stand in none. A phrase printed
   * across three cells or more is no text of theirs, as a heading that slid over a table.
   */
  static List<Glyph> share(List<Glyph> glyphs, List<PdfTable> tables) {
    List<Glyph> outside = new ArrayList<>();
    List<List<Glyph>> stray = List.of();
    for (List<List<Glyph>> phrase : of(glyphs)) {
      boolean across =
          isBehind(stray, phrase)
              || phrase.stream().anyMatch(w -> tables.stream().anyMatch(t -> t.cellsUnder(w) > 2));
      stray = across ? phrase : List.of();
      for (List<Glyph> word : phrase) {
        if (across || tables.stream().noneMatch(table -> table.take(word))) {
          outside.addAll(word);
        }
      }
    }
    return outside;
  }
}
