package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fangzhi.report.Blocks.cell;
import static org.fangzhi.report.Blocks.row;
import static org.fangzhi.report.Blocks.wide;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Blocks.Spanning;
import org.jspecify.annotations.Nullable;

/**
 * Forms filled at random and laid out as word processors and converters do: never a wrong number.
 */
class FormPropertyTest {
  private static final String[] ROWS = {
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
    "（七）总计",
    "四、结转下年度继续办理"
  };
  private static final String[] CODES = {
    "1", "2", "3.1", "3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8",
    "3.4.1", "3.4.2", "3.4.3", "3.5.1", "3.5.2", "3.5.3", "3.5.4", "3.5.5", "3.6.1", "3.6.2",
    "3.6.3", "3.7", "4"
  };
  private static final String[] COLUMNS = {
    "natural",
    "org.commercial",
    "org.research",
    "org.public_welfare",
    "org.legal_service",
    "org.other",
    "total"
  };
  private static final String[] FOUR = {
    "review.maintained",
    "review.corrected",
    "review.other",
    "review.pending",
    "review.total",
    "suit_direct.maintained",
    "suit_direct.corrected",
    "suit_direct.other",
    "suit_direct.pending",
    "suit_direct.total",
    "suit_after.maintained",
    "suit_after.corrected",
    "suit_after.other",
    "suit_after.pending",
    "suit_after.total"
  };

