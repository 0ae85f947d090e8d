package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.jspecify.annotations.Nullable;

/**
 * A title and what it says.
 *
 * @param text the title without white space; null when there is none
 * @param issuer who it says the report is of; null when it names nobody
 * @param years the years named, the dates in it left out
 */
record ReportTitle(@Nullable String text, @Nullable String issuer, List<Integer> years) {
  private static final Pattern SUBJECT =
      Pattern.compile(
          "(?:(?:政府|政务)?信息(?:与政务)?公开|政务公开)(?!(?:工作)?(?:领导小组|联席会议|办(?![法理])|中心|[科股处局]))");
  private static final Pattern REPORT =
      Pattern.compile("(?:信息|政务)公开.*(?:报告|年报|总结)|(?:报告|年报).*(?:信息|政务)公开|公开.{0,6}年度报告|公开年报");
  private static final Pattern SEPARATOR = Pattern.compile("[_|｜]+|(?<!\\d)[-–—]+(?!\\d)");
  private static final Pattern NO_TITLE_LINE = Pattern.compile("[>》]{1}\\s*[^>]*>|[，。；]|位置");
  private static final Pattern END_OF_TITLE = Pattern.compile("(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)");
  private static final Pattern HEADLESS =
      Pattern.compile("(?:关于)?(?:20\\d\\d年度?)?(?:政府|政务)?信息公开.{0,10}(?:报告|年报)");
  private static final Pattern DATES =
      Pattern.compile(
          "20[0-4]\\d年?度?(?:\\d{1,2}(?:[—–-]\\d{1,2})?月(?:份|\\d{1,2}日)?)?"
              + "(?:[至到—–-]+(?:20[0-4]\\d年度?)?(?:\\d{1,2}月)?(?:\\d{1,2}日)?)?|[上下]半年|全年|年度");
  private static final Pattern AROUND =
      Pattern.compile(
          "^(?:关于(?:报送|上报|呈报)?|[【\\[](?:\\p{IsHan}{2,6})[】\\]]|附件?\\d*[:：.、]|\\d+[.、]|[《【\\[“\"·的—–-])+"
              + "|(?:关于|的|全[省市县区州镇乡]|本级|部门|开展|推进|工作|[《（(【“\"—–,，:：-])+$");
  private static final Pattern NO_ISSUER =
      Pattern.compile(
          "做好|推进|加强|开展|贯彻|落实|学习|编制(?!委)|编写|召开|举办|举行|组织(?!部)|部署|完成|启动|荣获|季度|各[部单乡县区镇]|各$|图说|读懂|图解|公布|发布|印发|转发|指南|目录|通知|通报|解读|报送|实施|我[省市县区局委]|^各");

  /** Words that name nobody although they stand before the subject. */
  private static final Pattern NOBODY =
      Pattern.compile("政府|人民政府|[本我]?[省市县区州旗镇乡]|[本我](?:机关|单位|部门|街道|苏木|[局委厅办院处所])|部门|单位|基层|重点领域");

  private static final Pattern ISSUER =
      Pattern.compile("(?=.*\\p{IsHan}{2})[\\p{IsHan}（）()·、A-Za-z]{2,40}");

  private static final Pattern PLACE = Pattern.compile(".*[省市县区州盟旗镇乡]");
  private static final Pattern BODY =
      Pattern.compile(".*(?:[省市县区州盟旗镇乡团直场城]|政府|街道|苏木)(?:[（(].*[）)])?");
  private static final Pattern IN_BRACKETS =
      Pattern.compile(
          "(?:报告|年报|总结)(?:[（(]([^（()）]+)[)）]|[—–-]*(\\p{IsHan}{2,24}(?:局|委|委员会|办公室|厅|政府|办事处|街道|[县市区旗镇乡])))$");
  private static final Pattern TOPIC =
      Pattern.compile("(?<=[局委厅院办]|政府)(?:财政|审计|警务|环境|环保|税务|教育|卫生|统计|国土|国土资源|行政|司法|水务|质监)$");

  /** A paper that only brings the report: 关于印发宣威市2013年政府信息公开年度报告的通知. */
  private static final Pattern COVER =
      Pattern.compile("关于(?:公布|发布|公开|印发|下发|公示)[《“]?(.+?(?:报告|年报))[》”]?的(?:通知|公告|通告|公示|函)$");

  private static final Pattern EMPTY_BRACKETS = Pattern.compile("[（(][）)]");
  private static final int BEFORE_REPORT = 3000;
  private static final int SHORTEST_REPORT = 300;
  private static final Pattern DOTS = Pattern.compile("(?:…|\\.{2,})+$");
  private static final ReportTitle NONE = new ReportTitle(null, null, List.of());

  /** The title of a document: the first that reads like a report's, else the document's own. */
  static ReportTitle of(Document document, Excerpt excerpt, Hints hints) {
    List<String> own = new ArrayList<>();
    if (document.title() != null) own.add(document.title());
    for (String article : Excerpt.meta(document, "ArticleTitle")) {
      if (!own.contains(article)) own.add(article);
    }
    List<String> titles = segments(own);
    ReportTitle title = titles.isEmpty() ? null : brought(whole(titles), document);
    if (title != null && title.issuer != null) return title;
    List<String> printed = oneOf(segments(lines(excerpt.head())));
    if (title != null) return title.filledBy(printed);
    titles = printed;
    if (titles.isEmpty() && hints.anchor() != null) titles = segments(List.of(hints.anchor()));
    if (titles.isEmpty() && hints.fileName() != null) {
      titles = segments(List.of(hints.fileName().replaceFirst("\\.\\w{2,5}$", "")));
    }
    if (!titles.isEmpty()) return brought(whole(titles), document);
    return own.isEmpty() ? NONE : parse(Excerpt.compact(own.get(0)));
  }

