package org.fangzhi.diff;

import java.util.List;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * What two versions of a document differ in. Names and telephones of form footers are in none of
 * its texts.
 *
 * @param verdict in a word
 * @param fields what the documents and their reports say of themselves, where it differs
 * @param blocks the main content of both, in order of the new version; what only the old one has
 *     stands where it stood
 * @param values figures of the reports that differ: in number, unit or kind
 * @param findings checks that no longer hold, or hold again
 * @param folded what differs without being of the text
 * @param cut what was not compared to the end, and why; empty when all was
 */
public record Diff(
    Verdict verdict,
    List<Field> fields,
    List<Block> blocks,
    List<Figure> values,
    List<Finding> findings,
    List<Folded> folded,
    List<String> cut) {

  public Diff {
    fields = List.copyOf(fields);
    blocks = List.copyOf(blocks);
    values = List.copyOf(values);
    findings = List.copyOf(findings);
    folded = List.copyOf(folded);
    cut = List.copyOf(cut);
  }

  /** What came of a comparison. */
  public enum Verdict {
    /** Nothing that is read differs. */
    SAME,
    /** Nothing of substance: only what is folded. */
    NOISE,
    /** Something of substance differs. */
    SUBSTANCE,
    /** Of one or both nothing could be read, so that nothing can be said. */
    UNREAD
  }

  /** An attribute or a pair of the information box; null where one has none. */
  public record Field(String name, @Nullable String old, @Nullable String now) {}

  /**
   * A paragraph or table.
   *
   * @param oldAt its places in the old document, several where paragraphs were joined
   * @param at its places in the new document
   * @param spans the text by runs of words; empty for a table
   * @param table null for a paragraph
   */
  public record Block(
      Op op, List<String> oldAt, List<String> at, List<Span> spans, @Nullable Table table) {
    public Block {
      oldAt = List.copyOf(oldAt);
      at = List.copyOf(at);
      spans = List.copyOf(spans);
    }
  }

  /** A table by rows. */
  public record Table(@Nullable String caption, List<Row> rows) {
    public Table {
      rows = List.copyOf(rows);
    }
  }

  /** A row by cells; {@code label} is what names it. */
  public record Row(Op op, String label, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A cell.
   *
   * @param column what names its column
   * @param indicator the code that its figure has, and the column of it; null when it has none
   */
  public record Cell(
      Op op,
      String column,
      String old,
      String now,
      @Nullable String oldAt,
      @Nullable String at,
      @Nullable String indicator,
      @Nullable String indicatorColumn) {}

  /**
   * A figure.
   *
   * @param report which of the document's reports, from 1
   * @param old null when only the new report has it
   * @param now null when only the old report has it
   */
  public record Figure(
      int report,
      String indicator,
      @Nullable String column,
      Report.@Nullable Value old,
      Report.@Nullable Value now) {

    /** CHANGED, ADDED or REMOVED. */
    public Op op() {
      return old == null ? Op.ADDED : now == null ? Op.REMOVED : Op.CHANGED;
    }
  }

  /** A check that came, ADDED, or went, REMOVED. */
  public record Finding(Op op, int report, Report.Finding finding) {}

  /** What a folded difference is of. */
  public enum Kind {
    COUNTER,
    CLOCK,
    WIDGET,
    NAVIGATION,
    /** White space, width or script of characters, the cutting into paragraphs. */
    SPELLING,
    /** How the bytes say it: the charset. */
    ENCODING
  }

  /** A difference that is none of the text; empty where one has nothing. */
  public record Folded(Kind kind, String old, String now) {}

  /** The changes of a document that is one on either side: all but blocks that stayed. */
  public List<Block> changes() {
    return blocks.stream().filter(block -> block.op() != Op.SAME).toList();
  }
}
