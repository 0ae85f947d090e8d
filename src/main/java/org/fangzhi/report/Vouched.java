package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Term;
import org.fangzhi.report.Report.Value;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that the sums of their form prove although each digit may be misread. A number is proved
 * when every sum that it takes part in is wholly printed and holds, when two sums at least cover it
 * so that no single misreading agrees with both, and when neither it nor one of its digits could be
 * another throughout: where a 1 is carried from sum to sum alone, 7 for every 1 would do as well.
 * Of noughts this cannot be asked: that a figure is read as 0 in every cell that it is carried to
 * is held to be impossible.
 */
final class Vouched {
  private static final int FEWEST_SUMS = 2;

  /** More ways to misread a sum are not tried: it proves nothing then. */
  private static final int MOST_CHANGES = 4_096;

  /** Nor are longer numbers, or more ways in a whole report. */
  private static final int LONGEST = 9;

  private static final long MOST_TRIES = 5_000_000;

  /** An equality of the form: the places of both sides. */
  private record Equality(List<String> left, List<String> right) {}

  private long tries = MOST_TRIES;
  private final Map<String, Value> values;
  private final Map<String, List<Equality>> sums = new HashMap<>();

  private Vouched(Form form, List<Value> values) {
    this.values = Tally.cells(values);
    Sum.of(form).stream().filter(Vouched::proves).forEach(this::add);
  }

  /** The places of the numbers that are proved. */
  static Set<String> places(Form form, List<Value> values) {
    Vouched vouched = new Vouched(form, values);
    Set<String> places = new HashSet<>();
    for (String place : vouched.values.keySet()) {
      if (vouched.isProved(place)) {
        places.add(place);
      }
    }
    return places;
  }

  /** Of forms of one table only those without columns are known to add up in print. */
  private static boolean proves(Sum sum) {
    String each = sum.rule().each();
    boolean everywhere = each == null ? sum.suffix().isEmpty() : !"sentence".equals(each);
    return everywhere && sum.rule().hard() && sum.check().equal();
  }

  private void add(Sum sum) {
    Equality equality =
        new Equality(
            counted(sum.check().left(), sum.left()), counted(sum.check().right(), sum.right()));
    for (List<String> side : List.of(equality.left(), equality.right())) {
      side.forEach(place -> sums.computeIfAbsent(place, p -> new ArrayList<>()).add(equality));
    }
  }

  /** A term that the sum holds without counts where its place is printed. */
  private List<String> counted(List<Term> terms, List<String> places) {
    List<String> counted = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!terms.get(i).optional() || values.containsKey(places.get(i))) {
        counted.add(places.get(i));
      }
    }
    return counted;
  }

  private boolean isProved(String place) {
    List<Equality> own = sums.getOrDefault(place, List.of());
    String digits = digits(place);
    if (digits == null || own.size() < FEWEST_SUMS) {
      return false;
    }
    for (Equality sum : own) {
      if (!holds(sum)) {
        return false;
      }
    }
    return own.stream().anyMatch(sum -> counts(sum, digits))
        && isEachDigitProved(place, digits, own);
  }

  private boolean isEachDigitProved(String place, String digits, List<Equality> own) {
    for (char read : digits.toCharArray()) {
      for (char other = '0'; other <= '9'; other++) {
        char printed = other;
        if (read != printed
            && read != '.'
            && !digits.equals("0")
            && own.stream().allMatch(sum -> mayHold(sum, place, read, printed))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a number stands more often on one side of a sum than on the other. */
  private boolean counts(Equality sum, String digits) {
    return count(sum.left(), digits) != count(sum.right(), digits);
  }

  private long count(List<String> places, String digits) {
    return places.stream().filter(place -> digits.equals(digits(place))).count();
  }

  /**
   * Whether a sum may hold too when a digit is another in one number, and in some of the others or
   * in some of their digits.
   */
  private boolean mayHold(Equality sum, String place, char read, char printed) {
    Set<BigDecimal> changes = Set.of(BigDecimal.ZERO);
    Set<BigDecimal> own = Set.of();
    for (List<String> side : List.of(sum.left(), sum.right())) {
      for (String other : side) {
        String digits = digits(other);
        if (digits == null || changes.size() > MOST_CHANGES || tries < 0) {
          return true;
        }
        Set<BigDecimal> some = changes(digits, read, printed, side == sum.left());
        if (other.equals(place)) {
          own = some;
        } else if (some.size() > 1) {
          changes = added(changes, some);
        }
      }
    }
    Set<BigDecimal> all = changes;
    return tries < 0
        || own.stream().anyMatch(change -> change.signum() != 0 && all.contains(change.negate()));
  }

  /** What a number may change by when some of its digits are others; nothing among it. */
  private Set<BigDecimal> changes(String digits, char read, char printed, boolean left) {
    Set<BigDecimal> changes = Set.of(BigDecimal.ZERO);
    if (digits.equals("0")) {
      return changes;
    }
    int point = digits.indexOf('.') < 0 ? digits.length() : digits.indexOf('.');
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) == read) {
        int power = i < point ? point - i - 1 : point - i;
        BigDecimal change = BigDecimal.valueOf(printed - read).scaleByPowerOfTen(power);
        changes = added(changes, Set.of(BigDecimal.ZERO, left ? change : change.negate()));
      }
    }
    return changes;
  }

  /** The sums of one of each, alike in scale so that equal numbers are equal. */
  private Set<BigDecimal> added(Set<BigDecimal> some, Set<BigDecimal> others) {
    Set<BigDecimal> sums = new HashSet<>();
    tries -= (long) some.size() * others.size();
    if (tries < 0) {
      return sums;
    }
    for (BigDecimal one : some) {
      for (BigDecimal other : others) {
        BigDecimal sum = one.add(other);
        sums.add(sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros());
      }
    }
    return sums;
  }

  private boolean holds(Equality sum) {
    BigDecimal left = total(sum.left());
    BigDecimal right = total(sum.right());
    return left != null && right != null && left.compareTo(right) == 0;
  }

  /** The sum of some numbers; null where one is missing. */
  private @Nullable BigDecimal total(List<String> places) {
    BigDecimal total = BigDecimal.ZERO;
    for (String place : places) {
      String digits = digits(place);
      if (digits == null) {
        return null;
      }
      total = total.add(new BigDecimal(digits));
    }
    return total;
  }

  /** The digits of a number that was plainly read; null where none was. */
  private @Nullable String digits(String place) {
    Value value = values.get(place);
    return value == null
            || value.value() == null
            || value.qualifier() != null
            || value.value().signum() < 0
            || value.value().precision() > LONGEST
        ? null
        : value.value().toPlainString();
  }
}
