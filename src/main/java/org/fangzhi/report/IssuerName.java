package org.fangzhi.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Document;
import org.fangzhi.report.Attributes.AttributeNotes;
import org.jspecify.annotations.Nullable;

/** Who issued a report, as printed. */
final class IssuerName {
  private static final Pattern FILLED_BY =
      Pattern.compile(
          "填\\s*报\\s*单\\s*位\\s*(?:[（(]\\s*(?:盖章|公章|签章)\\s*[）)])?\\s*(?:名称)?\\s*[:：]?[\\s|]*([\\p{IsHan}（）()]{3,36})");
  private static final Pattern DAY = Pattern.compile("20\\d\\d年\\d{1,2}月\\d{1,2}日");
  private static final Pattern SEAL = Pattern.compile("[（(](?:盖章|公章|章)[）)]|^(?:落款|编制)?单位[:：]");
  private static final Pattern OFFICE = Pattern.compile(".*政府办(?:公室|公厅)?");
  private static final Pattern SIGNER =
      Pattern.compile("[\\p{IsHan}（）()·]{2,30}?(?:政府|局|委|委员会|办公室|办公厅|厅|办事处|街道|管委会|中心|院|所|处|会|队|社)");
  private static final List<String> BOX = List.of("发布机构", "发布单位", "发文机关", "发布机关", "信息来源", "来源");

  private IssuerName() {}

  static @Nullable String of(
      ReportTitle title, Document document, Excerpt excerpt, AttributeNotes notes) {
    String name = title.issuer();
    String from = "title";
    if (name == null) {
      name = filledBy(document.text());
      from = "填报单位";
    }
    if (name == null) {
      name = signer(excerpt.tail());
      from = "signature";
    }
    FirstPerson self = name == null ? FirstPerson.of(document) : null;
    if (self != null) {
      name = OpeningWords.issuer(title.text(), document.text(), self);
      from = "opening";
    }
    if (name != null || self == null) {
      notes.from("agency", from);
      return name;
    }
    String published = publisher(document);
    if (published != null && isIssuer(published, excerpt, self)) {
      notes.from("agency", "information box, and the text agrees");
      name = published;
    } else {
      notes.withhold(
          "agency",
          "neither title, 填报单位, signature nor opening names one"
              + (published == null ? "" : "; published by " + published));
    }
    return name;
  }

  private static @Nullable String filledBy(String text) {
    int at = text.indexOf("填报单位");
    if (at < 0) at = text.indexOf("填 报 单 位");
    if (at < 0) return null;
    Matcher name = FILLED_BY.matcher(text.substring(at, Math.min(text.length(), at + 80)));
    if (!name.lookingAt()) return null;
    String filled = name.group(1);
    return filled.matches(".*(?:单位|负责|审核|填报|日期|统计).*") ? null : filled;
  }

  /** The line before the day at the end, or before it in the same line. */
  private static @Nullable String signer(List<String> tail) {
    for (int i = tail.size() - 1; i >= Math.max(0, tail.size() - 12); i--) {
      String line = PublishedDate.plainDays(Excerpt.compact(tail.get(i)));
      Matcher day = DAY.matcher(line);
      if (line.length() > 50 || !day.find() || day.end() < line.length()) continue;
      String before = line.substring(0, day.start());
      if (before.isEmpty() && i > 0) before = Excerpt.compact(tail.get(i - 1));
      before = SEAL.matcher(before).replaceAll("");
      if (SIGNER.matcher(before).matches()) return before;
    }
    return null;
  }

  private static @Nullable String publisher(Document document) {
    String name = Excerpt.box(document, BOX);
    if (name == null) {
      List<String> sources = Excerpt.meta(document, "ContentSource");
      name = sources.size() == 1 ? sources.get(0) : null;
    }
    return name == null || !name.matches("[\\p{IsHan}（）()]{3,36}") ? null : name;
  }

  /**
   * The box often names who put the page up: only the text can say that this is the issuer. An
   * office puts up its government's reports too.
   */
  private static boolean isIssuer(String name, Excerpt excerpt, FirstPerson self) {
    if (OFFICE.matcher(name).matches()) return "办".equals(self.organ());
    return self.confirms(name) || self.allows(name) && isNamed(name, excerpt);
  }

  private static boolean isNamed(String name, Excerpt excerpt) {
    String plain = name.replaceAll("[（(].*", "");
    return excerpt.head().stream().anyMatch(line -> line.length() > 20 && line.contains(plain))
        || excerpt.tail().stream().anyMatch(line -> Excerpt.compact(line).equals(plain));
  }
}