  /**
   * With the issuer of the title printed in the text; as that title where this one is a column's.
   */
  private ReportTitle filledBy(List<String> printed) {
    if (issuer != null) return this;
    for (String line : printed) {
      ReportTitle title = parse(line);
      if (years.isEmpty() && (title.issuer != null || !title.years.isEmpty())) return title;
      if (title.issuer != null && title.years.stream().allMatch(years::contains)) {
        return new ReportTitle(text, title.issuer, years);
      }
    }
    return this;
  }

  /** The report's own title where a paper brings it in full; else what the paper is called. */
  private static ReportTitle brought(String title, Document document) {
    Matcher cover = COVER.matcher(title);
    if (!cover.find()) return parse(title);
    String text = document.text();
    for (int at = 0; at < Math.min(BEFORE_REPORT, text.length()); ) {
      int end = text.indexOf('\n', at);
      if (end < 0) break;
      String line = Excerpt.compact(text.substring(at, end));
      if (line.equals(cover.group(1)) && text.length() - end > SHORTEST_REPORT) return parse(line);
      at = end + 1;
    }
    return parse(title);
  }

  private static List<String> segments(List<String> titles) {
    return titles.stream().map(ReportTitle::segment).filter(Objects::nonNull).toList();
  }

  /** Titles of several years are the entries of a list. */
  private static List<String> oneOf(List<String> titles) {
    long years = titles.stream().map(ReportYear::named).distinct().count();
    return years > 2 ? List.of() : titles;
  }

  private static List<String> lines(List<String> head) {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < Math.min(12, head.size()); i++) {
      String line = Excerpt.compact(head.get(i));
      if (line.length() > 70 || NO_TITLE_LINE.matcher(line).find()) continue;
      String next = i + 1 < head.size() ? Excerpt.compact(head.get(i + 1)) : "";
      if (!REPORT.matcher(line).find() && END_OF_TITLE.matcher(next).matches()) line += next;
      boolean headless = i > 0 && HEADLESS.matcher(line).matches();
      String before = headless ? Excerpt.compact(head.get(i - 1)) : "";
      if (headless && mayIssue(before)) line = before + line;
      titles.add(line);
    }
    return titles;
  }

  /** The part that reads like a report's title, without the names of column and site. */
  private static @Nullable String segment(String title) {
    String compact = Excerpt.compact(title);
    if (!compact.contains("公开") || !REPORT.matcher(compact).find()) return null;
    for (String part : SEPARATOR.split(compact)) {
      if (REPORT.matcher(part).find()) return part;
    }
    return compact;
  }

  /** Titles are cut at 100 characters in meta tags and with dots elsewhere. */
  private static String whole(List<String> titles) {
    String first = titles.get(0);
    String stem = DOTS.matcher(first).replaceFirst("");
    if (titles.size() == 1) return first;
    return titles.stream()
        .filter(t -> t.startsWith(stem) && t.length() > stem.length() && !t.equals(first))
        .findFirst()
        .orElse(first);
  }

  /** Reads a title without white space. */
  static ReportTitle parse(String title) {
    String text = ReportYear.plainYears(title);
    Matcher subject = SUBJECT.matcher(text);
    if (!subject.find()) return new ReportTitle(title, null, ReportYear.named(text));
    String head = text.substring(0, subject.start());
    if (head.endsWith("人民") && text.startsWith("政府", head.length())) head += "政府";
    String issuer = issuer(head);
    String after = issuer(inBrackets(text.substring(subject.end())));
    if (issuer == null || after != null && isPlace(issuer) && isBureau(after)) issuer = after;
    return new ReportTitle(title, issuer, ReportYear.named(text));
  }

  private static String inBrackets(String tail) {
    Matcher named = IN_BRACKETS.matcher(tail);
    if (!named.find()) return "";
    return named.group(1) != null ? named.group(1) : named.group(2);
  }

  private static @Nullable String issuer(String words) {
    if (words.isEmpty()) return null;
    String name = DATES.matcher(words).replaceAll("");
    name = EMPTY_BRACKETS.matcher(name).replaceAll("");
    name = AROUND.matcher(name).replaceAll("");
    name = AROUND.matcher(name).replaceAll("");
    if (name.length() < words.length()) name = TOPIC.matcher(name).replaceFirst("");
    return mayIssue(name) ? name : null;
  }

  /** Whether words can be the name of somebody who issues reports. */
  static boolean mayIssue(String name) {
    return ISSUER.matcher(name).matches()
        && !NO_ISSUER.matcher(name).find()
        && !NOBODY.matcher(name).matches()
        && isBody(name);
  }

  /** 绩溪县2012年年度报告（审计局） is the bureau's; one in an office's brackets stays the county's. */
  private static boolean isBureau(String name) {
    return IssuerPlace.isOrgan(name) && !name.endsWith("办公室") && !name.endsWith("办公厅");
  }

  private static boolean isPlace(String name) {
    return PLACE.matcher(name).matches();
  }

  private static boolean isBody(String name) {
    if (BODY.matcher(name).matches() || IssuerPlace.isOrgan(name)) return true;
    Resolution place = Divisions.find(name, null);
    return place instanceof Resolution.Found found && found.length() == name.length()
        || place instanceof Resolution.Ambiguous names && names.length() == name.length();
  }
}
