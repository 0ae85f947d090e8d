package org.fangzhi.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.fangzhi.publish.Mirror;
import org.fangzhi.store.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files mirror in step; its files are written by a route. */
public final class MirrorStep {

  private static final Logger LOG = LoggerFactory.getLogger(MirrorStep.class);
  private static final String WRITES = "direct:export-files";

  private final Transactions transactions;
  private final Path root;
  private final AtomicBoolean keeping = new AtomicBoolean();

  /** A step for the mirror in this folder. */
  public MirrorStep(Transactions transactions, Path root) {
    this.transactions = transactions;
    this.root = root;
  }

  /** Brings it in step once; nothing while the last round is still at it. */
  public void keep(CamelContext context) throws SQLException, IOException {
    if (!keeping.compareAndSet(false, true)) {
      return;
    }
    try {
      Mirror.Kept kept = round(context);
      if (kept.written() + kept.removed() > 0) {
        LOG.info(
            "mirror {}: {} documents, {} written, {} taken away",
            root,
            kept.documents(),
            kept.written(),
            kept.removed());
      }
    } finally {
      keeping.set(false);
    }
  }

  /** One round, now. */
  public Mirror.Kept round(CamelContext context) throws SQLException, IOException {
    try (ProducerTemplate files = context.createProducerTemplate()) {
      return new Mirror(
              transactions,
              root,
              (path, bytes) -> files.sendBodyAndHeader(WRITES, bytes, "CamelFileName", path))
          .keep();
    }
  }
}
