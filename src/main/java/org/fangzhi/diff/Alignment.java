package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.diff.Item.Kind;

/**
 * Pieces of two documents side by side, in the order of both: equal ones first, then between them
 * those that are alike, a paragraph also with the few that it was parted into.
 */
final class Alignment {
  /** Less alike ones are told as one that went and one that came. */
  private static final double ALIKE = 0.5;

  /** What was parted or joined must be much the same, or neighbours would be swallowed. */
  private static final double ALIKE_JOINED = 0.85;

  /** Parts of one paragraph, as where a page of a PDF ends within it. */
  private static final int MOST_PARTS = 4;

  private static final long LARGEST_GAP = 40_000;

  /** Some of the old pieces beside some of the new; one side may have none. */
  record Pair(int from, int to, int nowFrom, int nowTo) {
    boolean both() {
      return from < to && nowFrom < nowTo;
    }
  }

  private final List<Item> old;
  private final List<Item> now;
  private final Limits limits;
  private final List<Pair> pairs = new ArrayList<>();

  private Alignment(List<Item> old, List<Item> now, Limits limits) {
    this.old = old;
    this.now = now;
    this.limits = limits;
  }

  static List<Pair> of(List<Item> old, List<Item> now, Limits limits) {
    Alignment alignment = new Alignment(old, now, limits);
    Script script =
        Script.of(old.stream().map(Item::key).toList(), now.stream().map(Item::key).toList());
    if (script.cut()) {
      limits.cut("so much differs that the middle is told as one change");
    }
    int at = 0;
    int nowAt = 0;
    for (Script.Step step : script.changes()) {
      alignment.equal(at, step.from(), nowAt);
      alignment.gap(step);
      at = step.to();
      nowAt = step.nowTo();
    }
    alignment.equal(at, old.size(), nowAt);
    return alignment.pairs;
  }

  private void equal(int from, int to, int nowFrom) {
    for (int i = from; i < to; i++) {
      pairs.add(new Pair(i, i + 1, nowFrom + i - from, nowFrom + i - from + 1));
    }
  }

  private void gap(Script.Step gap) {
    int n = gap.to() - gap.from();
    int m = gap.nowTo() - gap.nowFrom();
    if ((long) n * m > LARGEST_GAP) {
      limits.cut("so much differs that changed passages are told as removed and added");
      apart(gap.from(), gap.to(), gap.nowFrom(), gap.nowTo());
      return;
    }
    double[][] best = new double[n + 1][m + 1];
    int[][] choice = new int[n + 1][m + 1];
    Item[][] groups = groups(old, gap.from(), n);
    Item[][] nowGroups = groups(now, gap.nowFrom(), m);
    for (int i = n; i >= 0; i--) {
      for (int j = m; j >= 0; j--) {
        choose(i, j, best, choice, groups, nowGroups);
      }
    }
    walk(gap, choice);
  }

  /** In a choice: 0 leaves an old one, 1 a new one; else so many parts of old and of new. */
  private static void choose(
      int i, int j, double[][] best, int[][] choice, Item[][] groups, Item[][] nowGroups) {
    int n = groups.length;
    int m = nowGroups.length;
    if (i == n || j == m) {
      choice[i][j] = i < n ? 0 : 1;
      return;
    }
    best[i][j] = best[i + 1][j];
    if (best[i][j + 1] > best[i][j]) {
      best[i][j] = best[i][j + 1];
      choice[i][j] = 1;
    }
    for (int parts = 1; parts <= groups[i].length; parts++) {
      take(i, j, parts, 1, best, choice, groups, nowGroups);
    }
    for (int parts = 2; parts <= nowGroups[j].length; parts++) {
      take(i, j, 1, parts, best, choice, groups, nowGroups);
    }
  }

  private static void take(
      int i,
      int j,
      int parts,
      int nowParts,
      double[][] best,
      int[][] choice,
      Item[][] groups,
      Item[][] nowGroups) {
    Item a = groups[i][parts - 1];
    Item b = nowGroups[j][nowParts - 1];
    double likeness = a.likeness(b);
    double score = likeness * (1 + a.bag().length + b.bag().length);
    if (likeness >= (parts + nowParts > 2 ? ALIKE_JOINED : ALIKE)
        && score + best[i + parts][j + nowParts] > best[i][j]) {
      best[i][j] = score + best[i + parts][j + nowParts];
      choice[i][j] = parts * 16 + nowParts;
    }
  }

  /** From each on: it alone, with the next, with the next two … as far as paragraphs follow. */
  private static Item[][] groups(List<Item> items, int from, int count) {
    Item[][] groups = new Item[count][];
    for (int i = 0; i < count; i++) {
      List<Item> group = new ArrayList<>();
      for (int k = i; k < Math.min(count, i + MOST_PARTS); k++) {
        boolean alone = k == i || items.get(from + i).kind() == Kind.PARAGRAPH;
        if (!alone || k > i && items.get(from + k).kind() != Kind.PARAGRAPH) {
          break;
        }
        group.add(Item.joined(items.subList(from + i, from + k + 1)));
      }
      groups[i] = group.toArray(Item[]::new);
    }
    return groups;
  }

  private void walk(Script.Step gap, int[][] choice) {
    int i = gap.from();
    int j = gap.nowFrom();
    while (i < gap.to() || j < gap.nowTo()) {
      int chosen = choice[i - gap.from()][j - gap.nowFrom()];
      if (chosen == 0) {
        pairs.add(new Pair(i, ++i, j, j));
      } else if (chosen == 1) {
        pairs.add(new Pair(i, i, j, ++j));
      } else {
        int to = i + chosen / 16;
        int nowTo = j + chosen % 16;
        pairs.add(new Pair(i, to, j, nowTo));
        i = to;
        j = nowTo;
      }
    }
  }

  private void apart(int from, int to, int nowFrom, int nowTo) {
    for (int i = from; i < to; i++) {
      pairs.add(new Pair(i, i + 1, nowFrom, nowFrom));
    }
    for (int j = nowFrom; j < nowTo; j++) {
      pairs.add(new Pair(to, to, j, j + 1));
    }
  }
}
