package org.fangzhi.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line under a form that names who is responsible, who checked and filled it in, and their
 * telephone: personal data, which stay in the bytes as they came and go nowhere else.
 */
public final class Footer {
  private static final String ROLE =
      "(?:单\\s*位\\s*负\\s*责\\s*人|分\\s*管\\s*领\\s*导|负\\s*责\\s*人|审\\s*核\\s*人|审\\s*签\\s*人|填\\s*报\\s*人"
          + "|填\\s*表\\s*人|制\\s*表\\s*人|经\\s*办\\s*人|联\\s*系\\s*人|联\\s*系\\s*电\\s*话|电\\s*话|手\\s*机)";
  private static final String NEXT =
      "(?=[\\s|]*(?:" + ROLE + "|填\\s*报\\s*日\\s*期|日\\s*期|[,，。;；、)）\\n]|$))";
  private static final Pattern ENTRY =
      Pattern.compile(
          "("
              + ROLE
              + "(?:[（(](?:签名|签字|签章|盖章)[)）])?\\s*[:：])[\\s|]*(?:\\p{IsHan}(?:[ \\u3000·]*\\p{IsHan}){1,3}?"
              + NEXT
              + "|\\p{IsHan}(?:[ \\u3000·]?\\p{IsHan}){1,2}(?![\\p{IsHan}])|[\\d+（(][\\d\\s()（）—-]{5,20}\\d)");

  private Footer() {}

  /** A text without the names and numbers of form footers; their labels stay. */
  public static String masked(String text) {
    Matcher m = ENTRY.matcher(text);
    return m.find() ? m.replaceAll("$1") : text;
  }
}
