package org.fangzhi.api;

import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** What stands on the HTTP server itself and not on a route, from its start on. */
public abstract class OnServer extends ServiceSupport implements CamelContextAware {
  private @Nullable CamelContext context;

  @Override
  public final void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public final @Nullable CamelContext getCamelContext() {
    return context;
  }

  /**
   * The context of the server.
   *
   * @throws IllegalStateException when it was given none
   */
  protected final CamelContext server() {
    if (context == null) {
      throw new IllegalStateException("needs the context of the HTTP server");
    }
    return context;
  }

  /** Takes its place among the handlers of each router of the server. */
  protected final void stand(Consumer<Router> place) {
    server().getRegistry().findByType(Router.class).forEach(place);
  }
}
