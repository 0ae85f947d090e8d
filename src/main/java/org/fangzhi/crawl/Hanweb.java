package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Lists of 大汉 hanweb: records in a script, the first two or three pages of them in the page, the
 * others from {@code dataproxy} or under {@code ?uid=U&pageNum=K}; and annual reports addressed by
 * year and agency.
 */
final class Hanweb {
  private static final Pattern HREF = Pattern.compile("href=\\\\?[\"']([^\"']+)[\"']");
  private static final Pattern JPAGE =
      Pattern.compile("['\"]#(\\w+)['\"]\\s*\\)\\s*\\.jpage\\s*\\(\\s*\\{");
  private static final Pattern END_OF_CALL = Pattern.compile("}\\s*\\)");
  private static final Pattern PER_PAGE = Pattern.compile("perPage\\s*:\\s*['\"]?(\\d{1,4})");

  /** Characters that the call of jpage may take. */
  private static final int LONGEST_CALL = 20_000;

  /** Years times agencies of a county; a whole province has more. */
  private static final int MOST_REPORTS = 2000;

  private static final String ANNUAL = "xxgkAnnualReport.jsp?";
  private static final Pattern YEAR = Pattern.compile("(?<=[?&]fbtime=)(?:19|20)\\d\\d(?=&|$)");
  private static final Pattern AREA = Pattern.compile("(?<=[?&]area=)[^&]+");

  private Hanweb() {}

  static @Nullable Pager pager(String text, Place place) {
    if (place.url().contains(ANNUAL)) {
      return annual(text, place);
    }
    Matcher jpage = JPAGE.matcher(text);
    boolean turned = text.contains(".jpage") && jpage.find();
    if (!turned && !text.contains("<recordset>") && !text.contains("<nextgroup>")) {
      return null;
    }
    List<Link> pages = new ArrayList<>();
    for (String group : parts(text, "nextgroup")) {
      Matcher href = HREF.matcher(group);
      if (href.find()) {
        Pager.add(pages, place, place.resolve(href.group(1).replace("&amp;", "&")));
      }
    }
    Integer total = Total.of(text);
    int records = text.split("<record>", -1).length - 1;
    boolean first = !place.url().contains("dataproxy") && !place.url().contains("pageNum=");
    int last = 0;
    if (pages.isEmpty() && turned && first && total != null && total > records) {
      Matcher per = PER_PAGE.matcher(call(text, jpage.end()));
      int perPage = per.find() ? Math.max(1, Integer.parseInt(per.group(1))) : 15;
      String column = place.url().split("\\?", 2)[0];
      last = (total + perPage - 1) / perPage;
      for (int k = Math.max(2, records / perPage + 1);
          k <= last && pages.size() < Pager.MOST;
          k++) {
        String file = column + "?uid=" + jpage.group(1) + "&pageNum=" + k;
        Pager.add(pages, place, place.resolve(file));
      }
    }
    String reason = turned ? "jpage in a script" : "a datastore of records";
    return new Pager(
        Family.HANWEB, reason, pages, records(text, place), total, first, Pager.cut(pages, last));
  }

  /** The records; null when there are none, and entries may stand in the page. */
  private static @Nullable List<Link> records(String text, Place place) {
    List<Link> entries = new ArrayList<>();
    for (String record : parts(text, "record")) {
      String html = record.strip();
      html = html.startsWith("<![CDATA[") ? html.substring(9) : html;
      html = html.endsWith("]]>") ? html.substring(0, html.length() - 3) : html;
      entries.addAll(Entries.listed(Jsoup.parse(html), place));
    }
    return entries.isEmpty() ? null : entries;
  }

  /**
   * What stands in each element of a name; searched by hand, as one without an end is no reason to
   * look again.
   */
  private static List<String> parts(String text, String name) {
    String open = "<" + name + ">";
    String close = "</" + name + ">";
    List<String> parts = new ArrayList<>();
    int start = text.indexOf(open);
    while (start >= 0) {
      int end = text.indexOf(close, start);
      if (end < 0) {
        break;
      }
      parts.add(text.substring(start + open.length(), end));
      start = text.indexOf(open, end);
    }
    return parts;
  }

  private static String call(String text, int start) {
    String call = text.substring(start, Math.min(text.length(), start + LONGEST_CALL));
    Matcher end = END_OF_CALL.matcher(call);
    return end.find() ? call.substring(0, end.start()) : call;
  }

  /** Every year of every agency that the page names, whether or not it links both together. */
  private static @Nullable Pager annual(String text, Place place) {
    Document page = Jsoup.parse(text);
    Map<String, String> areas = new LinkedHashMap<>();
    Map<String, String> years = new LinkedHashMap<>();
    String sample = place.url();
    take(place.url(), "", areas, years);
    for (Element a : page.select(Links.LINK)) {
      String url = place.resolve(a.attr("href"));
      if (url != null && url.contains(ANNUAL)) {
        sample = isWhole(sample) ? sample : url;
        take(url, a.text().strip(), areas, years);
      }
    }
    for (Element option : page.select("option[value]")) {
      String value = option.attr("value").strip();
      if (value.matches("(?:19|20)\\d\\d")) {
        years.putIfAbsent(value, "");
      } else if (value.matches("[0-9A-Za-z]{6,18}")) {
        areas.merge(value, option.text().strip(), (old, name) -> old.isEmpty() ? name : old);
      }
    }
    if (!isWhole(sample)) {
      return null;
    }
    List<Link> entries = new ArrayList<>();
    for (Map.Entry<String, String> area : areas.entrySet()) {
      for (String year : years.keySet()) {
        String url = YEAR.matcher(sample).replaceAll(year);
        url = AREA.matcher(url).replaceAll(Matcher.quoteReplacement(area.getKey()));
        // A list is not read; under its parameters in another order the same page is.
        String address = url.equals(place.url()) ? reversed(url) : url;
        entries.add(new Link(Kind.ARTICLE, address, (area.getValue() + " " + year).strip()));
      }
    }
    List<Link> kept = entries.subList(0, Math.min(entries.size(), MOST_REPORTS));
    List<String> notes =
        kept.size() < entries.size()
            ? List.of(
                entries.size()
                    + " reports are addressed; "
                    + kept.size()
                    + " are followed; give the source an entry for each agency instead:"
                    + " …/xxgkAnnualReport.jsp?fbtime={year}&area=CODE")
            : List.of();
    return new Pager(
        Family.HANWEB, "reports addressed by year and agency", List.of(), kept, null, true, notes);
  }

  private static String reversed(String url) {
    int query = url.indexOf('?') + 1;
    List<String> parameters = new ArrayList<>(List.of(url.substring(query).split("&")));
    Collections.reverse(parameters);
    return url.substring(0, query) + String.join("&", parameters);
  }

  private static boolean isWhole(String url) {
    return YEAR.matcher(url).find() && AREA.matcher(url).find();
  }

  private static void take(
      String url, String text, Map<String, String> areas, Map<String, String> years) {
    Matcher year = YEAR.matcher(url);
    if (year.find()) {
      years.putIfAbsent(year.group(), "");
    }
    Matcher area = AREA.matcher(url);
    if (area.find()) {
      String name = text.matches(".*\\d{4}.*") ? "" : text;
      areas.merge(area.group(), name, (old, more) -> old.isEmpty() ? more : old);
    }
  }
}
