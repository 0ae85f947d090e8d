package org.fangzhi.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;

/**
 * A table that stands twice in a document with other numbers, as the county's and its office's:
 * what only one of them prints is the report's no more surely than what both print.
 */
final class TwoSets {
  /** Fewer differences are slips of the pen. */
  private static final int FEWEST = 3;

  private TwoSets() {}

  /** The tables without those that stand twice. */
  static Tables parted(Form form, Tables tables) {
    Map<String, Integer> twice = new HashMap<>();
    for (Withheld withheld : tables.withheld()) {
      if (withheld.why().startsWith(Tally.TWICE)) {
        twice.merge(table(form, withheld.what().split(":", 2)[0]), 1, Integer::sum);
      }
    }
    twice.values().removeIf(count -> count < FEWEST);
    if (twice.isEmpty()) {
      return tables;
    }
    List<Value> values = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>(tables.withheld());
    for (Value value : tables.values()) {
      if (twice.containsKey(table(form, value.indicator()))) {
        String place = Tally.place(value.indicator(), value.column());
        withheld.add(new Withheld(place, "the table stands twice, with other numbers"));
      } else {
        values.add(value);
      }
    }
    return new Tables(values, withheld, tables.filled(), tables.places());
  }

  private static String table(Form form, String code) {
    return Objects.requireNonNullElse(form.indicator(code).table(), "");
  }
}
