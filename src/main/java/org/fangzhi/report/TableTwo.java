package org.fangzhi.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/**
 * Table two, 主动公开政府信息情况: small tables stacked in one. The cells of a row answer the header above by
 * ordinal; by column they cannot be matched, since spans drift.
 */
final class TableTwo {
  private static final String CORNER = "信息内容";

  /** 本年收费金额（单位：万元，保留四位小数）, 采购总金额（元）. */
  private static final Pattern UNIT =
      Pattern.compile("(?:\\((?:单位)?:?|单位:?)(" + Units.PATTERN + ")(?![\\p{IsHan}])");

  private final Map<String, Map<String, Indicator>> rows = new LinkedHashMap<>();
  private final Map<String, String> heads = new HashMap<>();

  TableTwo(Form form) {
    for (Indicator indicator : form.table("II")) {
      add(indicator, indicator.label());
      for (String variant : indicator.variants()) {
        if (variant.indexOf('/') > 0) {
          add(indicator, variant);
        } else {
          String head = head(indicator.label());
          heads.put(Labels.bare(variant), head);
        }
      }
    }
  }

  private void add(Indicator indicator, String label) {
    String head = head(label);
    String row = Labels.bare(label.substring(0, label.indexOf('/')));
    rows.computeIfAbsent(row, k -> new LinkedHashMap<>()).put(head, indicator);
    heads.put(head, head);
  }

  private static String head(String label) {
    return Labels.bare(label.substring(label.indexOf('/') + 1));
  }

  /** Reads the rows up to {@code end}, the first line of table three. */
  void read(List<Line> lines, int end, Tally tally) {
    Line header = null;
    for (Line line : lines.subList(0, end)) {
      int label = label(line);
      if (isHeader(line)) {
        header = line;
      } else if (label >= 0) {
        Map<String, Indicator> row = rows.get(line.fields().get(label).key());
        List<Line.Field> after = line.after(label);
        boolean blanks = line.grid() && after.size() >= row.size();
        if (Line.values(after) && (blanks || Line.filled(after) > 0)) {
          read(new ArrayList<>(row.entrySet()), line, label, header, tally);
        }
      }
    }
    for (Map<String, Indicator> row : rows.values()) {
      for (Indicator indicator : row.values()) {
        if (!tally.has(indicator.code())) {
          tally.withhold(indicator.code(), "no such row with values in table two");
        }
      }
    }
  }

  private int label(Line line) {
    for (int i = line.fields().size() - 1; i >= 0; i--) {
      Line.Field field = line.fields().get(i);
      if (!field.value() && rows.containsKey(field.key())) {
        return i;
      }
    }
    return -1;
  }

  private boolean isHeader(Line line) {
    for (Line.Field field : line.fields()) {
      if (!field.value() && heads.containsKey(headKey(field))) {
        return true;
      }
    }
    return false;
  }

  private static String headKey(Line.Field field) {
    String key = field.key();
    return key.startsWith(CORNER) ? key.substring(CORNER.length()) : key;
  }

  private void read(
      List<Map.Entry<String, Indicator>> row,
      Line line,
      int label,
      @Nullable Line header,
      Tally tally) {
    List<Line.Field> heading = header == null ? List.of() : heading(header);
    List<Line.Field> cells = cells(line, label, row.size(), header, heading);
    for (int k = 0; k < row.size(); k++) {
      Indicator indicator = row.get(k).getValue();
      int ordinal = ordinal(row, k, heading);
      if (cells.size() != row.size() || ordinal < 0) {
        tally.withhold(
            indicator.code(),
            "row " + line.fields().get(label).key() + ": its cells do not answer the header");
      } else if (cells.get(ordinal).shared()) {
        tally.withhold(indicator.code(), "its cell spans several rows");
      } else {
        Line.Field cell = cells.get(ordinal);
        String unit = ordinal < heading.size() ? unit(heading.get(ordinal)) : null;
        String told = line.derived() ? "derived" : null;
        tally.put(indicator, null, Figure.of(cell.text()), unit, told, cell);
      }
    }
  }

  /** The printed heads, in order, without the corner cell and blanks. */
  private List<Line.Field> heading(Line header) {
    List<Line.Field> heading = new ArrayList<>();
    for (Line.Field field : header.fields()) {
      if (!headKey(field).isEmpty()) {
        heading.add(field);
      }
    }
    return heading;
  }

  private static List<Line.Field> cells(
      Line line, int label, int wanted, @Nullable Line header, List<Line.Field> heading) {
    List<Line.Field> after = line.after(label);
    if (after.size() == wanted && line.grid()) {
      return after;
    }
    List<Line.Field> filled = after.stream().filter(f -> !f.empty()).toList();
    if (filled.size() == wanted) {
      return filled;
    }
    boolean sameGrid =
        header != null
            && line.grid()
            && header.fields().size() == line.fields().size()
            && line.fields().get(line.fields().size() - 1).column() == line.fields().size() - 1
            && heading.size() == wanted;
    return sameGrid ? heading.stream().map(h -> line.fields().get(h.column())).toList() : filled;
  }

  /** Where among the cells the k-th indicator of a row stands; -1 when the heads contradict. */
  private int ordinal(List<Map.Entry<String, Indicator>> row, int k, List<Line.Field> heading) {
    if (heading.size() != row.size()) {
      return k;
    }
    List<String> printed = new ArrayList<>();
    for (Line.Field field : heading) {
      printed.add(heads.getOrDefault(headKey(field), ""));
    }
    int ordinal = printed.indexOf(row.get(k).getKey());
    return ordinal >= 0 ? ordinal : printed.get(k).isEmpty() ? k : -1;
  }

  private static @Nullable String unit(Line.Field head) {
    Matcher m = UNIT.matcher(Labels.fold(head.text()));
    return m.find() ? m.group(1) : null;
  }
}
