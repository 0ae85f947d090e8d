package org.fangzhi.pipeline;

import java.sql.SQLException;
import org.fangzhi.archive.Fixity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at kept bytes again, a portion at a time. */
public final class FixityStep {

  private static final Logger LOG = LoggerFactory.getLogger(FixityStep.class);

  private final Fixity fixity;
  private final int portion;

  FixityStep(Fixity fixity, int portion) {
    this.fixity = fixity;
    this.portion = portion;
  }

  /** Looks at the next portion. */
  public void look() throws SQLException {
    Fixity.Portion looked = fixity.next(portion);
    for (Fixity.Damage damage : looked.damages()) {
      LOG.error(
          "{} {} is damaged: {} (api.damage tells the addresses)",
          damage.place(),
          damage.sha256(),
          damage.why());
    }
    if (looked.whole()) {
      LOG.info("all kept bytes were looked at");
    }
  }
}
