package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a page says anew with each visit, or says on all pages of its site: never the text. */
public enum Noise {
  /** Visits and hits: 浏览次数：123. */
  COUNTER,
  /** The hour of the visit, of printing or of making the page: 今天是2026年11月22日. */
  CLOCK,
  /** Font sizes, print, share and close. */
  WIDGET,
  /** Trails, neighbours (上一篇, 下一篇), menus and footers. */
  NAVIGATION;

  /** Longer lines are prose, whatever words they hold. */
  private static final int LONGEST = 120;

  private static final String COUNT =
      "(?:(?:累计|总)?(?:浏览|阅读|点击|访问|查看)(?:次数|人次|人数|总量|量|数|率)?|人气|(?:您|你)是(?:本站)?第)\\s*[:：]?\\s*\\[?\\d[\\d,]*\\]?\\s*(?:次|人次|人|位访客|位访问者)?";

  private static final Pattern ANY_COUNTER = Pattern.compile(COUNT);

  private static final Pattern COUNTER_LINE =
      Pattern.compile("[(（【\\[|\\s]*" + COUNT + "[)）】\\]|\\s]*");

  /** A counter in a line of other words: in brackets or at its end. */
  private static final Pattern COUNTER_WITHIN =
      Pattern.compile("[(（【\\[]\\s*" + COUNT + "\\s*[)）】\\]]|(?<=[\\s|])" + COUNT + "\\s*$");

  private static final String CLOCK_WORDS =
      "今天是|今日是|现在是|现在时间|当前时间|当前日期|系统时间|北京时间|打印时间|打印日期|页面生成时间|生成时间|页面更新时间|最后更新时间|最后更新|更新时间|更新日期";

  private static final String OF_TIMES = "[\\d年月日时分秒星期周一二三四五六天上下午:：/.\\s)）】\\]-]*";

  private static final Pattern CLOCK_LINE =
      Pattern.compile("[(（【\\[\\s]*(?:" + CLOCK_WORDS + ")\\s*[:：]?" + OF_TIMES + "\\d" + OF_TIMES);

  private static final Pattern NEIGHBOUR =
      Pattern.compile(
          "[\\s<《【\\[«]*(?:上|下)(?:一篇|一条|一页|篇)(?:文章|新闻|信息)?[》】\\]>»]?\\s*(?:[:：].*|没有.*|)");

  /**
   * What a line of the main content is, when it is noise; null when it is not.
   *
   * @param edge whether it stands before the text begins or after it has ended: only there a count
   *     of visits is the page's and not the report's
   */
  public static @Nullable Noise of(String line, boolean edge) {
    if (line.length() > LONGEST || line.indexOf('。') >= 0) {
      return null;
    }
    if (edge && COUNTER_LINE.matcher(line).matches()) {
      return COUNTER;
    }
    if (CLOCK_LINE.matcher(line).matches()) {
      return CLOCK;
    }
    if (NEIGHBOUR.matcher(line).matches() || Chrome.isTrail(line)) {
      return NAVIGATION;
    }
    return Chrome.isWidget(line) ? WIDGET : null;
  }

  /** What a line around the main content is. */
  public static Noise around(String line) {
    Noise noise = of(line, true);
    return noise != null ? noise : countersAround(line).isEmpty() ? NAVIGATION : COUNTER;
  }

  /** What the value of an information box is, by its label; null when it is of the document. */
  public static @Nullable Noise ofLabel(String label) {
    return Pattern.matches(CLOCK_WORDS, label) ? CLOCK : null;
  }

  /** The counters that stand in a line of the main content, as printed. */
  public static List<String> counters(String line) {
    return found(COUNTER_WITHIN, line.length() > LONGEST ? "" : line);
  }

  /** The counters in a line around the main content, wherever in the line they stand. */
  public static List<String> countersAround(String line) {
    return found(ANY_COUNTER, line);
  }

  private static List<String> found(Pattern pattern, String line) {
    List<String> counters = new ArrayList<>();
    Matcher counter = pattern.matcher(line);
    while (counter.find()) {
      counters.add(counter.group().strip());
    }
    return counters;
  }

  /** A line without the counters in it. */
  public static String withoutCounters(String line) {
    return line.length() > LONGEST ? line : COUNTER_WITHIN.matcher(line).replaceAll("");
  }

  /** Whether a line around the content only tells pairs of the information box. */
  public static boolean isInformation(String line) {
    return !Chrome.pairs(line).isEmpty() || Chrome.isLabel(line);
  }
}
