package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the answers of an {@link Api}. */
final class ApiList {
  private static final JsonMapper JSON = new JsonMapper();

  private final Api api;
  private final Place place;

  private ApiList(Api api, Place place) {
    this.api = api;
    this.place = place;
  }

  /** A page of the list, whose address the interface serves. */
  static Pager pager(Api api, String text, Place place) {
    return new ApiList(api, place).read(text);
  }

  private Pager read(String text) {
    if (api.rows() == null && api.html() == null) {
      return listed(Entries.of(Jsoup.parse(text), place), Total.of(text), List.of());
    }
    JsonNode answer;
    try {
      answer = JSON.readTree(text);
    } catch (JacksonException e) {
      return listed(List.of(), null, List.of("the answer is no JSON: " + first(text)));
    }
    return api.rows() == null ? markup(answer) : rows(answer);
  }

  private Pager markup(JsonNode answer) {
    JsonNode html = answer.at(api.html());
    if (!html.isString()) {
      return listed(List.of(), null, missing(answer, api.html()));
    }
    Document page = Jsoup.parse(html.asString());
    return listed(Entries.of(page, place), found(html.asString()), List.of());
  }

  private @Nullable Integer found(String html) {
    Matcher total = api.total() == null ? null : Pattern.compile(api.total()).matcher(html);
    return total != null && total.find() ? Integer.valueOf(total.group(1)) : Total.of(html);
  }

  private Pager rows(JsonNode answer) {
    JsonNode rows = answer.at(api.rows());
    if (!rows.isArray()) {
      return listed(List.of(), null, missing(answer, api.rows()));
    }
    Map<String, Link> entries = new LinkedHashMap<>();
    int without = 0;
    for (JsonNode row : rows) {
      String target = api.url() == null ? "" : row.at(api.url()).asString("");
      String url = target.isBlank() ? null : place.resolve(target);
      if (url == null) {
        without++;
      } else if (place.onSite(url) && isWanted(url)) {
        Kind kind = Links.FILE.matcher(url).find() ? Kind.ATTACHMENT : Kind.ARTICLE;
        entries.putIfAbsent(url, new Link(kind, url, words(row, api.title()), date(row)));
      }
    }
    JsonNode total = api.total() == null ? null : answer.at(api.total());
    boolean counted = total != null && total.asString("").matches("\\d{1,7}");
    List<String> notes =
        without == 0
            ? List.of()
            : List.of(without + " of " + rows.size() + " rows have no address at " + api.url());
    return listed(
        new ArrayList<>(entries.values()),
        counted ? Integer.valueOf(total.asString()) : null,
        notes);
  }

  private boolean isWanted(String url) {
    Pattern article = place.rules().article();
    return article == null || article.matcher(url).find();
  }

  private static String words(JsonNode row, @Nullable String pointer) {
    String text = pointer == null ? "" : row.at(pointer).asString("");
    return Links.words(text.indexOf('<') < 0 ? text : Jsoup.parse(text).text());
  }

  private @Nullable String date(JsonNode row) {
    String date = words(row, api.date());
    return date.isEmpty() ? null : date;
  }

  /**
   * The next page is asked for while this one lists anything and the first does not hold all. How
   * many a page holds nobody knows: sites give fewer than they are asked for.
   */
  private Pager listed(List<Link> entries, @Nullable Integer total, List<String> notes) {
    List<Link> pages = new ArrayList<>();
    Integer number = api.number(place.url());
    boolean first = number == null || number <= 1;
    boolean all = first && total != null && entries.size() >= total;
    String next = api.next(place.url());
    String further = next == null || entries.isEmpty() || all ? null : place.resolve(next);
    if (further != null) {
      pages.add(new Link(Kind.LIST, further, Link.PERHAPS));
    }
    List<String> said = new ArrayList<>(notes);
    if (next == null && total != null && total > entries.size()) {
      said.add("the address carries no number of a page, so that no further page can be asked for");
    }
    return new Pager(api.family(), api.is(), pages, entries, total, first, said);
  }

  private static List<String> missing(JsonNode answer, @Nullable String pointer) {
    return List.of("the answer holds nothing at " + pointer + ": " + first(answer.toString()));
  }

  private static String first(String text) {
    String line = Links.words(text).replaceAll("\\s+", " ");
    return line.length() <= 80 ? line : line.substring(0, 80) + "…";
  }
}
