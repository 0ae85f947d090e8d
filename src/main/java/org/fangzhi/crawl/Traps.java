package org.fangzhi.crawl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells addresses behind which a site never ends. Pure; safe for many threads. */
public final class Traps {
  private static final int DEEPEST = 25;
  private static final int REPEATED_PARAMETERS = 5;
  private static final int FIRST_YEAR = 1990;

  /** So many pages of dates one after another are a calendar, not a list. */
  private static final int DATES_IN_A_ROW = 60;

  /** One to five folders three times in a row. */
  private static final Pattern CIRCLE =
      Pattern.compile("((?:/[^/?]+){1,5}?)\\1{2}(?=[/?]|$)", Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBERS = Pattern.compile("(?:/\\d{1,2})+");

  /** A parameter that names a year, a month or a day. */
  private static final Pattern DATE =
      Pattern.compile(
          "(?i)[?&](?:[a-z]*(?:date|day|month|year)|ym|ymd|rq|riqi|nian|nianyue)="
              + "((?:1|2|3)\\d{3})(?!\\d{5})");

  /** A path that ends with a month or a day, which 2031/5 is not: a column's number, and a page. */
  private static final Pattern DATE_IN_PATH =
      Pattern.compile(
          "/((?:19|20|21)\\d\\d)[-/](?:0[1-9]|(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\\d|3[01]))/?$");

  /** All that a calendar changes from one page to the next. */
  private static final Pattern CHANGING =
      Pattern.compile(
          "(?i)(?<=[?&])(?:[a-z]*(?:date|day|month|year)|ym|ymd|rq|riqi|nian|yue|ri|nianyue)=[^&]*"
              + "|/(?:19|20|21)\\d\\d[-/]\\d{1,2}(?:[-/]\\d{1,2})?/?$");

  // What servers put into addresses for visitors without cookies, by the names of their makers.
  private static final Pattern IN_PATH =
      Pattern.compile("(?i);(?:jsessionid|phpsessid|sessionid|sid)=[^/?;]*");
  private static final Pattern IN_QUERY =
      Pattern.compile(
          "(?i)(?<=[?&])(?:"
              + "(?:jsessionid|phpsessid|aspsessionid[a-z]*|asp\\.net_sessionid|cftoken|oscsid|zenid)"
              + "=[^&]{8,}|(?:sid|sess|session|sessionid|session_id)="
              // A number or a name may be the site's own; a long mixture is nobody's.
              + "(?=[^&]*\\d)(?=[^&]*[a-z])[0-9a-z._!~-]{24,})(?:&|$)");

  private Traps() {}

  /** A canonical address without the id of a visitor's session; most have none. */
  public static String withoutSession(String canonical) {
    String url = canonical;
    if (url.indexOf(';') >= 0) {
      url = IN_PATH.matcher(url).replaceAll("");
    }
    if (url.indexOf('?') >= 0 && IN_QUERY.matcher(url).find()) {
      url = IN_QUERY.matcher(url).replaceAll("");
      char last = url.charAt(url.length() - 1);
      url = last == '&' || last == '?' ? url.substring(0, url.length() - 1) : url;
    }
    return url;
  }

  /**
   * Why an address is not to be followed, in few words without the address; null when it is.
   *
   * @param foundOn the canonical address of the page that leads to it
   * @param depth steps from the entry
   * @param thisYear the year of today
   */
  public static @Nullable String why(String canonical, String foundOn, int depth, int thisYear) {
    int start = canonical.indexOf('/', canonical.indexOf("//") + 2);
    String rest = canonical.substring(start);
    String path = rest.split("\\?", 2)[0];
    if (path.chars().filter(c -> c == '/').count() > DEEPEST) {
      return "more than " + DEEPEST + " folders deep";
    }
    Matcher circle = CIRCLE.matcher(path);
    while (circle.find()) {
      if (!NUMBERS.matcher(circle.group(1)).matches()) {
        return "folders that repeat themselves";
      }
    }
    if (rest.length() > path.length() && repeats(rest.substring(path.length() + 1))) {
      return "parameters that repeat themselves";
    }
    Matcher date = DATE.matcher(rest);
    if (date.find()) {
      int year = Integer.parseInt(date.group(1));
      if (year > thisYear + 1 || year < FIRST_YEAR) {
        return "dates of a calendar without end";
      }
    }
    Matcher last = DATE_IN_PATH.matcher(path);
    if (last.find() && Integer.parseInt(last.group(1)) > thisYear + 1) {
      return "dates of a calendar without end";
    }
    return depth > DATES_IN_A_ROW && isNextDate(canonical, foundOn)
        ? "dates of a calendar, one after another"
        : null;
  }

  /** True when two addresses differ in their dates alone. */
  private static boolean isNextDate(String canonical, String foundOn) {
    String bare = CHANGING.matcher(canonical).replaceAll("");
    return !canonical.equals(foundOn)
        && !bare.equals(canonical)
        && bare.equals(CHANGING.matcher(foundOn).replaceAll(""));
  }

  private static boolean repeats(String query) {
    Map<String, Integer> names = new HashMap<>();
    for (String parameter : query.split("&")) {
      String name = parameter.split("=", 2)[0].toLowerCase(Locale.ROOT);
      if (names.merge(name, 1, Integer::sum) > REPEATED_PARAMETERS) {
        return true;
      }
    }
    return false;
  }
}
