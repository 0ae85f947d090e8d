package org.fangzhi.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.fangzhi.store.Note;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the {@link Gate} has found.
 *
 * @param name of the token; null without one
 * @param scopes of the token
 * @param origin the address that asks
 * @param site scheme, name and port by which this server was asked, as far as a proxy tells
 * @param form what each form of this one's pages must bring back; null: it came with no cookie
 */
public record Caller(
    @Nullable String name, Set<Scope> scopes, String origin, String site, @Nullable String form) {

  /** Somebody of whom nothing is known. */
  public static final Caller NOBODY =
      new Caller(null, Set.of(), "unknown", "http://localhost", null);

  /** Where Camel puts the user of a Vert.x request. */
  private static final String USER = "CamelVertxPlatformHttpAuthenticatedUser";

  private static final String KEY = "fangzhi";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  static Caller of(
      Tokens.@Nullable Token token, String origin, String site, @Nullable String form) {
    return token == null
        ? new Caller(null, Set.of(), origin, site, null)
        : new Caller(token.name(), token.scopes(), origin, site, form);
  }

  /** Who asks what a route answers now; somebody without a token where no gate was passed. */
  public static Caller of(Exchange exchange) {
    return of(exchange.getMessage().getHeader(USER, User.class));
  }

  /** Who asks, by the user of a Vert.x request. */
  public static Caller of(@Nullable User user) {
    return user != null && user.attributes().getValue(KEY) instanceof Caller caller
        ? caller
        : NOBODY;
  }

  User user() {
    return User.create(new JsonObject(), new JsonObject().put(KEY, this));
  }

  /** Whether this one may do something. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.OPERATE);
  }

  /** Whether it was asked by TLS. */
  public boolean isSecure() {
    return site.startsWith("https:");
  }

  /**
   * Whether a form that came back is one of this one's: who sends a token by hand with each request
   * needs none, since no page of another site can do so.
   *
   * @param brought what the form brought
   */
  public boolean sent(@Nullable String brought) {
    return form == null
        ? name != null
        : brought != null
            && MessageDigest.isEqual(
                brought.getBytes(StandardCharsets.UTF_8), form.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What the audit is told of an act of this one ({@link
   * org.fangzhi.store.Transactions#noting(Note)}).
   *
   * @param action as the command is called that does the same: {@code source pause}
   */
  public Note note(String action, List<String> objects, @Nullable String detail) {
    return new Note(name == null ? "somebody" : name, "http", origin, action, objects, detail);
  }
}
