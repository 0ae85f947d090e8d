package org.fangzhi.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.fangzhi.api.Caller;
import org.fangzhi.api.Gate;
import org.fangzhi.store.Tokens.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param origin scheme, host and port as asked, for addresses that are copied elsewhere
 * @param path of the address
 * @param query its parameters, decoded, each once; without {@code lang}
 * @param chosen the language named in the address; null when none is
 * @param texts the words of the pages in their language
 * @param caller who asks
 */
public record Visit(
    String origin,
    String path,
    Map<String, String> query,
    @Nullable String chosen,
    Texts texts,
    Caller caller) {

  private static final Pattern COOKIE = Pattern.compile("(?:^|;)\\s*lang=(zh|en)\\b");
  private static final Pattern ACCEPTED = Pattern.compile("(?i)(?:^|,)\\s*(zh|en)\\b");

  private static final Pattern DID = Pattern.compile("paused|resumed|paced|retried|delay");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

  /** More than any form of ours sends. */
  private static final int MOST_PARAMETERS = 50;

  static Visit of(Exchange exchange) {
    Message message = exchange.getMessage();
    return of(
        message.getHeader(Exchange.HTTP_PATH, "/", String.class),
        message.getHeader(Exchange.HTTP_QUERY, String.class),
        message.getHeader("Cookie", String.class),
        message.getHeader("Accept-Language", String.class),
        Caller.of(exchange));
  }

  static Visit of(RoutingContext asked) {
    HttpServerRequest request = asked.request();
    return of(
        request.path(),
        request.query(),
        request.getHeader("Cookie"),
        request.getHeader("Accept-Language"),
        Caller.of(asked.user()));
  }

  static Visit of(
      String path,
      @Nullable String query,
      @Nullable String cookie,
      @Nullable String accepted,
      Caller caller) {
    Map<String, String> parameters = parameters(query);
    parameters.replaceAll((name, value) -> value.strip());
    String lang = parameters.remove("lang");
    String chosen = "zh".equals(lang) || "en".equals(lang) ? lang : null;
    String language = chosen != null ? chosen : first(COOKIE, cookie);
    language = language != null ? language : first(ACCEPTED, accepted);
    return new Visit(
        // Two slashes at the beginning of a link would name another host.
        caller.site(),
        path.replaceFirst("^/{2,}", "/"),
        parameters,
        chosen,
        Texts.of(language == null ? "en" : language),
        caller);
  }

  /** Whether who asks may do something about what a page shows, by its forms. */
  public boolean operates() {
    return caller.form() != null && caller.may(Scope.OPERATE);
  }

  /** What a button has just done, as the end of a text's name; null: none was pressed. */
  public @Nullable String did() {
    return get("did", DID);
  }

  /** To how many. */
  public String didTo() {
    return Objects.requireNonNullElse(get("count", COUNT), "0");
  }

  /** This address, for whoever comes back to it; that of a form that was sent is of no use. */
  public String here() {
    return path.startsWith(Gate.LOGIN) ? "/" : path + query(query);
  }

  private static @Nullable String first(Pattern pattern, @Nullable String text) {
    Matcher found = text == null ? null : pattern.matcher(text);
    return found != null && found.find() ? found.group(1).toLowerCase(Locale.ROOT) : null;
  }

  static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&", MOST_PARAMETERS)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.putIfAbsent(
              decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8).replace("\0", "");
    } catch (IllegalArgumentException notEncoded) {
      return text.replace("\0", "");
    }
  }

  /** A parameter; null when it is missing or empty. */
  public @Nullable String get(String name) {
    String value = query.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A parameter that must look like something; null when it is missing or does not. */
  @Nullable String get(String name, Pattern like) {
    String value = get(name);
    return value != null && like.matcher(value).matches() ? value : null;
  }

  /** This address in a language. */
  public String in(String language) {
    return with("lang", language);
  }

  /**
   * This address with a parameter set, or taken away by null. Whoever changes what is asked for
   * begins at its first page.
   */
  public String with(String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    if (!name.equals("lang")) {
      changed.remove("after");
    }
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return path + query(changed);
  }

  /** Parameters as the end of an address, with the question mark; empty when there are none. */
  static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** A value as it stands in an address. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether the page lies under an address. */
  public boolean under(String address) {
    return address.equals("/")
        ? path.equals("/")
        : path.equals(address) || path.startsWith(address + "/");
  }
}
