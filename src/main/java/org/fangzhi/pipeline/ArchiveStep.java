package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Attempt;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.metrics.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records attempts, many in one transaction. */
public final class ArchiveStep {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStep.class);

  private final Archive archive;
  private final Meters meters;

  ArchiveStep(Archive archive, Meters meters) {
    this.archive = archive;
    this.meters = meters;
  }

  /** Records a batch; on an outage of the database the leases end by themselves. */
  public void record(List<Attempt> batch) throws SQLException {
    Archive.Recorded recorded = archive.record(batch);
    for (Attempt attempt : batch) {
      boolean asked = attempt.outcome() != Outcome.REFUSED;
      meters.fetched(attempt.outcome().word(), asked ? attempt.took() : Duration.ZERO);
    }
    meters.late(recorded.refused());
    if (recorded.refused() > 0) {
      LOG.warn("{} answers came after their lease had ended and were refused", recorded.refused());
    }
  }
}
