package org.fangzhi.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fangzhi.archive.Recrawl;

/**
 * How fresh the adaptive interval keeps pages, beside fixed intervals: pages of four habits change
 * by chance over three years, each is looked at as the interval says, and it is counted how often,
 * and for how much of the time what is held is what the site has. Nothing is asked for.
 */
final class FreshnessBench {
  private static final int DAYS = 3 * 365;
  private static final int PAGES = 20_000;

  /** Share of the pages, and days between two changes of one on average. */
  private record Habit(String name, double share, double days) {}

  // What articles of county sites do is not known; these are assumed, and told with the figures.
  private static final List<Habit> HABITS =
      List.of(
          new Habit("never", 0.70, Double.POSITIVE_INFINITY),
          new Habit("every 2 years", 0.20, 730),
          new Habit("every 2 months", 0.08, 60),
          new Habit("every 3 days", 0.02, 3));

  /** Fetches, and days held fresh. */
  private static final class Sum {
    long fetches;
    double fresh;
    double days;
  }

  private FreshnessBench() {}

  public static void main(String[] arguments) {
    System.out.printf(
        "%-10s %14s %10s   %s%n", "interval", "fetches/page/y", "fresh", "fresh by habit");
    for (int days : new int[] {1, 7, 14, 30, 60, 90, 180}) {
      print(days + " d", days, false);
    }
    print("adaptive", 0, true);
  }

  private static void print(String name, double fixed, boolean adaptive) {
    Random random = new Random(20260101);
    Sum all = new Sum();
    List<String> parts = new ArrayList<>();
    for (Habit habit : HABITS) {
      Sum sum = new Sum();
      for (int page = 0; page < PAGES * habit.share(); page++) {
        page(sum, habit, fixed, adaptive, random);
      }
      parts.add(String.format(Locale.ROOT, "%s %.3f", habit.name(), sum.fresh / sum.days));
      all.fetches += sum.fetches;
      all.fresh += sum.fresh;
      all.days += sum.days;
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s %14.2f %10.4f   %s%n",
        name,
        all.fetches / (all.days / 365),
        all.fresh / all.days,
        String.join(", ", parts));
  }

  private static void page(Sum sum, Habit habit, double fixed, boolean adaptive, Random random) {
    double every = adaptive ? Recrawl.FIRST.toDays() : fixed;
    double change = wait(habit, random);
    double fetch = random.nextDouble() * every;
    double since = 0;
    boolean stale = false;
    while (since < DAYS) {
      double next = Math.min(DAYS, Math.min(change, fetch));
      if (!stale) {
        sum.fresh += next - since;
      }
      sum.days += next - since;
      since = next;
      if (next >= DAYS) {
        break;
      }
      if (change <= fetch) {
        stale = true;
        change += wait(habit, random);
      } else {
        sum.fetches++;
        every =
            adaptive
                ? Recrawl.next(every, stale, Recrawl.LEAST.toDays(), Recrawl.MOST.toDays())
                : fixed;
        stale = false;
        fetch += every;
      }
    }
  }

  private static double wait(Habit habit, Random random) {
    return -Math.log(1 - random.nextDouble()) * habit.days();
  }
}
