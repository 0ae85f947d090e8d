package org.fangzhi.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.fangzhi.archive.Attempt;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Chain;
import org.fangzhi.crawl.Failure;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Hop;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.Links;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.crawl.Robots;
import org.fangzhi.crawl.Transport;
import org.fangzhi.crawl.Verdict;
import org.fangzhi.source.Source;
import org.fangzhi.store.Found;
import org.fangzhi.store.Lists;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** One page asked for: begun, permitted hop by hop, and judged. */
public final class VisitStep {

  private static final Logger LOG = LoggerFactory.getLogger(VisitStep.class);

  private static final JsonMapper JSON = new JsonMapper();

  /** Bytes: a style or an image that a page needs is no video. A page has 60 of them at most. */
  private static final int LARGEST_REQUISITE = 8 << 20;

  /** The route that asks for pages of sources that name none. */
  private static final String ASKING = "ask";

  private final Sites sites;
  private final Transport transport;
  private final RobotsCache robots;
  private final Configurations configurations;
  private final Following following;
  private final Listings listings;

  /** Judging takes a processor; more at a time would only take turns, and keep code slow. */
  private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());

  VisitStep(
      Sites sites,
      Transport transport,
      RobotsCache robots,
      Lists lists,
      Configurations configurations) {
    this.sites = sites;
    this.transport = transport;
    this.robots = robots;
    this.listings = new Listings(sites, lists);
    this.configurations = configurations;
    this.following = new Following(sites);
  }

  /**
   * Makes sure that the robots.txt of a round's first page is known. Where it had to be asked for,
   * the page comes a pace later, and if that is long the round is over before it began.
   */
  public void prepare(@ExchangeProperty("round") Round round) {
    Visit first = round.first();
    try {
      robots(first, round, sites.ask(first));
    } catch (RuntimeException e) {
      // Told when the page is begun; here it would keep the round from being given back.
      LOG.debug("{} is not prepared: {}", first.url(), e.getMessage());
    }
  }

  private void robots(Visit visit, Round round, Ask ask) {
    RobotsCache.Entry known = robots.of(visit.url(), ask);
    round.asked(known.asked());
    round.delay(robots.delay(known, sites.source(visit.sourceId()), round.lease()));
  }

  /**
   * Begins a visit; the exchange carries the chain of requests, the pause before the first, and the
   * name of the route that asks.
   */
  public void begin(Exchange exchange, @ExchangeProperty("round") Round round) {
    Visit visit = exchange.getMessage().getBody(Visit.class);
    exchange.setProperty("visit", visit);
    if (!sites.knows(visit.sourceId())) {
      throw new IllegalStateException("the source file of " + visit.sourceId() + " is gone");
    }
    Source source = sites.source(visit.sourceId());
    configurations.serve(visit.runId(), source);
    Source.Route own = source.pipeline();
    exchange.setProperty("asking", own == null ? ASKING : own.name());
    Chain chain =
        visit.kind() == PageKind.REQUISITE
            ? transport.chain(sites.ask(visit), LARGEST_REQUISITE)
            : transport.chain(sites.ask(visit));
    exchange.setProperty("chain", chain);
    if (chain.open()) {
      robots(visit, round, chain.ask());
    }
    exchange.setProperty("pause", round.pauseMillis());
  }

  /**
   * Lets the next request of a chain go, or ends the chain when robots.txt forbids it; the exchange
   * carries the pause before it. When the claim has ended meanwhile the visit is given back: it has
   * come to nothing that could be told of the page.
   */
  public Chain permit(
      Exchange exchange,
      @ExchangeProperty("chain") Chain chain,
      @ExchangeProperty("round") Round round) {
    RobotsCache.Entry known = robots.of(chain.url(), chain.ask());
    Robots rules = known.robots();
    if (chain.redirects() > 0) {
      round.asked(Instant.now());
      exchange.setProperty("pause", round.hopMillis());
    } else {
      exchange.setProperty("pause", 0L);
    }
    if (!round.holds()) {
      chain.refuse(
          new Failure(Failure.Kind.UNREACHABLE, "this process stood still until its claim ended"));
      round.withdraw();
      exchange.setRouteStop(true);
    } else if (rules.deferred()) {
      chain.refuse(
          new Failure(
              Failure.Kind.UNREACHABLE,
              "robots.txt cannot be had, so that nothing may be asked for now: " + known.why()));
    } else if (!rules.permits(chain.url())) {
      chain.refuse(
          new Failure(Failure.Kind.FORBIDDEN, "robots.txt does not permit " + chain.url()));
    }
    return chain;
  }

  /** Judges what came of a visit. */
  public Attempt judge(
      @ExchangeProperty("visit") Visit visit,
      @ExchangeProperty("chain") Chain chain,
      @ExchangeProperty("round") Round round) {
    processors.acquireUninterruptibly();
    try (Trail trail = Trail.of(visit)) {
      return judged(visit, chain, round);
    } finally {
      processors.release();
    }
  }

  private Attempt judged(Visit visit, Chain chain, Round round) {
    Fetched fetched = chain.fetched();
    Verdict verdict =
        Judge.judge(
            fetched, visit.sha256() == null ? null : HexFormat.of().formatHex(visit.sha256()));
    round.answered(
        fetched.status() == 0 && verdict.outcome() == Outcome.FAILED ? null : took(fetched));
    if (verdict.outcome() == Outcome.BLOCKED) {
      round.stop();
    }
    boolean content = verdict.outcome().isContent();
    // Suspected blocks and soft-404s are kept too, in quarantine.
    boolean kept =
        fetched.failure() == null
            && fetched.payload().length > 0
            && (content
                || verdict.outcome() == Outcome.BLOCKED
                || verdict.outcome() == Outcome.SOFT_MISSING);
    return new Attempt(
        visit,
        verdict.outcome(),
        fetched.started(),
        fetched.took(),
        fetched.status() == 0 ? null : fetched.status(),
        verdict.reason().isEmpty() ? null : verdict.reason(),
        fetched.requestHead(),
        fetched.head().bytes(),
        kept ? fetched.body() : null,
        fetched.coding(),
        kept ? fetched.payload() : null,
        hops(fetched),
        fetched.ip(),
        fetched.tls() == null ? null : fetched.tls().toString(),
        fetched.truncated() == null
            ? null
            : fetched.truncated().name().toLowerCase(java.util.Locale.ROOT),
        content ? fetched.head().first("ETag") : null,
        content ? fetched.head().first("Last-Modified") : null,
        verdict.retryAfter(),
        verdict.target(),
        leads(visit, fetched, verdict),
        round.isOver());
  }

  /** What counts as the time of one answer: nothing where several were needed. */
  private static Duration took(Fetched fetched) {
    return fetched.hops().isEmpty() ? fetched.took() : Duration.ZERO;
  }

  /** What a visit leads to, within the reach of its source. */
  private List<Found> leads(Visit visit, Fetched fetched, Verdict verdict) {
    List<Found> found = new ArrayList<>(found(visit, fetched, verdict));
    if (visit.kind() == PageKind.LIST && visit.depth() == 0 && verdict.outcome().isContent()) {
      found.addAll(
          following.sitemaps(visit, robots.of(visit.url(), sites.ask(visit)).robots().sitemaps()));
    }
    return found.isEmpty() ? found : following.follow(visit, found);
  }

  private List<Found> found(Visit visit, Fetched fetched, Verdict verdict) {
    Source source = sites.source(visit.sourceId());
    String movedTo = verdict.target();
    if (movedTo != null) {
      return List.of(
          new Found(
              movedTo,
              visit.kind(),
              sites.group(source, movedTo),
              visit.depth() + 1,
              visit.pageId(),
              "moved from " + visit.url(),
              visit.cms()));
    }
    if (verdict.outcome() != Outcome.NEW && verdict.outcome() != Outcome.CHANGED) {
      return List.of();
    }
    if (visit.kind() == PageKind.SITEMAP) {
      return following.ofSitemap(visit, fetched);
    }
    List<Found> found = new ArrayList<>();
    for (Link link : links(visit, fetched, source)) {
      found.add(
          new Found(
              link.url(),
              PageKind.valueOf(link.kind().name()),
              sites.group(source, link.url()),
              visit.depth() + 1,
              visit.pageId(),
              link.text().replace("\0", ""),
              link.kind() == Link.Kind.LIST ? visit.cms() : null));
    }
    return found;
  }

  private List<Link> links(Visit visit, Fetched fetched, Source source) {
    String type = fetched.head().first("Content-Type");
    if (visit.kind() == PageKind.LIST) {
      return listings.links(visit, fetched);
    }
    if (visit.kind() != PageKind.ARTICLE || !isHtml(type, fetched.payload())) {
      return List.of();
    }
    return Links.ofArticle(fetched.payload(), type, fetched.finalUrl(), source.requisites());
  }

  private static boolean isHtml(@Nullable String type, byte[] payload) {
    return type != null && type.toLowerCase(java.util.Locale.ROOT).contains("html")
        || Judge.isMarkup(payload);
  }

  private static @Nullable String hops(Fetched fetched) {
    if (fetched.hops().isEmpty()) {
      return null;
    }
    ArrayNode hops = JSON.createArrayNode();
    for (Hop hop : fetched.hops()) {
      hops.addObject()
          .put("url", hop.url())
          .put("request", latin1(hop.requestHead()))
          .put("head", latin1(hop.head().bytes()))
          .put("ip", hop.ip())
          .put("tls", hop.tls() == null ? null : hop.tls().toString());
    }
    return hops.toString().replace("\\u0000", "\\ufffd");
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
