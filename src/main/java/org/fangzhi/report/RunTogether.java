package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Digits of several cells run together, 1000001, told apart by the sums that the form asks for. A
 * blank cell leaves nothing behind, so that fewer numbers than cells are possible readings too.
 */
final class RunTogether {
  private static final int LONGEST = 20;
  private static final int LONGEST_NUMBER = 7;

  private final String digits;
  private final int group;
  private final int groups;
  private int readings;
  private @Nullable List<String> whole;

  private RunTogether(String digits, int group, int groups) {
    this.digits = digits;
    this.group = group;
    this.groups = groups;
  }

  /**
   * The numbers in a run of digits, when there is one way only to read it.
   *
   * @param group after so many numbers one is the sum of those before it; 0 for no sums
   * @param count how many numbers the form has here
   */
  static @Nullable List<String> read(String digits, int group, int count) {
    if (digits.length() < count || digits.length() > LONGEST) {
      return null;
    }
    if (digits.chars().allMatch(c -> c == '0')) {
      return digits.length() == count ? List.of(digits.split("")) : null;
    }
    if (group == 0 || digits.length() > LONGEST) {
      return null;
    }
    RunTogether run = new RunTogether(digits, group, count / group);
    run.cut(0, new ArrayList<>(), 0);
    return run.readings == 1 ? run.whole : null;
  }

  private void cut(int from, List<String> numbers, long sum) {
    if (readings > 1) {
      return;
    }
    if (from == digits.length()) {
      if (numbers.size() == group * groups) {
        whole = List.copyOf(numbers);
        readings++;
      }
      return;
    }
    if (numbers.size() == group * groups) {
      return;
    }
    boolean total = numbers.size() % group == group - 1;
    int longest = digits.charAt(from) == '0' ? 1 : LONGEST_NUMBER;
    for (int to = from + 1; to <= Math.min(digits.length(), from + longest); to++) {
      String number = digits.substring(from, to);
      long value = Long.parseLong(number);
      boolean last = to == digits.length() && groups == 1 && value == sum;
      if (last && numbers.size() > 1 && !total) {
        // so would it be read if cells between were blank
        readings++;
      }
      if (!total || value == sum) {
        numbers.add(number);
        cut(to, numbers, total ? 0 : sum + value);
        numbers.remove(numbers.size() - 1);
      }
    }
  }
}
