package org.fangzhi.pipeline;

import java.time.Year;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.Section;
import org.fangzhi.crawl.Sitemap;
import org.fangzhi.crawl.Traps;
import org.fangzhi.source.Source;
import org.fangzhi.store.Found;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the addresses that a page leads to is followed, within the reach of its source. */
final class Following {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  /** An index may name sitemaps, which name pages; another index below it is not read. */
  private static final int DEEPEST_SITEMAP = 2;

  private final Sites sites;

  Following(Sites sites) {
    this.sites = sites;
  }

  /**
   * The pages found, each address once and without ids of sessions; traps and what lies beyond the
   * reach of the source are marked as left out, so that they are counted.
   */
  List<Found> follow(Visit visit, List<Found> found) {
    Source source = sites.source(visit.sourceId());
    Source.Reach reach = source.reach();
    int thisYear = Year.now(SHANGHAI).getValue();
    Map<String, Found> followed = new LinkedHashMap<>();
    List<Found> left = new ArrayList<>();
    for (Found each : found) {
      Found page = each.at(Traps.withoutSession(each.url()));
      if (followed.containsKey(page.url())) {
        continue;
      }
      String trap = Traps.why(page.url(), visit.url(), page.depth(), thisYear);
      if (trap != null) {
        left.add(page.leftOut(trap));
      } else if (page.depth() > reach.depth()) {
        left.add(page.leftOut("more than " + reach.depth() + " steps from an entry"));
      } else if (page.kind() != PageKind.SITEMAP
          && visit.kind() != PageKind.SITEMAP
          && followed.size() >= reach.links()) {
        left.add(page.leftOut("more than " + reach.links() + " links on a page"));
      } else {
        followed.put(page.url(), page);
      }
    }
    List<Found> all = new ArrayList<>(followed.values());
    all.addAll(left);
    return all;
  }

  /** The sitemaps that are read for a source, found at one of its entries. */
  List<Found> sitemaps(Visit visit, List<String> namedByRobots) {
    Source source = sites.source(visit.sourceId());
    List<String> own = source.reach().sitemaps();
    List<Found> found = new ArrayList<>();
    for (String url : own == null ? namedByRobots : own) {
      String canonical = Addresses.canonical(url);
      if (canonical != null && (own != null || Addresses.sameSite(visit.url(), canonical))) {
        found.add(page(visit, source, canonical, PageKind.SITEMAP, "a sitemap of the site"));
      }
    }
    return found;
  }

  /** The pages and sitemaps that a sitemap leads to. */
  List<Found> ofSitemap(Visit visit, Fetched fetched) {
    Source source = sites.source(visit.sourceId());
    Sitemap sitemap = Sitemap.read(fetched.payload(), fetched.finalUrl());
    List<Found> found = new ArrayList<>();
    if (sitemap.fault() != null) {
      LOG.warn("{}: {}", visit.url(), sitemap.fault());
      found.add(itself(visit, source, "unreadable sitemaps"));
    }
    for (Sitemap.Item item : sitemap.sitemaps()) {
      if (Addresses.sameSite(visit.url(), item.url())) {
        Found page = page(visit, source, item.url(), PageKind.SITEMAP, "named by an index");
        boolean deep = page.depth() > DEEPEST_SITEMAP;
        found.add(
            deep ? page.leftOut("indexes of sitemaps below others") : page.changed(item.changed()));
      }
    }
    Section section = sites.section(source.id());
    for (Sitemap.Item item : sitemap.pages()) {
      Link.Kind kind = section.kind(item.url());
      if (kind != null) {
        found.add(
            page(visit, source, item.url(), PageKind.valueOf(kind.name()), null)
                .changed(item.changed()));
      }
    }
    if (sitemap.left() > 0) {
      found.add(itself(visit, source, "sitemaps with more than is read of one"));
    }
    return found;
  }

  private Found itself(Visit visit, Source source, String left) {
    return page(visit, source, visit.url(), PageKind.SITEMAP, null).leftOut(left);
  }

  private Found page(
      Visit visit, Source source, String url, PageKind kind, @Nullable String anchor) {
    return new Found(
        url, kind, sites.group(source, url), visit.depth() + 1, visit.pageId(), anchor, null);
  }
}
