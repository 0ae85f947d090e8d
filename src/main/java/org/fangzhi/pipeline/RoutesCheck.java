package org.fangzhi.pipeline;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether routes run at all: Camel's own checks do not notice that there are none. */
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
    if (running > 0) {
      builder.up();
    } else {
      builder.down().message("no route runs");
    }
  }
}
