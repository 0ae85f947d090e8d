package org.fangzhi.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.report.Catalogue.Indicator;

/** The rows of a form in printed order, found by label. */
final class Rows {
  /** No row. */
  static final int NONE = -1;

  /** As many numbered labels, and the table numbers its labels. */
  private static final int FEW = 3;

  private static final Pattern NUMBER = Pattern.compile("^(?:其中:)?(\\d+)[.、．,]");

  private final List<Indicator> indicators;
  private final List<String> keys = new ArrayList<>();
  private final List<String> numbers = new ArrayList<>();
  private final Map<String, List<Integer>> byKey = new HashMap<>();

  /** Rows whose label another's lies one or two edits from, or contains: 同意 and 不同意公开答复数. */
  private final boolean[] twins;

  private final boolean fixed;

  Rows(List<Indicator> indicators) {
    this(indicators, true);
  }

  /**
   * The rows of a form.
   *
   * @param fixed whether the form is printed alike everywhere; local forms differ in the numbers
   *     and the order of their rows
   */
  Rows(List<Indicator> indicators, boolean fixed) {
    this.indicators = indicators;
    this.fixed = fixed;
    for (int row = 0; row < indicators.size(); row++) {
      Indicator indicator = indicators.get(row);
      keys.add(Labels.bare(indicator.label()));
      numbers.add(number(indicator.label()));
      index(indicator.label(), row);
      for (String variant : indicator.variants()) {
        index(variant, row);
      }
    }
    twins = new boolean[keys.size()];
    for (int a = 0; a < twins.length; a++) {
      for (int b = 0; b < a; b++) {
        boolean close =
            Math.abs(keys.get(a).length() - keys.get(b).length()) <= 2
                && !keys.get(a).equals(keys.get(b))
                && Labels.distance(keys.get(a), keys.get(b)) <= 2;
        twins[a] |= close || isIn(keys.get(a), keys.get(b));
        twins[b] |= close || isIn(keys.get(b), keys.get(a));
      }
    }
  }

  /** The number before a label, 4 of 4.不同意公开答复数; empty when there is none. */
  private static String number(String label) {
    int first = 0;
    while (first < label.length() && Labels.blank(label.charAt(first))) {
      first++;
    }
    if (first == label.length()
        || !Character.isDigit(label.charAt(first)) && label.charAt(first) != '其') {
      return "";
    }
    Matcher m = NUMBER.matcher(Labels.fold(label));
    return m.find() ? m.group(1) : "";
  }

  private static boolean isIn(String label, String other) {
    return other.length() > label.length() && other.contains(label);
  }

  private void index(String label, int row) {
    for (String key : List.of(Labels.full(label), Labels.bare(label))) {
      List<Integer> rows = byKey.computeIfAbsent(key, k -> new ArrayList<>(1));
      if (!rows.contains(row)) {
        rows.add(row);
      }
    }
  }

  Indicator get(int row) {
    return indicators.get(row);
  }

  int size() {
    return indicators.size();
  }

  /** The rows that a label names, remarks counting only where they make the difference. */
  List<Integer> named(String text, String bare) {
    List<Integer> rows = byKey.getOrDefault(bare, List.of());
    return rows.size() > 1 ? byKey.getOrDefault(Labels.full(text), rows) : rows;
  }

  boolean knows(String bare) {
    return byKey.containsKey(bare);
  }

  /**
   * Ties labels, in the order in which they are printed, to rows. Certain are labels that name one
   * row; of several the one that its neighbours leave; a drifted label only when one row is nearest
   * by two edits and its neighbours agree.
   */
  int[] tie(List<String> texts, List<String> bares) {
    int[] rows = new int[bares.size()];
    Arrays.fill(rows, NONE);
    for (int i = 0; i < rows.length; i++) {
      List<Integer> named = named(texts.get(i), bares.get(i));
      if (named.size() == 1) {
        rows[i] = named.get(0);
      }
    }
    boolean numbered =
        texts.stream().filter(text -> !number(text).isEmpty()).limit(FEW).count() == FEW;
    for (int i = 0; i < rows.length; i++) {
      if (fixed && rows[i] != NONE && twins[rows[i]] && !fits(rows, i, texts.get(i), numbered)) {
        rows[i] = NONE;
      }
    }
    boolean shuffled = shuffled(rows);
    for (int i = 0; i < rows.length; i++) {
      List<Integer> named = named(texts.get(i), bares.get(i));
      if (named.size() > 1 && !shuffled) {
        rows[i] = between(named, before(rows, i), after(rows, i));
      }
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == NONE && bares.get(i).length() > 1 && !knows(bares.get(i))) {
        rows[i] = nearest(bares.get(i), before(rows, i), after(rows, i));
      }
    }
    return rows;
  }

  /** Whether a label that another resembles has its own number and stands in its own place. */
  private boolean fits(int[] tied, int i, String text, boolean numbered) {
    String own = numbers.get(tied[i]);
    if (numbered && !own.isEmpty() && !own.equals(number(text))) {
      return false;
    }
    return before(tied, i) < tied[i] && tied[i] < after(tied, i);
  }

  /** Whether a row stands below one that the form has after it; then no place tells a label. */
  boolean shuffled(int[] tied) {
    int last = NONE;
    for (int row : tied) {
      // headings stand in the prose before a table too
      if (row != NONE && !get(row).heading()) {
        if (row < last) {
          return true;
        }
        last = row;
      }
    }
    return false;
  }

  /** The nearest row above that is tied, or -1. */
  static int before(int[] rows, int i) {
    for (int k = i - 1; k >= 0; k--) {
      if (rows[k] != NONE) {
        return rows[k];
      }
    }
    return NONE;
  }

  /** The nearest row below that is tied, or the number of rows. */
  int after(int[] rows, int i) {
    for (int k = i + 1; k < rows.length; k++) {
      if (rows[k] != NONE) {
        return rows[k];
      }
    }
    return size();
  }

  private static int between(List<Integer> named, int low, int high) {
    int found = NONE;
    for (int row : named) {
      if (row > low && row < high) {
        if (found != NONE) {
          return NONE;
        }
        found = row;
      }
    }
    return found;
  }

  private int nearest(String bare, int low, int high) {
    int best = Integer.MAX_VALUE;
    int next = Integer.MAX_VALUE;
    int row = NONE;
    for (int k = 0; k < keys.size(); k++) {
      int distance = Labels.distance(bare, keys.get(k));
      if (distance < best) {
        next = best;
        best = distance;
        row = k;
      } else if (distance < next) {
        next = distance;
      }
    }
    boolean near = best * 3 <= bare.length() && next - best >= 2 && !isTorn(bare, row);
    return near && row > low && row < high ? row : NONE;
  }

  /** Whether a label may be what is left of another row's: 反复申请 is one edit from 重复申请. */
  private boolean isTorn(String bare, int row) {
    for (int k = 0; k < keys.size(); k++) {
      if (k != row && keys.get(k).contains(bare)) {
        return true;
      }
    }
    return false;
  }
}
