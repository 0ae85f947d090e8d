package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Lists of 开普 ucap whose entries a script asks for by the channel's number. */
final class Ucap {
  private static final Pattern SEARCH =
      Pattern.compile("/(?:common/search|searchList)/(?=[0-9a-f]{32}|[\"'])");
  private static final Pattern CHANNEL = Pattern.compile("[0-9a-f]{32}");

  private Ucap() {}

  /** Only for a page that names its channel and the interface, and lists nothing itself. */
  static @Nullable Pager pager(String text, Document page, Place place) {
    Matcher search = SEARCH.matcher(text);
    Element channel = page.selectFirst("meta[name=channelId]");
    if (channel == null
        || !CHANNEL.matcher(channel.attr("content")).matches()
        || !search.find()
        || Entries.of(page, place).stream().anyMatch(link -> Ways.isArticle(link.url()))) {
      return null;
    }
    List<Link> pages = new ArrayList<>();
    String query = "?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page=1";
    Pager.add(pages, place, place.resolve(search.group() + channel.attr("content") + query));
    return new Pager(
        Family.UCAP, "channelId and an interface", pages, List.of(), null, true, List.of());
  }
}
