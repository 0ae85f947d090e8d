package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.List;
import org.fangzhi.crawl.Family;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.Links;
import org.fangzhi.crawl.Listing;
import org.fangzhi.crawl.Walk;
import org.fangzhi.store.Lists;
import org.fangzhi.store.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Understands list pages, and keeps what they were understood as. */
final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  private final Sites sites;
  private final Lists lists;

  Listings(Sites sites, Lists lists) {
    this.sites = sites;
    this.lists = lists;
  }

  /** What a list page leads to; its entries alone when its pager leads back to what is known. */
  List<Link> links(Visit visit, Fetched fetched) {
    Listing listing = listing(visit, fetched);
    try {
      Lists.Understood understood = Walk.understood(listing, fetched.payload().length);
      return lists.keep(visit.pageId(), understood) == null ? listing.links() : listing.entries();
    } catch (SQLException e) {
      LOG.warn("how {} was understood could not be kept: {}", visit.url(), e.getMessage());
      return listing.links();
    }
  }

  /** A page that cannot be read lists nothing, and says so: it harms only itself. */
  private Listing listing(Visit visit, Fetched fetched) {
    Family family = Family.of(visit.cms());
    String type = fetched.head().first("Content-Type");
    try {
      Listing listing =
          Links.ofList(
              fetched.payload(), type, fetched.finalUrl(), family, sites.rules(visit.sourceId()));
      int deepest = sites.source(visit.sourceId()).reach().depth();
      return visit.depth() < deepest || listing.of(Link.Kind.LIST).isEmpty()
          ? listing
          : listing.endingHere(
              "list pages are not followed further than " + deepest + " steps from an entry");
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.error("{} could not be read as a list", visit.url(), failure);
      return new Listing(
          family == null ? Family.PLAIN : family,
          "nothing: it could not be read",
          List.of(),
          null,
          List.of("the page could not be read as a list: " + failure));
    }
  }
}
