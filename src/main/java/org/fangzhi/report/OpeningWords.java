package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The issuer in the opening of a report, where the law's model sentences name it: 本报告由水东镇人民政府编制,
 * 特向社会公布2019年度青龙镇政府信息公开年度报告, 如有疑问请与靖安县教育局办公室联系.
 */
final class OpeningWords {
  private static final int OPENING = 800;
  private static final String KIND =
      "(?:人民政府|街道办事处|办事处|街道|苏木|管委会|委员会|[局委厅院]|[省市县区州盟旗镇乡]政府|[市县区州盟旗镇乡])";
  private static final String NAME = "([\\p{IsHan}（）()·]{0,24}?\\p{IsHan}" + KIND + ")";
  private static final String YEAR = "(?:20\\d\\d年(?:度|全年)?)?";
  static final String REPORT =
      "(?:[（(](?:机关|本级)[）)])?(?:政府|政务)?信息(?:与政务)?公开(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)";

  /**
   * A way of saying who has written the report.
   *
   * @param needed what is always there, and quickly looked for
   */
  private record Way(Pattern needed, Pattern said) {
    Way(String needed, String said) {
      this(Pattern.compile(needed), Pattern.compile(said));
    }
  }

  private static final String WRITES = "(?:编制|编写|撰写|制定)了?(?:本|20\\d\\d年)";

  /** All of them, the surest first. */
  private static final List<Way> WAYS =
      List.of(
          new Way(REPORT, "(?:公布|(?<![息务])公开|发布|公示)[《“]?" + YEAR + NAME + YEAR + REPORT),
          new Way(REPORT, "(?:^|[。；\\n“《])" + YEAR + NAME + YEAR + REPORT),
          new Way("由", "由" + NAME + "(?:负责)?(?:根据|按照|依据|按|依照|组织|编制|撰写|编写|编纂|制作)"),
          new Way(WRITES, "(?:^|[，,。；\\n])" + NAME + "(?:组织)?" + WRITES),
          new Way("全文包括", "全文包括" + YEAR + NAME + YEAR + "(?:政府)?信息公开"));

  private static final Pattern CONTACT =
      Pattern.compile(
          "(?:与|联系|咨询)[:：]?"
              + NAME
              + "((?:人民)?政府)?((?:(?![局委厅院镇乡区县市州旗]|街道)\\p{IsHan}){0,14}(?:办公室|[办科股室]|中心))?(?:联系|咨询|[（(])");

  private static final Pattern REPORTS = Pattern.compile("报告|年报");

  private static final Pattern NOBODY =
      Pattern.compile(
          "国务院|条例|规定|办法|要求|通知|精神|根据|按照|依据|有关|相关|各级|各[乡镇县市区部单]|全[省市县区州镇乡]|[本我该]|现将|社会|上级|条款|信息公开|党的|省市县|^[省市县区]");

  private OpeningWords() {}

  /** The name that the opening gives; null when it gives none or several. */
  static @Nullable String issuer(@Nullable String title, String text, FirstPerson self) {
    String opening =
        ReportYear.plainYears(
            text.substring(0, Math.min(OPENING, text.length()))
                .replaceAll("[ \\t\\u00a0\\u3000]", ""));
    // News and laws are many and need no search.
    if (!opening.contains("信息公开") || !REPORTS.matcher(title + opening).find()) return null;
    for (Way way : WAYS) {
      if (way.needed().matcher(opening).find()) {
        List<String> names = names(way.said().matcher(opening), self);
        if (!names.isEmpty()) return one(names);
      }
    }
    List<String> asked = names(CONTACT.matcher(opening), self);
    asked.removeIf(name -> !self.confirms(name));
    return asked.isEmpty() ? null : one(asked);
  }

  private static List<String> names(Matcher found, FirstPerson self) {
    List<String> names = new ArrayList<>();
    while (found.find()) {
      boolean whole = found.groupCount() > 1 && found.group(2) != null && found.group(3) == null;
      String name = whole ? found.group(1) + found.group(2) : found.group(1);
      boolean somebody = !NOBODY.matcher(name).find() && ReportTitle.mayIssue(name);
      if (somebody && self.allows(name) && !names.contains(name)) names.add(name);
    }
    return names;
  }

  /** The one name, or the fuller one of two that go on from each other. */
  private static @Nullable String one(List<String> names) {
    String full = names.get(0);
    for (String name : names) {
      if (name.contains(full)) full = name;
      else if (!full.contains(name)) return null;
    }
    return full;
  }
}
