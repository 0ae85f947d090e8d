package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Meta;

/** Gathers the label and value pairs of a page's information box from lines and tables. */
final class InfoBox {
  private static final int LONGEST_VALUE = 200;
  private static final int MOST_PAIRS = 60;
  private static final Pattern LABEL_ENDS = Pattern.compile("^\\[|[:\\]]+$");

  private final List<Meta> pairs = new ArrayList<>();

  List<Meta> pairs() {
    return pairs;
  }

  /** Takes the pairs out of lines that follow each other: on one line, or label by label. */
  void lines(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (Chrome.isTrail(line)) {
        add(Document.TRAIL, line);
      } else if (Chrome.isLabel(line)) {
        boolean more = i + 1 < lines.size() && isValue(lines.get(i + 1));
        add(line, more ? lines.get(++i) : "");
      } else {
        Chrome.pairs(line).forEach(pair -> add(pair.name(), pair.content()));
      }
    }
  }

  /** Takes the texts of the page's title elements, which name site and column too. */
  void titles(List<String> titles) {
    titles.forEach(title -> add(Document.TITLE_ELEMENT, title));
  }

  /** Takes the pairs of a table; false, and nothing taken, when it is no information box. */
  boolean table(Grid grid) {
    if (grid.rows().size() > 15) {
      return false;
    }
    List<String> cells = new ArrayList<>();
    int labels = 0;
    int inline = 0;
    for (List<Grid.Entry> row : grid.rows()) {
      boolean begins = true;
      for (Grid.Entry entry : row) {
        cells.add(entry.text());
        if (Chrome.isLabel(entry.text())) {
          labels++;
        } else if (begins && !Chrome.pairs(entry.text()).isEmpty()) {
          inline++;
        }
        begins = false;
      }
    }
    // labels and values alternate: a box is half of labels, or of cells that hold both
    if (labels + inline < 3 || 3 * (labels + 2 * inline) < cells.size()) {
      return false;
    }
    for (int i = 0; i < cells.size(); i++) {
      if (Chrome.isLabel(cells.get(i))) {
        boolean more = i + 1 < cells.size() && !Chrome.isLabel(cells.get(i + 1));
        add(cells.get(i), more ? cells.get(++i) : "");
      } else {
        Chrome.pairs(cells.get(i)).forEach(pair -> add(pair.name(), pair.content()));
      }
    }
    return true;
  }

  private static boolean isValue(String line) {
    return !Chrome.isLabel(line) && Chrome.pairs(line).isEmpty();
  }

  private void add(String label, String value) {
    String bare = LABEL_ENDS.matcher(Normalised.of(label)).replaceAll("");
    Meta pair = new Meta(bare, Tidy.line(value));
    if (value.length() <= LONGEST_VALUE && pairs.size() < MOST_PAIRS && !pairs.contains(pair)) {
      pairs.add(pair);
    }
  }
}
