package org.fangzhi.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;

/**
 * What the tables of a report say.
 *
 * @param filled true when enough numbers stand in them to tell a report from a blank form
 * @param places the paragraphs that are lines of a flattened table, {@code p12}
 */
record Tables(List<Value> values, List<Withheld> withheld, boolean filled, Set<String> places) {
  private static final int FEWEST_NUMBERS = 5;

  /** Reads the tables of a form. */
  static Tables read(Form form, List<Line> lines) {
    Tally tally = new Tally();
    Set<String> places = new HashSet<>();
    if (form.table("III").isEmpty()) {
      add(places, new LabelTable(form).read(lines, tally));
    } else {
      TableThree three = new TableThree(form);
      int start = three.start(lines);
      new TableTwo(form).read(lines, start, tally);
      int end = three.read(lines, tally);
      add(places, start < end ? lines.subList(start, end) : List.of());
      new TableFour(form).read(lines, end, tally);
    }
    List<Value> values = tally.values(form);
    long numbers = values.stream().filter(v -> v.value() != null).count();
    return new Tables(values, tally.withheld(), numbers >= FEWEST_NUMBERS, places);
  }

  private static void add(Set<String> places, List<Line> lines) {
    for (Line line : lines) {
      line.fields().forEach(field -> places.add(field.at()));
    }
  }
}
