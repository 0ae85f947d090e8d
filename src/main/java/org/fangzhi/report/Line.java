package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.jspecify.annotations.Nullable;

/**
 * One line of fields: a row of a table, or a paragraph that stands for one where a converter
 * flattened the table.
 *
 * @param table the number of the table or the run of paragraphs that it belongs to
 * @param fields the distinct cells from left to right
 * @param grid true when empty cells are kept, so that a field's ordinal is its place
 * @param derived true when its fields were told apart by their sums alone
 */
record Line(int table, List<Field> fields, boolean grid, boolean derived) {

  Line(int table, List<Field> fields, boolean grid) {
    this(table, fields, grid, false);
  }

  /**
   * A cell of a line.
   *
   * @param column the first column that it covers
   * @param shared true when the cell spans several rows
   * @param key the text folded, with neither enumerator nor remark
   * @param value whether it could be a value; then it is no label of any form
   */
  record Field(
      String at, String text, String raw, int column, boolean shared, String key, boolean value) {
    Field(String at, String text, String raw, int column, boolean shared) {
      this(at, text, raw, column, shared, Labels.of(text));
    }

    private Field(
        String at, String text, String raw, int column, boolean shared, Labels.Label label) {
      this(at, text, raw, column, shared, label.bare(), label.value());
    }

    boolean empty() {
      return key.isEmpty();
    }
  }

  private static final Pattern WHITE = Pattern.compile("[\\s\\u00a0\\u3000]+");
  private static final int LONGEST_FLAT_ROW = 160;

  /** The lines of a run of blocks. */
  static List<Line> of(List<Block> blocks) {
    List<Line> lines = new ArrayList<>();
    int table = 0;
    boolean flat = false;
    for (Block block : blocks) {
      if (block instanceof Block.Table grid) {
        table++;
        flat = false;
        List<Line> rows = ofTable(table, grid);
        lines.addAll(Upright.lies(rows) ? ofTable(table, Upright.turned(grid)) : rows);
      } else if (block instanceof Block.Paragraph p && p.text().length() <= LONGEST_FLAT_ROW) {
        if (!flat) {
          table++;
          flat = true;
        }
        for (String text : p.text().split("\n", -1)) {
          Line line = ofText(table, p.at(), text);
          if (!line.fields().isEmpty()) {
            lines.add(line);
          }
        }
      } else if (block instanceof Block.Paragraph p) {
        for (String row : Flattened.rows(p.text())) {
          lines.add(new Line(table, List.of(new Field(p.at(), row, row, 0, false)), false));
        }
      }
    }
    return lines;
  }

  private static List<Line> ofTable(int table, Block.Table grid) {
    List<Line> lines = new ArrayList<>(grid.rows().size());
    for (List<Block.@Nullable Cell> row : grid.rows()) {
      Line line = ofRow(table, row);
      if (!line.fields().isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static Line ofRow(int table, List<Block.@Nullable Cell> row) {
    List<Field> fields = new ArrayList<>();
    Block.Cell previous = null;
    for (Block.Cell cell : row) {
      if (cell != null && cell != previous) {
        fields.add(
            new Field(cell.at(), cell.text(), cell.raw(), cell.column(), cell.rowSpan() > 1));
      }
      previous = cell;
    }
    return new Line(table, fields, true);
  }

  private static Line ofText(int table, String at, String text) {
    if (text.indexOf('\t') >= 0 || text.indexOf('|') >= 0) {
      return ofSeparated(table, at, text);
    }
    return new Line(table, ofWords(at, text), false);
  }

  private static Line ofSeparated(int table, String at, String text) {
    boolean pipes = text.indexOf('|') >= 0;
    String inner = text;
    if (pipes) {
      inner = inner.strip();
      inner = inner.startsWith("|") ? inner.substring(1) : inner;
      inner = inner.endsWith("|") ? inner.substring(0, inner.length() - 1) : inner;
      if (inner.chars().allMatch(c -> "-:| ".indexOf(c) >= 0) && inner.indexOf('-') >= 0) {
        return new Line(table, List.of(), false);
      }
    }
    List<Field> fields = new ArrayList<>();
    int start = 0;
    while (start <= inner.length()) {
      int end = inner.indexOf(pipes ? '|' : '\t', start);
      end = end < 0 ? inner.length() : end;
      String piece = inner.substring(start, end).strip();
      fields.add(new Field(at, piece, piece, fields.size(), false));
      start = end + 1;
    }
    return new Line(table, fields, fields.size() > 1);
  }

  /** A label, then the run of values that ends the line; one field when there is no such run. */
  private static List<Field> ofWords(String at, String text) {
    String line = text.strip();
    if (line.isEmpty() || !mayEndInValue(line.charAt(line.length() - 1))) {
      return line.isEmpty() ? List.of() : List.of(new Field(at, line, line, 0, false));
    }
    String[] words = WHITE.split(line);
    int values = words.length;
    while (values > 0 && value(words[values - 1])) {
      values--;
    }
    List<Field> fields = new ArrayList<>();
    String label = String.join(" ", List.of(words).subList(0, values));
    if (!label.isEmpty()) {
      fields.add(new Field(at, label, label, 0, false));
    }
    for (int i = values; i < words.length; i++) {
      fields.add(new Field(at, words[i], words[i], fields.size(), false));
    }
    return fields;
  }

  /** Digits, dashes and units end a row of values; sentences end otherwise. */
  private static boolean mayEndInValue(char last) {
    return last != '。' && last != '；' && last != '，' && last != '：' && last != ')' && last != '）';
  }

  private static boolean value(String word) {
    return !word.isEmpty() && (Figure.possible(word) || Units.is(word));
  }

  /** The fields after one, or all for -1. */
  List<Field> after(int index) {
    return fields.subList(index + 1, fields.size());
  }

  /** How many fields are not empty. */
  static int filled(List<Field> fields) {
    int count = 0;
    for (Field field : fields) {
      if (!field.empty()) {
        count++;
      }
    }
    return count;
  }

  /** Whether every field could hold a value. */
  static boolean values(List<Field> fields) {
    for (Field field : fields) {
      if (!field.value()) {
        return false;
      }
    }
    return true;
  }
}
