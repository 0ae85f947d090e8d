package org.fangzhi.report;

import java.util.List;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;

/** Values whose digits were recognised from images: misread ones look like any other. */
final class Scanned {
  private Scanned() {}

  /** What is said instead of them. */
  static List<Withheld> withheld(List<Value> values) {
    return values.stream()
        .map(value -> Tally.place(value.indicator(), value.column()))
        .map(place -> new Withheld(place, "read by OCR and not confirmed by the form's sums"))
        .toList();
  }
}
