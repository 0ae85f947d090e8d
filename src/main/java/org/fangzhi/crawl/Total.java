package org.fangzhi.crawl;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many entries a list has by its own account: in a script, or in words beside its pager. */
final class Total {
  private static final List<String> NAMES =
      List.of("totalRecord", "recordCount", "\"articleCount\"");
  private static final Pattern NUMBER = Pattern.compile("\\s*+:\\s*+['\"]?(\\d{1,7})");

  private static final String BETWEEN = "(?:[\\s\\u00a0]++|&nbsp;|<[^<>]{0,200}>){0,6}";

  /** Elsewhere sites say how much they hold in all. */
  private static final Pattern IN_WORDS =
      Pattern.compile("(?<!本站|全站|网站)共" + BETWEEN + "(\\d{1,7})" + BETWEEN + "条");

  private static final Pattern TAG = Pattern.compile("<[^<>]*+>");
  private static final Pattern TAG_OF_PAGER =
      Pattern.compile(
          "(?i)(?:class|id)=[\"']?[^\"'<>]{0,60}(?:pager|pagi|pages|fenye|page[\"'\\s>])"
              + "|title=[\"']?[上下]一?[页頁]");

  /** 首页 does not count: it is in every navigation. */
  private static final Pattern PAGER =
      Pattern.compile(
          "[上下]一?[页頁]|[前后尾末每]一?[页頁]|\\d\\s{0,5}[页頁]|(?i:pager|pagina|createPage|jpage)");

  /** Characters of text, without tags, between a total and the pager. */
  private static final int NEAR = 300;

  /** Characters with tags in which as much text is looked for. */
  private static final int AROUND = 1500;

  /** Totals in words that are tried, from the end of a page, where pagers are. */
  private static final int TRIED = 50;

  private Total() {}

  /** The number of entries; null when the page does not say it. */
  static @Nullable Integer of(String text) {
    for (String name : NAMES) {
      Matcher number = NUMBER.matcher(text);
      for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
        if (number.region(at + name.length(), text.length()).lookingAt()) {
          return Integer.valueOf(number.group(1));
        }
      }
    }
    List<MatchResult> said = IN_WORDS.matcher(text).results().toList();
    for (int i = said.size() - 1; i >= Math.max(0, said.size() - TRIED); i--) {
      if (isNearPager(text, said.get(i))) {
        return Integer.valueOf(said.get(i).group(1));
      }
    }
    return null;
  }

  private static boolean isNearPager(String text, MatchResult total) {
    String before = bare(text.substring(Math.max(0, total.start() - AROUND), total.start()));
    String after = bare(text.substring(total.end(), Math.min(text.length(), total.end() + AROUND)));
    return PAGER.matcher(before.substring(Math.max(0, before.length() - NEAR))).find()
        || PAGER.matcher(after.substring(0, Math.min(after.length(), NEAR))).find();
  }

  /** Text without tags, of which those of a pager leave a word. */
  private static String bare(String html) {
    return TAG.matcher(html)
        .replaceAll(tag -> TAG_OF_PAGER.matcher(tag.group()).find() ? "pager" : "");
  }
}
