package org.fangzhi.console;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.fangzhi.api.Caller;
import org.fangzhi.api.Gate;
import org.fangzhi.store.Tokens;

/** How a browser comes by the cookie that holds its token, and is rid of it. */
public final class Session {
  private static final String MARKS = "; Path=/; HttpOnly; SameSite=Strict";

  /** Makes a browser forget the token. */
  static final String FORGOTTEN = Gate.COOKIE + "=; Max-Age=0" + MARKS;

  /** An address here. Two slashes at its beginning would name another host. */
  private static final Pattern HERE = Pattern.compile("/(?![/\\\\])[^\\s\\p{Cntrl}\\\\]{0,2000}");

  private final Console console;
  private final Tokens tokens;

  Session(Console console, Tokens tokens) {
    this.console = console;
    this.tokens = tokens;
  }

  /** The page that asks for a token, and what it sends. */
  public void login(Exchange exchange) throws SQLException {
    Visit visit = Visit.of(exchange);
    if (!isForm(exchange)) {
      String next = Objects.requireNonNullElse(visit.get("next", HERE), "/");
      Console.send(exchange, visit, 200, console.login(visit, next, false));
      return;
    }
    Form form = Form.of(exchange);
    String next = Objects.requireNonNullElse(form.get("next", HERE), "/");
    String secret = form.get("token").strip();
    if (tokens.find(secret) == null) {
      Console.send(exchange, visit, 401, console.login(visit, next, true));
      return;
    }
    // A session's: it goes with the browser.
    String cookie = Gate.COOKIE + "=" + secret + MARKS;
    boolean secure = visit.caller().isSecure();
    Console.see(exchange, next).setHeader("Set-Cookie", secure ? cookie + "; Secure" : cookie);
  }

  /** Ends it. The token stands; {@code ./fangzhi token revoke} ends that. */
  public void logout(Exchange exchange) {
    Visit visit = Visit.of(exchange);
    Caller caller = visit.caller();
    if (caller.name() != null && !caller.sent(Form.of(exchange).get(Form.TIE))) {
      console.error(exchange, visit, 403);
      return;
    }
    Console.see(exchange, "/").setHeader("Set-Cookie", FORGOTTEN);
  }

  static boolean isForm(Exchange exchange) {
    return "POST".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
  }
}
