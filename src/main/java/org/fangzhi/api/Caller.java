package org.fangzhi.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
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
 */
public record Caller(@Nullable String name, Set<Scope> scopes, String origin) {

  /** Where Camel puts the user of a Vert.x request. */
  private static final String USER = "CamelVertxPlatformHttpAuthenticatedUser";

  private static final String KEY = "fangzhi";

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  static Caller of(Tokens.@Nullable Token token, String origin) {
    return token == null
        ? new Caller(null, Set.of(), origin)
        : new Caller(token.name(), token.scopes(), origin);
  }

  /** Who asks what a route answers now; somebody without a token where no gate was passed. */
  public static Caller of(Exchange exchange) {
    Object user = exchange.getMessage().getHeader(USER);
    return user instanceof User known && known.attributes().getValue(KEY) instanceof Caller caller
        ? caller
        : new Caller(null, Set.of(), "unknown");
  }

  User user() {
    return User.create(new JsonObject(), new JsonObject().put(KEY, this));
  }

  /** Whether this one may do something. */
  public boolean may(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.OPERATE);
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
