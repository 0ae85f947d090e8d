package org.fangzhi.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.report.Attributes.AttributeNotes;
import org.jspecify.annotations.Nullable;

/** Which year a report is about, by its title, its captions and the period it names. */
final class ReportYear {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final Pattern CHINESE =
      Pattern.compile("二[〇○零ＯO0][〇○零ＯO0一二三四][〇○零ＯO0一二三四五六七八九](?=年)");
  private static final Pattern YEAR =
      Pattern.compile("(?<!\\d)(20[0-4]\\d)(?!\\d)(?!年?\\d{1,2}月\\d{1,2}日(?!起|至|到|[—–-]))");
  private static final Pattern CAPTION = Pattern.compile("^[（(]?(20[0-4]\\d)年度?[）)]?$");
  private static final Pattern PERIOD =
      Pattern.compile(
          "(?<!\\d)(20[0-4]\\d)年(?:1月1日|1月|5月1日)(?:起|开始)?[，,]?[至到—–~～-]{1,2}(?:(20[0-4]\\d)年)?12月(?:31日|底|份)?");
  private static final Pattern LEAD =
      Pattern.compile(
          "现[将就][^。；]{0,16}?(20[0-4]\\d)年度?[^。；\\d]{0,14}信息公开|现[将就]信息公开[^。；]{0,6}(20[0-4]\\d)年"
              + "|(?:公布|公开|发布|编制|撰写|^|[。\\n])[了的《“]{0,2}[^。；，\\d]{0,24}(20[0-4]\\d)年度?[^。；，\\d]{0,20}"
              + OpeningWords.REPORT);
  private static final Pattern PARAGRAPH =
      Pattern.compile("(?m)^\\s*(20[0-4]\\d)年(?!\\d|[一二三四五六七八九十]+月)");

  private ReportYear() {}

  static @Nullable Integer of(
      ReportTitle title, Document document, @Nullable String published, AttributeNotes notes) {
    Set<Integer> period = periods(document.text());
    Set<Integer> years = new TreeSet<>(title.years());
    String from = "title";
    if (years.size() != 1 && period.size() == 1) {
      years.removeIf(y -> !period.contains(y));
      if (years.isEmpty()) years = period;
      from = "period";
    }
    if (years.isEmpty()) {
      years = captions(document);
      from = "caption";
    }
    if (years.isEmpty()) {
      years = leads(document.text());
      from = "opening";
    }
    if (years.isEmpty()) {
      years = paragraphs(document.text());
      from = "paragraphs";
    }
    return certain(years, period, from, published, notes);
  }

  private static @Nullable Integer certain(
      Set<Integer> years,
      Set<Integer> period,
      String from,
      @Nullable String published,
      AttributeNotes notes) {
    if (years.isEmpty()) {
      notes.withhold("year", "neither title, caption nor period names one");
    } else if (years.size() > 1) {
      notes.withhold("year", "the " + from + " names several: " + years);
    } else {
      int year = years.iterator().next();
      if (period.size() == 1 && !period.contains(year)) {
        notes.withhold("year", from + " says " + year + ", the period named is of " + period);
      } else if (isBeforeItsEnd(year, published)) {
        notes.withhold("year", from + " says " + year + ", yet it was published on " + published);
      } else {
        notes.from("year", from);
        return year;
      }
    }
    return null;
  }

  /** A year's report is not published before its last two months. */
  private static boolean isBeforeItsEnd(int year, @Nullable String published) {
    return published != null
        && published.compareTo(year + "-11") < 0
        && !(published.length() == 4 && published.equals(Integer.toString(year)));
  }

  /** 二〇一二年 as 2012年. */
  static String plainYears(String text) {
    if (text.indexOf('二') < 0) return text;
    return CHINESE
        .matcher(text)
        .replaceAll(
            m -> {
              StringBuilder plain = new StringBuilder(4);
              for (char c : m.group().toCharArray()) {
                int digit = DIGITS.indexOf(c);
                plain.append(digit < 0 ? 0 : digit);
              }
              return plain.toString();
            });
  }

  /** The years named in a title without white space. */
  static List<Integer> named(String title) {
    Set<Integer> years = new TreeSet<>();
    Matcher found = YEAR.matcher(title);
    while (found.find()) years.add(Integer.valueOf(found.group(1)));
    return List.copyOf(years);
  }

  private static Set<Integer> captions(Document document) {
    Set<Integer> years = new TreeSet<>();
    for (Block block : document.blocks()) {
      if (block instanceof Block.Paragraph p && p.text().length() < 24) {
        caption(p.text(), years);
      } else if (block instanceof Block.Table table && table.caption() != null) {
        years.addAll(named(Excerpt.compact(table.caption())));
      }
    }
    if (years.isEmpty()) document.text().lines().forEach(line -> caption(line, years));
    return years;
  }

  private static void caption(String line, Set<Integer> years) {
    if (line.length() > 24 || line.indexOf('年') < 0) return;
    Matcher caption = CAPTION.matcher(plainYears(Excerpt.compact(line)));
    if (caption.matches()) years.add(Integer.valueOf(caption.group(1)));
  }

  /** 统计期限自2012年1月1日起至2012年12月31日止. */
  private static Set<Integer> periods(String text) {
    Set<Integer> years = new TreeSet<>();
    for (int at = text.indexOf("12"); at >= 0; at = text.indexOf("12", at + 2)) {
      int month = at + 2;
      while (month < text.length() && text.charAt(month) <= ' ') month++;
      if (!text.startsWith("月", month)) continue;
      String around =
          Excerpt.compact(text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 16)));
      Matcher period = PERIOD.matcher(around);
      while (period.find()) {
        if (period.group(2) == null || period.group(2).equals(period.group(1))) {
          years.add(Integer.valueOf(period.group(1)));
        }
      }
    }
    return years;
  }

  /** 现将我县2012年政府信息公开工作情况报告如下. */
  private static Set<Integer> leads(String text) {
    Set<Integer> years = new TreeSet<>();
    String opening =
        text.substring(0, Math.min(1500, text.length())).replaceAll("[ \\t\\u00a0\\u3000]", "");
    Matcher lead = LEAD.matcher(plainYears(opening));
    while (lead.find()) {
      for (int i = 1; i <= lead.groupCount(); i++) {
        if (lead.group(i) != null) years.add(Integer.valueOf(lead.group(i)));
      }
    }
    return years;
  }

  /** The one year that paragraphs begin with, where two do at least. */
  private static Set<Integer> paragraphs(String text) {
    List<Integer> years =
        PARAGRAPH
            .matcher(plainYears(text))
            .results()
            .map(m -> Integer.valueOf(m.group(1)))
            .toList();
    return years.size() > 1 ? new TreeSet<>(years) : Set.of();
  }
}
