package org.fangzhi.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a figure told in prose covers: this report's year and body, or less, or more, or one cannot
 * say.
 */
enum Extent {
  /** The year and the body of the report. */
  WHOLE,
  /** Another year, several years, a single office, a single channel. */
  OTHER,
  /** Perhaps counted over the years, or of another body. */
  UNCLEAR;

  private static final Pattern YEAR = Pattern.compile("(20[0-3]\\d)年");
  private static final Pattern MANY_YEARS =
      Pattern.compile(
          "以来|历年|至今|自20[0-3]\\d年(?!1月)|[前近上去][一二三两]?年|同期|较上|比上|[三四五]年来"
              + "|[每日月]均|平均|每[月日天周季]|计划|力争|预计|目标|拟|上半年|[一二三四]季度|\\d月份");
  private static final Pattern SUMMED = Pattern.compile("累计|截至|截止|到目前|目前为止");
  private static final Pattern THIS_YEAR = Pattern.compile("全年|本年|今年|当年|年内|一年来");
  private static final Pattern PERIOD = Pattern.compile("1月1日(?:起)?[至到—–~～-]");
  private static final Pattern OFFICE =
      Pattern.compile(
          "[^我本]局|[^我本]委(?!托)|[^我本府]办(?!理|法|事|结)|厅|[^我本]镇|[^我本]乡|街道|部门|单位|企业|中心|学校|社区|村|公司"
              + "|系统|领域|方面|代表");
  private static final Pattern ALL =
      Pattern.compile("[全我][县市区镇乡州旗省盟局委]|本(?:机关|局|委|级|单位|部门|镇|乡|街道)|各级|各[镇乡][^,]{0,8}各部门|我[办处院厅]");
  private static final Pattern GENERAL = Pattern.compile("公共|各(?![类种项样界方])|所有|全[省市县区州盟旗镇乡部]");

  /** An office that begins a sentence is what all of it is about: 县教育局重视公开,全年公开信息300条. */
  private static final Pattern SUBJECT =
      Pattern.compile(
          // whom a report obeys is not its subject: 按照省政府办公厅要求,清理规范性文件
          "(?!按|根据|依|遵|参照|在|经|对|向|与|通过|结合|围绕|落实|贯彻|执行|响应|以|为)[^,各全我本]{1,12}?(?:局|厅|街道(?:办事处)?|镇|乡|中心|公司|学校|社区|村(?:委会)?)"
              + "(?![,、和与等的配牵]|及(?!时)|政府|街|镇|村|乡|部门|办).*");

  private static final Pattern REGION = Pattern.compile("全[省市县区州盟旗镇乡]");
  private static final Pattern CHANNEL =
      Pattern.compile(
          "网站|网页|公报|公告栏|公开栏|公示栏|媒体|报纸|报刊|日报|电视|广播|微博|微信|发布会|查阅|短信|手机|屏|档案馆|图书馆|热线|平台|论坛");

  /**
   * Who issued a report.
   *
   * @param organ true for an organ, which does not account for its whole region
   */
  record Body(String name, boolean organ) {}

  /**
   * The extent of a figure.
   *
   * @param part whether it is a part of another figure by its own name
   * @param before the sentence up to the figure
   * @param after the sentence behind it
   * @param own the issuer, whose own office is the whole
   */
  static Extent of(
      boolean part, String before, String after, @Nullable Integer year, @Nullable Body own) {
    return of(part, false, before, after, year, own);
  }

  /** The same, where a single channel's figure is worded like the whole's. */
  static Extent of(
      boolean part,
      boolean byChannel,
      String before,
      String after,
      @Nullable Integer year,
      @Nullable Body own) {
    if (!part && before.contains("其中") || MANY_YEARS.matcher(before).find()) {
      return OTHER;
    }
    Matcher m = YEAR.matcher(before);
    String last = null;
    while (m.find()) {
      last = m.group(1);
    }
    if (last != null && year != null && Integer.parseInt(last) != year) {
      return OTHER;
    }
    if (!part) {
      String clause = clause(before);
      if (own != null && own.organ() && REGION.matcher(clause).find()) {
        return UNCLEAR;
      }
      boolean all = ALL.matcher(clause).find() || own != null && clause.contains(own.name());
      if (!all && OFFICE.matcher(clause).find()) {
        return OTHER;
      }
      boolean told = all || GENERAL.matcher(clause).find();
      if (!told && SUBJECT.matcher(before).matches() && !clause.equals(before)) {
        return UNCLEAR;
      }
      // a channel's figure is the whole's only where its parts follow
      if (byChannel && CHANNEL.matcher(clause).find() && !after.matches("[,:(]?其中.*")) {
        return OTHER;
      }
    }
    // a stock such as staff is of 目前, a count of publications over years may be too
    boolean now = byChannel && before.contains("目前");
    boolean summed = now || SUMMED.matcher(before).find();
    boolean thisYear = THIS_YEAR.matcher(before).find() || PERIOD.matcher(before).find();
    boolean until = now || before.contains("截至") || before.contains("截止");
    return summed && !thisYear && (until || last == null) ? UNCLEAR : WHOLE;
  }

  /**
   * The extent of a figure whose words stand twice before its number, in two clauses: of the nearer
   * ones, but not where the farther ones tell of an office and the nearer say nothing of their own.
   */
  Extent or(Extent inner, String sentence, int start) {
    boolean own = inner == WHOLE && GENERAL.matcher(clause(sentence.substring(0, start))).find();
    return this == inner || own ? inner : inner == WHOLE ? UNCLEAR : inner;
  }

  private static String clause(String before) {
    int from = before.length();
    while (from > 0 && ",:?".indexOf(before.charAt(from - 1)) < 0) {
      from--;
    }
    return before.substring(from);
  }
}
