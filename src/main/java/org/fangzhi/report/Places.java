package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row of table three, each in its column.
 *
 * @param fields seven; null where nothing is certain
 * @param derived true when a blank was lost and only the row's sum told where
 * @param why what is wrong with the places that are null
 */
record Places(List<Line.@Nullable Field> fields, boolean derived, String why) {
  private static final int COLUMNS = 7;

  /**
   * Places values. Seven fields, or seven filled ones, fit in one way only. Of fewer, six can be
   * placed where the total is blank, there or throughout the table, and the last is not the sum of
   * the others.
   *
   * @param grid blank cells are kept
   * @param padded the table has blank cells beside the form's, so that a blank tells nothing
   * @param untotalled the rows of the table have six values each, without totals
   */
  static Places of(List<Line.Field> values, boolean grid, boolean padded, boolean untotalled) {
    if (values.size() == COLUMNS && grid && !(padded && values.get(COLUMNS - 1).empty())) {
      return new Places(List.copyOf(values), false, "");
    }
    List<Line.Field> filled = values.stream().filter(f -> !f.empty()).toList();
    if (filled.size() == COLUMNS) {
      return new Places(filled, false, "");
    }
    boolean blankLast =
        grid && values.size() == COLUMNS && filled.equals(values.subList(0, COLUMNS - 1));
    if (filled.size() == COLUMNS - 1 && (untotalled || blankLast) && !lastIsSum(filled)) {
      List<Line.@Nullable Field> six = Arrays.asList(filled.toArray(new Line.Field[COLUMNS]));
      return new Places(six, true, "its blank cell was lost in conversion");
    }
    String why = "the row has " + filled.size() + " values for seven columns";
    return new Places(Arrays.asList(new Line.Field[COLUMNS]), false, why);
  }

  /** True also when a value is no number, so that the sum tells nothing. */
  static boolean lastIsSum(List<Line.Field> fields) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal last = BigDecimal.ZERO;
    for (Line.Field field : fields) {
      BigDecimal value = Figure.of(field.text()).value();
      if (value == null) {
        return true;
      }
      sum = sum.add(last);
      last = value;
    }
    return sum.compareTo(last) == 0;
  }
}
