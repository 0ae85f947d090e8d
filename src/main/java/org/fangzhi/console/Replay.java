package org.fangzhi.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.fangzhi.api.Reply;
import org.fangzhi.api.Stamp;
import org.fangzhi.archive.Mementos;
import org.fangzhi.archive.Mementos.Memento;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Head;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pages as they were (RFC 7089): {@code /timegate/URL} leads to the memento nearest to {@code
 * Accept-Datetime}, {@code /timemap/link/URL} and {@code /timemap/json/URL} list them, {@code
 * /web/14 digits/URL} shows one with its links led into the archive, {@code /web/14 digitsid_/URL}
 * gives its bytes. What is shown runs no script and asks no other host.
 */
public final class Replay {

  /** Stored pages have an origin of their own that nothing else trusts. */
  private static final String SANDBOX =
      "sandbox; default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self';"
          + " media-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

  private static final Pattern ASKED = Pattern.compile("/(\\d{4,14})(id_)?/(.+)", Pattern.DOTALL);
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final JsonMapper JSON = new JsonMapper();

  private static final Duration SOON = Duration.ofMinutes(10);

  private final Mementos mementos;

  public Replay(Mementos mementos) {
    this.mementos = mementos;
  }

  /** The versions of an address that is known, under the name by which it is. */
  private record Known(String url, List<Memento> all) {
    String link() {
      return "<%s>; rel=\"original\", </timegate/%s>; rel=\"timegate\", </timemap/link/%s>; rel=\"timemap\"; type=\"application/link-format\""
          .formatted(url, url, url);
    }

    Optional<Memento> nearest(Instant at) {
      return all.stream()
          .filter(memento -> !memento.tombstone())
          .min(Comparator.comparing(memento -> Duration.between(memento.at(), at).abs()));
    }

    /**
     * What the address held at a time: the version of that second, else the last before it, else
     * the first. What a page needs was fetched soon after the page.
     */
    Memento at(Instant time) {
      Memento held = all.get(0);
      for (Memento memento : all) {
        if (memento.at().truncatedTo(ChronoUnit.SECONDS).equals(time)) {
          return memento;
        }
        if (memento.at().isBefore(time.plus(SOON))) {
          held = memento;
        }
      }
      return held;
    }
  }

