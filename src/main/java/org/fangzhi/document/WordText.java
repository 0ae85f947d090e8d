package org.fangzhi.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Puts the text of a word processor together while it is read: paragraphs, and tables whose cells
 * hold paragraphs and tables again. Text boxes stand before the paragraph that they hang on.
 */
final class WordText {
  private static final int MOST_CHARACTERS = 6_000_000;

  /** A run of paragraphs: the body, a cell or a text box. */
  private static final class Flow {
    final List<Piece> pieces;
    final StringBuilder paragraph = new StringBuilder();
    int level;

    Flow(List<Piece> pieces) {
      this.pieces = pieces;
    }
  }

  private final Deque<Flow> flows = new ArrayDeque<>();
  private final Deque<WordTable> tables = new ArrayDeque<>();

  /** Edges of cells as near as this are one. */
  private final int near;

  private int characters;

  WordText(List<Piece> pieces, int near) {
    this.near = near;
    flows.push(new Flow(pieces));
  }

  /** Adds text to the paragraph; a newline begins a new line of it. */
  void text(CharSequence text) {
    int room = Math.min(text.length(), MOST_CHARACTERS - characters);
    flow().paragraph.append(text, 0, room);
    characters += room;
  }

  /** Whether text was left out because there was too much of it. */
  boolean isCut() {
    return characters >= MOST_CHARACTERS;
  }

  /** Makes the paragraph a heading of a level from 1 to 6. */
  void heading(int level) {
    flow().level = level;
  }

  void endParagraph() {
    Flow flow = flow();
    for (String part : Characters.clean(flow.paragraph.toString()).split("\n")) {
      String line = Tidy.line(part);
      if (!line.isEmpty()) {
        flow.pieces.add(new Piece.Line(line, flow.level, ""));
      }
    }
    flow.paragraph.setLength(0);
    flow.level = 0;
  }

  void beginBox() {
    flows.push(new Flow(flow().pieces));
  }

  void endBox() {
    endParagraph();
    flows.pop();
  }

  void beginTable() {
    tables.push(new WordTable(near));
  }

  void beginRow() {
    table().row();
  }

  void dropRow() {
    table().dropRow();
  }

  void beginCell() {
    flows.push(new Flow(new ArrayList<>()));
  }

  /**
   * Ends a cell that reaches from one edge to another, in columns or in twips.
   *
   * @param goesOn whether it belongs to the cell above it
   * @param widens whether it belongs to the cell before it
   */
  void endCell(int left, int right, boolean goesOn, boolean widens) {
    endParagraph();
    List<Piece> content = flows.pop().pieces;
    if (!widens || !table().widen(right)) {
      table().cell(new WordTable.Cell(left, right, goesOn, content));
    }
  }

  void endTable() {
    WordTable table = tables.pop();
    List<Piece> pieces = flow().pieces;
    if (table.isLayout()) {
      pieces.addAll(table.content());
    } else {
      pieces.add(new Piece.Sheet(null, table.grid(), ""));
    }
  }

  private Flow flow() {
    return flows.getFirst();
  }

  private WordTable table() {
    return tables.getFirst();
  }

  /** The mark of a footnote set above the line, which must not become a digit of a number. */
  static String note(String raised) {
    String mark = raised.strip();
    return !mark.isEmpty() && mark.chars().allMatch(Character::isDigit) ? "[" + mark + "]" : raised;
  }
}
