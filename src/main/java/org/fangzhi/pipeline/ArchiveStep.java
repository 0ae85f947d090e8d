package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.List;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Attempt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records attempts, many in one transaction. */
public final class ArchiveStep {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStep.class);

  private final Archive archive;

  ArchiveStep(Archive archive) {
    this.archive = archive;
  }

  /** Records a batch; on an outage of the database the leases end by themselves. */
  public void record(List<Attempt> batch) throws SQLException {
    Archive.Recorded recorded = archive.record(batch);
    if (recorded.refused() > 0) {
      LOG.warn("{} answers came after their lease had ended and were refused", recorded.refused());
    }
  }
}
