package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.fangzhi.document.Block;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Told;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Kind;
import org.fangzhi.report.Report.Severity;
import org.fangzhi.report.Report.Value;
import org.jspecify.annotations.Nullable;

/**
 * Measures that a report tells both in prose and in a table. Where they differ, scopes may differ
 * too, so that this is never more than a notice.
 */
final class ToldTwice {
  private final Form form;
  private final List<Value> all;

  /** By place, once a measure asks for them. */
  private @Nullable Map<String, Value> values;

  private ToldTwice(Form form, List<Value> all) {
    this.form = form;
    this.all = all;
  }

  /** Where prose and table differ; each measure at most once. */
  static List<Finding> of(
      List<Block> blocks, Form form, @Nullable Integer year, List<Value> values) {
    if (form.told().isEmpty()) {
      return List.of();
    }
    ToldTwice twice = new ToldTwice(form, values);
    Map<String, Finding> findings = new HashMap<>();
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p && Narrative.counts(p.text())) {
        for (String sentence : Narrative.sentences(Labels.fold(p.text()))) {
          for (Told told : form.told()) {
            if (sentence.contains(told.cue())) {
              twice.compare(sentence, p.at(), told, year, findings);
            }
          }
        }
      }
    }
    List<Finding> all = new ArrayList<>();
    for (Told told : form.told()) {
      Finding finding = findings.get(told.label());
      if (finding != null) {
        all.add(finding);
      }
    }
    return all;
  }

  private void compare(
      String sentence,
      String at,
      Told told,
      @Nullable Integer year,
      Map<String, Finding> findings) {
    Matcher m = told.pattern().matcher(sentence);
    while (m.find()) {
      Figure figure = Narrative.figure(m, sentence);
      BigDecimal printed = figure == null || figure.qualifier() != null ? null : figure.value();
      BigDecimal table = printed == null ? null : sum(told.sum());
      if (table != null && table.compareTo(printed) != 0 && isWhole(sentence, m, year)) {
        String words = told.label() + ": " + m.group() + " (" + at + ") ≠ " + table.toPlainString();
        findings.putIfAbsent(
            told.label(),
            new Finding(
                told.id(), Severity.NOTICE, words, table.toPlainString(), printed.toPlainString()));
      }
    }
  }

  private static boolean isWhole(String sentence, Matcher m, @Nullable Integer year) {
    String before = sentence.substring(0, m.start());
    return Extent.of(false, before, sentence.substring(m.end()), year, null) == Extent.WHOLE;
  }

  /** The sum of some rows or cells; null when one of them is not known. */
  private @Nullable BigDecimal sum(List<String> codes) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String code : codes) {
      BigDecimal one = total(code);
      if (one == null) {
        return null;
      }
      sum = sum.add(one);
    }
    return sum;
  }

  /** A cell, or a row's total; the sum of its columns where the total was left blank. */
  private @Nullable BigDecimal total(String code) {
    if (values == null) {
      values = Tally.cells(all);
    }
    Value value = values.get(code);
    if (value == null) {
      value = values.get(code + ":total");
    }
    if (value == null || value.kind() == Kind.TEXT || value.kind() == Kind.NA) {
      return null;
    }
    if (value.value() != null || value.column() == null) {
      return value.value();
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (Column column : form.columns()) {
      Value part = values.get(code + ":" + column.key());
      if (part == null) {
        return null;
      }
      sum = part.value() == null ? sum : sum.add(part.value());
    }
    return sum;
  }
}
