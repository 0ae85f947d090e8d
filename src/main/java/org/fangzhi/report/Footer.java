package org.fangzhi.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line under a form that names who is responsible, who checked and filled it in, and their
 * telephone: personal data, which stay in the bytes as they came and go nowhere else.
 */
public final class Footer {
  private static final List<String> ROLES =
      List.of("负责人", "分管领导", "审核人", "审签人", "填报人", "填表人", "制表人", "经办人", "联系人", "电话", "手机");
  private static final int LONGEST_ROLE = 16;
  private static final String NEXT =
      "(?=[\\s|]*(?:单\\s*位|分\\s*管|负\\s*责|审\\s*核|审\\s*签|填\\s*报|填\\s*表|制\\s*表|经\\s*办|联\\s*系|电\\s*话|手\\s*机|日\\s*期"
          + "|[,，。;；、)）\\n]|$))";
  private static final Pattern PERSONAL =
      Pattern.compile(
          "[\\s|]*(?:\\p{IsHan}(?:[ \\u3000·]*\\p{IsHan}){1,3}?"
              + NEXT
              + "|\\p{IsHan}(?:[ \\u3000·]?\\p{IsHan}){1,2}(?!\\p{IsHan})|[\\d+（(][\\d\\s()（）—-]{5,20}\\d)");

  private static final Pattern SIGNED = Pattern.compile("\\((?:签名|签字|签章|盖章)\\)$");

  private Footer() {}

  /** A text without the names and numbers of form footers; their labels stay. */
  public static String masked(String text) {
    StringBuilder out = null;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if ((text.charAt(i) == ':' || text.charAt(i) == '：') && namesRole(text, i)) {
        Matcher m = PERSONAL.matcher(text).region(i + 1, text.length());
        if (m.useTransparentBounds(true).lookingAt()) {
          out = out == null ? new StringBuilder(text.length()) : out;
          out.append(text, from, i + 1);
          from = m.end();
          i = from - 1;
        }
      }
    }
    return out == null ? text : out.append(text, from, text.length()).toString();
  }

  /** Whether a role stands before a colon, its characters perhaps spaced out. */
  private static boolean namesRole(String text, int colon) {
    int last = colon - 1;
    while (last > 0 && Labels.blank(text.charAt(last))) {
      last--;
    }
    if (last < 1 || "人导话机)）".indexOf(text.charAt(last)) < 0) {
      return false;
    }
    String before = Labels.fold(text.substring(Math.max(0, colon - LONGEST_ROLE), colon));
    String role = SIGNED.matcher(before).replaceFirst("");
    return ROLES.stream().anyMatch(role::endsWith);
  }
}
