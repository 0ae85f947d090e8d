package org.fangzhi.api;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.fangzhi.archive.Captured;
import org.fangzhi.archive.Captured.Capture;
import org.fangzhi.archive.Captured.Match;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Head;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.URIs;
import tools.jackson.databind.json.JsonMapper;

/**
 * The index of captures as the CDX server of the Wayback Machine gives it: {@code GET /cdx?url=…}
 * with {@code matchType} (exact, prefix, host, domain; or a star in the address), {@code from} and
 * {@code to} (4 to 14 digits, both included), {@code limit} (negative: the last ones), {@code sort}
 * (reverse), {@code filter} ({@code [!]field:value}, the whole value), {@code collapse=digest},
 * {@code fl} and {@code output} (text, json). Times are of UTC.
 */
public final class CdxApi {
  private static final List<String> FIELDS =
      List.of("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length");

  private static final int MOST = 10_000;

  private static final List<String> PARAMETERS =
      List.of(
          "url", "matchType", "from", "to", "limit", "sort", "filter", "collapse", "fl", "output");

  /** Of the database's connections. */
  private static final int PLACES = 2;

  private static final int WAIT_SECONDS = 5;

  private static final JsonMapper JSON = new JsonMapper();

  private final Captured captured;
  private final Semaphore places = new Semaphore(PLACES, true);

  public CdxApi(Captured captured) {
    this.captured = captured;
  }

  /** Which addresses, by what rule. */
  private record Asked(Match match, List<String> what) {}

  /** A value that a field has, or has not. */
  private record Filter(String field, String value, boolean not) {
    boolean holds(Map<String, String> line) {
      return value.equals(line.get(field)) != not;
    }
  }

