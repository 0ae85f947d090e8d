package org.fangzhi.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with the files that a running service goes by. It is a check of readiness, down
 * until all is mended: the service goes on as the files last stood without a fault, but not as
 * somebody meant it to. Safe for many threads.
 */
public final class Faults extends AbstractHealthCheck {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  /** What files are about. */
  enum Area {
    SOURCES,
    ROUTES;

    private String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Map<Area, List<String>> faults = new EnumMap<>(Area.class);

  Faults() {
    super("fangzhi", "configuration");
  }

  @Override
  public boolean isLiveness() {
    return false; // nobody mends a file by starting the service anew
  }

  /** What is wrong now; each fault is told once. */
  synchronized void now(Area area, List<String> found) {
    List<String> before = faults.getOrDefault(area, List.of());
    for (String fault : found) {
      if (!before.contains(fault)) {
        LOG.error("{}\nThe {} last without a fault stay in force.", fault, area.word());
      }
    }
    if (found.isEmpty() && !before.isEmpty()) {
      LOG.info("the {} are mended", area.word());
    }
    faults.put(area, List.copyOf(found));
  }

  synchronized boolean any(Area area) {
    return !faults.getOrDefault(area, List.of()).isEmpty();
  }

  /** All that is wrong, in an operator's words: file, line, reason and mend. */
  public synchronized List<String> all() {
    List<String> all = new ArrayList<>();
    faults.values().forEach(all::addAll);
    return all;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> all = all();
    if (all.isEmpty()) {
      builder.up();
    } else {
      builder.down().message(String.join("\n", all)).detail("faults", all.size());
    }
  }
}
