package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;

/**
 * Table four, 政府信息公开行政复议、行政诉讼情况: one row of fifteen numbers in three blocks of five. A row of
 * blanks may stand before or after it.
 */
final class TableFour {
  private final List<Indicator> places;

  TableFour(Form form) {
    this.places = form.table("IV");
  }

  void read(List<Line> lines, int from, Tally tally) {
    List<List<Line.Field>> found = new ArrayList<>();
    boolean headed = false;
    for (Line line : lines.subList(from, lines.size())) {
      headed |= heads(line);
      if (headed && Line.values(line.fields())) {
        List<Line.Field> filled = line.fields().stream().filter(f -> !f.empty()).toList();
        if (filled.size() == places.size()) {
          found.add(filled);
        } else if (!filled.isEmpty() && line.grid() && line.fields().size() == places.size()) {
          found.add(line.fields());
        }
      }
    }
    String why =
        found.isEmpty()
            ? "no row of fifteen values in table four"
            : "table four has " + found.size() + " rows of fifteen values";
    for (int k = 0; k < places.size(); k++) {
      Indicator place = places.get(k);
      if (found.size() != 1) {
        tally.withhold(place.code(), why);
      } else if (found.get(0).get(k).shared()) {
        tally.withhold(place.code(), "its cell spans several rows");
      } else {
        Line.Field field = found.get(0).get(k);
        tally.put(place, null, Figure.of(field.text()), null, null, field);
      }
    }
  }

  private static boolean heads(Line line) {
    for (Line.Field field : line.fields()) {
      String key = field.key();
      if (key.contains("复议") || key.contains("维持") || key.contains("审结")) {
        return true;
      }
    }
    return false;
  }
}
