package org.fangzhi.console;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.document.Charsets;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A stored page made fit to be shown: its links lead into the archive, and it says what it is. */
final class Replayed {

  private static final List<String> ADDRESSES = List.of("href", "src", "background", "data");
  private static final Pattern IN_STYLE =
      Pattern.compile("(?i)url\\(\\s{0,20}(['\"]?)([^'\")(\\s]{1,2000})\\1\\s{0,20}\\)");

  private Replayed() {}

  static boolean isHtml(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("text/html") || lower.startsWith("application/xhtml");
  }

  static boolean isStyle(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("text/css");
  }

  /** A style sheet with its addresses led to the time of the memento. */
  static String css(byte[] payload, String type, String url, String stamp) {
    return style(Charsets.decode(payload, type).text(), url, stamp);
  }

  /**
   * The page with its links led to the time of the memento.
   *
   * @param stamp the memento's time, 14 digits
   */
  static String html(byte[] payload, String type, String url, String stamp) {
    Document page = Jsoup.parse(Charsets.decode(payload, type).text(), url);
    String base = page.baseUri();
    page.select("base, meta[http-equiv=refresh i], meta[http-equiv=Content-Security-Policy i]")
        .remove();
    page.select("meta[charset], meta[http-equiv=Content-Type i]").remove();
    page.select("script, object, embed, applet").remove();
    for (Element element : page.select("[href], [src], [background], [data]")) {
      for (String name : ADDRESSES) {
        if (element.hasAttr(name)) {
          String into = into(base, element.attr(name), stamp);
          if (into != null) {
            element.attr(name, into);
          }
        }
      }
      element.removeAttr("integrity").removeAttr("srcset").removeAttr("target");
    }
    for (Element element : page.select("[style]")) {
      element.attr("style", style(element.attr("style"), base, stamp));
    }
    for (Element element : page.select("style")) {
      String css = style(element.data(), base, stamp);
      element.empty().appendChild(new org.jsoup.nodes.DataNode(css));
    }
    page.head().prependElement("meta").attr("charset", "utf-8");
    Element banner =
        page.body()
            .prependElement("div")
            .attr(
                "style",
                "all:initial;display:block;font:14px sans-serif;background:#222;color:#fff;padding:6px 12px");
    banner.text("方志 archive · " + url + " · as it was at " + stamp + " UTC · not the live page");
    return page.outerHtml();
  }

  private static String style(String css, String base, String stamp) {
    Matcher address = IN_STYLE.matcher(css);
    return address.replaceAll(
        found -> {
          String into = into(base, found.group(2), stamp);
          return Matcher.quoteReplacement(
              into == null ? found.group() : "url(\"" + into.replace("\"", "%22") + "\")");
        });
  }

  /** Null for what is no address of a page. */
  private static @Nullable String into(String base, String address, String stamp) {
    String trimmed = address.strip();
    if (trimmed.isEmpty()
        || trimmed.startsWith("#")
        || trimmed.regionMatches(true, 0, "data:", 0, 5)
        || trimmed.regionMatches(true, 0, "mailto:", 0, 7)) {
      return null;
    }
    String resolved = Addresses.resolve(base, trimmed);
    return resolved == null ? "#" : "/web/" + stamp + "/" + resolved;
  }
}
