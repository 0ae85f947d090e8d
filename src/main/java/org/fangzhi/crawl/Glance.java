package org.fangzhi.crawl;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Charsets;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * A first look at the beginning of a page, much cheaper than parsing it: enough to tell a refusal
 * from a page.
 *
 * @param html the first {@value #LOOK} bytes, decoded
 * @param title the title, white space collapsed; empty when there is none
 * @param text the visible text, white space collapsed, cut soon after {@value #ENOUGH} characters,
 *     blanks included
 * @param visible how many characters of it are no white space
 * @param refresh where a meta refresh of at most 30 seconds leads, as written; null when there is
 *     none
 */
record Glance(String html, String title, String text, int visible, @Nullable String refresh) {
  static final int LOOK = 64 << 10;

  /** Longer texts are pages, whatever they say. */
  static final int ENOUGH = 4000;

  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.{0,500}?)</title>");
  private static final Pattern META = Pattern.compile("(?is)<meta\\s[^>]{0,500}>");
  private static final Pattern REFRESH =
      Pattern.compile(
          "(?is)content\\s*=\\s*(?:\"|')?\\s*(\\d{1,2})(?:\\.\\d*)?\\s*[;,]\\s*url\\s*=\\s*['\"]?\\s*([^\"'>\\s]+)");
  private static final String[] UNSEEN = {"script", "style", "noscript", "title", "template"};

  static Glance at(byte[] payload, @Nullable String contentType) {
    byte[] start = payload.length > LOOK ? Arrays.copyOf(payload, LOOK) : payload;
    String html = Charsets.decode(start, contentType).text();
    Matcher title = TITLE.matcher(html);
    String text = visibleText(html);
    int visible = (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
    return new Glance(
        html, title.find() ? collapsed(title.group(1)) : "", text, visible, refresh(html));
  }

  private static @Nullable String refresh(String html) {
    Matcher meta = META.matcher(html);
    while (meta.find()) {
      String tag = meta.group();
      if (tag.toLowerCase(Locale.ROOT).contains("refresh")) {
        Matcher refresh = REFRESH.matcher(tag);
        if (refresh.find() && Integer.parseInt(refresh.group(1)) <= 30) {
          return Parser.unescapeEntities(refresh.group(2), true);
        }
      }
    }
    return null;
  }

  private static String visibleText(String html) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < html.length() && out.length() < ENOUGH) {
      int tag = html.indexOf('<', at);
      int end = tag < 0 ? html.length() : tag;
      append(out, html, at, end);
      if (tag < 0) {
        break;
      }
      at = afterTag(html, tag);
      append(out, " ", 0, 1);
    }
    return collapsed(out.toString());
  }

  /** Runs of white space become one blank, or indentation would use the room up. */
  private static void append(StringBuilder out, String html, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = html.charAt(i);
      boolean space = c <= ' ' || c == '\u00a0' || c == '\u3000';
      if (!space) {
        out.append(c);
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
  }

  private static int afterTag(String html, int tag) {
    if (html.startsWith("<!--", tag)) {
      int close = html.indexOf("-->", tag + 4);
      return close < 0 ? html.length() : close + 3;
    }
    for (String unseen : UNSEEN) {
      if (html.regionMatches(true, tag + 1, unseen, 0, unseen.length())) {
        return afterElement(html, tag, unseen);
      }
    }
    int close = html.indexOf('>', tag);
    return close < 0 ? html.length() : close + 1;
  }

  private static int afterElement(String html, int tag, String name) {
    for (int at = html.indexOf("</", tag); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at + 2, name, 0, name.length())) {
        int close = html.indexOf('>', at);
        return close < 0 ? html.length() : close + 1;
      }
    }
    return html.length();
  }

  private static String collapsed(String text) {
    return Parser.unescapeEntities(text, false).replaceAll("[\\s\\u00a0\\u3000]+", " ").strip();
  }
}
