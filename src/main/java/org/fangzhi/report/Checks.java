package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.report.Catalogue.Check;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Rule;
import org.fangzhi.report.Catalogue.Term;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Kind;
import org.fangzhi.report.Report.Severity;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/** The arithmetic (勾稽关系) of a form, tried on what was read. */
final class Checks {
  private static final String DERIVED = "derived";
  private static final Set<String> OTHERS = Set.of("G1.A1.7", "G1.C1.6");

  private final Form form;
  private final Map<String, Value> values;
  private final Set<String> withheld = new HashSet<>();
  private final Map<String, Integer> sentences;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> doubtful = new HashSet<>();

  private Checks(
      Form form, List<Value> values, List<Withheld> withheld, Map<String, Integer> sentences) {
    this.form = form;
    this.sentences = sentences;
    this.values = Tally.cells(values);
    withheld.forEach(w -> this.withheld.add(w.what()));
  }

  /**
   * What does not hold.
   *
   * @param sentences the sentence that told a figure, by code, where figures are told in prose
   */
  static List<Finding> of(
      Form form, List<Value> values, List<Withheld> withheld, Map<String, Integer> sentences) {
    Checks checks = new Checks(form, values, withheld, sentences);
    Sum.of(form).forEach(checks::apply);
    return checks.findings;
  }

  /** The places of values that were only derived and take part in a sum of the form that fails. */
  static Set<String> doubtful(Form form, List<Value> values, List<Withheld> withheld) {
    if (values.stream().noneMatch(v -> DERIVED.equals(v.qualifier()))) {
      return Set.of();
    }
    Checks checks = new Checks(form, values, withheld, Map.of());
    Sum.of(form).stream().filter(sum -> sum.rule().hard()).forEach(checks::apply);
    return checks.doubtful;
  }

  /** One side of a check: its sum and what kinds of cells it was taken from. */
  private record Side(BigDecimal sum, int numbers, int blanks, boolean derived) {}

  private void apply(Sum sum) {
    Rule rule = sum.rule();
    Check check = sum.check();
    String prefix = sum.prefix();
    String suffix = sum.suffix();
    Side left = side(rule, check.left(), sum.left(), null);
    Side right = left == null ? null : side(rule, check.right(), sum.right(), check.left().get(0));
    if (left == null || right == null || left.numbers() == 0 || right.numbers() == 0) {
      return;
    }
    int order = left.sum().compareTo(right.sum());
    if (check.equal() ? order == 0 : order <= 0) {
      return;
    }
    if ("sentence".equals(rule.each())
        && (right.numbers() < 2 || order > 0 && !exhaustive(check))) {
      return;
    }
    addDoubtful(sum.left());
    addDoubtful(sum.right());
    boolean single = check.left().size() == 1;
    BigDecimal expected = single ? right.sum() : left.sum();
    BigDecimal found = single ? left.sum() : right.sum();
    findings.add(
        new Finding(
            rule.id(),
            severity(rule, left, right),
            where(prefix, suffix)
                + words(check.left(), prefix, suffix)
                + (check.equal() ? " ≠ " : " > ")
                + words(check.right(), prefix, suffix),
            expected.toPlainString(),
            found.toPlainString()));
  }

  private void addDoubtful(List<String> places) {
    for (String place : places) {
      Value value = values.get(place);
      if (value != null && DERIVED.equals(value.qualifier())) {
        doubtful.add(place);
      }
    }
  }

  /** Whether the parts told end in 其他, so that none can be missing. */
  private boolean exhaustive(Check check) {
    return check.right().stream()
        .map(Term::code)
        .anyMatch(code -> OTHERS.contains(code) && values.containsKey(code));
  }

  private static Severity severity(Rule rule, Side left, Side right) {
    if (left.derived() || right.derived()) {
      return Severity.READING;
    }
    return rule.hard() && left.blanks() + right.blanks() == 0
        ? Severity.PUBLISHER
        : Severity.NOTICE;
  }

  private @Nullable Side side(
      Rule rule, List<Term> terms, List<String> places, @Nullable Term whole) {
    BigDecimal sum = BigDecimal.ZERO;
    int numbers = 0;
    int blanks = 0;
    boolean derived = false;
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      String place = places.get(i);
      Value value = values.get(place);
      if (withheld.contains(place)) {
        return null;
      }
      boolean elsewhere =
          whole != null
              && "sentence".equals(rule.each())
              && !sameSentence(term.code(), whole.code());
      if (value == null || elsewhere) {
        if (!term.optional()) {
          return null;
        }
        continue;
      }
      if (value.value() == null) {
        if (value.kind() == Kind.TEXT) {
          return null;
        }
        blanks++;
      } else {
        numbers++;
        sum = sum.add(value.value());
        derived |= DERIVED.equals(value.qualifier());
      }
    }
    return new Side(sum, numbers, blanks, derived);
  }

  private String words(List<Term> terms, String prefix, String suffix) {
    List<String> words = new ArrayList<>();
    for (Term term : terms) {
      Value value = values.get(prefix + term.code() + suffix);
      if (value != null && value.value() != null) {
        words.add(word(prefix, term) + " " + value.value().toPlainString());
      }
    }
    return String.join(" + ", words);
  }

  private boolean sameSentence(String part, String whole) {
    Integer sentence = sentences.get(part);
    return sentence != null && sentence.equals(sentences.get(whole));
  }

  private String where(String prefix, String suffix) {
    if (prefix.isEmpty() && suffix.isEmpty()) {
      return "";
    }
    return prefix.isEmpty()
        ? column(suffix.substring(1)) + ": "
        : form.indicator(prefix.substring(0, prefix.length() - 1)).label() + ": ";
  }

  private String word(String prefix, Term term) {
    return prefix.isEmpty() ? form.indicator(term.code()).label() : column(term.code());
  }

  private String column(String key) {
    for (Column column : form.columns()) {
      if (column.key().equals(key)) {
        return column.label();
      }
    }
    return key;
  }
}