  /** What was filled in, by place; null where the cell was left blank. */
  private final Map<String, @Nullable Integer> truth = new LinkedHashMap<>();

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aTableIsReadWholly(@ForAll long seed) {
    Random random = new Random(seed);
    Document document = grid(random);
    Report report = Reports.of(document, Hints.NONE).get(0);
    assertThat(report.form()).isEqualTo("form2021");
    assertThat(wrong(report)).isEmpty();
    assertThat(given(report)).containsAll(truth.keySet());
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aTornTableIsReadOrWithheldButNeverWrong(@ForAll long seed) {
    Random random = new Random(seed);
    Report report = Reports.of(torn(random), Hints.NONE).get(0);
    assertThat(wrong(report)).isEmpty();
    Set<String> told = given(report);
    told.addAll(refused(report));
    assertThat(told).containsAll(truth.keySet());
  }

  private List<String> wrong(Report report) {
    List<String> wrong = new ArrayList<>();
    for (Report.Value value : report.values()) {
      String place = Tally.place(value.indicator(), value.column());
      Integer filled = truth.get(place);
      BigDecimal read = value.value();
      boolean same = filled == null ? read == null : read != null && read.intValueExact() == filled;
      if (!truth.containsKey(place) || !same) {
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

  private static Set<String> refused(Report report) {
    return report.withheld().stream().map(Report.Withheld::what).collect(Collectors.toSet());
  }

  private @Nullable Integer fill(Random random, String place, int blanks) {
    Integer value =
        random.nextInt(100) < blanks ? null : random.nextInt(random.nextBoolean() ? 3 : 5000);
    truth.put(place, value);
    return value;
  }

  private static String print(Random random, @Nullable Integer value) {
    if (value == null) {
      return random.nextBoolean() ? "" : "\u00a0";
    }
    return switch (random.nextInt(8)) {
      case 0 -> value + "件";
      case 1 -> "\u00a0" + value + "\u00a0 ";
      case 2 -> value > 999 ? String.format("%,d", value) : " " + value;
      default -> value.toString();
    };
  }

  /** Spaces and line breaks get between the characters of a label. */
  private static String smear(Random random, String label) {
    StringBuilder out = new StringBuilder();
    for (char c : label.toCharArray()) {
      out.append(c);
      if (random.nextInt(6) == 0) {
        out.append(random.nextBoolean() ? "\n" : "\u00a0");
      }
    }
    return out.toString();
  }

  private Document grid(Random random) {
    truth.clear();
    int blanks = random.nextInt(3) * 30;
    Blocks blocks = new Blocks().say("某县2022年政府信息公开工作年度报告", "二、主动公开政府信息情况");
    blocks.table(two(random, blanks));
    blocks.say("三、收到和处理政府信息公开申请情况");
    List<List<Spanning>> rows = new ArrayList<>(header());
    int split = random.nextInt(4) == 0 ? 2 + random.nextInt(ROWS.length - 2) : ROWS.length;
    boolean drift = random.nextBoolean();
    for (int r = 0; r < ROWS.length; r++) {
      if (r == split) {
        blocks.table(rows);
        rows = new ArrayList<>(random.nextBoolean() ? header() : List.of());
      }
      rows.add(labelled(random, r, split, drift, blanks));
    }
    blocks.table(rows);
    blocks.say("四、政府信息公开行政复议、行政诉讼情况").table(four(random, blanks));
    return blocks.document("某县2022年政府信息公开工作年度报告");
  }

  private List<List<Spanning>> two(Random random, int blanks) {
    int wide = 1 + random.nextInt(2);
    return List.of(
        List.of(wide("第二十条第（一）项", 3 + wide)),
        List.of(cell("信息内容"), cell("本年制发件数"), wide("本年废止件数", wide), cell("现行有效件数")),
        List.of(
            cell("规章"),
            wide(value(random, "G4.II.1.rules.issued", blanks), wide),
            cell(value(random, "G4.II.1.rules.repealed", blanks)),
            cell(value(random, "G4.II.1.rules.in_force", blanks))),
        List.of(
            cell(smear(random, "行政规范性文件")),
            cell(value(random, "G4.II.1.normdocs.issued", blanks)),
            wide(value(random, "G4.II.1.normdocs.repealed", blanks), wide),
            cell(value(random, "G4.II.1.normdocs.in_force", 0))),
        List.of(wide("第二十条第（五）项", 3 + wide)),
        List.of(cell("信息内容"), wide("本年处理决定数量", 2 + wide)),
        List.of(cell("行政许可"), wide(value(random, "G4.II.5.licence", 0), 2 + wide)),
        List.of(wide("第二十条第（六）项", 3 + wide)),
        List.of(cell("信息内容"), wide("本年处理决定数量", 2 + wide)),
        List.of(cell("行政处罚"), wide(value(random, "G4.II.6.penalty", 0), 2 + wide)),
        List.of(cell("行政强制"), wide(value(random, "G4.II.6.coercion", 0), 2 + wide)),
        List.of(wide("第二十条第（八）项", 3 + wide)),
        List.of(cell("信息内容"), wide("本年收费金额（单位：万元）", 2 + wide)),
        List.of(cell("行政事业性收费"), wide(value(random, "G4.II.8.fee", 0), 2 + wide)));
  }

  private String value(Random random, String place, int blanks) {
    return print(random, fill(random, place, blanks == 0 ? 0 : blanks / 3));
  }

  private static List<List<Spanning>> header() {
    return List.of(
        List.of(new Spanning("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), wide("申请人情况", 7)),
        List.of(new Spanning("自然人", 2, 1), wide("法人或其他组织", 5), new Spanning("总计", 2, 1)),
        row("商业\n企业", "科研机构", "社会公益组织", "法律服务机构", "其他"));
  }

  private List<Spanning> labelled(Random random, int r, int split, boolean drift, int blanks) {
    List<Spanning> cells = new ArrayList<>();
    boolean top = r < 2 || r == 24;
    int end = r < split ? Math.min(split, 24) : 24;
    if (!top && (r == 2 || r == split)) {
      cells.add(new Spanning("三、本年度办理结果", end - r, 1));
    }
    int[] group = group(r);
    if (group != null && (r == group[0] || r == split)) {
      int height = Math.min(group[1], r < split ? split : group[1]) - r;
      cells.add(new Spanning(GROUPS[group[2]], height, 1));
    }
    String label = smear(random, ROWS[r]);
    cells.add(top ? wide(label, 3) : group == null ? wide(label, 2) : cell(label));
    for (int c = 0; c < COLUMNS.length; c++) {
      Integer value = fill(random, "G4.III." + CODES[r] + ":" + COLUMNS[c], blanks);
      cells.add(wide(print(random, value), drift && c == 1 ? 2 : 1));
    }
    return cells;
  }

  private static final String[] GROUPS = {"（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"};

  private static int @Nullable [] group(int r) {
    int[][] groups = {{4, 12, 0}, {12, 15, 1}, {15, 20, 2}, {20, 23, 3}};
    for (int[] group : groups) {
      if (r >= group[0] && r < group[1]) {
        return group;
      }
    }
    return null;
  }

  private List<List<Spanning>> four(Random random, int blanks) {
    List<List<Spanning>> rows = new ArrayList<>();
    rows.add(List.of(wide("行政复议", 5), wide("行政诉讼", 10)));
    List<Spanning> heads = new ArrayList<>();
    for (String head : List.of("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")) {
      heads.add(new Spanning(smear(random, head), 2, 1));
    }
    heads.add(wide("未经复议直接起诉", 5));
    heads.add(wide("复议后起诉", 5));
    rows.add(heads);
    rows.add(row("结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"));
    List<Spanning> data = new ArrayList<>();
    for (String place : FOUR) {
      int here = place.equals("review.total") ? 0 : blanks;
      data.add(cell(print(random, fill(random, "G4.IV." + place, here))));
    }
    rows.add(data);
    if (random.nextBoolean()) {
      rows.add(row("\u00a0".repeat(15).split("")));
    }
    return rows;
  }

  /** The same as lines of text: blanks may be lost, labels drift, rows break in two or vanish. */
  private Document torn(Random random) {
    truth.clear();
    Blocks blocks = new Blocks().say("某县2022年政府信息公开工作年度报告");
    String separator = List.of(" ", "\t", " | ").get(random.nextInt(3));
    int blanks = random.nextInt(4) * 10;
    blocks.say("信息内容" + separator + "本年制发件数" + separator + "本年废止件数" + separator + "现行有效件数");
    for (String head : List.of("rules", "normdocs")) {
      List<String> fields = new ArrayList<>(List.of(head.equals("rules") ? "规章" : "行政规范性文件"));
      for (String column : List.of("issued", "repealed", "in_force")) {
        add(fields, separator, fill(random, "G4.II.1." + head + "." + column, blanks));
      }
      blocks.say(String.join(separator, fields));
    }
    blocks.say("本年新收政府信息公开申请数量等情况如下");
    for (int r = 0; r < ROWS.length; r++) {
      List<String> fields = new ArrayList<>();
      int fate = random.nextInt(20);
      String label = fate == 0 ? "" : fate == 1 ? typo(random, ROWS[r]) : ROWS[r];
      if (!label.isEmpty() || !separator.isBlank()) {
        fields.add(label);
      }
      int total = 0;
      for (String column : COLUMNS) {
        Integer value = random.nextInt(100) < blanks ? null : Integer.valueOf(random.nextInt(4));
        if (column.equals("total")) {
          value = value == null ? null : Integer.valueOf(total);
        } else if (value != null) {
          total += value;
        }
        truth.put("G4.III." + CODES[r] + ":" + column, value);
        add(fields, separator, value);
      }
      if (fate == 2) {
        blocks.say(fields.get(0), String.join(separator, fields.subList(1, fields.size())));
      } else if (fate != 3) {
        blocks.say(String.join(separator, fields));
      }
    }
    blocks.say("四、政府信息公开行政复议、行政诉讼情况");
    List<String> fields = new ArrayList<>();
    for (String place : FOUR) {
      add(fields, separator, fill(random, "G4.IV." + place, blanks));
    }
    blocks.say(String.join(separator, fields));
    return blocks.document("某县2022年政府信息公开工作年度报告");
  }

  private static void add(List<String> fields, String separator, @Nullable Integer value) {
    if (value != null) {
      fields.add(value.toString());
    } else if (!separator.equals(" ")) {
      fields.add("");
    }
  }

  private static String typo(Random random, String label) {
    int at = random.nextInt(label.length());
    return label.substring(0, at)
        + "某"
        + label.substring(Math.min(label.length(), at + 1 + random.nextInt(2)));
  }
}
