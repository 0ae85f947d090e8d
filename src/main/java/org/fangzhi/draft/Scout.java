package org.fangzhi.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Family;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.LinkRules;
import org.fangzhi.crawl.Links;
import org.fangzhi.crawl.Listing;
import org.fangzhi.crawl.Verdict;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.document.Charsets;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Looks for a site's lists of annual reports with a handful of requests. */
public final class Scout {
  /** Pages asked for at most, robots.txt not counted. */
  static final int MOST = 8;

  private static final Pattern REPORT =
      Pattern.compile("(?:19|20)\\d\\d年?度?.{0,40}(?:公开.{0,12}(?:报告|年报)|年度报告|年报)");
  private static final Pattern COLUMN = Pattern.compile("年报|年度报告");
  private static final Pattern DISCLOSURE = Pattern.compile("政府信息公开|信息公开");
  private static final Pattern OPENNESS = Pattern.compile("政务公开|政府公开|公开");
  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final int LONGEST_COLUMN = 24;

  private final Visitor visitor;
  private final boolean privateAllowed;
  private final Set<String> seen = new LinkedHashSet<>();
  private final Map<String, Survey.Found> lists = new LinkedHashMap<>();
  private final List<String> doubts = new ArrayList<>();
  private final PriorityQueue<Step> ahead =
      new PriorityQueue<>(Comparator.comparingInt(Step::rank).thenComparingInt(Step::order));
  private int asked;

  public Scout(Visitor visitor, boolean privateAllowed) {
    this.visitor = visitor;
    this.privateAllowed = privateAllowed;
  }

  /** The site does not let itself be looked at; the message says why. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * A page to look at.
   *
   * @param rank 0 for a column of annual reports by its name, more for what may lead to one
   * @param column the list page of which this is only the content, as a script asks for it
   */
  private record Step(String url, String text, int rank, int order, @Nullable String column) {}

  /**
   * Looks at a site.
   *
   * @throws Refused when the page itself cannot be had
   */
  public Survey look(String start) {
    String url = Addresses.canonical(start);
    if (url == null) {
      throw new Refused(start + " is no address of a web page; write it with http:// or https://");
    }
    Fetched first = visit(url);
    Verdict verdict = Judge.judge(first, null);
    if (verdict.target() != null && Addresses.sameSite(url, verdict.target())) {
      url = verdict.target();
      first = url.equals(first.finalUrl()) ? first : visit(url);
      verdict = Judge.judge(first, null);
    }
    boolean moved = verdict.target() != null && verdict.target().equals(first.finalUrl());
    if (!verdict.outcome().isContent() && !moved) {
      throw new Refused(url + ": " + verdict.outcome().word() + ", " + verdict.reason());
    }
    Document home = page(first);
    examine(new Step(url, "", 1, 0, null), first, home);
    while (!ahead.isEmpty() && asked < MOST && (lists.isEmpty() || ahead.peek().rank() == 0)) {
      Step step = ahead.poll();
      Fetched fetched = visit(step.url());
      if (Judge.judge(fetched, null).outcome().isContent()) {
        examine(step, fetched, page(fetched));
      }
    }
    if (lists.isEmpty()) {
      doubts.add(
          "no list of annual reports was found on %d pages; put its address in place of %s"
              .formatted(asked, url));
    } else if (!ahead.isEmpty() && ahead.peek().rank() == 0) {
      doubts.add(ahead.size() + " more links may lead to such lists and were not looked at");
    }
    SiteName name = SiteName.of(home);
    doubts.addAll(name.doubts());
    var delay = visitor.permission(url, ask(url)).rules().delay();
    return new Survey(
        Addresses.host(url),
        name.name(),
        name.division(),
        name.candidates(),
        List.copyOf(lists.values()),
        delay == null ? null : delay.toMillis(),
        asked,
        doubts);
  }

  private Ask ask(String url) {
    return new Ask(url, null, null, privateAllowed, null);
  }

  private Fetched visit(String url) {
    asked++;
    seen.add(url);
    return visitor.visit(ask(url));
  }

  private static Document page(Fetched fetched) {
    String type = fetched.head().first("Content-Type");
    return Jsoup.parse(Charsets.decode(fetched.payload(), type).text());
  }

  private void examine(Step step, Fetched fetched, Document page) {
    String type = fetched.head().first("Content-Type");
    Listing listing =
        Links.ofList(fetched.payload(), type, fetched.finalUrl(), null, LinkRules.NONE);
    List<String> reports =
        listing.entries().stream()
            .map(Link::text)
            .filter(text -> REPORT.matcher(text).find())
            .toList();
    boolean named = step.rank() == 0 || COLUMN.matcher(title(page)).find();
    boolean mostly = 2 * reports.size() >= listing.entries().size();
    String column = step.column() == null ? step.url() : step.column();
    if (!reports.isEmpty() && (named || mostly)) {
      String cms = listing.family() == Family.PLAIN ? "auto" : listing.family().word();
      String title = step.text().isEmpty() ? title(page) : step.text();
      lists.putIfAbsent(
          column,
          new Survey.Found(
              column, title, cms, listing.reason(), listing.entries().size(), reports));
    } else if (named && listing.entries().isEmpty()) {
      // The entries come by a script: the interface that it asks tells whether they are reports.
      for (Link link : listing.of(Link.Kind.LIST)) {
        add(new Step(link.url(), step.text(), 0, seen.size(), column));
      }
    }
    if (step.column() == null && lists.get(column) == null) {
      follow(page, fetched.finalUrl());
    }
  }

  private void follow(Document page, String base) {
    int order = 0;
    for (Element a : page.select("a[href]")) {
      String text = a.text().strip().isEmpty() ? a.attr("title").strip() : a.text().strip();
      String url = Addresses.resolve(base, a.attr("href"));
      int rank = rank(text);
      if (rank < 3 && url != null && Addresses.sameSite(base, url)) {
        add(new Step(url, text, rank, order++, null));
      }
    }
  }

  private void add(Step step) {
    if (!seen.contains(step.url())
        && ahead.stream().noneMatch(other -> other.url().equals(step.url()))) {
      ahead.add(step);
    }
  }

  private static int rank(String text) {
    if (text.length() > LONGEST_COLUMN || YEAR.matcher(text).find()) {
      return 3;
    }
    if (COLUMN.matcher(text).find()) {
      return 0;
    }
    return DISCLOSURE.matcher(text).find() ? 1 : OPENNESS.matcher(text).find() ? 2 : 3;
  }

  private static String title(Document page) {
    Element column = page.selectFirst("meta[name=ColumnName]");
    String name = column == null ? "" : column.attr("content").strip();
    return name.isEmpty() ? page.title().strip() : name;
  }
}
