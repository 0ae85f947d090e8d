package org.fangzhi.crawl;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.document.Charsets;
import org.fangzhi.document.Decoded;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;

/** Finds the links of list pages and articles. Pure; safe for many threads. */
public final class Links {
  /** What carries content beside HTML, at the end of a path or of a query's value. */
  static final Pattern FILE =
      Pattern.compile("(?i)\\.(pdf|docx?|xlsx?|wps|et|ofd|rtf|mht|mhtml)(?=$|[?&#])");

  /** The same, wherever it may stand in a page's source. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)\\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|mht|mhtml)\\b");

  // Selectors are parsed once: parsing one costs as much as a small page.
  static final Evaluator LINK = Selector.evaluatorOf("a[href]");

  private static final Evaluator BASE = Selector.evaluatorOf("base[href]");

  private static final int REQUISITES = 60;

  /** Characters in which the pager of a list is looked for; real lists have a tenth of this. */
  private static final int MOST_TEXT = 2 << 20;

  private Links() {}

  /**
   * The links of a list page.
   *
   * @param payload the page, or the XML of a hanweb dataproxy
   * @param contentType its Content-Type as sent
   * @param url its canonical address
   * @param declared the family that the source names; null to find out
   */
  public static Listing ofList(
      byte[] payload,
      @Nullable String contentType,
      String url,
      @Nullable Family declared,
      LinkRules rules) {
    Decoded decoded = Charsets.decode(payload, contentType);
    return ofList(decoded.text(), charset(decoded), url, declared, rules);
  }

  static Listing ofList(
      String text, Charset charset, String url, @Nullable Family declared, LinkRules rules) {
    Api api = api(url, rules);
    Document page = Jsoup.parse(api == null ? text : "");
    Place place = new Place(url, base(page, url, charset), charset, rules);
    Pager pager =
        api == null
            ? Pager.of(beginning(text), page, place, declared)
            : ApiList.pager(api, text, place);
    List<Link> entries = pager.entries() == null ? Entries.of(page, place) : pager.entries();
    Map<String, Link> links = new LinkedHashMap<>();
    for (Link link : pager.pages()) {
      links.putIfAbsent(link.url(), link);
    }
    List<Link> all = new ArrayList<>();
    for (Link link : entries) {
      if (!link.url().equals(url) && links.putIfAbsent(link.url(), link) == null) {
        all.add(link);
      }
    }
    all.addAll(pager.pages());
    List<String> notes = new ArrayList<>(pager.notes());
    if (api == null && text.length() > MOST_TEXT) {
      notes.add(
          "the page has "
              + text.length()
              + " characters; its pager is looked for in the first "
              + MOST_TEXT);
    }
    Integer announced = rules.choose() ? null : pager.announced();
    boolean reachable = !pager.pages().isEmpty();
    if (announced != null && Walk.isShort(announced, all.size()) && !reachable && pager.first()) {
      notes.add(Walk.byScript(announced, all.size()));
    }
    return new Listing(pager.family(), pager.reason(), all, announced, notes);
  }

