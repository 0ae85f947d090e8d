package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.List;

/** What two texts differ in, line by line, with a few lines around each change. */
public final class Lines {
  private static final int AROUND = 3;

  private Lines() {}

  /**
   * A line.
   *
   * @param how {@code kept}, {@code removed}, {@code added}, or {@code left} for lines that are
   *     left out here since both have them
   * @param number in the text that it stands in, from 1; in the new one where it stands in both
   */
  public record Line(String how, int number, String text) {}

  /** All changes from the old text to the new one; none where they are the same. */
  public static List<Line> of(String old, String now) {
    List<String> before = old.lines().toList();
    List<String> after = now.lines().toList();
    List<Line> lines = new ArrayList<>();
    int told = 0;
    for (Script.Step step : Script.of(before, after).changes()) {
      kept(lines, after, told, step.nowFrom());
      for (int i = step.from(); i < step.to(); i++) {
        lines.add(new Line("removed", i + 1, before.get(i)));
      }
      for (int i = step.nowFrom(); i < step.nowTo(); i++) {
        lines.add(new Line("added", i + 1, after.get(i)));
      }
      told = step.nowTo();
    }
    if (!lines.isEmpty()) {
      kept(lines, after, told, after.size());
    }
    return lines;
  }

  private static void kept(List<Line> lines, List<String> text, int from, int to) {
    int head = lines.isEmpty() ? 0 : AROUND;
    int tail = to == text.size() ? 0 : AROUND;
    boolean left = to - from > head + tail + 1;
    for (int i = from; i < to; i++) {
      if (!left || i < from + head || i >= to - tail) {
        lines.add(new Line("kept", i + 1, text.get(i)));
      } else if (i == from + head) {
        lines.add(new Line("left", i + 1, "…"));
      }
    }
  }
}
