package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** Tells the entries of a list page from its navigation. */
final class Entries {
  private static final Evaluator ROW = Selector.evaluatorOf("li, tr, dd, dl, p");

  private static final Pattern DATE =
      Pattern.compile(
          "(?:19|20)\\d\\d\\s*[-/.年]\\s*\\d{1,2}\\s*[-/.月]\\s*\\d{1,2}"
              + "|[\\[(（【]\\s*\\d{1,2}[-/.]\\d{1,2}\\s*[\\])）】]");

  private static final Pattern REPORT =
      Pattern.compile("(?:19|20|二[〇○零])[\\d〇○零一二三四五六七八九]{2}年?度?.{0,40}(?:报告|年报|報告)");
  private static final Pattern FRAME =
      Pattern.compile(
          "(?i)(?:^|[^a-z])(?:nav|menu|foot|footer|header|crumbs?|breadcrumb|position|location|weizhi"
              + "|dqwz|sidebar|friend|copyright|share|top)(?:[^a-z]|$)|menu|crumb|footer");
  private static final Pattern COLUMN =
      Pattern.compile("/(?:index|default|list|zwgklist|nlist)\\.\\w+$");
  private static final Pattern CUT = Pattern.compile("(?:(?<!\\.)\\.{2,}+|(?<!…)…++)$");
  private static final int GROUP = 3;

  /** Characters; no title is longer, but what a site sends may be. */
  private static final int LONGEST_TITLE = 300;

  private Entries() {}

  /** The entries that stand in the page as elements, or in a comment that a script unpacks. */
  static List<Link> of(Document page, Place place) {
    List<Link> entries = inElements(page, place);
    if (entries.stream().noneMatch(link -> Ways.isArticle(link.url()))) {
      entries = new ArrayList<>(entries);
      for (String comment : comments(page)) {
        entries.addAll(inElements(Jsoup.parse(comment), place));
      }
    }
    return entries;
  }

  /** The links of a part of a page that holds nothing but entries. */
  static List<Link> listed(Element part, Place place) {
    List<Link> entries = new ArrayList<>();
    part.select(Links.LINK).forEach(a -> entry(a, place, true).ifPresent(entries));
    return entries;
  }

  /** The words of a link: its title where that begins as the text does, which may be cut. */
  static String title(Element a) {
    String text = cut(a.text().strip());
    String title = cut(a.attr("title").strip());
    String start = CUT.matcher(text).replaceFirst("").strip();
    return title.length() > text.length() && title.contains(start) ? title : text;
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST_TITLE) {
      return text;
    }
    boolean split = Character.isHighSurrogate(text.charAt(LONGEST_TITLE - 1));
    return text.substring(0, split ? LONGEST_TITLE - 1 : LONGEST_TITLE);
  }

  private static List<Link> inElements(Document page, Place place) {
    String list = place.rules().list();
    if (list != null) {
      List<Link> entries = new ArrayList<>();
      page.select(list).forEach(part -> entries.addAll(listed(part, place)));
      return entries;
    }
    Map<Element, Found> found = new LinkedHashMap<>();
    Map<Element, Integer> groups = new LinkedHashMap<>();
    for (Element a : page.select(Links.LINK)) {
      Found entry = entry(a, place, false);
      if (entry.link() != null) {
        found.put(a, entry);
        if (entry.bare()) {
          groups.merge(group(a), 1, Integer::sum);
        }
      }
    }
    List<Link> entries = new ArrayList<>();
    found.forEach(
        (a, entry) -> {
          if (!entry.bare() || groups.getOrDefault(group(a), 0) >= GROUP) {
            entry.ifPresent(entries);
          }
        });
    return entries;
  }

  /** A candidate; bare when only its siblings can show that it is an entry. */
  private record Found(@Nullable Link link, boolean bare) {
    static final Found NOTHING = new Found(null, false);

    void ifPresent(List<Link> into) {
      if (link != null) {
        into.add(link);
      }
    }
  }

  private static Found entry(Element a, Place place, boolean listed) {
    String url = place.resolve(a.attr("href"));
    String title = title(a);
    Pattern article = place.rules().article();
    if (url == null || title.isEmpty()) {
      return Found.NOTHING;
    }
    if (Links.FILE.matcher(url).find()) {
      return new Found(new Link(Kind.ATTACHMENT, url, title), false);
    }
    if (!place.onSite(url) || Pager.isTurning(a) || url.equals(place.url())) {
      return Found.NOTHING;
    }
    Link link = new Link(Kind.ARTICLE, url, title);
    if (article != null) {
      return article.matcher(url).find() ? new Found(link, false) : Found.NOTHING;
    }
    if (listed) {
      return new Found(link, false);
    }
    if (isColumn(url) || title.length() < 4) {
      return Found.NOTHING;
    }
    if (Ways.isArticle(url) || isDated(a) || REPORT.matcher(title).find()) {
      return new Found(link, false);
    }
    return title.length() >= 12 && !inFrame(a) ? new Found(link, true) : Found.NOTHING;
  }

  /** Directories and index pages are columns. */
  private static boolean isColumn(String url) {
    int query = url.indexOf('?');
    String path = query < 0 ? url : url.substring(0, query);
    return path.endsWith("/") && !url.contains("?") || COLUMN.matcher(path).find();
  }

  /** True when the smallest row around a link has a date, and no more than a few links. */
  private static boolean isDated(Element a) {
    Element at = a;
    for (int up = 0; up < 4 && at != null; up++) {
      if (at.selectStream(Links.LINK).limit(4).count() > 3) {
        return false;
      }
      if (DATE.matcher(at.text().replace(a.text(), " ")).find()) {
        return !inFrame(a);
      }
      at = at.parent();
    }
    return false;
  }

  private static boolean inFrame(Element a) {
    for (Element at = a; at != null; at = at.parent()) {
      String tag = at.normalName();
      if (tag.equals("nav") || tag.equals("footer") || tag.equals("header")) {
        return true;
      }
      if (tag.equals("body")) {
        return false;
      }
      if (FRAME.matcher(at.className() + " " + at.id()).find()) {
        return true;
      }
    }
    return false;
  }

  /** What holds the rows, of which a link's row is one. */
  private static Element group(Element a) {
    Element row = a.closest(ROW);
    Element parent = row == null ? a.parent() : row.parent();
    return parent == null ? a : parent;
  }

  private static List<String> comments(Document page) {
    List<String> comments = new ArrayList<>();
    page.traverse(
        (Node node, int depth) -> {
          if (node instanceof Comment comment && comment.getData().contains("<a ")) {
            comments.add(comment.getData());
          }
        });
    return comments;
  }
}
