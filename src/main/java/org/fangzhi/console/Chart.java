package org.fangzhi.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines over years, with all places computed: what is drawn needs no script.
 *
 * @param lines one each division
 * @param ticks of the value axis
 * @param years of the other
 * @param breaks between years whose forms count otherwise
 */
public record Chart(
    int width,
    int height,
    int left,
    int base,
    List<Line> lines,
    List<Tick> ticks,
    List<Tick> years,
    List<Tick> breaks) {

  /** A line: its paths, each without a gap or break, and its points. */
  public record Line(int number, String name, List<String> paths, List<Point> points) {}

  /** A point and what it stands for. */
  public record Point(String x, String y, String text) {}

  /** A mark on an axis. */
  public record Tick(String at, String text) {}

  /** The figures of one line by year, and the years before which the form counts otherwise. */
  record Series(String name, Map<Integer, BigDecimal> values, Map<Integer, String> breaks) {}

  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int TOP = 14;
  private static final int BASE = HEIGHT - 30;
  private static final int RIGHT = WIDTH - 20;

  static Chart of(List<Series> all) {
    List<Integer> years =
        all.stream().flatMap(s -> s.values().keySet().stream()).sorted().distinct().toList();
    int first = years.isEmpty() ? 2008 : years.get(0);
    int last = years.isEmpty() ? 2008 : years.get(years.size() - 1);
    double most =
        all.stream()
            .flatMap(s -> s.values().values().stream())
            .mapToDouble(BigDecimal::doubleValue)
            .max()
            .orElse(1);
    double step = step(most);
    double top = Math.max(step, Math.ceil(most / step) * step);
    List<Line> lines = new ArrayList<>();
    Map<Integer, String> breaks = new TreeMap<>();
    for (Series series : all) {
      lines.add(line(lines.size(), series, first, last, top));
      series.breaks().forEach((year, why) -> breaks.putIfAbsent(year, why));
    }
    List<Tick> ticks = new ArrayList<>();
    for (double value = 0; value <= top + step / 2; value += step) {
      ticks.add(new Tick(y(value, top), label(value)));
    }
    List<Tick> below = new ArrayList<>();
    for (int year = first; year <= last; year++) {
      below.add(new Tick(x(year, first, last), String.valueOf(year)));
    }
    return new Chart(
        WIDTH,
        HEIGHT,
        LEFT,
        BASE,
        lines,
        ticks,
        below,
        breaks.entrySet().stream()
            .filter(b -> b.getKey() > first)
            .map(b -> new Tick(x(b.getKey() - 0.5, first, last), b.getKey() + ": " + b.getValue()))
            .toList());
  }

  private static Line line(int number, Series series, int first, int last, double top) {
    List<String> paths = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    int before = 0;
    for (Map.Entry<Integer, BigDecimal> each : new TreeMap<>(series.values()).entrySet()) {
      int year = each.getKey();
      Point point =
          new Point(
              x(year, first, last),
              y(each.getValue().doubleValue(), top),
              year + " · " + each.getValue().toPlainString());
      boolean broken = year != before + 1 || series.breaks().containsKey(year);
      if (broken && path.length() > 0) {
        paths.add(path.toString());
        path.setLength(0);
      }
      path.append(path.length() == 0 ? "M" : " L").append(point.x()).append(' ').append(point.y());
      points.add(point);
      before = year;
    }
    if (path.length() > 0) {
      paths.add(path.toString());
    }
    return new Line(number, series.name(), paths, points);
  }

  /** A round step that gives about five marks. */
  static double step(double most) {
    double rough = Math.max(most, 1) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (rough <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String label(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%s", BigDecimal.valueOf(value).stripTrailingZeros());
  }

  private static String x(double year, int first, int last) {
    double share = last == first ? 0.5 : (year - first) / (last - first);
    return String.format(Locale.ROOT, "%.1f", LEFT + 14 + share * (RIGHT - LEFT - 28));
  }

  private static String y(double value, double top) {
    return String.format(Locale.ROOT, "%.1f", BASE - value / top * (BASE - TOP));
  }
}
