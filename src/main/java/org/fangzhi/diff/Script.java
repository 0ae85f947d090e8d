package org.fangzhi.diff;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What turns one sequence into another, by Myers' algorithm, which is quick where little differs
 * and bounded here where much does.
 *
 * @param changes in order, none touching another
 * @param cut whether so much differs that the middle is told as one change
 */
record Script(List<Step> changes, boolean cut) {
  /** Each takes memory by the square. */
  private static final int MOST_EDITS = 1_500;

  private static final long MOST_WORK = 50_000_000;

  /** A piece of the old sequence and what stands in its place in the new; one may be empty. */
  record Step(int from, int to, int nowFrom, int nowTo) {}

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuch() {
      super(null, null, false, false);
    }
  }

  static Script of(List<String> old, List<String> now) {
    int most = Math.min(old.size(), now.size());
    int head = 0;
    while (head < most && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    int oldEnd = old.size() - tail;
    int nowEnd = now.size() - tail;
    if (head == oldEnd && head == nowEnd) {
      return new Script(List.of(), false);
    }
    Step middle = new Step(head, oldEnd, head, nowEnd);
    if (head == oldEnd || head == nowEnd) {
      return new Script(List.of(middle), false);
    }
    Map<String, Integer> numbers = new HashMap<>();
    List<Integer> a = numbered(old.subList(head, oldEnd), numbers);
    List<Integer> b = numbered(now.subList(head, nowEnd), numbers);
    try {
      long edits = Math.min(MOST_EDITS, MOST_WORK / (a.size() + b.size()));
      return new Script(
          steps(new MyersDiff<Integer>().computeDiff(a, b, bound(edits)), head), false);
    } catch (TooMuch tooMuch) {
      return new Script(List.of(middle), true);
    }
  }

  private static List<Integer> numbered(List<String> keys, Map<String, Integer> numbers) {
    List<Integer> out = new ArrayList<>(keys.size());
    for (String key : keys) {
      out.add(numbers.computeIfAbsent(key, k -> numbers.size()));
    }
    return out;
  }

  private static List<Step> steps(List<Change> changes, int head) {
    return changes.stream()
        .map(
            c ->
                new Step(
                    head + c.startOriginal,
                    head + c.endOriginal,
                    head + c.startRevised,
                    head + c.endRevised))
        .sorted(Comparator.comparingInt(Step::from).thenComparingInt(Step::nowFrom))
        .toList();
  }

  private static DiffAlgorithmListener bound(long edits) {
    return new DiffAlgorithmListener() {
      @Override
      public void diffStart() {
        // nothing to prepare
      }

      @Override
      public void diffStep(int step, int most) {
        if (step > edits) {
          throw new TooMuch();
        }
      }

      @Override
      public void diffEnd() {
        // nothing to end
      }
    };
  }
}
