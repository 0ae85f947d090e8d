package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.report.Catalogue.Form;
import org.jspecify.annotations.Nullable;

/**
 * Two years' reports printed side by side: their tables alternate and their prose runs together.
 * Which table is of which year a caption tells, or the carry-over from year to year; the prose
 * belongs to neither.
 *
 * @param year the year that the document is of
 * @param document the head of the file and the tables of that year
 */
record Comparison(int year, Document document) {
  private static final Pattern YEARS =
      Pattern.compile("(20[0-3]\\d)(?:年度?报告|年度?)?(?:vs|VS|与|和)?(20[0-3]\\d)(?:年度?报告|年度?)?");
  private static final Pattern CAPTION = Pattern.compile("(20[0-3]\\d)年度?报告");
  private static final int HEAD = 6;

  /** Lists of differences between the years begin so. */
  private static final String DIFFERENCES = "指标名称";

  /** A label each that only table two, three and four print. */
  private static final List<String> SIGNS = List.of("行政处罚", "本年新收政府信息公开申请数量", "未经复议直接起诉");

  /** The two reports, the earlier first; empty when the document is no comparison. */
  static List<Comparison> of(Document document, Form form) {
    int first = firstYear(document.blocks());
    if (first == 0) {
      return List.of();
    }
    List<List<Integer>> kinds = new ArrayList<>();
    for (String sign : SIGNS) {
      kinds.add(tables(document.blocks(), sign));
    }
    if (kinds.stream().filter(k -> k.size() == 2).count() < 2) {
      return List.of();
    }
    List<Block> early = new ArrayList<>();
    List<Block> late = new ArrayList<>();
    for (List<Integer> kind : kinds) {
      if (kind.size() == 2) {
        assign(document.blocks(), kind, form, first, early, late);
      }
    }
    return List.of(
        new Comparison(first, Parts.part(document, document.title(), early)),
        new Comparison(first + 1, Parts.part(document, document.title(), late)));
  }

  private static List<Integer> tables(List<Block> blocks, String sign) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i) instanceof Block.Table table && prints(table, sign)) {
        found.add(i);
      }
    }
    return found;
  }

  private static boolean prints(Block.Table table, String sign) {
    return !begins(table, DIFFERENCES)
        && table.rows().stream()
            .flatMap(List::stream)
            .anyMatch(cell -> cell != null && Labels.bare(cell.text()).equals(sign));
  }

  private static boolean begins(Block.Table table, String label) {
    Block.Cell corner = table.columns() == 0 ? null : table.rows().get(0).get(0);
    return corner != null && Labels.bare(corner.text()).equals(label);
  }

  /** The earlier of two years in succession that the head of the file sets against each other. */
  private static int firstYear(List<Block> blocks) {
    for (Block block : blocks.subList(0, Math.min(HEAD, blocks.size()))) {
      if (block instanceof Block.Paragraph p && p.text().length() < 80) {
        String folded = Labels.fold(p.text());
        // most lines name one year, or none
        boolean several = folded.indexOf("20") != folded.lastIndexOf("20");
        Matcher m = several ? YEARS.matcher(folded) : null;
        if (m != null && m.find()) {
          int one = Integer.parseInt(m.group(1));
          int two = Integer.parseInt(m.group(2));
          return Math.abs(one - two) == 1 ? Math.min(one, two) : 0;
        }
      }
    }
    return 0;
  }

  private static void assign(
      List<Block> blocks,
      List<Integer> pair,
      Form form,
      int first,
      List<Block> early,
      List<Block> late) {
    int one = caption(blocks, pair.get(0));
    int two = caption(blocks, pair.get(1));
    Block a = blocks.get(pair.get(0));
    Block b = blocks.get(pair.get(1));
    boolean inOrder;
    if (one != 0 && two != 0 && one != two) {
      inOrder = one == first;
    } else {
      Map<String, BigDecimal> left = values(form, a);
      Map<String, BigDecimal> right = values(form, b);
      inOrder = follows(form, left, right);
      if (inOrder == follows(form, right, left)) {
        return;
      }
    }
    early.add(inOrder ? a : b);
    late.add(inOrder ? b : a);
  }

  private static int caption(List<Block> blocks, int table) {
    if (table > 0 && blocks.get(table - 1) instanceof Block.Paragraph p) {
      Matcher m = CAPTION.matcher(Labels.fold(p.text()));
      return m.matches() ? Integer.parseInt(m.group(1)) : 0;
    }
    return 0;
  }

  private static Map<String, BigDecimal> values(Form form, Block table) {
    Map<String, BigDecimal> values = new HashMap<>();
    for (Report.Value value : Tables.read(form, Line.of(List.of(table))).values()) {
      if (value.value() != null) {
        values.put(Tally.place(value.indicator(), value.column()), value.value());
      }
    }
    return values;
  }

  /** Whether the second table carries on where the first ends: the rules R4 and R8 of the form. */
  private static boolean follows(
      Form form, Map<String, BigDecimal> first, Map<String, BigDecimal> second) {
    BigDecimal carried = first.get(form.id() + ".III.4:total");
    if (carried != null) {
      return equal(carried, second.get(form.id() + ".III.2:total"));
    }
    String stock = form.id() + ".II.1.normdocs.";
    BigDecimal before = first.get(stock + "in_force");
    BigDecimal issued = second.get(stock + "issued");
    BigDecimal repealed = second.get(stock + "repealed");
    return before != null
        && issued != null
        && repealed != null
        && equal(before.add(issued).subtract(repealed), second.get(stock + "in_force"));
  }

  private static boolean equal(BigDecimal a, @Nullable BigDecimal b) {
    return b != null && a.compareTo(b) == 0;
  }
}
