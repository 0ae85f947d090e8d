package org.fangzhi.report;

import java.util.List;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;

/**
 * What the tables of a report say.
 *
 * @param filled true when enough numbers stand in them to tell a report from a blank form
 */
record Tables(List<Value> values, List<Withheld> withheld, boolean filled) {
  private static final int FEWEST_NUMBERS = 5;

  /** Reads the tables of a form. */
  static Tables read(Form form, List<Line> lines) {
    Tally tally = new Tally();
    TableThree three = new TableThree(form);
    new TableTwo(form).read(lines, three.start(lines), tally);
    int end = three.read(lines, tally);
    new TableFour(form).read(lines, end, tally);
    List<Value> values = tally.values(form);
    long numbers = values.stream().filter(v -> v.value() != null).count();
    return new Tables(values, tally.withheld(), numbers >= FEWEST_NUMBERS);
  }
}
