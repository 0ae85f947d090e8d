package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * How a list page is turned.
 *
 * @param family the system that wrote it
 * @param reason what it was known by
 * @param pages the list pages after this one
 * @param announced how many entries there are in all, by the page's own account
 * @param first true when this is the first page of the list, as far as can be seen
 */
record Pager(
    Family family,
    String reason,
    List<Link> pages,
    @Nullable Integer announced,
    boolean first,
    List<String> notes) {
  /** A page may announce any number; this many are followed. */
  static final int MOST = 300;

  private static final Pattern TRS =
      Pattern.compile(
          "createPage(?:HTML)?\\s*\\(\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,\\s*[\"']([\\w-]+)[\"']\\s*,\\s*[\"'](\\w{2,6})[\"']");
  private static final Pattern UCAP =
      Pattern.compile(
          "createPageHTML\\s*\\(\\s*[\"'][\\w-]+[\"']\\s*,\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,\\s*[\"']([\\w-]+)[\"']\\s*,\\s*[\"'](\\w{2,6})[\"']");
  private static final Pattern COUNT_PAGE = Pattern.compile("countPage\\s*=\\s*(\\d{1,6})");
  private static final Pattern CURRENT_PAGE = Pattern.compile("currentPage\\s*=\\s*(\\d{1,6})");
  private static final Pattern COUNTED_NAME =
      Pattern.compile(
          "href=\\\\?[\"']([\\w-]+)[\"']?\\s*\\+\\s*[\"']_[\"'].{0,60}?[\"']\\.?[\"']\\s*\\+\\s*[\"'](s?html?)");
  private static final Pattern CONFIG =
      Pattern.compile(
          "(?s)pagination_script_config\\s*=\\s*\\{[^}]*pageNumber\\s*:\\s*['\"]?(\\d+)[^}]*total\\s*:\\s*['\"]?(\\d+)");
  private static final Pattern NEXT_GROUP = Pattern.compile("(?s)<nextgroup>(.*?)</nextgroup>");
  private static final Pattern HREF = Pattern.compile("href=\\\\?[\"']([^\"']+)[\"']");
  private static final Pattern JPAGE =
      Pattern.compile("(?s)['\"]#(\\w+)['\"]\\s*\\)\\s*\\.jpage\\s*\\(\\s*\\{(.*?)\\}\\s*\\)");
  private static final Pattern PER_PAGE = Pattern.compile("perPage\\s*:\\s*['\"]?(\\d{1,4})");
  private static final List<String> TOTALS =
      List.of("totalRecord", "recordCount", "\"articleCount\"", "共");
  private static final Pattern TOTAL = Pattern.compile("\\s*:\\s*['\"]?(\\d{1,7})");
  private static final Pattern TOTAL_IN_WORDS = Pattern.compile("\\s*(\\d{1,7})\\s*条");
  private static final Pattern TURNING =
      Pattern.compile("(?:下一?[页頁]|后一页|尾[页頁]|末[页頁]|首[页頁]|上一?[页頁]|前一页|[<>«»›]+)[>»\\]]*");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
  private static final Pattern LATER =
      Pattern.compile("_\\d{1,4}\\.\\w+$|[?&](?:page|pageNo|pageNum|p)=\\d");
  private static final Pattern FORWARD = Pattern.compile("下一?[页頁]|后一页|[>»›]+");

  static Pager of(String text, Document page, Place place, @Nullable Family declared) {
    String next = place.rules().next();
    if (next != null) {
      List<Link> pages = links(page.select(next), place);
      return pager(
          declared == null ? Family.PLAIN : declared,
          "the source's rule",
          pages,
          text,
          !LATER.matcher(place.url()).find());
    }
    for (Family family : declared == null ? Family.values() : new Family[] {declared}) {
      Pager found =
          switch (family) {
            case TRS -> trs(text, place);
            case HANWEB -> hanweb(text, place);
            case JPAAS -> jpaas(text);
            case UCAP -> ucap(text, place);
            case PLAIN -> null;
          };
      if (found != null) {
        return found;
      }
    }
    Family family = declared == null ? byOther(text) : declared;
    List<Link> pages = links(forward(page), place);
    return pager(
        family,
        family == Family.PLAIN ? "no known pager" : "its markup",
        pages,
        text,
        !LATER.matcher(place.url()).find());
  }

  /** True for links that turn a list's pages. */
  static boolean isTurning(Element a) {
    return TURNING.matcher(bare(a)).matches();
  }

  private static String bare(Element a) {
    String text = a.text();
    return text.length() > 20 ? text : BLANKS.matcher(text).replaceAll("");
  }

  private static @Nullable Pager trs(String text, Place place) {
    if (!text.contains("createPage")
        && !text.contains("countPage")
        && !text.contains("pagination_script_config")) {
      return null;
    }
    Matcher call = TRS.matcher(text);
    if (call.find()) {
      int current = Integer.parseInt(call.group(2));
      List<Link> pages =
          counted(
              place,
              call.group(3),
              call.group(4),
              current + 1,
              Integer.parseInt(call.group(1)) - 1);
      return pager(Family.TRS, "createPageHTML with four arguments", pages, text, current == 0);
    }
    Matcher count = COUNT_PAGE.matcher(text);
    Matcher now = CURRENT_PAGE.matcher(text);
    if (count.find() && now.find()) {
      Matcher name = COUNTED_NAME.matcher(text);
      boolean named = name.find();
      int current = Integer.parseInt(now.group(1));
      List<Link> pages =
          counted(
              place,
              named ? name.group(1) : "index",
              named ? name.group(2) : "html",
              current + 1,
              Integer.parseInt(count.group(1)) - 1);
      return pager(Family.TRS, "countPage and currentPage in a script", pages, text, current == 0);
    }
    Matcher config = CONFIG.matcher(text);
    if (config.find()) {
      int current = Integer.parseInt(config.group(1));
      List<Link> pages =
          counted(
              place,
              "index",
              extension(place.url()),
              current + 1,
              Integer.parseInt(config.group(2)) - 1);
      return pager(Family.TRS, "pagination_script_config", pages, text, current == 0);
    }
    return null;
  }

  private static @Nullable Pager ucap(String text, Place place) {
    Matcher call = UCAP.matcher(text);
    if (!text.contains("createPageHTML") || !call.find()) {
      return null;
    }
    int current = Integer.parseInt(call.group(2));
    List<Link> pages =
        counted(place, call.group(3), call.group(4), current + 1, Integer.parseInt(call.group(1)));
    return pager(Family.UCAP, "createPageHTML with six arguments", pages, text, current <= 1);
  }

  private static @Nullable Pager hanweb(String text, Place place) {
    Matcher jpage = JPAGE.matcher(text);
    boolean turned = text.contains(".jpage") && jpage.find();
    if (!turned && !text.contains("<recordset>") && !text.contains("<nextgroup>")) {
      return null;
    }
    List<Link> pages = new ArrayList<>();
    Matcher group = NEXT_GROUP.matcher(text);
    while (group.find()) {
      Matcher href = HREF.matcher(group.group(1));
      if (href.find()) {
        add(pages, place, place.resolve(href.group(1).replace("&amp;", "&")));
      }
    }
    Integer total = total(text);
    int records = text.split("<record>", -1).length - 1;
    boolean first = !place.url().contains("startrecord=") && !place.url().contains("pageNum=");
    if (pages.isEmpty() && turned && first && total != null && total > records) {
      Matcher per = PER_PAGE.matcher(jpage.group(2));
      int perPage = per.find() ? Math.max(1, Integer.parseInt(per.group(1))) : 15;
      String column = place.url().split("\\?", 2)[0];
      int last = Math.min((total + perPage - 1) / perPage, MOST);
      for (int k = Math.max(2, records / perPage + 1); k <= last; k++) {
        add(pages, place, place.resolve(column + "?uid=" + jpage.group(1) + "&pageNum=" + k));
      }
    }
    String reason = turned ? "jpage in a script" : "a datastore of records";
    return pager(Family.HANWEB, reason, pages, text, first);
  }

  private static @Nullable Pager jpaas(String text) {
    boolean found = text.contains("articleList:") && text.contains("channelsTagSelf");
    return found ? pager(Family.JPAAS, "articleList in a script", List.of(), text, true) : null;
  }

  private static Family byOther(String text) {
    if (text.contains("<UCAPCONTENT>") || text.contains("UCAPTITLE")) {
      return Family.UCAP;
    }
    return text.contains("TRS_") || text.contains("wcm分页") || text.contains("list2.trsapi")
        ? Family.TRS
        : Family.PLAIN;
  }

  private static Pager pager(
      Family family, String reason, List<Link> pages, String text, boolean first) {
    List<String> notes =
        pages.size() >= MOST
            ? List.of("more than " + MOST + " list pages are announced; " + MOST + " are followed")
            : List.of();
    return new Pager(family, reason, pages, total(text), first, notes);
  }

  private static List<Link> counted(Place place, String name, String extension, int from, int to) {
    List<Link> pages = new ArrayList<>();
    for (int k = from; k <= to && pages.size() < MOST; k++) {
      add(pages, place, Addresses.resolve(place.url(), name + "_" + k + "." + extension));
    }
    return pages;
  }

  private static List<Link> links(List<Element> elements, Place place) {
    Map<String, Link> pages = new LinkedHashMap<>();
    for (Element a : elements) {
      String url = place.resolve(a.attr("href"));
      if (url != null && place.onSite(url) && !url.equals(place.url())) {
        pages.putIfAbsent(url, new Link(Kind.LIST, url, a.text().strip()));
      }
    }
    return new ArrayList<>(pages.values());
  }

  private static List<Element> forward(Document page) {
    List<Element> forward = new ArrayList<>();
    for (Element a : page.select(Links.LINK)) {
      if (FORWARD.matcher(bare(a)).lookingAt() && isTurning(a)) {
        forward.add(a);
      }
    }
    return forward;
  }

  private static void add(List<Link> pages, Place place, @Nullable String url) {
    boolean excluded =
        url != null
            && place.rules().exclude() != null
            && place.rules().exclude().matcher(url).find();
    if (url != null && !excluded && place.onSite(url) && !url.equals(place.url())) {
      pages.add(new Link(Kind.LIST, url, ""));
    }
  }

  private static String extension(String url) {
    Matcher extension = Pattern.compile("\\.(s?html?)$").matcher(url.split("\\?", 2)[0]);
    return extension.find() ? extension.group(1) : "html";
  }

  private static @Nullable Integer total(String text) {
    for (String name : TOTALS) {
      Matcher total = (name.equals("共") ? TOTAL_IN_WORDS : TOTAL).matcher(text);
      for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
        if (total.region(at + name.length(), text.length()).lookingAt()) {
          return Integer.valueOf(total.group(1));
        }
      }
    }
    return null;
  }
}
