package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.usermodel.CharacterRun;
import org.apache.poi.hwpf.usermodel.Paragraph;
import org.apache.poi.hwpf.usermodel.Range;
import org.apache.poi.hwpf.usermodel.Table;
import org.apache.poi.hwpf.usermodel.TableCell;
import org.apache.poi.hwpf.usermodel.TableRow;

/**
 * Reads the DOC files of Word 97 to 2003 and of WPS as they are shown when all tracked changes are
 * accepted.
 */
final class DocReader {
  /** Edges of cells as near as this, in twips, are one. */
  private static final int NEAR = 30;

  private static final int DEEPEST = 20;

  private static final char FIELD = 0x13;
  private static final char FIELD_RESULT = 0x14;
  private static final char FIELD_END = 0x15;

  private final WordText out;

  /** For each open field whether its code, which is not shown, goes on. */
  private final List<Boolean> fields = new ArrayList<>();

  private DocReader(List<Piece> pieces) {
    this.out = new WordText(pieces, NEAR);
  }

  /** Adds what a file says to some pieces; returns remarks on what could not be read. */
  static List<String> read(HWPFDocument doc, List<Piece> pieces) {
    DocReader reader = new DocReader(pieces);
    reader.range(doc.getRange(), 0);
    // where in the text its boxes hang is not told
    reader.fields.clear();
    reader.range(doc.getMainTextboxRange(), 0);
    return reader.out.isCut() ? List.of("text cut: there is too much of it") : List.of();
  }

  private void range(Range range, int level) {
    int paragraphs = range.numParagraphs();
    for (int i = 0; i < paragraphs; ) {
      Paragraph paragraph = range.getParagraph(i);
      if (paragraph.isInTable() && paragraph.getTableLevel() > level && level < DEEPEST) {
        Table table = range.getTable(paragraph);
        table(table);
        i += Math.max(1, table.numParagraphs());
      } else {
        paragraph(paragraph);
        i++;
      }
    }
  }

  private void table(Table table) {
    out.beginTable();
    for (int r = 0; r < table.numRows(); r++) {
      TableRow row = table.getRow(r);
      out.beginRow();
      for (int c = 0; c < row.numCells(); c++) {
        TableCell cell = row.getCell(c);
        out.beginCell();
        range(cell, table.getTableLevel());
        out.endCell(
            cell.getLeftEdge(),
            cell.getLeftEdge() + cell.getWidth(),
            cell.isVerticallyMerged() && !cell.isFirstVerticallyMerged(),
            cell.isMerged() && !cell.isFirstMerged());
      }
    }
    out.endTable();
  }

  private void paragraph(Paragraph paragraph) {
    if (paragraph.getLvl() < 6) {
      out.heading(paragraph.getLvl() + 1);
    }
    boolean marked = true;
    for (int i = 0; i < paragraph.numCharacterRuns(); i++) {
      CharacterRun run = paragraph.getCharacterRun(i);
      if (run.isMarkedDeleted() || run.isVanished()) {
        // without its mark a paragraph runs into the next
        marked &= run.text().indexOf('\r') < 0;
      } else if (run.isSymbol()) {
        // a sign of a font of its own: what it shows cannot be known
        out.text("\uFFFD");
      } else {
        run(run.getSubSuperScriptIndex() == 1 ? WordText.note(run.text()) : run.text());
      }
    }
    if (marked) {
      out.endParagraph();
    }
  }

  private void run(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case FIELD -> fields.add(true);
        case FIELD_RESULT -> result();
        case FIELD_END -> endField();
        case '\t', 0x07, '\r' -> shown.append(' ');
        case 0x0B, 0x0C -> shown.append('\n');
        case 0x1E -> shown.append('-');
        default -> {
          if (c >= ' ' && !fields.contains(true)) {
            shown.append(c);
          }
        }
      }
    }
    out.text(shown);
  }

  private void result() {
    if (!fields.isEmpty()) {
      fields.set(fields.size() - 1, false);
    }
  }

  private void endField() {
    if (!fields.isEmpty()) {
      fields.remove(fields.size() - 1);
    }
  }
}
