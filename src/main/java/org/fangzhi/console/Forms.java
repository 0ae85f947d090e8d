package org.fangzhi.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.fangzhi.api.Gate;
import org.fangzhi.api.OnServer;

/**
 * Lets forms come whole to the pages that they are sent to, which take them apart ({@link Form}):
 * the server would refuse a field above 8 KiB, and a route be given each field as a header.
 */
public final class Forms extends OnServer {
  private static final String FORM = "application/x-www-form-urlencoded";

  @Override
  protected void doStart() {
    stand(
        router ->
            router
                .route()
                .order(Integer.MIN_VALUE + 1)
                .method(HttpMethod.POST)
                .handler(Forms::whole));
  }

  private static void whole(RoutingContext asked) {
    HttpServerRequest request = asked.request();
    String path = asked.normalizedPath();
    String type = request.getHeader("Content-Type");
    if (type != null
        && type.startsWith(FORM)
        && (path.equals(Gate.LOGIN) || path.equals(Gate.LOGOUT) || path.startsWith(Gate.OPERATE))) {
      request.headers().set("Content-Type", "application/octet-stream");
    }
    asked.next();
  }
}
