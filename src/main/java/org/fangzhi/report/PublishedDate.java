package org.fangzhi.report;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fangzhi.document.Document;
import org.fangzhi.report.Attributes.AttributeNotes;
import org.jspecify.annotations.Nullable;

/**
 * When a document was published, by what it prints: meta PubDate (国办发〔2017〕47号), the information
 * box, the line under the title. Addresses tell the day of a migration, signatures another day, but
 * one that tells which of two printed days is a migration's.
 */
final class PublishedDate {
  private static final String DATE =
      "(20\\d\\d|19\\d\\d)(?:\\s*[-/.年]\\s*(\\d{1,2})(?:\\s*[-/.月]\\s*(\\d{1,2})(?!\\d)\\s*日?)?)?";
  private static final Pattern META = Pattern.compile("^\\s*" + DATE + "(?!\\d)");
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?:发[布表](?:时间|日期)|发布于|公开(?:时间|日期)|(?<!\\p{IsHan})(?:时间|日期))[:：\\]】\\s]{0,4}" + DATE);
  private static final Pattern CLOCKED =
      Pattern.compile("^" + DATE + "\\s*\\d\\d:\\d\\d(?::\\d\\d)?$");
  private static final Pattern CHINESE_DAY =
      Pattern.compile("年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿卄]{1,3})日");
  private static final Pattern STAMP = Pattern.compile("^\\d{4}[-/.]|\\d:\\d\\d");
  private static final Pattern SIGNED =
      Pattern.compile("^[^。；]{0,30}?(20\\d\\d年\\d{1,2}月\\d{1,2}日)$");
  private static final int DAY_LENGTH = "2014-03-10".length();
  private static final int DAYS_TO_PUBLISH = 62;
  private static final int FIRST_YEAR = 2003;

  private PublishedDate() {}

  /**
   * The day of publication.
   *
   * @param years the years that the title names: of contradicting dates none before their end
   */
  static @Nullable String of(
      Document document, Excerpt excerpt, List<Integer> years, AttributeNotes notes) {
    List<String> printed = printed(document, excerpt);
    List<String> meta = new ArrayList<>();
    for (String content : Excerpt.meta(document, "PubDate")) {
      String date = read(META.matcher(content));
      if (date != null && !meta.contains(date)) meta.add(date);
    }
    if (meta.size() > 1 && years.size() == 1) {
      meta.removeIf(early -> early.compareTo(years.get(0) + "-11") < 0);
    }
    String date = agreed(meta, printed);
    if (date == null) date = signedBefore(meta, printed, excerpt.tail());
    if (date != null) {
      notes.from("published", meta.contains(date) ? "meta PubDate" : "printed");
    } else if (meta.isEmpty() && printed.isEmpty()) {
      notes.withhold("published", "no date of publication is printed");
    } else {
      notes.withhold("published", "PubDate " + meta + " against printed " + printed);
    }
    return date;
  }

  private static @Nullable String agreed(List<String> meta, List<String> printed) {
    if (meta.isEmpty()) return printed.isEmpty() ? null : printed.get(0);
    if (printed.isEmpty()) return meta.size() == 1 ? meta.get(0) : null;
    String first = printed.get(0);
    for (String date : meta) {
      if (date.startsWith(first) || first.startsWith(date)) {
        return date.length() > first.length() ? date : first;
      }
    }
    return null;
  }

  /** Of days that contradict each other the one just after the signature: the other is a move's. */
  private static @Nullable String signedBefore(
      List<String> meta, List<String> printed, List<String> tail) {
    LocalDate signed = signed(tail);
    if (signed == null) return null;
    List<String> near =
        Stream.concat(printed.stream(), meta.stream())
            .distinct()
            .filter(date -> date.length() == DAY_LENGTH)
            .filter(date -> follows(LocalDate.parse(date), signed))
            .toList();
    return near.size() == 1 ? near.get(0) : null;
  }

  private static boolean follows(LocalDate date, LocalDate signed) {
    return !date.isBefore(signed) && date.isBefore(signed.plusDays(DAYS_TO_PUBLISH));
  }

  private static @Nullable LocalDate signed(List<String> tail) {
    for (int i = tail.size() - 1; i >= Math.max(0, tail.size() - 12); i--) {
      Matcher day = SIGNED.matcher(plainDays(Excerpt.compact(tail.get(i))));
      String date = day.find() ? read(META.matcher(day.group(1))) : null;
      if (date != null && date.length() == DAY_LENGTH) return LocalDate.parse(date);
    }
    return null;
  }

  /** A date without a label; in words (2013年1月8日) it may be the day of signing. */
  private static boolean isBare(Document document, String date) {
    return document.box().contains(new Document.Meta("", date));
  }

  /** The printed dates, the best evidence first; at most one. */
  private static List<String> printed(Document document, Excerpt excerpt) {
    String box = Excerpt.box(document, List.of("发布时间", "发布日期", "公开日期", "公开时间", "发布于", "时间", "日期"));
    if (box == null) box = Excerpt.box(document, List.of(""));
    boolean stamped = box != null && (STAMP.matcher(box).find() || !isBare(document, box));
    String date = stamped ? read(META.matcher(box)) : null;
    List<String> head = date == null ? excerpt.head() : List.of();
    for (int i = 0; date == null && i < Math.min(15, head.size()); i++) {
      String line = head.get(i);
      if (line.length() > 200) continue;
      if (line.indexOf("20") < 0) continue;
      date = read(LABELLED.matcher(line));
      if (date == null && i < 6) date = read(CLOCKED.matcher(line));
    }
    List<String> tail = date == null ? excerpt.tail() : List.of();
    for (int i = Math.max(0, tail.size() - 5); date == null && i < tail.size(); i++) {
      String line = tail.get(i);
      if (line.contains("发布") && line.length() < 200) date = read(LABELLED.matcher(line));
    }
    return date == null ? List.of() : List.of(date);
  }

  /** 二〇一四年三月十日 as 2014年3月10日. */
  static String plainDays(String text) {
    String plain = ReportYear.plainYears(text);
    if (plain.indexOf('月') < 0) return plain;
    return CHINESE_DAY
        .matcher(plain)
        .replaceAll(
            m -> {
              BigDecimal month = Numerals.parse(m.group(1));
              BigDecimal day = Numerals.parse(m.group(2).replaceFirst("^二?[卄廿]", "二十"));
              return month == null || day == null
                  ? m.group()
                  : "年" + month.toPlainString() + "月" + day.toPlainString() + "日";
            });
  }

  /** ISO 8601 at the precision printed; null for no date, or one that cannot be. */
  private static @Nullable String read(Matcher found) {
    if (!found.find()) return null;
    int year = Integer.parseInt(found.group(1));
    if (year < FIRST_YEAR) return null;
    if (found.group(2) == null) return found.group(1);
    try {
      int month = Integer.parseInt(found.group(2));
      if (found.group(3) == null) return YearMonth.of(year, month).toString();
      return LocalDate.of(year, month, Integer.parseInt(found.group(3))).toString();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
