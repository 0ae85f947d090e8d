package org.fangzhi.pipeline;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.fangzhi.pipeline.Faults.Area;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a running service by its files: sources and routes that were changed are checked, rehearsed
 * and taken in whole; what has a fault is told, and what was last without one stays in force. Close
 * it before the pipeline.
 */
public final class Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private final SourceFolder sources;
  private final Pipeline pipeline;
  private final Configurations configurations;
  private final Faults faults;
  private final FolderWatch watch;

  /** Routes that were refused: they are not tried again until something changes. */
  private @Nullable Map<String, String> refused;

  /**
   * @param faults where what is wrong with the files is told
   * @param checks what an orchestrator is told, those faults among it
   * @param folders those of sources and routes
   */
  Upkeep(
      SourceFolder sources,
      Pipeline pipeline,
      Configurations configurations,
      Faults faults,
      List<HealthCheck> checks,
      List<Path> folders) {
    this.sources = sources;
    this.pipeline = pipeline;
    this.configurations = configurations;
    this.faults = faults;
    CamelContext front = pipeline.frontContext();
    HealthCheckRegistry asked = front == null ? null : HealthCheckRegistry.get(front);
    if (asked != null) {
      checks.forEach(asked::register);
    }
    this.watch = new FolderWatch(folders, this::look);
  }

  /** What is wrong with the files now. */
  public Faults faults() {
    return faults;
  }

  private void look() {
    boolean changed = sources(false);
    // Routes may have been refused for a source that names them, and the other way round.
    boolean swapped = routes(changed && faults.any(Area.ROUTES));
    if (swapped && faults.any(Area.SOURCES)) {
      sources(true);
    }
  }

  private boolean sources(boolean again) {
    try {
      boolean changed = sources.look(pipeline.live().entrances(), again);
      faults.now(Area.SOURCES, sources.faults());
      return changed;
    } catch (SQLException e) {
      LOG.warn("changed sources wait for the database: {}", e.getMessage());
      return false;
    }
  }

  private boolean routes(boolean again) {
    Map<String, String> files = null;
    try {
      files = pipeline.files();
      if (files.equals(pipeline.live().files())) {
        refused = null;
        faults.now(Area.ROUTES, List.of());
        return false;
      }
      if (files.equals(refused) && !again) {
        return false;
      }
      pipeline.swap();
      configurations.routes(pipeline.live().files());
      refused = null;
      faults.now(Area.ROUTES, List.of());
      LOG.info("changed routes run; those that ran before drain");
      return true;
    } catch (Pipeline.Unusable e) {
      refused = files;
      faults.now(Area.ROUTES, List.of(String.valueOf(e.getMessage())));
      return false;
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
