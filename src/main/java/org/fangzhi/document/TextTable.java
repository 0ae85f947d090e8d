package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads tables in plain text: rows of cells between bars or tabs, and cells that stand on a line
 * each with a bar behind, which are folded into rows where only one number of columns fits.
 */
final class TextTable {
  /** What a line may be part of. */
  enum Kind {
    PLAIN,
    /** A row of cells between bars. */
    BARS,
    /** One cell with a bar behind it. */
    CELL,
    /** A row of cells between tabs. */
    TABS
  }

  private static final Pattern RULE = Pattern.compile(":?-{2,}:?");
  private static final Pattern LABEL = Pattern.compile(".*\\p{IsHan}{2}.*");
  private static final Pattern VALUE =
      Pattern.compile("[-—–\\s]*|[-+]?[\\d.,，]+\\s*\\p{IsHan}{0,2}|无|/");

  /** No row of a report's table has more. */
  private static final int MOST_COLUMNS = 16;

  /**
   * A line of text.
   *
   * @param at its offset in the text
   */
  record Line(Kind kind, String raw, int at) {

    static Line of(String raw, int at) {
      int bar = raw.indexOf('|');
      if (bar >= 0) {
        String bare = Tidy.line(raw);
        boolean last = bare.endsWith("|");
        boolean inner = bare.substring(0, bare.length() - (last ? 1 : 0)).lastIndexOf('|') > 0;
        if (inner) {
          return new Line(Kind.BARS, raw, at);
        }
        return new Line(last ? Kind.CELL : Kind.PLAIN, raw, at);
      }
      boolean tabbed = raw.strip().indexOf('\t') > 0 && !raw.isBlank();
      return new Line(tabbed ? Kind.TABS : Kind.PLAIN, raw, at);
    }

    /** The text without a bar behind it. */
    String bare() {
      int end = raw.lastIndexOf('|');
      return kind == Kind.CELL && end >= 0 ? raw.substring(0, end) : raw;
    }

    private boolean isRule() {
      return kind == Kind.BARS
          && parts().stream().allMatch(part -> RULE.matcher(part.raw().strip()).matches());
    }

    private List<Part> parts() {
      return kind == Kind.TABS ? cut(raw, '\t') : trimmed(cut(raw, '|'));
    }

    private static List<Part> cut(String raw, char mark) {
      List<Part> parts = new ArrayList<>();
      int from = 0;
      for (int i = 0; i <= raw.length(); i++) {
        boolean end = i == raw.length() || raw.charAt(i) == mark;
        if (end && parts.size() < Grid.MAX_COLUMNS) {
          parts.add(new Part(raw.substring(from, i), from));
          from = i + 1;
        }
      }
      return parts;
    }

    /** Without the blanks before a first and after a last bar. */
    private static List<Part> trimmed(List<Part> parts) {
      int last = parts.size() - 1;
      int to = parts.get(last).raw().isBlank() ? last : last + 1;
      return parts.subList(parts.get(0).raw().isBlank() && to > 1 ? 1 : 0, to);
    }
  }

  /** A cell's text with its offset in the line. */
  private record Part(String raw, int from) {}

  private TextTable() {}

  /** The tables of a run of lines of one kind; none when it is no table. */
  static List<Grid> of(List<Line> run, Mender mender) {
    return switch (run.get(0).kind()) {
      case CELL -> folded(run, mender);
      case BARS -> bars(run, mender);
      case TABS -> tabs(run, mender);
      case PLAIN -> List.of();
    };
  }

  private static List<Grid> bars(List<Line> run, Mender mender) {
    boolean bordered = Tidy.line(run.get(0).raw()).startsWith("|");
    if (run.size() < 2 && !bordered) {
      return List.of();
    }
    List<Grid> grids = new ArrayList<>();
    List<Line> rows = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      Line line = run.get(i);
      if (line.isRule()) {
        continue;
      }
      boolean header = i + 1 < run.size() && run.get(i + 1).isRule();
      boolean other = !rows.isEmpty() && line.parts().size() != rows.get(0).parts().size();
      if (header && other) {
        grids.add(grid(rows, mender));
        rows.clear();
      }
      rows.add(line);
    }
    if (!rows.isEmpty()) {
      grids.add(grid(rows, mender));
    }
    return grids;
  }

  private static List<Grid> tabs(List<Line> run, Mender mender) {
    boolean table =
        run.size() > 1 || run.get(0).parts().stream().filter(p -> !p.raw().isBlank()).count() >= 4;
    return table ? List.of(grid(run, mender)) : List.of();
  }

  private static Grid grid(List<Line> lines, Mender mender) {
    int width = 1;
    for (Line line : lines) {
      List<Part> parts = line.parts();
      int filled = parts.size();
      // columns that are empty in every row come from marks at the end of lines
      while (line.kind() == Kind.TABS && filled > 0 && parts.get(filled - 1).raw().isBlank()) {
        filled--;
      }
      width = Math.max(width, filled);
    }
    Grid grid = new Grid();
    for (Line line : lines) {
      if (!grid.row()) {
        break;
      }
      List<Part> parts = line.parts();
      for (Part part : parts.subList(0, Math.min(width, parts.size()))) {
        grid.cell(entry(part.raw(), line.at() + part.from(), mender));
      }
    }
    return grid;
  }

  private static Grid.Entry entry(String raw, int at, Mender mender) {
    String text = Tidy.line(mender.mend(raw, at));
    return new Grid.Entry(1, 1, text, raw.equals(text) ? text : raw);
  }

  private static List<Grid> folded(List<Line> run, Mender mender) {
    for (int columns = 2; columns <= MOST_COLUMNS && columns * 2 <= run.size(); columns++) {
      if (run.size() % columns == 0 && fits(run, columns)) {
        Grid grid = new Grid();
        for (int i = 0; i < run.size(); i++) {
          if (i % columns == 0 && !grid.row()) {
            break;
          }
          grid.cell(entry(run.get(i).bare(), run.get(i).at(), mender));
        }
        return List.of(grid);
      }
    }
    return List.of();
  }

  /** Whether every row would begin with a label and, but for the first, end with a value. */
  private static boolean fits(List<Line> run, int columns) {
    for (int i = 0; i < run.size(); i++) {
      String text = Tidy.line(run.get(i).bare());
      boolean first = i % columns == 0;
      boolean last = i % columns == columns - 1 && i >= columns;
      boolean wrong =
          (first && !LABEL.matcher(text.replaceAll("\\s", "")).matches())
              || (last && !VALUE.matcher(text).matches());
      if (wrong) {
        return false;
      }
    }
    return true;
  }
}
