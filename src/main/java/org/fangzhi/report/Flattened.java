package org.fangzhi.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/** Rows that a converter has flattened: a cell a line, or cells run together without a gap. */
final class Flattened {
  private static final int COLUMNS = 7;
  private static final int BLOCK = 5;
  private static final int FOUR = 15;

  /** Labels as short stand in prose too and count only with their number. */
  private static final int SHORT = 4;

  private static final int LONGEST = 60;
  private static final Pattern BEHIND =
      Pattern.compile("(.*?)(" + Units.PATTERN + ")?(\\d*(?:\\.\\d+)?)");
  private static final List<String> SIGNS = List.of("本年新收政府信息公开申请数量", "回应公众关注热点或重大舆情数");
  private static final Pattern ROW = row();

  /** How many values follow a label; 7 in table three, 1 to 3 in table two. */
  private final Map<String, Integer> values = new HashMap<>();

  Flattened(Form form) {
    for (Indicator row : form.table("III")) {
      if (!row.heading()) {
        values.put(Labels.bare(row.label()), COLUMNS);
      }
    }
    Map<String, Long> two =
        form.table("II").stream()
            .map(i -> Labels.bare(i.label().substring(0, i.label().indexOf('/'))))
            .collect(Collectors.groupingBy(row -> row, Collectors.counting()));
    two.forEach((row, count) -> values.put(row, count.intValue()));
    if (values.isEmpty()) {
      int columns = Math.max(1, form.columns().size());
      form.indicators().stream()
          .filter(row -> !row.heading())
          .forEach(row -> values.put(Labels.bare(row.label()), columns));
    }
  }

  /** The lines with flattened rows put together again where there is one way only to do so. */
  List<Line> mended(List<Line> lines) {
    List<Line> out = new ArrayList<>(lines.size());
    int i = 0;
    while (i < lines.size()) {
      Line line = lines.get(i);
      if (line.grid() || line.fields().size() != 1) {
        out.add(line);
        i++;
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && value(lines.get(end))) {
        end++;
      }
      boolean label = !line.fields().get(0).value();
      Line row = label ? joined(line, lines.subList(i + 1, end)) : null;
      if (row == null) {
        out.add(split(line));
        i++;
      } else {
        out.add(row);
        i = end;
      }
    }
    return out;
  }

  private static boolean value(Line line) {
    return !line.grid() && line.fields().size() == 1 && line.fields().get(0).value();
  }

  /** A label with the values on the lines below it. */
  private @Nullable Line joined(Line label, List<Line> below) {
    Integer wanted = values.get(label.fields().get(0).key());
    boolean four = label.fields().get(0).key().endsWith("总计") && below.size() == FOUR;
    if (!four && (wanted == null || below.size() != wanted)) {
      return null;
    }
    List<Line.Field> fields = new ArrayList<>();
    if (!four) {
      fields.add(label.fields().get(0));
    }
    below.forEach(line -> fields.add(line.fields().get(0)));
    Line row = new Line(label.table(), fields, false);
    // a page number may stand among the values, and a blank be lost
    return four || wanted != COLUMNS || Places.lastIsSum(row.after(0)) ? row : null;
  }

  /** A label with its unit and digits behind it, or digits alone. */
  private Line split(Line line) {
    Line.Field field = line.fields().get(0);
    Matcher m = behind(field.key());
    if (m == null) {
      return line;
    }
    String label = m.group(1);
    String unit = m.group(2);
    Integer wanted = label.isEmpty() && unit == null ? Integer.valueOf(FOUR) : values.get(label);
    if (wanted == null) {
      return line;
    }
    int group = wanted < COLUMNS ? 0 : wanted == FOUR ? BLOCK : COLUMNS;
    List<String> numbers =
        wanted == 1 ? List.of(m.group(3)) : RunTogether.read(m.group(3), group, wanted);
    if (numbers == null) {
      return line;
    }
    List<String> texts = new ArrayList<>(numbers);
    if (unit != null) {
      texts.add(0, unit);
    }
    if (!label.isEmpty()) {
      texts.add(0, label);
    }
    List<Line.Field> fields = new ArrayList<>();
    for (String text : texts) {
      fields.add(new Line.Field(field.at(), text, field.raw(), fields.size(), false));
    }
    return new Line(line.table(), fields, false, true);
  }

  /** How many lines are of a table although their cells run together. */
  long unread(List<Line> lines) {
    return lines.stream().filter(this::runsTogether).count();
  }

  /** Whether a line is a label with the digits of its cells right behind it. */
  boolean runsTogether(Line line) {
    if (line.grid()) {
      return false;
    }
    Matcher m = behind(line.fields().get(0).key());
    return m != null && !m.group(1).isEmpty() && values.containsKey(m.group(1));
  }

  /** A label, its unit and the digits behind it; null where no digits end the line. */
  private static @Nullable Matcher behind(String key) {
    boolean digits = !key.isEmpty() && Character.isDigit(key.charAt(key.length() - 1));
    Matcher m = digits && key.length() <= LONGEST ? BEHIND.matcher(key) : null;
    return m != null && m.matches() && !m.group(3).isEmpty() ? m : null;
  }

  /** The rows of a form's table that a paragraph of a whole page holds, label, unit and digits. */
  static List<String> rows(String paragraph) {
    if (SIGNS.stream().noneMatch(paragraph::contains)) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    Matcher m = ROW.matcher(Labels.fold(paragraph));
    while (m.find()) {
      // the digit before a dot is the number of the next row
      String digits =
          m.group(3) != null ? m.group(2).substring(0, m.group(2).length() - 1) : m.group(2);
      rows.add(m.group(1) + digits);
    }
    return rows;
  }

  private static Pattern row() {
    Set<String> labels = new LinkedHashSet<>();
    for (Form form : Catalogue.get().forms()) {
      for (Indicator row : form.indicators()) {
        String bare = Labels.bare(row.label());
        String printed = Labels.fold(row.label());
        if (!row.heading() && row.wordings() == null && row.label().indexOf('/') < 0) {
          labels.add(Pattern.quote(bare.length() < SHORT ? printed : bare));
        }
      }
    }
    return Pattern.compile(
        "("
            + String.join("|", labels)
            + "|(?<=审结)总计)(?:\\([^()]{0,40}\\))?("
            + "(?:"
            + Units.PATTERN
            + ")?\\d+(?:\\.\\d+)?)([.、])?");
  }
}
