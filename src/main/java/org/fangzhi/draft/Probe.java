package org.fangzhi.draft;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.Family;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.LinkRules;
import org.fangzhi.crawl.Links;
import org.fangzhi.crawl.Listing;
import org.fangzhi.crawl.Transport;
import org.fangzhi.crawl.Verdict;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.crawl.Walk;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Hints;
import org.fangzhi.pipeline.Service;
import org.fangzhi.pipeline.SiteRules;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Report;
import org.fangzhi.report.ReportJson;
import org.fangzhi.report.Reports;
import org.fangzhi.source.Source;
import org.fangzhi.store.Lists;
import org.fangzhi.store.Settings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every stage of a harvest on one address of a source, as JSON; nothing is kept of it. */
public final class Probe {
  private static final JsonMapper JSON = new JsonMapper();

  /** As many entries make a page that is no report a list. */
  private static final int ENTRIES = 3;

  private final Source source;
  private final LinkRules rules;
  private final Visitor visitor;
  private final int listPages;
  private final ObjectNode told = JSON.createObjectNode();

  /**
   * @param listPages list pages that are looked at, the first included
   */
  public Probe(Source source, Visitor visitor, int listPages) {
    this.source = source;
    this.rules = SiteRules.of(source);
    this.visitor = visitor;
    this.listPages = listPages;
  }

  /** Somebody to ask a few pages for, under the name and within the bounds of a harvest. */
  public static Visitor visitor(Settings settings, Duration delay) {
    Transport transport =
        new Transport(
            new Transport.Identity(Service.agent(settings)),
            Bounds.DEFAULT.withBody(settings.number("fangzhi.fetch.body", 1024)),
            1);
    String product = settings.text("fangzhi.user.agent").replaceFirst("/.*", "");
    return new Visitor(transport, product, delay);
  }

  /**
   * Probes an address.
   *
   * @param as what it is to the source; null to find out
   */
  public ObjectNode of(String url, @Nullable Kind as) {
    String canonical = Addresses.canonical(url);
    told.put("source", source.id()).put("url", url).put("asked", canonical);
    if (canonical == null) {
      return told.put("outcome", "refused").put("why", url + " is no address to ask for");
    }
    told.put("group", group(canonical)).put("delay_ms", source.politeness().delay().toMillis());
    Visitor.Permission robots = visitor.permission(canonical, ask(canonical));
    Duration wished = robots.rules().delay();
    told.putObject("robots")
        .put("url", robots.address())
        .put("said", robots.said())
        .put("permits", robots.against(canonical) == null)
        .put("delay_ms", wished == null ? null : wished.toMillis());
    Fetched fetched = visitor.visit(ask(canonical));
    answer(fetched);
    Verdict verdict = Judge.judge(fetched, null);
    told.put("outcome", verdict.outcome().word())
        .put("why", verdict.reason().isEmpty() ? null : verdict.reason())
        .put("sign", verdict.sign())
        .put("moved_to", verdict.target());
    if (verdict.outcome().isContent()) {
      understand(canonical, fetched, as);
    }
    return told;
  }

  /** What a page is to its source. */
  public enum Kind {
    LIST,
    ARTICLE
  }

  private Ask ask(String url) {
    return new Ask(
        url, null, null, source.allowPrivateAddresses(), source.proxy(), source.uncheckedTls());
  }

  private String group(String canonical) {
    String name = source.paceGroup();
    int from = canonical.indexOf("//") + 2;
    return name == null ? canonical.substring(from, canonical.indexOf('/', from)) : name;
  }

  private void answer(Fetched fetched) {
    told.put("request", latin1(fetched.requestHead()).strip());
    ArrayNode hops = told.putArray("hops");
    fetched
        .hops()
        .forEach(
            hop ->
                hops.addObject()
                    .put("url", hop.url())
                    .put("status", hop.status())
                    .put("location", hop.head().first("Location")));
    told.putObject("answer")
        .put("url", fetched.finalUrl())
        .put("status", fetched.status() == 0 ? null : fetched.status())
        .put("type", fetched.head().first("Content-Type"))
        .put("bytes", fetched.payload().length)
        .put("ip", fetched.ip())
        .put("tls", fetched.tls() == null ? null : fetched.tls().toString())
        .put("took_ms", fetched.took().toMillis())
        .put("failure", fetched.failure() == null ? null : fetched.failure().message());
  }

