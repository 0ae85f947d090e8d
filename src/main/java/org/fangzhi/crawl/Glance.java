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
 * @param html the first {@value #LOOK} bytes, decoded; of pages that begin with much style or
 *     script as many characters
 * @param title the title, white space collapsed; empty when there is none
 * @param text the visible text, white space collapsed, cut soon after {@value #ENOUGH} characters,
 *     blanks included
 * @param visible how many characters of it are no white space; {@value #ENOUGH} where it is not
 *     known, since {@value #FARTHEST} bytes show little text and the page goes on
 * @param refresh where a meta refresh of at most 30 seconds leads, as written; null when there is
 *     none
 */
record Glance(String html, String title, String text, int visible, @Nullable String refresh) {
  static final int LOOK = 64 << 10;

  /** How far the text is looked for behind style and script. */
  static final int FARTHEST = 512 << 10;

  /** Where long texts show themselves already. */
  private static final int FIRST_LOOK = 16 << 10;

  /** Longer texts are pages, whatever they say. */
  static final int ENOUGH = 4000;

  private static final Pattern REFRESH =
      Pattern.compile(
          "(?i)content\\s*=\\s*(?:\"|')?\\s*(\\d{1,2})(?:\\.\\d*)?\\s*[;,]\\s*url\\s*=\\s*['\"]?\\s*([^\"'>\\s]+)");
  private static final Pattern SCRIPTED =
      Pattern.compile(
          "location\\s*(?:\\.href\\s*=|\\.(?:replace|assign)\\s*\\(|=)\\s*['\"]([^'\"\\s]{1,500})['\"]");
  private static final int STUB = 2000;
  private static final String[] UNSEEN = {"script", "style", "noscript", "title", "template"};
  private static final String[] NONE = {};

  static Glance at(byte[] payload, @Nullable String contentType) {
    if (payload.length > 2 * FIRST_LOOK) {
      Glance glance = at(payload, contentType, FIRST_LOOK);
      if (glance.text().length() >= ENOUGH) {
        return glance;
      }
    }
    Glance glance = at(payload, contentType, LOOK);
    if (payload.length <= LOOK || glance.text().length() >= ENOUGH) {
      return glance;
    }
    Glance far = at(payload, contentType, FARTHEST);
    boolean unknown = payload.length > FARTHEST && far.text().length() < ENOUGH;
    String html = far.html().substring(0, Math.min(far.html().length(), LOOK));
    return new Glance(
        html, far.title(), far.text(), unknown ? ENOUGH : far.visible(), far.refresh());
  }

  /**
   * Where a script leads to by an address written out, as written; null when there is none, or the
   * page is too long or does too much to be only a signpost.
   */
  @Nullable String scripted() {
    if (html.length() > STUB || html.contains("cookie")) {
      return null;
    }
    Matcher leads = SCRIPTED.matcher(html);
    return leads.find() ? leads.group(1) : null;
  }

  private static Glance at(byte[] payload, @Nullable String contentType, int look) {
    byte[] start = payload.length > look ? Arrays.copyOf(payload, cut(payload, look)) : payload;
    String html = Charsets.decode(start, contentType).text();
    return new Walk(html).glance();
  }

  /** Cuts behind a tag: half a character at the end would cast doubt on the charset. */
  private static int cut(byte[] payload, int at) {
    int end = at;
    while (end > at / 2 && payload[end - 1] != '>') {
      end--;
    }
    return end;
  }

  /** One way through the page's tags. */
  private static final class Walk {
    private final String html;
    private final StringBuilder text = new StringBuilder();
    private String title = "";
    private @Nullable String refresh;

    Walk(String html) {
      this.html = html;
    }

    Glance glance() {
      int at = 0;
      while (at < html.length() && text.length() < ENOUGH) {
        int tag = html.indexOf('<', at);
        append(text, html, at, tag < 0 ? html.length() : tag);
        if (tag < 0) {
          break;
        }
        at = afterTag(tag);
        append(text, " ", 0, 1);
      }
      String seen = Parser.unescapeEntities(text.toString(), false).strip();
      int visible = (int) seen.chars().filter(c -> c > ' ' && c != '\u00a0').count();
      return new Glance(html, title, seen, visible, refresh);
    }

    private int afterTag(int tag) {
      if (html.startsWith("<!--", tag)) {
        int close = html.indexOf("-->", tag + 4);
        return close < 0 ? html.length() : close + 3;
      }
      boolean special = tag + 1 < html.length() && "smnt".indexOf(html.charAt(tag + 1) | 0x20) >= 0;
      for (String unseen : special ? UNSEEN : NONE) {
        if (named(tag + 1, unseen)) {
          return afterElement(tag, unseen);
        }
      }
      int close = html.indexOf('>', tag);
      int end = close < 0 ? html.length() : close + 1;
      if (special && refresh == null && named(tag + 1, "meta")) {
        refresh = refresh(html.substring(tag, Math.min(end, tag + 600)));
      }
      return end;
    }

    private int afterElement(int tag, String name) {
      for (int at = html.indexOf("</", tag); at >= 0; at = html.indexOf("</", at + 2)) {
        if (named(at + 2, name)) {
          if (name.equals("title") && title.isEmpty()) {
            title(html.indexOf('>', tag) + 1, at);
          }
          int close = html.indexOf('>', at);
          return close < 0 ? html.length() : close + 1;
        }
      }
      return html.length();
    }

    private void title(int from, int to) {
      StringBuilder out = new StringBuilder();
      append(out, html, Math.min(from, to), Math.min(to, from + 500));
      title = Parser.unescapeEntities(out.toString(), false).strip();
    }

    private boolean named(int at, String name) {
      int end = at + name.length();
      return html.regionMatches(true, at, name, 0, name.length())
          && (end >= html.length() || !Character.isLetterOrDigit(html.charAt(end)));
    }

    private static @Nullable String refresh(String tag) {
      if (!tag.toLowerCase(Locale.ROOT).contains("refresh")) {
        return null;
      }
      Matcher refresh = REFRESH.matcher(tag);
      return refresh.find() && Integer.parseInt(refresh.group(1)) <= 30
          ? Parser.unescapeEntities(refresh.group(2), true)
          : null;
    }
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
}
