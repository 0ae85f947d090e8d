package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.report.Catalogue.Check;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.fangzhi.report.Catalogue.Rule;

/**
 * A check of a form at one column or row.
 *
 * @param prefix what stands before its terms' codes in the names of their places, a row
 * @param suffix what stands behind them, a column
 * @param left the places of the terms on the left
 * @param right the places of those on the right
 */
record Sum(
    Rule rule, Check check, String prefix, String suffix, List<String> left, List<String> right) {
  private static final Map<String, List<Sum>> OF = new ConcurrentHashMap<>();

  private Sum(Rule rule, Check check, String prefix, String suffix) {
    this(
        rule,
        check,
        prefix,
        suffix,
        check.left().stream().map(term -> prefix + term.code() + suffix).toList(),
        check.right().stream().map(term -> prefix + term.code() + suffix).toList());
  }

  /** The sums of a form, made once. */
  static List<Sum> of(Form form) {
    return OF.computeIfAbsent(
        form.id(),
        id -> {
          List<Sum> sums = new ArrayList<>();
          for (Rule rule : form.rules()) {
            for (Check check : rule.checks()) {
              each(form, rule, check, sums);
            }
          }
          return List.copyOf(sums);
        });
  }

  private static void each(Form form, Rule rule, Check check, List<Sum> sums) {
    if ("row".equals(rule.each())) {
      for (Indicator row : form.indicators()) {
        if ("III".equals(row.table()) && !row.heading()) {
          sums.add(new Sum(rule, check, row.code() + ":", ""));
        }
      }
    } else if (!"column".equals(rule.each())
        && (form.columns().isEmpty() || form.indicators().get(0).table() != null)) {
      sums.add(new Sum(rule, check, "", ""));
    } else {
      for (Column column : form.columns()) {
        sums.add(new Sum(rule, check, "", ":" + column.key()));
      }
    }
  }
}
