package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
   * Places values. Seven fields, or seven filled ones, fit in one way only; of fewer only what is
   * the same in every placement whose sum is right.
   *
   * @param padded the table has blank cells beside the form's, so that a blank tells nothing
   */
  static Places of(List<Line.Field> values, boolean grid, boolean padded) {
    if (values.size() == COLUMNS && grid && !(padded && values.get(COLUMNS - 1).empty())) {
      return new Places(Collections.unmodifiableList(new ArrayList<>(values)), false, "");
    }
    List<Line.Field> filled = values.stream().filter(f -> !f.empty()).toList();
    if (filled.size() == COLUMNS) {
      return new Places(Collections.unmodifiableList(new ArrayList<>(filled)), false, "");
    }
    if (filled.isEmpty() || filled.size() > COLUMNS) {
      return none("the row has " + filled.size() + " values for " + COLUMNS + " columns");
    }
    return derive(filled);
  }

  private static Places none(String why) {
    return new Places(Arrays.asList(new Line.Field[COLUMNS]), false, why);
  }

  private static Places derive(List<Line.Field> filled) {
    String why = "blank cells were lost and the sum of the row leaves several readings";
    List<BigDecimal> numbers = new ArrayList<>();
    for (Line.Field field : filled) {
      Figure figure = Figure.of(field.text());
      if (figure.value() == null) {
        return none(why);
      }
      numbers.add(figure.value());
    }
    Line.Field[] certain = new Line.Field[COLUMNS];
    boolean[] differs = new boolean[COLUMNS];
    int readings = 0;
    for (int mask = 0; mask < 1 << COLUMNS; mask++) {
      if (Integer.bitCount(mask) == filled.size() && sumHolds(mask, numbers)) {
        int next = 0;
        for (int column = 0; column < COLUMNS; column++) {
          Line.Field here = (mask >> column & 1) == 1 ? filled.get(next++) : null;
          if (readings == 0) {
            certain[column] = here;
          } else if (certain[column] != here) {
            differs[column] = true;
          }
        }
        readings++;
      }
    }
    for (int column = 0; column < COLUMNS; column++) {
      if (differs[column]) {
        certain[column] = null;
      }
    }
    return readings == 0 ? none(why) : new Places(Arrays.asList(certain), true, why);
  }

  /** The last column is the sum of the others; without it all others must be there. */
  private static boolean sumHolds(int mask, List<BigDecimal> numbers) {
    int total = 1 << COLUMNS - 1;
    if ((mask & total) == 0) {
      return numbers.size() == COLUMNS - 1;
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < numbers.size() - 1; i++) {
      sum = sum.add(numbers.get(i));
    }
    return sum.compareTo(numbers.get(numbers.size() - 1)) == 0;
  }
}