  private static String latin1(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1);
  }

  private void understand(String url, Fetched fetched, @Nullable Kind as) {
    Source.Entry entry = entry(url);
    Kind kind = as;
    if (kind == null && entry != null) {
      kind = SiteRules.isByYear(entry) ? Kind.ARTICLE : Kind.LIST;
    }
    String type = fetched.head().first("Content-Type");
    Reading reading = kind == Kind.LIST ? null : read(url, fetched, type);
    Family family = entry == null ? null : Family.of(entry.cms());
    Listing listing =
        kind == Kind.ARTICLE ? null : Links.ofList(fetched.payload(), type, url, family, rules);
    if (reading != null && listing != null) {
      boolean none = reading.reports().stream().allMatch(report -> report.form() == null);
      kind = none && listing.entries().size() >= ENTRIES ? Kind.LIST : Kind.ARTICLE;
    }
    if (kind == Kind.LIST && listing != null) {
      told.put("kind", "list");
      list(url, listing, fetched.payload().length);
    } else if (reading != null) {
      told.put("kind", "article");
      links(Links.ofArticle(fetched.payload(), type, url, source.requisites()));
      read(reading);
    }
  }

  private Source.@Nullable Entry entry(String url) {
    for (Source.Entry entry : source.entries()) {
      if (SiteRules.addresses(entry).stream().map(Addresses::canonical).anyMatch(url::equals)) {
        return entry;
      }
    }
    return null;
  }

  private void list(String url, Listing first, int bytes) {
    told.putObject("list")
        .put("family", first.family().word())
        .put("reason", first.reason())
        .put("entries", first.entries().size())
        .put("announced", first.announced())
        .put("further_pages", first.of(Link.Kind.LIST).size());
    links(first.links());
    List<Lists.Page> walked = new ArrayList<>();
    walked.add(page(1, url, null, "", first, bytes));
    Deque<Link> ahead = new ArrayDeque<>(first.of(Link.Kind.LIST));
    Set<String> known = new HashSet<>(Set.of(url));
    ahead.forEach(link -> known.add(link.url()));
    ArrayNode pages = told.putArray("pages");
    while (!ahead.isEmpty() && walked.size() < listPages) {
      Link next = ahead.poll();
      Fetched fetched = visitor.visit(ask(next.url()));
      Verdict verdict = Judge.judge(fetched, null);
      ObjectNode page = pages.addObject();
      page.put("url", next.url()).put("outcome", verdict.outcome().word());
      Listing listing = null;
      if (verdict.outcome().isContent()) {
        String type = fetched.head().first("Content-Type");
        listing = Links.ofList(fetched.payload(), type, next.url(), first.family(), rules);
        page.put("entries", listing.entries().size());
        listing.of(Link.Kind.LIST).stream().filter(l -> known.add(l.url())).forEach(ahead::add);
      }
      String fault = listing == null ? verdict.outcome().word() + ": " + verdict.reason() : null;
      long id = walked.size() + 1L;
      walked.add(page(id, next.url(), fault, next.text(), listing, fetched.payload().length));
    }
    told.put("walked_to_the_end", ahead.isEmpty());
    ArrayNode notes = told.putArray("notes");
    Walk.truncated(ahead.isEmpty() ? walked : withoutTotals(walked)).forEach(notes::add);
  }

  private static Lists.Page page(
      long id,
      String url,
      @Nullable String fault,
      String anchor,
      @Nullable Listing listing,
      int bytes) {
    return new Lists.Page(
        id,
        url,
        id == 1 ? null : 1L,
        anchor,
        listing != null,
        false,
        fault,
        listing == null ? null : Walk.understood(listing, bytes));
  }

  /** Before the end of a list nothing can be said of its total. */
  private static List<Lists.Page> withoutTotals(List<Lists.Page> pages) {
    List<Lists.Page> without = new ArrayList<>();
    for (Lists.Page page : pages) {
      Lists.Understood seen = page.understood();
      without.add(
          new Lists.Page(
              page.id(),
              page.url(),
              page.foundOn(),
              page.anchor(),
              page.had(),
              page.absent(),
              page.fault(),
              seen == null
                  ? null
                  : new Lists.Understood(
                      seen.family(),
                      seen.reason(),
                      seen.entries(),
                      null,
                      seen.bytes(),
                      seen.notes())));
    }
    return without;
  }

  private void links(List<Link> links) {
    ArrayNode queued = told.putArray("links");
    for (Link link : links) {
      queued
          .addObject()
          .put("kind", link.kind().name().toLowerCase(java.util.Locale.ROOT))
          .put("url", link.url())
          .put("text", link.text())
          .put("date", link.date());
    }
  }

  private Reading read(String url, Fetched fetched, @Nullable String type) {
    return Reports.read(
        fetched.payload(),
        new Hints(url, type, null, null),
        source.division() == null ? null : Divisions.byCode(source.division()).orElse(null));
  }

  private void read(Reading reading) {
    ObjectNode document = told.putObject("document");
    document.put("media_type", reading.document().mediaType());
    document.put(
        "charset",
        reading.document().charset() == null ? null : reading.document().charset().name());
    document.put("title", reading.document().title());
    ArrayNode notes = document.putArray("notes");
    reading.document().notes().forEach(notes::add);
    ArrayNode reports = told.putArray("reports");
    for (Report report : reading.reports()) {
      ObjectNode one = reports.addObject();
      one.put("form", report.form())
          .put("title", report.title())
          .put("agency", report.agency())
          .put("division", report.division() == null ? null : report.division().code())
          .put("scope", report.scope() == null ? null : ReportJson.word(report.scope()))
          .put("year", report.year())
          .put("published", report.published())
          .put("values", report.values().size())
          .put("findings", report.findings().size());
      ArrayNode withheld = one.putArray("withheld");
      report.withheld().forEach(w -> withheld.add(w.what() + ": " + w.why()));
    }
  }
}
