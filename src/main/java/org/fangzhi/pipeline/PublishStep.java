package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.fangzhi.crawl.Walk;
import org.fangzhi.publish.Publisher;
import org.fangzhi.store.Lists;
import org.fangzhi.store.Runs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes and ends runs that have visited and read all they meant to. */
public final class PublishStep {

  private static final Logger LOG = LoggerFactory.getLogger(PublishStep.class);

  private final Runs runs;
  private final Publisher publisher;
  private final Lists lists;
  private final @Nullable Collection<Long> only;

  PublishStep(Runs runs, Publisher publisher, Lists lists, @Nullable Collection<Long> only) {
    this.runs = runs;
    this.publisher = publisher;
    this.lists = lists;
    this.only = only;
  }

  /** Publishes and ends each open run that is through. */
  public void finish() throws SQLException {
    for (Runs.Open run : runs.through(only == null ? List.of() : only)) {
      // What was read again is compared first, and published only when that is asked for.
      int published = run.reparse() ? 0 : publisher.publish(run.sourceId());
      if (!run.reparse()) {
        lists.tell(run.id(), Walk.truncated(lists.of(run.sourceId())));
      }
      runs.end(run.id());
      LOG.info("run {} of {} ended, {} versions published", run.id(), run.sourceId(), published);
    }
  }
}