  /** Answers with the captures asked for, by address and time. */
  public void captures(Exchange exchange) throws SQLException, InterruptedException {
    if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      Reply.problem(
              exchange, 503, "Too many ask", "Ask again in a few seconds, one thing at a time.")
          .setHeader("Retry-After", "5");
      return;
    }
    try {
      answer(
          exchange,
          Resource.decoded(exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class)));
    } catch (Unclear unclear) {
      Reply.problem(exchange, 400, "The question is not clear", unclear.getMessage());
    } catch (SQLException failed) {
      if (!Refused.isTooMuch(failed)) {
        throw failed;
      }
      Reply.problem(exchange, 503, "Too much", "Ask for less: one address, or fewer years.")
          .setHeader("Retry-After", "5");
    } finally {
      places.release();
    }
  }

  private void answer(Exchange exchange, Map<String, List<String>> query)
      throws Unclear, SQLException {
    for (String name : query.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw new Unclear(
            "'" + name + "' is no parameter of /cdx, which knows " + String.join(", ", PARAMETERS));
      }
    }
    String limit = one(query, "limit");
    boolean last = limit != null && limit.startsWith("-");
    long most = Unclear.number("limit", last ? limit.substring(1) : limit, 1, MOST, MOST);
    boolean json = word("output", one(query, "output"), "text", "json");
    boolean backwards = word("sort", one(query, "sort"), "", "reverse");
    boolean digests = word("collapse", one(query, "collapse"), "", "digest");
    List<String> wanted = fields(one(query, "fl"));
    List<Filter> filters = filters(query.getOrDefault("filter", List.of()));
    Asked asked = asked(one(query, "url"), one(query, "matchType"));
    String from = one(query, "from");
    String to = one(query, "to");
    List<Map<String, String>> lines = new ArrayList<>();
    captured.find(
        asked.match(),
        asked.what(),
        from == null ? null : time("from", from, Stamp::begin),
        to == null ? null : time("to", to, Stamp::end).plusSeconds(1),
        backwards != last,
        digests || !filters.isEmpty() ? Long.MAX_VALUE : most,
        capture -> {
          Map<String, String> line = line(capture);
          boolean again = digests && !lines.isEmpty() && same(lines.get(lines.size() - 1), line);
          if (!again && filters.stream().allMatch(filter -> filter.holds(line))) {
            lines.add(line);
          }
          return lines.size() < most;
        });
    if (last) {
      Collections.reverse(lines);
    }
    if (json) {
      Reply.send(exchange, 200, "application/json", json(lines, wanted));
    } else {
      Reply.plain(exchange, 200, text(lines, wanted));
    }
  }

  private static @Nullable String one(Map<String, List<String>> query, String name) throws Unclear {
    List<String> given = query.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw new Unclear(name + " is given twice");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  private static Asked asked(@Nullable String url, @Nullable String matchType) throws Unclear {
    if (url == null || url.isBlank()) {
      throw new Unclear("url is missing: /cdx?url=http://www.example.gov.cn/zwgk/");
    }
    String type = matchType == null ? "exact" : matchType;
    String what = url.strip();
    if (matchType == null && what.startsWith("*.")) {
      type = "domain";
      what = what.substring(2);
    } else if (matchType == null && what.endsWith("*")) {
      type = "prefix";
      what = what.substring(0, what.length() - 1);
    }
    if (what.isEmpty() || what.chars().anyMatch(Character::isISOControl)) {
      throw new Unclear("url is no address: '" + url + "'");
    }
    return switch (type) {
      case "exact" ->
          new Asked(Match.EXACT, schemes(what).map(CdxApi::canonical).distinct().toList());
      case "prefix" -> new Asked(Match.PREFIX, schemes(what).toList());
      case "host" -> new Asked(Match.HOST, List.of(host(what)));
      case "domain" -> new Asked(Match.DOMAIN, List.of(host(what)));
      default ->
          throw new Unclear("matchType is exact, prefix, host or domain, not '" + type + "'");
    };
  }

  private static String canonical(String url) {
    String canonical = Addresses.canonical(url);
    return canonical == null ? url : canonical;
  }

  /** An address without a scheme may be of either. */
  private static Stream<String> schemes(String url) {
    return url.matches("[a-z]+:\\D.*")
        ? Stream.of(url)
        : Stream.of("http://" + url, "https://" + url);
  }

  private static String host(String url) {
    return url.replaceFirst("^[a-z]+://", "")
        .replaceFirst("[:/?#].*$", "")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean word(String name, @Nullable String value, String usual, String other)
      throws Unclear {
    if (value == null || value.equals(usual)) {
      return false;
    }
    if (value.equals(other)) {
      return true;
    }
    String known = usual.isEmpty() ? other : usual + " or " + other;
    throw new Unclear(name + " is " + known + ", not '" + value + "'");
  }

  private static List<String> fields(@Nullable String fields) throws Unclear {
    List<String> wanted = fields == null ? FIELDS : List.of(fields.split(","));
    for (String field : wanted) {
      known("fl", field);
    }
    return wanted;
  }

  private static void known(String name, String field) throws Unclear {
    if (!FIELDS.contains(field)) {
      throw new Unclear(
          name + ": there is no field '" + field + "'; known are " + String.join(", ", FIELDS));
    }
  }

  private static List<Filter> filters(List<String> given) throws Unclear {
    List<Filter> filters = new ArrayList<>();
    for (String text : given) {
      boolean not = text.startsWith("!");
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new Unclear("filter is [!]field:value, not '" + text + "'");
      }
      String field = text.substring(not ? 1 : 0, colon);
      known("filter", field);
      filters.add(new Filter(field, text.substring(colon + 1), not));
    }
    return filters;
  }

  private static Instant time(String name, String digits, Function<String, Instant> meant)
      throws Unclear {
    if (!digits.matches("\\d{4}(\\d\\d){0,5}")) {
      throw new Unclear(
          name + " is a time of 4, 6, 8, 10, 12 or 14 digits, as 20261122, not '" + digits + "'");
    }
    try {
      return meant.apply(digits);
    } catch (DateTimeException e) {
      throw new Unclear(name + ": " + digits + " is no time");
    }
  }

  private static Map<String, String> line(Capture capture) {
    String type = new Head(capture.head()).first("Content-Type");
    String mime = type == null ? "unk" : type.replaceFirst(";.*", "").strip();
    Map<String, String> line = new LinkedHashMap<>();
    line.put("urlkey", URIs.toNormalizedSurt(capture.url()));
    line.put("timestamp", Stamp.of(capture.at()));
    line.put("original", capture.url());
    line.put("mimetype", capture.revisit() ? "warc/revisit" : word(mime));
    line.put("statuscode", capture.status() == null ? "-" : capture.status().toString());
    line.put("digest", capture.sha256() == null ? "-" : "sha256:" + capture.sha256());
    line.put("length", capture.length() == null ? "-" : capture.length().toString());
    if (capture.hidden()) { // as its replay answers
      line.putAll(Map.of("mimetype", "-", "statuscode", "451", "length", "-"));
    }
    return line;
  }

  /** A header's word without what would tear a line. */
  private static String word(String mime) {
    String word = mime.replaceAll("[^!-~]", "");
    return word.isEmpty() ? "unk" : word;
  }

  private static boolean same(Map<String, String> one, Map<String, String> other) {
    return one.get("urlkey").equals(other.get("urlkey"))
        && one.get("digest").equals(other.get("digest"));
  }

  private static String text(List<Map<String, String>> lines, List<String> wanted) {
    return lines.stream()
        .map(line -> wanted.stream().map(line::get).collect(Collectors.joining(" ", "", "\n")))
        .collect(Collectors.joining());
  }

  private static String json(List<Map<String, String>> lines, List<String> wanted) {
    List<List<String>> rows = new ArrayList<>();
    if (!lines.isEmpty()) {
      rows.add(wanted);
    }
    lines.forEach(line -> rows.add(wanted.stream().map(line::get).toList()));
    return JSON.writeValueAsString(rows);
  }
}
