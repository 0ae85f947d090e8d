package org.fangzhi.pipeline;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether all routes run that should: Camel's own checks do not notice that there are none. */
final class RoutesCheck extends AbstractHealthCheck {

  private final Pipeline pipeline;

  RoutesCheck(Pipeline pipeline) {
    super("fangzhi", "routes");
    this.pipeline = pipeline;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    long running = pipeline.live().running();
    builder.detail("running", running);
    List<String> idle = pipeline.live().idle();
    if (running == 0) {
      builder.down().message("no route runs");
    } else if (!idle.isEmpty()) {
      builder.down().message("these routes do not run: " + String.join(", ", idle));
    } else {
      builder.up();
    }
  }
}
