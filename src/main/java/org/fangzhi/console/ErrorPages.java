package org.fangzhi.console;

import io.vertx.ext.web.RoutingContext;
import org.fangzhi.api.OnServer;

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
    Visit visit =
        Visit.of(
            request.path(),
            request.query(),
            request.getHeader("Host"),
            request.getHeader("Cookie"),
            request.getHeader("Accept-Language"));
    var response = asked.response().setStatusCode(404);
    response.putHeader("Content-Type", "text/html; charset=utf-8");
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Referrer-Policy", "no-referrer");
    Console.headers(visit, 404).forEach(response::putHeader);
    response.end(console.error(visit, 404));
  }
}
