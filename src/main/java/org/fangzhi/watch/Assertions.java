package org.fangzhi.watch;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fangzhi.watch.Tally.Sample;
import org.fangzhi.watch.Tally.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before anything of a source is published: what its file expects, and what follows
 * from its history without a word. A site that is redesigned, refuses us behind a page that looks
 * well, or loses its tables breaks one of these.
 */
final class Assertions {
  private final Tally now;
  private final List<Breach> breaches = new ArrayList<>();

  private Assertions(Tally now) {
    this.now = now;
  }

  /**
   * What is otherwise than expected; nothing when all is well.
   *
   * @param before what the source came to when it was last published; null: never
   * @param today in China
   */
  static List<Breach> of(
      Tally now, @Nullable Tally before, Expectations expected, LocalDate today) {
    Assertions all = new Assertions(now);
    all.lists(before);
    all.pages();
    all.expected(expected, before, today);
    return all.breaches;
  }

  private void lists(@Nullable Tally before) {
    if (now.unreached() != null) {
      add("unreached", "no list page could be had twice in a row: %s", now.unreached());
    }
    if (now.emptied().count() > 0) {
      add(
          "emptied",
          "%d list pages that led to articles lead to none, such as %s",
          now.emptied().count(),
          now.emptied().first());
    }
    if (before == null) {
      return;
    }
    if (before.links() >= 5 && 2 * now.links() < before.links()) {
      add(
          "shrunken",
          "the lists lead to %d articles; when last published they led to %d",
          now.links(),
          before.links());
    }
    int fresh = now.read().fresh();
    if (fresh >= 5 && 5 * fresh >= 4 * now.links() && before.links() >= 5) {
      add(
          "other-pages",
          "%d of %d articles on the lists were never seen before",
          fresh,
          now.links());
    }
  }

  private void pages() {
    Waiting read = now.read();
    lost("no-report", read.noReport(), "held a report and hold none");
    lost("no-figures", read.noFigures(), "hold less than half the figures that they held");
    lost("no-title", read.noTitle(), "had a title and have none");
    lost("no-attribute", read.noAttribute(), "tell a year, place, agency or date no more");
    lost("garbled", read.garbled(), "have characters that cannot be read");
    if (many(read.gone(), 3, 5)) {
      add(
          "gone",
          "%d of %d pages with a report are gone, such as %s",
          read.gone().count(),
          now.pages(),
          read.gone().first());
    }
    if (many(now.absent(), 3, 5)) {
      add(
          "absent",
          "%d of %d pages with a report are said to be absent, such as %s",
          now.absent().count(),
          now.pages(),
          now.absent().first());
    }
    other("other-report", read.otherReport(), 2, 5, "tell another year, place or agency");
    other("other-date", read.otherDate(), 2, 5, "tell another date of publication");
    other("other-figures", read.otherFigures(), 3, 3, "tell other figures");
    if (!now.lostYears().isEmpty()) {
      add("lost-years", "no report is left of the years %s", years(now.lostYears()));
    }
  }

  private void lost(String rule, Sample pages, String what) {
    if (many(pages, 1, 20)) {
      add(
          rule,
          "%d of %d pages with a report %s, such as %s",
          pages.count(),
          Math.max(pages.count(), now.pages()),
          what,
          pages.first());
    }
  }

  private void other(String rule, Sample pages, int least, int part, String what) {
    if (many(pages, least, part)) {
      add(
          rule,
          "%d of %d pages with a report %s all at once, such as %s",
          pages.count(),
          now.pages(),
          what,
          pages.first());
    }
  }

  /** Whether they are at least {@code least}, and a {@code part}th of the pages with a report. */
  private boolean many(Sample pages, int least, int part) {
    return pages.count() >= least && pages.count() * part >= now.pages();
  }

  private void expected(Expectations expected, @Nullable Tally before, LocalDate today) {
    Map<Integer, Integer> known = new TreeMap<>(now.years());
    now.lostYears().keySet().forEach(year -> known.putIfAbsent(year, 0));
    Range perYear = expected.reportsPerYear();
    if (perYear != null && known.isEmpty() && !perYear.has(0)) {
      add("reports-per-year", "no report was read at all; %s a year are expected", perYear);
    } else if (perYear != null) {
      TreeSet<Integer> off = new TreeSet<>();
      known.forEach(
          (year, reports) -> {
            if (!perYear.has(reports)) {
              off.add(year);
            }
          });
      if (!off.isEmpty()) {
        add(
            "reports-per-year",
            "%s has %d reports; %s a year are expected (years that differ: %s)",
            off.first(),
            known.get(off.first()),
            perYear,
            off);
      }
    }
    range("entries", expected.entries(), now.links(), "articles on the lists");
    range("list-pages", expected.listPages(), now.listPages(), "list pages");
    Integer silent = expected.silentDays();
    if (silent != null && now.silentDays() != null && now.silentDays() > silent) {
      add(
          "silent-days",
          "nothing new came for %d days; at most %d are expected",
          now.silentDays(),
          silent);
    }
    share("fill-rate", expected.fillRate());
    replacement(expected.replacement() == null ? BigDecimal.ONE : expected.replacement());
    Integer gaps = expected.yearGaps();
    if (gaps != null && gaps(now, today).size() > gaps) {
      add(
          "year-gaps",
          "no report of the years %s; at most %d such years are expected",
          gaps(now, today),
          gaps);
    }
  }

  private void range(String rule, @Nullable Range expected, int found, String what) {
    if (expected != null && !expected.has(found)) {
      add(rule, "%d %s; %s are expected", found, what, expected);
    }
  }

  private void share(String rule, @Nullable BigDecimal least) {
    Waiting read = now.read();
    if (least != null
        && read.reports() > 0
        && BigDecimal.valueOf(100L * read.filled())
                .compareTo(least.multiply(BigDecimal.valueOf(read.reports())))
            < 0) {
      add(
          rule,
          "%d of %d reports read have figures; %s %% are expected",
          read.filled(),
          read.reports(),
          least.toPlainString());
    }
  }

  private void replacement(BigDecimal most) {
    Waiting read = now.read();
    if (BigDecimal.valueOf(100L * read.replaced())
            .compareTo(most.multiply(BigDecimal.valueOf(read.characters())))
        > 0) {
      add(
          "replacement-characters",
          "%d of %d characters read are U+FFFD; at most %s %% are expected",
          read.replaced(),
          read.characters(),
          most.toPlainString());
    }
  }

  /** Years without a report from the first with one to the last that was due (31 March after). */
  static List<Integer> gaps(Tally tally, LocalDate today) {
    List<Integer> gaps = new ArrayList<>();
    if (!tally.years().isEmpty()) {
      boolean due = today.isAfter(LocalDate.of(today.getYear(), 3, 31));
      int last = today.getYear() - (due ? 1 : 2);
      for (int year = new TreeSet<>(tally.years().keySet()).first(); year <= last; year++) {
        if (!tally.years().containsKey(year)) {
          gaps.add(year);
        }
      }
    }
    return gaps;
  }

  private static String years(Map<Integer, Integer> years) {
    return new TreeSet<>(years.keySet()).toString();
  }

  private void add(String rule, String message, @Nullable Object... values) {
    breaches.add(new Breach(rule, message.formatted(values)));
  }
}
