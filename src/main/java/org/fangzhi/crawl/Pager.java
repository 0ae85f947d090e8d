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
 * @param entries its entries where they are no elements of the page; null to look for them there
 * @param announced how many entries there are in all, by the page's own account
 * @param first true when this is the first page of the list, as far as can be seen
 */
record Pager(
    Family family,
    String reason,
    List<Link> pages,
    @Nullable List<Link> entries,
    @Nullable Integer announced,
    boolean first,
    List<String> notes) {
  /** A page may announce any number; this many are followed. */
  static final int MOST = 300;

  private static final Pattern TURNING =
      Pattern.compile("(?:下一?[页頁]|后一页|尾[页頁]|末[页頁]|首[页頁]|上一?[页頁]|前一页|[<>«»›]+)[>»\\]]*");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");
  private static final Pattern LATER =
      Pattern.compile("_\\d{1,4}\\.\\w+$|[?&](?:page|pageNo|pageNum|p|startrecord)=\\d");
  private static final Pattern FORWARD = Pattern.compile("下一?[页頁]|后一页|[>»›]+");
  private static final Pattern ENDING = Pattern.compile("\\.(s?html?)$");

  static Pager of(String text, Document page, Place place, @Nullable Family declared) {
    String next = place.rules().next();
    if (next != null) {
      Family family = declared == null ? Family.PLAIN : declared;
      return pager(family, "the source's rule", links(page.select(next), place), text, place);
    }
    for (Ways ways : Ways.ALL) {
      Pager found =
          declared == null || declared == ways.family() ? own(ways, text, page, place) : null;
      if (found != null) {
        return found;
      }
    }
    List<Link> pages = links(forward(page), place);
    for (Ways ways : Ways.ALL) {
      String mark = declared == null || declared == ways.family() ? ways.mark(text) : null;
      if (mark != null) {
        return pager(ways.family(), mark, pages, text, place);
      }
    }
    return declared == null || declared == Family.PLAIN
        ? pager(Family.PLAIN, "no sign of a known system", pages, text, place)
        : pager(declared, "the source file alone", pages, text, place);
  }

  /** True for links that turn a list's pages. */
  static boolean isTurning(Element a) {
    return TURNING.matcher(bare(a)).matches();
  }

  /** The few words of a link without blanks; nothing where there are more than turn a page. */
  private static String bare(Element a) {
    String text = a.text();
    return text.length() > 20 ? "" : BLANKS.matcher(text).replaceAll("");
  }

  /** The pager of a family's own making; null when the page has none of it. */
  private static @Nullable Pager own(Ways ways, String text, Document page, Place place) {
    Pager hidden =
        switch (ways.family()) {
          case HANWEB -> Hanweb.pager(text, place);
          case JPAAS -> Jpaas.pager(text, place);
          case GKMLPT -> Gkmlpt.pager(text, place);
          case UCAP -> Ucap.pager(text, page, place);
          default -> null;
        };
    if (hidden != null) {
      return hidden;
    }
    for (Ways.Turn turn : ways.turns()) {
      Pager turned = turned(ways.family(), turn, text, place);
      if (turned != null) {
        return turned;
      }
    }
    return null;
  }

  private static @Nullable Pager turned(Family family, Ways.Turn turn, String text, Place place) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (Pattern needed : turn.find()) {
      if (!take(needed, text, groups)) {
        return null;
      }
    }
    turn.perhaps().forEach(more -> take(more, text, groups));
    Matcher ending = ENDING.matcher(place.url().split("\\?", 2)[0]);
    groups.putIfAbsent("name", "index");
    groups.putIfAbsent("ending", ending.find() ? ending.group(1) : "html");
    int current = number(groups, "current");
    Integer records =
        groups.containsKey("records") ? Integer.valueOf(groups.get("records")) : Total.of(text);
    int last = pages(groups) - 1 + turn.first();
    List<Link> pages = new ArrayList<>();
    for (int k = current + 1; k <= last && pages.size() < MOST; k++) {
      String file = groups.get("name") + "_" + k + "." + groups.get("ending");
      add(pages, place, Addresses.resolve(place.url(), file));
    }
    return new Pager(
        family,
        turn.is(),
        pages,
        null,
        records,
        current <= turn.first() && !LATER.matcher(place.url()).find(),
        cut(pages, last - current));
  }

  private static boolean take(Pattern pattern, String text, Map<String, String> groups) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return false;
    }
    for (String name : List.of("pages", "records", "rows", "current", "name", "ending")) {
      if (pattern.pattern().contains("(?<" + name + ">")) {
        groups.putIfAbsent(name, found.group(name));
      }
    }
    return true;
  }

  private static int pages(Map<String, String> groups) {
    if (groups.containsKey("pages")) {
      return number(groups, "pages");
    }
    int rows = Math.max(1, number(groups, "rows"));
    return (number(groups, "records") + rows - 1) / rows;
  }

  private static int number(Map<String, String> groups, String name) {
    return Integer.parseInt(groups.getOrDefault(name, "0"));
  }

  private static Pager pager(
      Family family, String reason, List<Link> pages, String text, Place place) {
    Integer announced =
        Ways.ALL.stream().anyMatch(ways -> ways.family() == family)
            ? Ways.of(family).announced(text)
            : null;
    return new Pager(
        family,
        reason,
        pages,
        null,
        announced == null ? Total.of(text) : announced,
        !LATER.matcher(place.url()).find(),
        List.of());
  }

  /** What is said when more pages are announced than are followed. */
  static List<String> cut(List<Link> pages, int announced) {
    return announced > MOST && pages.size() >= MOST
        ? List.of(announced + " further list pages are announced; " + MOST + " are followed")
        : List.of();
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

  /** Adds a list page, unless it must not be followed. */
  static void add(List<Link> pages, Place place, @Nullable String url) {
    boolean excluded =
        url != null
            && place.rules().exclude() != null
            && place.rules().exclude().matcher(url).find();
    if (url != null && !excluded && place.onSite(url) && !url.equals(place.url())) {
      pages.add(new Link(Kind.LIST, url, ""));
    }
  }
}