  private static String beginning(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  /** The interface or the source's own description that an address belongs to; null for pages. */
  private static @Nullable Api api(String url, LinkRules rules) {
    return Stream.concat(
            rules.described().stream(), Ways.ALL.stream().flatMap(ways -> ways.apis().stream()))
        .filter(api -> api.serves(url))
        .findFirst()
        .orElse(null);
  }

  /**
   * Attachments and requisites of an article, each address once.
   *
   * @param requisites whether images and style sheets are wanted too
   */
  public static List<Link> ofArticle(
      byte[] payload, @Nullable String contentType, String url, boolean requisites) {
    Decoded decoded = Charsets.decode(payload, contentType);
    if (!requisites && !mayName(decoded.text())) {
      return List.of();
    }
    Document page = Jsoup.parse(decoded.text());
    Charset charset = charset(decoded);
    Place place = new Place(url, base(page, url, charset), charset, LinkRules.NONE);
    Map<String, Link> links = new LinkedHashMap<>();
    Map<String, Link> parts = new LinkedHashMap<>();
    page.stream()
        .forEach(
            e -> {
              switch (e.normalName()) {
                case "a" -> attachment(e, place, links);
                case "iframe", "embed" -> embedded(e, "src", place, links);
                case "object" -> embedded(e, "data", place, links);
                case "img" -> requisite(e, "src", place, parts);
                case "link" -> {
                  if (e.attr("rel").toLowerCase(Locale.ROOT).contains("stylesheet")) {
                    requisite(e, "href", place, parts);
                  }
                }
                default -> {}
              }
            });
    if (requisites) {
      parts.values().stream()
          .limit(REQUISITES)
          .forEach(link -> links.putIfAbsent(link.url(), link));
    }
    return List.copyOf(links.values());
  }

  /**
   * Whether a page's source can name a file at all; most cannot, and parsing would be in vain. What
   * is written by numbers, as {@code &#46;} or {@code %2E}, or torn by a tag may say anything.
   */
  static boolean mayName(String source) {
    return holds(source, '.', at -> namesFile(source, at))
        || holds(
            source,
            '&',
            at -> source.startsWith("#", at + 1) || source.startsWith("period", at + 1))
        || holds(source, '%', at -> Character.digit(next(source, at), 16) >= 0);
  }

  private static boolean namesFile(String source, int at) {
    char next = next(source, at);
    return next == '<'
        || "pdxweormPDXWEORM".indexOf(next) >= 0
            && NAMED.matcher(source).region(at, source.length()).lookingAt();
  }

  private static char next(String source, int at) {
    return at + 1 < source.length() ? source.charAt(at + 1) : ' ';
  }

  // Text is searched by the JVM's own means: a loop over its characters takes ten times as long.
  private static boolean holds(String source, char sign, IntPredicate may) {
    for (int at = source.indexOf(sign); at >= 0; at = source.indexOf(sign, at + 1)) {
      if (may.test(at)) {
        return true;
      }
    }
    return false;
  }

  private static void attachment(Element a, Place place, Map<String, Link> links) {
    String target = place.resolve(a.attr("href"));
    if (target != null && (FILE.matcher(target).find() || FILE.matcher(a.text().strip()).find())) {
      links.putIfAbsent(target, new Link(Kind.ATTACHMENT, target, Entries.title(a)));
    }
  }

  private static void embedded(Element e, String attribute, Place place, Map<String, Link> links) {
    String target = place.resolve(embedded(e.attr(attribute)));
    if (target != null && FILE.matcher(target).find()) {
      links.putIfAbsent(target, new Link(Kind.ATTACHMENT, target, e.attr("title")));
    }
  }

  private static void requisite(Element e, String attribute, Place place, Map<String, Link> links) {
    String target = place.resolve(e.attr(attribute));
    if (target != null && place.onSite(target)) {
      links.putIfAbsent(target, new Link(Kind.REQUISITE, target, ""));
    }
  }

  /** Viewers such as pdf.js take the file's address as a parameter. */
  private static String embedded(String source) {
    int file = source.indexOf("?file=");
    if (file < 0) {
      return source;
    }
    String value = source.substring(file + 6).split("[&#]")[0];
    return value.contains("%2F") || value.contains("%3A")
        ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)
        : value;
  }

  /** Words from JSON, which may hold what neither HTML nor the database knows. */
  static String words(String json) {
    String whole = new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return whole.replace("\0", "").strip();
  }

  private static String base(Document page, String url, Charset charset) {
    Element base = page.selectFirst(BASE);
    String resolved = base == null ? null : Addresses.resolve(url, base.attr("href"), charset);
    return resolved == null ? url : resolved;
  }

  private static Charset charset(Decoded decoded) {
    String name = decoded.evidence().name();
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  /** Where links are found and what of them may be followed. */
  record Place(String url, String base, Charset charset, LinkRules rules) {
    /** The canonical target of a reference; null when it must not be followed. */
    @Nullable String resolve(String reference) {
      String blank = reference.strip();
      if (blank.isEmpty() || blank.startsWith("#")) {
        return null;
      }
      String target = Addresses.resolve(base, reference, charset);
      boolean excluded =
          target != null && rules.exclude() != null && rules.exclude().matcher(target).find();
      return excluded ? null : target;
    }

    boolean onSite(String target) {
      return Addresses.sameSite(url, target);
    }
  }
}
