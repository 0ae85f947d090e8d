package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fangzhi.archive.Fixity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at kept bytes again, a portion at a time. */
public final class FixityStep {

  private static final Logger LOG = LoggerFactory.getLogger(FixityStep.class);

  private final Fixity fixity;
  private final int portion;
  private final AtomicBoolean looking = new AtomicBoolean();

  FixityStep(Fixity fixity, int portion) {
    this.fixity = fixity;
    this.portion = portion;
  }

  /** Looks at the next portion; nothing while the last one is still being looked at. */
  public void look() throws SQLException {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      tell(fixity.next(portion));
    } finally {
      looking.set(false);
    }
  }

  private static void tell(Fixity.Portion looked) {
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
