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
  private static final Pattern BLANKS =
      Pattern.compile("(?<![\\d.,])[ \\t\\u00a0\\u3000]+|[ \\t\\u00a0\\u3000]+(?![\\d.,])");
  private static final String NUMERALS = "零〇一二两三四五六七八九十百千万";
  private static final String COUNTED = "件条次元人册卷起份项宗名位篇";
  private static final Pattern AGAINST = Pattern.compile("撤销|纠错|败诉|变更|超期|逾期|被确认违法|除外|以外|低保|困难群众");

  private record Candidate(Figure figure, String raw, String at, int sentence, Extent extent) {}

  /** A paragraph's sentence with what tells its extent. */
  private record Sentence(
      String text,
      String paragraph,
      String at,
      int number,
      @Nullable Integer year,
      Extent.@Nullable Body own) {}

  /** Reads the figures of a form out of prose about a year. */
  static Narrative of(List<Block> blocks, Form form, @Nullable Integer year) {
    return of(blocks, form, year, null);
  }

  /**
   * The same for a known issuer.
   *
   * @param own the issuer; what it tells of itself is the whole
   */
  static Narrative of(
      List<Block> blocks, Form form, @Nullable Integer year, Extent.@Nullable Body own) {
    Map<String, List<Candidate>> found = new HashMap<>();
    int sentence = 0;
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p) {
        String prose = closed(Labels.width(p.text()));
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
              Sentence told = new Sentence(text, prose, p.at(), sentence, year, own);
              search(indicator, wordings, told, candidates);
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
      if (c >= '0' && c <= '9') {
        return true;
      }
      if (NUMERALS.indexOf(c) >= 0 && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        boolean over = (next == '余' || next == '多') && i + 2 < text.length();
        if (COUNTED.indexOf(over ? text.charAt(i + 2) : next) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean denies(String text) {
    return text.indexOf('未') >= 0
        || text.indexOf('没') >= 0
        || text.indexOf('无') >= 0
        || text.indexOf('不') >= 0
        || text.indexOf('零') >= 0;
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

  /** Blanks between words and numbers do not count; between digits they part two numbers. */
  private static String closed(String text) {
    return BLANKS.matcher(text).replaceAll("");
  }

  private static void search(
      Indicator indicator, Wordings wordings, Sentence sentence, List<Candidate> candidates) {
    String text = sentence.text();
    boolean part = indicator.parent() != null;
    for (Pattern pattern : wordings.figures()) {
      Matcher m = pattern.matcher(text);
      while (m.find()) {
        Extent extent = extent(part, wordings.byChannel(), sentence, m.start(), m.end());
        int inner = innermost(pattern, m, text);
        if (inner > m.start()) {
          extent =
              extent.or(extent(part, wordings.byChannel(), sentence, inner, m.end()), text, inner);
        }
        Figure figure = figure(m, text);
        if (figure != null && !(part && extent == Extent.OTHER)) {
          Extent sure = about(wordings, sentence) ? extent : Extent.UNCLEAR;
          candidates.add(new Candidate(figure, m.group(), sentence.at(), sentence.number(), sure));
        }
      }
    }
    for (Pattern pattern : wordings.zeros()) {
      Matcher m = pattern.matcher(text);
      if (m.find()
          && !AGAINST.matcher(text).find()
          && extent(true, false, sentence, m.start(), m.end()) == Extent.WHOLE) {
        Figure zero = new Figure(Kind.ZERO, BigDecimal.ZERO, null, null, null);
        candidates.add(
            new Candidate(zero, m.group(), sentence.at(), sentence.number(), Extent.WHOLE));
      }
    }
  }

  /** Where the words of a figure begin that stand nearest to its number. */
  private static int innermost(Pattern pattern, Matcher m, String text) {
    int start = m.start();
    Matcher inner = pattern.matcher(text).useTransparentBounds(true);
    for (int from = start + 1; from < m.start("v"); from = start + 1) {
      inner.region(from, m.end());
      if (!inner.find() || inner.end() != m.end() || inner.start("v") != m.start("v")) {
        break;
      }
      start = inner.start();
    }
    return start;
  }

  private static Extent extent(
      boolean part, boolean byChannel, Sentence sentence, int start, int end) {
    String text = sentence.text();
    return Extent.of(
        part,
        byChannel,
        text.substring(0, start),
        text.substring(end),
        sentence.year(),
        sentence.own());
  }

  /** Whether the paragraph speaks of what the figure must be about. */
  private static boolean about(Wordings wordings, Sentence sentence) {
    return wordings.about() == null || sentence.paragraph().contains(wordings.about());
  }

  static @Nullable Figure figure(Matcher m, String text) {
    String v = m.group("v").replace(",", "");
    boolean digits = Character.isDigit(v.charAt(0));
    int start = m.start("v");
    // 信息数十条 may be ten pieces or dozens
    if (!digits
        && start > 0
        && "数几上第".indexOf(text.charAt(start - 1)) >= 0
        && "十百千万".indexOf(v.charAt(0)) >= 0) {
      return null;
    }
    BigDecimal number = digits ? new BigDecimal(v) : Numerals.parse(v);
    if (number == null) {
      return null;
    }
    String unit = null;
    for (String one : UNITS) {
      if (m.group().endsWith(one)) {
        unit = one;
        break;
      }
    }
    boolean money = unit != null && unit.length() == 2 && unit.endsWith("元");
    BigDecimal value = money ? number : Numerals.scaled(number, m.group("m"));
    String about = m.group("about");
    String rest = text.substring(m.end());
    boolean over =
        m.group("q") != null
            || m.group("p") != null
            || about != null && (about.contains("超") || about.equals("逾"))
            || rest.startsWith("以上");
    boolean roughly = about != null || rest.startsWith("左右") || rest.startsWith("上下");
    String qualifier = over ? "over" : roughly ? "about" : null;
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
        withheld.add(new Withheld(indicator.code(), why(candidates)));
      }
    }
    return new Narrative(values, withheld, sentences);
  }

  /** The figure when all candidates agree, or when one is the sum of all others. */
  private static @Nullable Candidate one(List<Candidate> all) {
    List<Candidate> candidates =
        exact(all.stream().filter(c -> c.extent() == Extent.WHOLE).toList());
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

  private static String why(List<Candidate> candidates) {
    for (Extent extent : List.of(Extent.WHOLE, Extent.UNCLEAR)) {
      List<Candidate> told = candidates.stream().filter(c -> c.extent() == extent).toList();
      if (!told.isEmpty()) {
        String why =
            extent == Extent.WHOLE
                ? "told differently: "
                : "perhaps not of this year and body alone: ";
        return why + told(told);
      }
    }
    return "told only of a part, an office or other years: " + told(candidates);
  }

  /** Without rounded figures that an exact one stands beside: 1200余 beside 1213. */
  private static List<Candidate> exact(List<Candidate> candidates) {
    return candidates.stream()
        .filter(
            rough ->
                rough.figure().qualifier() == null
                    || candidates.stream()
                        .noneMatch(
                            c ->
                                c.figure().qualifier() == null
                                    && rounds(rough.figure(), c.figure())))
        .toList();
  }

  private static boolean rounds(Figure rough, Figure exact) {
    BigDecimal one = rough.value();
    BigDecimal other = exact.value();
    return one != null
        && other != null
        && one.subtract(other).abs().multiply(BigDecimal.TEN).compareTo(one) < 0;
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
