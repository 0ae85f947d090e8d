package org.fangzhi.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.fangzhi.api.OnServer;
import org.jspecify.annotations.Nullable;

/** What the server answers where no route is, as a page. Programs are told by the status alone. */
public final class ErrorPages extends OnServer {
  private final Console console;

  ErrorPages(Console console) {
    this.console = console;
  }

  @Override
  protected void doStart() {
    stand(router -> router.route().last().handler(this::answer));
  }

  private void answer(RoutingContext asked) {
    var request = asked.request();
    if (request.path().startsWith("/observe/") || request.path().startsWith("/api/")) {
      asked.next();
      return;
    }
    show(asked, 404, console.error(Visit.of(asked), 404), null);
  }

  /**
   * Says to people who is not let in, and lets them show their token.
   *
   * @param wrong whether a cookie is to be forgotten
   */
  void refused(RoutingContext asked, int status, boolean wrong) {
    Visit visit = Visit.of(asked);
    boolean reads =
        asked.request().method() == HttpMethod.GET || asked.request().method() == HttpMethod.HEAD;
    String page =
        status == 401
            ? console.login(visit, reads ? visit.here() : "/", wrong)
            : console.error(visit, status);
    show(asked, status, page, wrong ? Session.FORGOTTEN : null);
  }

  private static void show(RoutingContext asked, int status, String page, @Nullable String cookie) {
    var response = asked.response().setStatusCode(status);
    response.putHeader("Content-Type", "text/html; charset=utf-8");
    response.putHeader("X-Content-Type-Options", "nosniff");
    Console.headers(Visit.of(asked), status).forEach(response::putHeader);
    if (cookie != null) {
      response.headers().add("Set-Cookie", cookie);
    }
    response.end(page);
  }
}
