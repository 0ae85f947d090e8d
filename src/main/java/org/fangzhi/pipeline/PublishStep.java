package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.fangzhi.archive.Faces;
import org.fangzhi.coverage.Coverage;
import org.fangzhi.crawl.Walk;
import org.fangzhi.metrics.Meters;
import org.fangzhi.publish.Publisher;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.Lists;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Runs;
import org.fangzhi.watch.Breach;
import org.fangzhi.watch.Watch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that have visited and read all they meant to: published when they are as expected, held
 * back otherwise.
 */
public final class PublishStep {

  private static final Logger LOG = LoggerFactory.getLogger(PublishStep.class);

  private final Runs runs;
  private final Faces faces;
  private final Watch watch;
  private final Publisher publisher;
  private final Lists lists;
  private final Coverage coverage;
  private final Meters meters;
  private final @Nullable Collection<Long> only;

  PublishStep(
      Runs runs,
      Faces faces,
      Watch watch,
      Publisher publisher,
      Lists lists,
      Coverage coverage,
      Meters meters,
      @Nullable Collection<Long> only) {
    this.runs = runs;
    this.faces = faces;
    this.watch = watch;
    this.publisher = publisher;
    this.lists = lists;
    this.coverage = coverage;
    this.meters = meters;
    this.only = only;
  }

  /**
   * Publishes or holds back, and ends, each open run that is through. One that fails is tried again
   * with the next call, and keeps no other one waiting.
   */
  public void finish() throws SQLException {
    for (Runs.Open run : runs.through(only == null ? List.of() : only)) {
      try (Trail trail = Trail.of(run)) {
        finishOrTell(run);
      }
    }
  }

  private void finishOrTell(Runs.Open run) throws SQLException {
    try {
      finish(run);
    } catch (SQLException | RuntimeException failure) {
      if (failure instanceof SQLException sql && Outage.isIn(sql)) {
        throw sql; // all others would fail alike
      }
      LOG.error("run {} of {} could not be ended", run.id(), run.sourceId(), failure);
    }
  }

  private void finish(Runs.Open run) throws SQLException {
    if (run.reparse()) {
      // What was read again is compared first, and published only when that is asked for.
      runs.end(run.id());
      meters.ended("reparsed", 0);
      LOG.info("run {} of {} ended", run.id(), run.sourceId());
      return;
    }
    faces.learn(run.sourceId());
    // What people laid into the inbox is no site that could break.
    boolean site = !run.sourceId().equals(Frontier.INBOX);
    List<Breach> breaches = site ? watch.look(run.id(), run.sourceId()) : List.of();
    if (breaches == null) {
      return;
    }
    boolean held = !breaches.isEmpty();
    int published = held ? 0 : publisher.publish(run.sourceId(), run.id());
    if (!held) {
      watch.moved(run.sourceId());
    }
    lists.tell(run.id(), Walk.truncated(lists.of(run.sourceId())));
    runs.end(run.id());
    meters.ended(held ? "held" : "published", published);
    LOG.info(
        "run {} of {} ended, {}",
        run.id(),
        run.sourceId(),
        held ? "held back" : published + " versions published");
    try {
      coverage.refresh(run.sourceId());
    } catch (SQLException failure) {
      LOG.warn("the coverage of {} waits for the next look", run.sourceId(), failure);
    }
  }
}