  /** {@code /timegate/URL}. */
  public void timegate(Exchange exchange) throws SQLException {
    Known known = known(exchange, asked(exchange, "/timegate/"));
    if (known == null) {
      return;
    }
    String wanted = exchange.getMessage().getHeader("Accept-Datetime", String.class);
    Instant at = Instant.now();
    if (wanted != null) {
      try {
        at = ZonedDateTime.parse(wanted, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeException e) {
        Reply.plain(exchange, 400, "Accept-Datetime is no date of HTTP: " + wanted);
        return;
      }
    }
    Optional<Memento> nearest = known.nearest(at);
    if (nearest.isEmpty()) {
      Reply.plain(exchange, 404, "Nothing is held of " + known.url());
      return;
    }
    Reply.plain(exchange, 302, "");
    exchange.getMessage().setHeader("Location", path(nearest.get(), known.url()));
    exchange.getMessage().setHeader("Vary", "accept-datetime");
    exchange.getMessage().setHeader("Link", known.link());
  }

  /** {@code /timemap/link/URL} and {@code /timemap/json/URL}. */
  public void timemap(Exchange exchange) throws SQLException {
    String path = asked(exchange, "/timemap/");
    boolean json = path.startsWith("json/");
    Known known = known(exchange, path.replaceFirst("^(?:json|link)/", ""));
    if (known == null) {
      return;
    }
    Reply.send(
        exchange,
        200,
        json ? "application/json" : "application/link-format",
        json ? asJson(known) : asLinks(known));
  }

  private static String asLinks(Known known) {
    StringBuilder links = new StringBuilder(known.link().replace(", ", ",\n"));
    for (Memento memento : known.all()) {
      if (!memento.tombstone()) {
        links
            .append(",\n<")
            .append(path(memento, known.url()))
            .append(">; rel=\"memento\"; datetime=\"")
            .append(HTTP.format(memento.at()))
            .append('"');
      }
    }
    return links.append('\n').toString();
  }

  private static String asJson(Known known) {
    ObjectNode map = JSON.createObjectNode();
    map.put("original_uri", known.url());
    map.put("timegate_uri", "/timegate/" + known.url());
    ArrayNode list = map.putObject("mementos").putArray("list");
    for (Memento memento : known.all()) {
      if (!memento.tombstone()) {
        list.addObject()
            .put("datetime", memento.at().toString())
            .put("uri", path(memento, known.url()))
            .put("sha256", memento.sha256());
      }
    }
    return map.toString();
  }

  /** {@code /web/TIME/URL} and {@code /web/TIMEid_/URL}. */
  public void show(Exchange exchange) throws SQLException {
    Matcher asked = ASKED.matcher("/" + asked(exchange, "/web/"));
    if (!asked.matches()) {
      Reply.plain(
          exchange, 400, "Ask for /web/ with a time as in 20261122093000, then the address.");
      return;
    }
    Known known = known(exchange, asked.group(3));
    if (known == null) {
      return;
    }
    Instant at;
    try {
      at = Stamp.end(asked.group(1));
    } catch (DateTimeException e) {
      Reply.plain(exchange, 400, asked.group(1) + " is no time; write it as in 20261122093000.");
      return;
    }
    Memento memento = known.at(at);
    exchange.setProperty("link", known.link());
    if (memento.tombstone()) {
      Reply.plain(exchange, 404, known.url() + " is gone since " + memento.at() + ".");
    } else if (memento.hidden() != null) {
      Reply.plain(
          exchange,
          451,
          "Hidden by a takedown (%s); its SHA-256 is %s."
              .formatted(memento.hidden(), memento.sha256()));
    } else {
      show(exchange, known.url(), memento, asked.group(2) != null);
    }
    exchange.getMessage().setHeader("Link", known.link());
    exchange.getMessage().setHeader("Memento-Datetime", HTTP.format(memento.at()));
  }

  private void show(Exchange exchange, String url, Memento memento, boolean bare)
      throws SQLException {
    byte[] payload = memento.sha256() == null ? null : mementos.payload(memento.sha256());
    if (payload == null) {
      Reply.plain(
          exchange, 500, "The bytes of this version are gone; './fangzhi verify' tells more.");
      return;
    }
    String type = new Head(memento.head()).first("Content-Type");
    type = type == null ? "application/octet-stream" : type.replaceAll("[^ -~]", "");
    String stamp = Stamp.of(memento.at());
    if (!bare && Replayed.isStyle(type)) {
      Reply.send(exchange, 200, "text/css; charset=utf-8", Replayed.css(payload, type, url, stamp));
    } else if (bare || !Replayed.isHtml(type)) {
      Reply.send(exchange, 200, type, payload);
    } else {
      String html = Replayed.html(payload, type, url, stamp);
      Reply.send(exchange, 200, "text/html; charset=utf-8", html);
    }
    exchange.getMessage().setHeader("Content-Security-Policy", SANDBOX);
  }

  /** The versions of an address; answers with 404 when none are known. */
  private @Nullable Known known(Exchange exchange, String url) throws SQLException {
    // Some clients and proxies join the slashes of the scheme.
    String address = url.replaceFirst("^(https?):/+", "$1://");
    List<Memento> all = mementos.of(address);
    if (all.isEmpty()) {
      String canonical = Addresses.canonical(address);
      if (canonical != null && !canonical.equals(address)) {
        address = canonical;
        all = mementos.of(canonical);
      }
    }
    if (all.isEmpty() && address.startsWith("deposited:")) {
      address = URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
      all = mementos.of(address);
    }
    if (all.isEmpty()) {
      Reply.plain(exchange, 404, "Nothing is held of " + address);
      return null;
    }
    return new Known(address, all);
  }

  /** What stands behind a prefix of the path, query included, as it was sent. */
  private static String asked(Exchange exchange, String prefix) {
    String path = exchange.getMessage().getHeader(Exchange.HTTP_URI, "", String.class);
    int at = path.indexOf(prefix);
    return at < 0 ? "" : path.substring(at + prefix.length());
  }

  static String path(Memento memento, String url) {
    return "/web/" + Stamp.of(memento.at()) + "/" + url;
  }
}
