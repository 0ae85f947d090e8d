package org.fangzhi.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of a report say.
 *
 * @param filled true when enough numbers stand in them to tell a report from a blank form
 * @param places the paragraphs that are lines of a flattened table, {@code p12}
 */
record Tables(List<Value> values, List<Withheld> withheld, boolean filled, Set<String> places) {
  private static final int FEWEST_NUMBERS = 5;
  private static final Map<String, Readers> READERS = new ConcurrentHashMap<>();

  /** The readers of a form's tables, made once. */
  private record Readers(
      TableTwo two,
      TableThree three,
      TableFour four,
      Flattened flattened,
      @Nullable LabelTable labels) {
    static Readers of(Form form) {
      LabelTable labels = form.table("III").isEmpty() ? new LabelTable(form) : null;
      return new Readers(
          new TableTwo(form),
          new TableThree(form),
          new TableFour(form),
          new Flattened(form),
          labels);
    }
  }

  /** Reads the tables of a form. */
  static Tables read(Form form, List<Line> printedLines) {
    Tally tally = new Tally();
    Set<String> places = new HashSet<>();
    List<Line> table;
    Readers readers = READERS.computeIfAbsent(form.id(), id -> Readers.of(form));
    List<Line> lines =
        readers.labels() == null
                || printedLines.stream().anyMatch(readers.flattened()::runsTogether)
            ? readers.flattened().mended(printedLines)
            : printedLines;
    if (readers.labels() != null) {
      table = readers.labels().read(lines, tally);
    } else {
      int start = readers.three().start(lines);
      readers.two().read(lines, start, tally);
      int end = readers.three().read(lines, tally);
      table = start < end ? lines.subList(start, end) : List.of();
      readers.four().read(lines, Math.min(start, end), tally);
    }
    add(places, table);
    List<Value> values = tally.values(form);
    long read = values.stream().filter(v -> v.value() != null).count();
    // what is printed besides is looked at only where too little was read
    boolean filled =
        read >= FEWEST_NUMBERS
            || read + numbers(table) + readers.flattened().unread(printedLines) >= FEWEST_NUMBERS;
    return new Tables(values, tally.withheld(), filled, places);
  }

  /** The same with some values withheld that were derived and break the form's sums. */
  Tables without(Set<String> doubtful) {
    if (doubtful.isEmpty()) {
      return this;
    }
    List<Value> kept = new ArrayList<>();
    List<Withheld> all = new ArrayList<>(withheld);
    for (Value value : values) {
      String place = Tally.place(value.indicator(), value.column());
      if (doubtful.contains(place)) {
        all.add(new Withheld(place, "derived, and the sums of the form do not hold with it"));
      } else {
        kept.add(value);
      }
    }
    return new Tables(kept, all, filled, places);
  }

  /** Numbers printed in a table, whether or not they can be tied to a place. */
  private static long numbers(List<Line> table) {
    return table.stream()
        .flatMap(line -> line.fields().stream())
        .filter(field -> field.value() && field.key().chars().anyMatch(Character::isDigit))
        .count();
  }

  /** Rows of tables that are tables need no telling; cells between bars are no prose anyway. */
  private static void add(Set<String> places, List<Line> lines) {
    for (Line line : lines) {
      if (!line.grid()) {
        line.fields().forEach(field -> places.add(field.at()));
      }
    }
  }
}
