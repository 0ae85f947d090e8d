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
 * Tables that stand twice in a document with other numbers, as the county's and its office's: what
 * only one of them prints is the report's no more surely than what both print, and a table that
 * stands once may be of either.
 */
final class TwoSets {
  /** Fewer differences are slips of the pen. */
  private static final int FEWEST = 3;

  private TwoSets() {}

  /** The tables; none of them where one stands twice. */
  static Tables parted(Form form, Tables tables) {
    Map<String, Integer> twice = new HashMap<>();
    for (Withheld withheld : tables.withheld()) {
      if (withheld.why().startsWith(Tally.TWICE)) {
        twice.merge(table(form, withheld.what().split(":", 2)[0]), 1, Integer::sum);
      }
    }
    if (twice.values().stream().noneMatch(count -> count >= FEWEST)) {
      return tables;
    }
    List<Withheld> withheld = new ArrayList<>(tables.withheld());
    for (Value value : tables.values()) {
      boolean own = twice.getOrDefault(table(form, value.indicator()), 0) >= FEWEST;
      String why =
          own
              ? "the table stands twice, with other numbers"
              : "another table stands twice, with other numbers: this one may be of either body";
      withheld.add(new Withheld(Tally.place(value.indicator(), value.column()), why));
    }
    return new Tables(List.of(), withheld, tables.filled(), tables.places());
  }

  private static String table(Form form, String code) {
    return Objects.requireNonNullElse(form.indicator(code).table(), "");
  }
}
