package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.fangzhi.report.Catalogue.Wordings;
import org.fangzhi.report.Report.Kind;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/**
 * Figures told in prose. A figure of a part, of another year or of a single office is not taken for
 * the whole; two different candidates withhold the figure.
 *
 * @param sentences the sentence that told a figure, by its code
 */
record Narrative(List<Value> values, List<Withheld> withheld, Map<String, Integer> sentences) {
  private static final Pattern YEAR = Pattern.compile("(20[0-3]\\d)年");
  private static final Pattern SINCE =
      Pattern.compile("以来|历年|自20[0-3]\\d年|[前近上][一二三两]年|去年|上年|同期|较上");
  private static final Pattern OFFICE =
      Pattern.compile(
          "(?:[^我本]局|[^我本]委|[^我本府]办|厅|[^我本]镇|[^我本]乡|街道|部门|各单位|企业|中心|学校|社区|村|公司|代表[^,]{2,12})(?:共|累计)?$");
  private static final Pattern AGAINST = Pattern.compile("撤销|纠错|败诉|变更|超期|逾期|被确认违法");

  private record Candidate(Figure figure, String raw, String at, int sentence) {}

  /** Reads the figures of a form out of prose about a year. */
  static Narrative of(List<Block> blocks, Form form, @Nullable Integer year) {
    Map<String, List<Candidate>> found = new HashMap<>();
    int sentence = 0;
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p) {
        String prose = Labels.width(p.text());
        List<Indicator> cued = cued(form, prose);
        if (cued.isEmpty()) {
          continue;
        }
        for (String text : sentences(prose)) {
          sentence++;
          boolean counts = counts(text);
          boolean denies = denies(text);
          for (Indicator indicator : cued) {
            Wordings wordings = indicator.wordings();
            if (wordings != null && (counts || denies) && text.contains(wordings.cue())) {
              List<Candidate> candidates =
                  found.computeIfAbsent(indicator.code(), k -> new ArrayList<>(2));
              search(indicator, wordings, text, year, p.at(), sentence, candidates);
            }
          }
        }
      }
    }
    return decide(found, form);
  }

  private static List<Indicator> cued(Form form, String prose) {
    if (!counts(prose) && !denies(prose)) {
      return List.of();
    }
    List<Indicator> cued = new ArrayList<>();
    for (Indicator indicator : form.indicators()) {
      Wordings wordings = indicator.wordings();
      if (wordings != null && prose.contains(wordings.cue())) {
        cued.add(indicator);
      }
    }
    return cued;
  }

  /** Whether a text can tell a number: digits, or numerals before a unit. */
  static boolean counts(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean numeral = "零一二两三四五六七八九十百千万".indexOf(c) >= 0;
      if (c >= '0' && c <= '9'
          || numeral && i + 1 < text.length() && "件条次元人册卷起份项宗".indexOf(text.charAt(i + 1)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean denies(String text) {
    return text.indexOf('未') >= 0
        || text.indexOf('没') >= 0
        || text.indexOf('无') >= 0
        || text.indexOf('不') >= 0;
  }

  static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '。' || c == ';' || c == '!' || c == '\n') {
        sentences.add(text.substring(start, i));
        start = i + 1;
      }
    }
    sentences.add(text.substring(start));
    return sentences;
  }

  private static void search(
      Indicator indicator,
      Wordings wordings,
      String text,
      @Nullable Integer year,
      String at,
      int sentence,
      List<Candidate> candidates) {
    for (Pattern pattern : wordings.figures()) {
      Matcher m = pattern.matcher(text);
      while (m.find()) {
        if (ofTheWhole(indicator, text.substring(0, m.start()), year)) {
          Figure figure = figure(m);
          if (figure != null) {
            candidates.add(new Candidate(figure, m.group(), at, sentence));
          }
        }
      }
    }
    for (Pattern pattern : wordings.zeros()) {
      Matcher m = pattern.matcher(text);
      if (m.find()
          && !AGAINST.matcher(text).find()
          && ofTheWhole(indicator, text.substring(0, m.start()), year)) {
        Figure zero = new Figure(Kind.ZERO, BigDecimal.ZERO, null, null, null);
        candidates.add(new Candidate(zero, m.group(), at, sentence));
      }
    }
  }

  /** Whether what stands before a figure leaves it a figure of the whole report's year. */
  private static boolean ofTheWhole(Indicator indicator, String before, @Nullable Integer year) {
    return ofTheWhole(indicator.parent() != null, before, year);
  }

  static boolean ofTheWhole(boolean part, String before, @Nullable Integer year) {
    if (!part && before.contains("其中") || SINCE.matcher(before).find()) {
      return false;
    }
    if (!part && OFFICE.matcher(before).find()) {
      return false;
    }
    Matcher m = YEAR.matcher(before);
    String last = null;
    while (m.find()) {
      last = m.group(1);
    }
    return last == null || year == null || Integer.parseInt(last) == year;
  }

  static @Nullable Figure figure(Matcher m) {
    String v = m.group("v").replace(",", "");
    BigDecimal number = Character.isDigit(v.charAt(0)) ? new BigDecimal(v) : Numerals.parse(v);
    if (number == null) {
      return null;
    }
    BigDecimal value = Numerals.scaled(number, m.group("m"));
    String about = m.group("about");
    boolean over =
        m.group("q") != null || about != null && (about.contains("超") || about.equals("逾"));
    String qualifier = over ? "over" : about != null ? "about" : null;
    String unit = null;
    for (String one : UNITS) {
      if (m.group().endsWith(one)) {
        unit = one;
        break;
      }
    }
    return new Figure(value.signum() == 0 ? Kind.ZERO : Kind.NUMBER, value, unit, qualifier, null);
  }

  private static final List<String> UNITS = List.of(Units.PATTERN.split("\\|"));

  private static Narrative decide(Map<String, List<Candidate>> found, Form form) {
    List<Value> values = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>();
    Map<String, Integer> sentences = new HashMap<>();
    for (Indicator indicator : form.indicators()) {
      List<Candidate> candidates = found.getOrDefault(indicator.code(), List.of());
      Candidate one = one(candidates);
      if (one != null) {
        Figure figure = one.figure();
        values.add(
            new Value(
                indicator.code(),
                null,
                figure.value(),
                figure.unit() != null ? figure.unit() : indicator.unit(),
                figure.kind(),
                figure.qualifier(),
                one.raw(),
                one.at()));
        sentences.put(indicator.code(), one.sentence());
      } else if (!candidates.isEmpty()) {
        withheld.add(new Withheld(indicator.code(), "told differently: " + told(candidates)));
      }
    }
    return new Narrative(values, withheld, sentences);
  }

  /** The figure when all candidates agree, or when one is the sum of all others. */
  private static @Nullable Candidate one(List<Candidate> candidates) {
    Candidate largest = null;
    BigDecimal sum = BigDecimal.ZERO;
    boolean agree = true;
    for (Candidate candidate : candidates) {
      BigDecimal value = candidate.figure().value();
      sum = sum.add(value);
      if (largest != null && largest.figure().value().compareTo(value) != 0) {
        agree = false;
      }
      if (largest == null || largest.figure().value().compareTo(value) < 0) {
        largest = candidate;
      }
    }
    if (largest == null || agree) {
      return candidates.isEmpty() ? null : candidates.get(0);
    }
    BigDecimal value = largest.figure().value();
    return candidates.size() > 2 && sum.subtract(value).compareTo(value) == 0 ? largest : null;
  }

  private static String told(List<Candidate> candidates) {
    List<String> told = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String one = candidate.raw() + " at " + candidate.at();
      if (!told.contains(one)) {
        told.add(one);
      }
    }
    return String.join("; ", told);
  }
}
