package org.fangzhi.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate that every request over HTTP passes before any route, stream or check of health: by what
 * name the server was asked, with what token, how often. Whatever lies under {@code /operate/}
 * writes, and needs a token with the scope {@code operate} wherever the server listens; all else is
 * reading. What a browser sends by a cookie is taken only from pages of this server.
 */
public final class Gate extends OnServer {

  /** What writes lies under this path. */
  public static final String OPERATE = "/operate/";

  /** The cookie that may hold a token; whoever sets it makes it HttpOnly and SameSite=Strict. */
  public static final String COOKIE = "fangzhi";

  private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]{1,255}");

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** For those who watch over processes; these tell nothing but well or not. */
  private static final Set<String> ALWAYS = Set.of("/observe/health/live", "/observe/health/ready");

  /** Where a browser is given its cookie, and gives it back. */
  public static final String LOGIN = "/login";

  public static final String LOGOUT = "/logout";

  /** Says to people who is not let in; {@code wrong}: by a cookie that is good for nothing. */
  @FunctionalInterface
  public interface Refusal {
    void page(RoutingContext asked, int status, boolean wrong);
  }

  /** For who has no token yet, or a wrong one. */
  private static final Set<String> OPEN = Set.of(LOGIN, LOGOUT);

  private final Tokens tokens;
  private final @Nullable Refusal refusal;
  private final Rates rates = new Rates();

  /** A gate before programs alone. */
  public Gate(Tokens tokens) {
    this(tokens, null);
  }

  public Gate(Tokens tokens, @Nullable Refusal refusal) {
    this.tokens = tokens;
    this.refusal = refusal;
  }

  @Override
  protected void doStart() {
    CamelContext settings = server();
    Access said = Access.of(key -> settings.resolvePropertyPlaceholders("{{" + key + ":}}"));
    if (!said.isFree()) {
      LOG.info("whoever asks over HTTP needs a token: ./fangzhi token new");
    }
    stand(router -> router.route().order(Integer.MIN_VALUE).handler(asked -> ask(said, asked)));
  }

  private void ask(Access said, RoutingContext asked) {
    HttpServerRequest request = asked.request();
    String host = authority(request);
    if (!said.knows(host)) {
      refuse(
          asked,
          421,
          "Not by this name",
          "This server is not known as '%s'. Name it in fangzhi.access.hosts."
              .formatted(host == null ? "" : host.replaceAll("[^!-~]", "?")));
      return;
    }
    String origin =
        said.origin(request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-For"));
    String site = site(said, request);
    Secret secret = secret(asked);
    if (isForged(asked, secret)) {
      refuse(asked, 403, "Not from another page", "A page of another site has sent this.");
      return;
    }
    if (secret == null || ALWAYS.contains(asked.normalizedPath())) {
      admit(said, asked, Caller.of(null, origin, site, null), false);
      return;
    }
    boolean whole = request.isEnded();
    if (!whole) {
      request.pause();
    }
    asked
        .vertx()
        .executeBlocking(
            () -> Caller.of(tokens.find(secret.text()), origin, site, secret.form()), false)
        .onFailure(asked::fail)
        .onSuccess(
            caller -> {
              admit(said, asked, caller, caller.name() == null);
              if (!whole) {
                request.resume();
              }
            });
  }

  /** The name that the server is asked by: Host, or what stands for it in HTTP/2. */
  private static @Nullable String authority(HttpServerRequest request) {
    return request.authority() == null ? null : request.authority().toString();
  }

  private static String site(Access said, HttpServerRequest request) {
    String host = authority(request);
    if (host == null || !HOST.matcher(host).matches()) {
      return Caller.NOBODY.site();
    }
    boolean secure =
        said.isSecure(
            request.remoteAddress().hostAddress(), request.getHeader("X-Forwarded-Proto"));
    return (secure ? "https://" : "http://") + host;
  }

  /** A token, and whether a browser sent it by itself. */
  private record Secret(String text, boolean cookie) {

    /**
     * What forms must bring back: only who has the secret can tell it, and it tells nobody that.
     */
    @Nullable String form() {
      return cookie ? Tokens.derived(text, "form") : null;
    }
  }

  /** A token as a program sends it, or a browser whose page is of this server. */
  private static @Nullable Secret secret(RoutingContext asked) {
    String header = asked.request().getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return new Secret(header.substring(7).strip(), false);
    }
    Cookie cookie = asked.request().getCookie(COOKIE);
    boolean reads = isReading(asked.request());
    return cookie == null || cookie.getValue().isEmpty() || reads && isForeign(asked.request())
        ? null
        : new Secret(cookie.getValue(), true);
  }

  private static boolean isReading(HttpServerRequest request) {
    return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
  }

  private static boolean isForeign(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && !origin.endsWith("://" + authority(request));
  }

  /** Whether something is to be changed that no page of this server has asked for. */
  private static boolean isForged(RoutingContext asked, @Nullable Secret secret) {
    HttpServerRequest request = asked.request();
    // To the router a slash at the end makes no other path.
    String path = asked.normalizedPath().replaceFirst("/+$", "");
    boolean session = Set.of(LOGIN, LOGOUT).contains(path);
    if (isReading(request) || !(secret == null ? session : secret.cookie())) {
      return false;
    }
    return request.getHeader("Origin") == null
        ? !"same-origin".equals(request.getHeader("Sec-Fetch-Site"))
        : isForeign(request);
  }

  @SuppressWarnings("deprecation") // Camel hands on this user to its routes, and no other
  private void admit(Access said, RoutingContext asked, Caller caller, boolean wrong) {
    String path = asked.normalizedPath();
    boolean writes = (path + "/").startsWith(OPERATE);
    boolean open = OPEN.contains(path) || path.startsWith("/static/");
    boolean free = !writes && (said.isFree() || ALWAYS.contains(path) || open);
    int most =
        caller.name() != null ? said.perToken() : wrong || said.isCounted() ? said.perAddress() : 0;
    String who = caller.name() == null ? caller.origin() : "token " + caller.name();
    long wait = rates.wait(who, most);
    if (wait > 0) {
      asked.response().putHeader("Retry-After", Long.toString(wait));
      refuse(
          asked,
          429,
          "Too many requests",
          "At most %d a minute are answered. Ask again in %d s.".formatted(most, wait));
    } else if (wrong && !open) {
      challenge(
          asked,
          401,
          ", error=\"invalid_token\"",
          "This token is unknown, revoked or expired.",
          true);
    } else if (caller.name() == null && !free) {
      challenge(
          asked,
          401,
          "",
          writes
              ? "This writes: it needs a token with the scope operate ('Authorization: Bearer fz_...')."
              : "This server answers who has a token ('Authorization: Bearer fz_...').",
          false);
    } else if (caller.name() != null && !open && !caller.may(writes ? Scope.OPERATE : Scope.READ)) {
      challenge(
          asked,
          403,
          ", error=\"insufficient_scope\", scope=\"operate\"",
          "This token may not do that; it needs the scope operate.",
          false);
    } else {
      asked.setUser(caller.user());
      asked.next();
    }
  }

  private void challenge(
      RoutingContext asked, int status, String error, String detail, boolean wrong) {
    asked.response().putHeader("WWW-Authenticate", "Bearer realm=\"fangzhi\"" + error);
    String title = status == 401 ? "A token is needed" : "Not with this token";
    refuse(asked, status, title, detail, wrong);
  }

  private void refuse(RoutingContext asked, int status, String title, String detail) {
    refuse(asked, status, title, detail, false);
  }

  /**
   * Answers with a problem, or a browser with a page; a cookie with a wrong token is taken back.
   */
  private void refuse(
      RoutingContext asked, int status, String title, String detail, boolean wrong) {
    String accepted = asked.request().getHeader("Accept");
    if (refusal != null
        && accepted != null
        && accepted.contains("text/html")
        && (status == 401 || status == 403)) {
      refusal.page(asked, status, wrong && asked.request().getCookie(COOKIE) != null);
      return;
    }
    HttpServerResponse response = asked.response().setStatusCode(status);
    response.putHeader("Content-Type", Reply.PROBLEM).putHeader("Cache-Control", "no-store");
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.end(Reply.problem(status, title, detail));
  }
}
