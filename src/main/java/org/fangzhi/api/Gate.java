package org.fangzhi.api;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
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
 * reading.
 */
public final class Gate extends OnServer {

  /** What writes lies under this path. */
  public static final String OPERATE = "/operate/";

  /** The cookie that may hold a token; whoever sets it makes it HttpOnly and SameSite=Strict. */
  public static final String COOKIE = "fangzhi";

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** For those who watch over processes; these tell nothing but well or not. */
  private static final Set<String> ALWAYS = Set.of("/observe/health/live", "/observe/health/ready");

  private final Tokens tokens;
  private final Rates rates = new Rates();
  private @Nullable Access access;

  public Gate(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doStart() {
    CamelContext settings = server();
    Access said = Access.of(key -> settings.resolvePropertyPlaceholders("{{" + key + ":}}"));
    access = said;
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
    String secret = secret(asked);
    if (secret == null) {
      admit(said, asked, Caller.of((Tokens.Token) null, origin), false);
      return;
    }
    boolean whole = request.isEnded();
    if (!whole) {
      request.pause();
    }
    asked
        .vertx()
        .executeBlocking(() -> Caller.of(tokens.find(secret), origin), false)
        .onFailure(asked::fail)
        .onSuccess(
            caller -> {
              if (!whole) {
                request.resume();
              }
              admit(said, asked, caller, caller.name() == null);
            });
  }

  /** The name that the server is asked by: Host, or what stands for it in HTTP/2. */
  private static @Nullable String authority(HttpServerRequest request) {
    return request.authority() == null ? null : request.authority().toString();
  }

  /** A token as a program sends it, or a browser whose page is of this server. */
  private static @Nullable String secret(RoutingContext asked) {
    String header = asked.request().getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    Cookie cookie = asked.request().getCookie(COOKIE);
    String origin = asked.request().getHeader("Origin");
    boolean ours = origin == null || origin.endsWith("://" + authority(asked.request()));
    return cookie == null || !ours ? null : cookie.getValue();
  }

  @SuppressWarnings("deprecation") // Camel hands on this user to its routes, and no other
  private void admit(Access said, RoutingContext asked, Caller caller, boolean wrong) {
    String path = asked.normalizedPath();
    boolean writes = (path + "/").startsWith(OPERATE);
    boolean free = !writes && (said.isFree() || ALWAYS.contains(path));
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
    } else if (wrong) {
      challenge(
          asked, 401, ", error=\"invalid_token\"", "This token is unknown, revoked or expired.");
    } else if (caller.name() == null && !free) {
      challenge(
          asked,
          401,
          "",
          writes
              ? "This writes: it needs a token with the scope operate ('Authorization: Bearer fz_...')."
              : "This server answers who has a token ('Authorization: Bearer fz_...').");
    } else if (caller.name() != null && !caller.may(writes ? Scope.OPERATE : Scope.READ)) {
      challenge(
          asked,
          403,
          ", error=\"insufficient_scope\", scope=\"operate\"",
          "This token may not do that; it needs the scope operate.");
    } else {
      asked.setUser(caller.user());
      asked.next();
    }
  }

  private static void challenge(RoutingContext asked, int status, String error, String detail) {
    asked.response().putHeader("WWW-Authenticate", "Bearer realm=\"fangzhi\"" + error);
    refuse(asked, status, status == 401 ? "A token is needed" : "Not with this token", detail);
  }

  private static void refuse(RoutingContext asked, int status, String title, String detail) {
    HttpServerResponse response = asked.response().setStatusCode(status);
    response.putHeader("Content-Type", Reply.PROBLEM).putHeader("Cache-Control", "no-store");
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.end(Reply.problem(status, title, detail));
  }
}
