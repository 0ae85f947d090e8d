package org.fangzhi.sample;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Takes the figures off a served page by the order of the forms' rows, to check what it says. */
final class ServedTables {
  static final List<String> COLUMNS =
      List.of(
          "natural",
          "org.commercial",
          "org.research",
          "org.public_welfare",
          "org.legal_service",
          "org.other",
          "total");

  private static final List<String> OUTCOMES =
      List.of(
          "3.1", "3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8",
          "3.4.1", "3.4.2", "3.4.3", "3.5.1", "3.5.2", "3.5.3", "3.5.4", "3.5.5");

  private static final List<String> FORM_2014 =
      List.of(
          ("A1 A1a A1b A2.1 A2.2 A2.3 A2.4 A2.5 B1 B2.1 B2.1a B2.2 B2.2a B2.3 B2.4 B2.5 C1 C1.1 C1.2"
                  + " C1.3 C1.4 C2 C2.1 C2.2 C3 C3.1 C3.2 C3.3 C3.4 C3.4.1 C3.4.2 C3.4.3 C3.4.4 C3.4.5"
                  + " C3.4.6 C3.5 C3.6 C3.7 C3.8 D D.1 D.2 D.3 E E.1 E.2 E.3 F G H1 H2 H3 H3.1 H3.2 H4"
                  + " I1 I2 I3")
              .split(" "));

  private ServedTables() {}

  /** The figures by indicator, or indicator:column; null where a cell is empty. */
  static Map<String, @Nullable BigDecimal> read(Document page, String form) {
    Map<String, @Nullable BigDecimal> values = new HashMap<>();
    for (Element table : page.select("table:not(:has(table))")) {
      String text = table.text();
      if (text.contains("主动公开规范性文件数")) {
        form2014(table, values);
      } else if (text.contains("勾稽关系")) {
        three(table, form.equals("form2021") ? "G4" : "G3", values);
      } else if (text.contains("复议后起诉")) {
        four(table, form.equals("form2021") ? "G4" : "G3", values);
      } else if (text.contains("第二十条第（一）项")) {
        two(table, form.equals("form2021"), values);
      }
    }
    return values;
  }

  private static void form2014(Element table, Map<String, @Nullable BigDecimal> values) {
    int next = 0;
    for (Element row : table.select("tr")) {
      List<Element> cells = row.select("td");
      if (!cells.get(1).text().equals("——") && !cells.get(1).text().equals("单位")) {
        values.put("G2." + FORM_2014.get(next++), number(cells.get(2)));
      }
    }
  }

  private static void three(Element table, String form, Map<String, @Nullable BigDecimal> values) {
    List<String> rows = new ArrayList<>(List.of("1", "2"));
    rows.addAll(OUTCOMES);
    rows.addAll(form.equals("G4") ? List.of("3.6.1", "3.6.2", "3.6.3") : List.of("3.6"));
    rows.addAll(List.of("3.7", "4"));
    List<Element> printed = table.select("tr").subList(3, table.select("tr").size());
    for (int r = 0; r < rows.size(); r++) {
      List<Element> cells = printed.get(r).select("td");
      for (int c = 0; c < 7; c++) {
        values.put(
            form + ".III." + rows.get(r) + ":" + COLUMNS.get(c),
            number(cells.get(cells.size() - 7 + c)));
      }
    }
  }

  private static void four(Element table, String form, Map<String, @Nullable BigDecimal> values) {
    Element row = table.select("tr").get(3);
    List<String> results = List.of("maintained", "corrected", "other", "pending", "total");
    List<String> blocks = List.of("review", "suit_direct", "suit_after");
    for (int i = 0; i < 15; i++) {
      values.put(
          form + ".IV." + blocks.get(i / 5) + "." + results.get(i % 5), number(row.child(i)));
    }
  }

  private static void two(Element table, boolean is2021, Map<String, @Nullable BigDecimal> values) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    List<String> counts = List.of("items_last_year", "items_delta", "decisions");
    if (is2021) {
      rows.put("规章", List.of("1.rules.issued", "1.rules.repealed", "1.rules.in_force"));
      rows.put(
          "行政规范性文件", List.of("1.normdocs.issued", "1.normdocs.repealed", "1.normdocs.in_force"));
      rows.put("行政许可", List.of("5.licence"));
      rows.put("行政处罚", List.of("6.penalty"));
      rows.put("行政强制", List.of("6.coercion"));
      rows.put("行政事业性收费", List.of("8.fee"));
    } else {
      rows.put("规章", List.of("1.rules.made", "1.rules.published", "1.rules.public_total"));
      rows.put(
          "规范性文件", List.of("1.normdocs.made", "1.normdocs.published", "1.normdocs.public_total"));
      rows.put("行政许可", counts.stream().map(c -> "5.licence." + c).toList());
      rows.put("其他对外管理服务事项", counts.stream().map(c -> "5.other_service." + c).toList());
      rows.put("行政处罚", counts.stream().map(c -> "6.penalty." + c).toList());
      rows.put("行政强制", counts.stream().map(c -> "6.coercion." + c).toList());
      rows.put("行政事业性收费", List.of("8.fee.items_last_year", "8.fee.items_delta"));
      rows.put("政府集中采购", List.of("9.procurement.items", "9.procurement.amount"));
    }
    for (Element row : table.select("tr")) {
      List<String> codes = rows.getOrDefault(row.child(0).text(), List.of());
      for (int i = 0; i < codes.size(); i++) {
        values.put((is2021 ? "G4.II." : "G3.II.") + codes.get(i), number(row.child(i + 1)));
      }
    }
  }

  private static @Nullable BigDecimal number(Element cell) {
    String text = cell.text().replace('\u00a0', ' ').strip();
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}
