package org.fangzhi.report;

import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.Document;
import org.fangzhi.report.Catalogue.Form;
import org.jspecify.annotations.Nullable;

/** Whether a document is a report, and the form it was written by: told by labels, not by year. */
final class Recognition {
  private static final Pattern REPORT =
      Pattern.compile("(?:信息|政务)公开.*(?:报告|年报)|(?:报告|年报).*(?:信息|政务)公开");
  private static final Pattern OTHER =
      Pattern.compile(
          "指南|目录|通知|通报|解读|图解|图说|一图|函$|办法|规定|细则|制度|意见|方案|要点|培训|会议?(?:召开|$)|召开"
              + "|开展|部署|举办|举行|考核|评估|测评|检查|督查|督导|自查|自评|整改|调研|述职|审计|评议|汇总|汇编|列表|专栏|专区"
              + "|政府网站工作|请示|批复|模板|模版|格式|范文|范本|样[本表式]|说明$|综述|问答|计划|半年|季度|季报|月报|简报"
              + "|编制工作|编报|撰写|填报|报送|上报|须知|流程|知识");
  private static final Pattern COVER = Pattern.compile("公布|发布|公告|印发|出炉|编制完成");
  private static final Pattern HEADING = Pattern.compile("(?m)^\\s*[一二三四五六七八九]\\s*[、.．]");
  private static final List<Pattern> TOPICS =
      List.of(
          Pattern.compile("主动公开"),
          Pattern.compile("依申请公开|公开申请|申请公开"),
          Pattern.compile("行政复议|行政诉讼"),
          Pattern.compile("收费|收取|减免"),
          Pattern.compile("(?:存在|主要).{0,6}问题|不足|改进"));
  private static final int SHORTEST_REPORT = 300;

  private Recognition() {}

  /** The form whose labels stand in the lines; null when there is no table of any form. */
  static @Nullable Form form(List<Line> lines) {
    Catalogue catalogue = Catalogue.get();
    Form g4 = catalogue.form("G4");
    Form g3 = catalogue.form("G3");
    if (prints(lines, g4.signs().subList(0, 2))) {
      return g4;
    }
    if (prints(lines, g3.signs())) {
      return g3;
    }
    if (prints(lines, g4.signs())) {
      return g4;
    }
    if (prints(lines, List.of("本年新收政府信息公开申请数量")) && prints(lines, List.of("其他处理"))) {
      return g3;
    }
    for (Form form : catalogue.forms()) {
      if (form.name().startsWith("local:") && prints(lines, form.signs())) {
        return form;
      }
    }
    Form g2 = catalogue.form("G2");
    return prints(lines, g2.signs()) ? g2 : null;
  }

  private static boolean prints(List<Line> lines, List<String> signs) {
    for (Line line : lines) {
      for (Line.Field field : line.fields()) {
        for (String sign : signs) {
          if (field.key().length() < sign.length() + 40 && field.key().contains(sign)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Why a document without a filled table is no report; null when it is one. */
  static @Nullable String refusal(@Nullable String title, Document document) {
    if (title == null || title.isBlank()) {
      return "no report: it has neither a title nor a filled table of a known form";
    }
    String folded = Labels.fold(title);
    if (!REPORT.matcher(folded).find()) {
      return "no report: the title names none: " + title;
    }
    if (OTHER.matcher(withoutIssuer(folded)).find()) {
      return "no report: by its title a paper about reports or another kind of paper: " + title;
    }
    String text = document.text();
    int topics = 0;
    for (Pattern topic : TOPICS) {
      topics += topic.matcher(text).find() ? 1 : 0;
    }
    boolean cover = COVER.matcher(folded).find();
    int headings = (int) HEADING.matcher(text).results().limit(4).count();
    if (cover && (topics < 4 || headings < 3)) {
      return "no report: by its title the announcement of one, and the text is not a report's";
    }
    if (text.length() < SHORTEST_REPORT || topics < 2 || sentences(text) < 5) {
      return "no report: the text is too short for one or tells nothing of what a report must";
    }
    return null;
  }

  /** 审计局 and 机构编制委员会 write reports too. */
  private static String withoutIssuer(String title) {
    String issuer = ReportTitle.parse(title).issuer();
    return issuer == null ? title : title.replace(issuer, "");
  }

  private static int sentences(String text) {
    int count = 0;
    for (int i = text.indexOf('。'); i >= 0 && count < 5; i = text.indexOf('。', i + 1)) {
      count++;
    }
    return count;
  }
}
