package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fangzhi.report.Blocks.cell;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Blocks.Spanning;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;

/** The forms of 2014 and 2019 filled at random, whole and damaged: never a wrong number. */
class FormsPropertyTest {
  private static final String TITLE = "某县2016年政府信息公开工作年度报告";

  /** A label that only one form prints. */
  private String sign = "";

  /** The local form that was filled in. */
  private Form local = Catalogue.get().form("form2014");

  /** What was filled in, by place; null where the cell was left blank. */
  private final Map<String, @Nullable Integer> truth = new LinkedHashMap<>();

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void theFormOf2014IsReadWholly(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = labelRows(random);
    Report report = read(laidOut(random, rows, true));
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).containsAll(truth.keySet());
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void theFormOf2014DamagedIsNeverReadWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = labelRows(random);
    damage(random, rows, 1);
    Report report = read(laidOut(random, rows, random.nextBoolean()));
    assertThat(report.form()).isEqualTo("form2014");
    assertThat(wrong(report)).isEmpty();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void localFormsAreNeverReadWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    Report report = read(laidOut(random, localRows(random), true));
    assertThat(report.form()).isEqualTo(local.name());
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).hasSizeGreaterThan(truth.size() * 8 / 10);
  }

  @Property(tries = 600, shrinking = ShrinkingMode.OFF)
  void localFormsDamagedAreNeverReadWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = localRows(random);
    damage(random, rows, 1);
    Report report = read(laidOut(random, rows, random.nextBoolean()));
    assertThat(wrong(report)).isEmpty();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void theFormOf2019IsReadWholly(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = tableThree(random);
    Report report = read(laidOut(random, rows, true));
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).containsAll(truth.keySet());
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void theFormOf2019DamagedIsNeverReadWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = tableThree(random);
    damage(random, rows, 0);
    Report report = read(laidOut(random, rows, random.nextBoolean()));
    assertThat(report.form()).isEqualTo("form2019");
    assertThat(wrong(report)).isEmpty();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void columnsInAnyOrderAreReadByTheirHeads(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = tableThree(random);
    List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7));
    Collections.shuffle(order, random);
    List<List<String>> shuffled = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>(List.of(row.get(0)));
      order.forEach(k -> cells.add(row.get(k)));
      shuffled.add(cells);
    }
    Report report = read(grid(shuffled));
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).containsAll(truth.keySet());
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void aTableOnItsSideIsReadAsIfItStood(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = tableThree(random);
    List<List<String>> turned = new ArrayList<>();
    for (int k = 0; k < rows.get(0).size(); k++) {
      int column = k;
      turned.add(rows.stream().map(row -> row.get(column)).toList());
    }
    Report report = read(grid(turned));
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).containsAll(truth.keySet());
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void digitsRunTogetherAreNeverReadWrongly(@ForAll long seed) {
    Random random = new Random(seed);
    Blocks blocks = signed();
    for (List<String> row : tableThree(random)) {
      blocks.say(String.join("", row));
    }
    assertThat(wrong(read(blocks))).isEmpty();
  }

  private static Report read(Blocks blocks) {
    return Reports.of(blocks.document(TITLE), Hints.NONE).get(0);
  }

  private Blocks signed() {
    return new Blocks().say(TITLE, sign);
  }

  private List<List<String>> labelRows(Random random) {
    truth.clear();
    sign = "（二）通过不同渠道和方式公开政府信息的情况";
    Form form = Catalogue.get().form("form2014");
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>(List.of("统计指标", "单位", "统计数")));
    for (Indicator row : form.indicators()) {
      String unit = row.unit() == null ? "——" : row.unit();
      String value = row.heading() ? "" : fill(random, row.code(), random.nextInt(30000));
      rows.add(new ArrayList<>(List.of(row.label(), unit, value)));
    }
    return rows;
  }

  private List<List<String>> localRows(Random random) {
    truth.clear();
    List<Form> forms =
        Catalogue.get().forms().stream().filter(f -> f.name().startsWith("local:")).toList();
    local = forms.get(random.nextInt(forms.size()));
    sign = "";
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("指标名称", "计量单位"));
    local.columns().forEach(column -> head.add(column.label()));
    if (local.columns().isEmpty()) {
      head.add("统计数");
    }
    rows.add(head);
    for (Indicator row : local.indicators()) {
      List<String> cells = new ArrayList<>(List.of(row.label()));
      cells.add(row.unit() == null ? "——" : row.unit());
      for (int k = 2; k < head.size(); k++) {
        String column = local.columns().isEmpty() ? null : local.columns().get(k - 2).key();
        String place = Tally.place(row.code(), column);
        cells.add(row.heading() ? "" : fill(random, place, random.nextInt(30000)));
      }
      rows.add(cells);
    }
    return rows;
  }

  private List<List<String>> tableThree(Random random) {
    truth.clear();
    sign = "政府集中采购情况";
    Form form = Catalogue.get().form("form2019");
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("事项"));
    form.columns().forEach(c -> head.add(c.label()));
    rows.add(head);
    for (Indicator row : form.indicators()) {
      if ("III".equals(row.table()) && !row.heading()) {
        List<String> cells = new ArrayList<>(List.of(row.label()));
        int sum = 0;
        for (Column column : form.columns()) {
          int value = column.key().equals("total") ? sum : random.nextInt(4) * random.nextInt(9);
          sum += value;
          truth.put(Tally.place(row.code(), column.key()), value);
          cells.add(Integer.toString(value));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  private String fill(Random random, String place, int value) {
    boolean blank = random.nextInt(8) == 0;
    truth.put(place, blank ? null : Integer.valueOf(value));
    return blank ? "" : Integer.toString(value);
  }

  /** A grid, or text between tabs or bars. */
  private Blocks laidOut(Random random, List<List<String>> rows, boolean grid) {
    if (grid) {
      return grid(rows);
    }
    Blocks blocks = signed();
    String separator = random.nextBoolean() ? "\t" : " | ";
    rows.forEach(row -> blocks.say(String.join(separator, row)));
    return blocks;
  }

  private Blocks grid(List<List<String>> rows) {
    List<List<Spanning>> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(row.stream().map(Blocks::cell).toList()));
    return signed().table(cells.isEmpty() ? List.of(List.of(cell(""))) : cells);
  }

  /** Cells vanish or flow together, rows vanish or change places, characters of labels are lost. */
  private static void damage(Random random, List<List<String>> rows, int firstValue) {
    boolean order = random.nextBoolean();
    Set<String> labels =
        rows.stream().map(row -> Labels.bare(row.get(0))).collect(Collectors.toSet());
    Set<List<String>> placed = toldByPlace(rows);
    for (int r = 1; r < rows.size(); r++) {
      List<String> row = rows.get(r);
      int at = 1 + firstValue + random.nextInt(row.size() - 1 - firstValue);
      switch (random.nextInt(12)) {
        case 0 -> row.remove(at);
        case 1 -> row.set(at - 1, row.get(at - 1) + " " + row.remove(at));
        case 2 -> rows.set(r, new ArrayList<>());
        case 3 -> {
          String cut = row.get(0).substring(1 + random.nextInt(row.get(0).length() - 1));
          // what is left may be another row's whole label: 全文电子化的主动公开信息数
          if (!labels.contains(Labels.bare(cut))) {
            row.set(0, cut);
          }
        }
        case 4 -> {
          // what has neither label nor place left is nothing that can be told
          if (order) {
            row.set(0, "");
          } else {
            int other = 1 + random.nextInt(rows.size() - 1);
            if (!placed.contains(row) && !placed.contains(rows.get(other))) {
              Collections.swap(rows, r, other);
            }
          }
        }
        default -> {}
      }
    }
    rows.removeIf(List::isEmpty);
  }

  /**
   * Rows of one label, 被依法纠错数 of 复议 and of 诉讼, are told by their place alone: moved, in one step or
   * in several, they would be each other.
   */
  private static Set<List<String>> toldByPlace(List<List<String>> rows) {
    Set<List<String>> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (List<String> row : rows) {
      String label = Labels.bare(row.get(0));
      if (rows.stream().filter(other -> Labels.bare(other.get(0)).equals(label)).count() > 1) {
        placed.add(row);
      }
    }
    return placed;
  }

  private List<String> wrong(Report report) {
    List<String> wrong = new ArrayList<>();
    for (Report.Value value : report.values()) {
      String place = Tally.place(value.indicator(), value.column());
      Integer filled = truth.get(place);
      BigDecimal read = value.value();
      if (read != null && (filled == null || read.compareTo(BigDecimal.valueOf(filled)) != 0)) {
        wrong.add(place + " holds " + filled + ", read " + value);
      }
    }
    return wrong;
  }

  private static Set<String> given(Report report) {
    return report.values().stream()
        .map(v -> Tally.place(v.indicator(), v.column()))
        .collect(Collectors.toSet());
  }
}
