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

  private static final int MOST_INVERSIONS = 2;
  private static final Pattern NUMBER = Pattern.compile("^(?:其中:)?(\\d+)[.、．,]");

  private final List<Indicator> indicators;
  private final List<String> keys = new ArrayList<>();
  private final Map<String, List<Integer>> byKey = new HashMap<>();

  /** Rows whose label another row's lies one or two edits from: 同意 and 不同意公开答复数. */
  private final boolean[] twins;

  Rows(List<Indicator> indicators) {
    this.indicators = indicators;
    for (int row = 0; row < indicators.size(); row++) {
      Indicator indicator = indicators.get(row);
      keys.add(Labels.bare(indicator.label()));
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
        twins[a] |= close;
        twins[b] |= close;
      }
    }
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
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != NONE && twins[rows[i]] && !fits(rows, i, texts.get(i))) {
        rows[i] = NONE;
      }
    }
    boolean shuffled = inversions(rows) > MOST_INVERSIONS;
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
  private boolean fits(int[] tied, int i, String text) {
    Matcher printed = NUMBER.matcher(Labels.fold(text));
    Matcher own = NUMBER.matcher(Labels.fold(get(tied[i]).label()));
    if (printed.find() && own.find() && !printed.group(1).equals(own.group(1))) {
      return false;
    }
    int k = i - 1;
    while (k >= 0 && (tied[k] == NONE || twins[tied[k]])) {
      k--;
    }
    int next = i + 1;
    while (next < tied.length && (tied[next] == NONE || twins[tied[next]])) {
      next++;
    }
    return (k < 0 || tied[k] < tied[i]) && (next == tied.length || tied[next] > tied[i]);
  }

  /** How often a row stands above one that the form has before it. */
  private static int inversions(int[] tied) {
    int inversions = 0;
    int last = NONE;
    for (int row : tied) {
      if (row != NONE) {
        inversions += row < last ? 1 : 0;
        last = row;
      }
    }
    return inversions;
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
      if (row == low + 1) {
        return row;
      }
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
    boolean near = best * 3 <= bare.length() && next - best >= 2;
    return near && row > low && row < high ? row : NONE;
  }
}
