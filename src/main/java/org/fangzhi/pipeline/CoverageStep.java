package org.fangzhi.pipeline;

import java.sql.SQLException;
import org.fangzhi.coverage.Coverage;

/** Keeps up what coverage is told by, where something changed that ended no run. */
public final class CoverageStep {

  private final Coverage coverage;

  CoverageStep(Coverage coverage) {
    this.coverage = coverage;
  }

  /** Looks for sources that have changed. */
  public void look() throws SQLException {
    coverage.keepUp();
  }
}
