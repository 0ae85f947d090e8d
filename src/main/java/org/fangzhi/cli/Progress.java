package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fangzhi.store.Runs;

/** Shows how far runs are: one line that changes on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {

  private static final long SHOW_MILLIS = 200;
  private static final long TELL_MILLIS = 10_000;

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal = System.console() != null;
  private final CountDownLatch never = new CountDownLatch(1);
  private long toldAt;
  private boolean shown;

  Progress(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
  }

  /** Sources whose runs wait for an operator. */
  interface Resting {
    Set<String> now() throws SQLException;
  }

  /** Waits until the runs have ended, telling how far they are. */
  void until(Runs runs, List<Long> ids) throws SQLException, InterruptedException {
    until(runs, ids, Set::of);
  }

  /** Waits until the runs have ended that do not rest, telling how far they are. */
  void until(Runs runs, List<Long> ids, Resting resting) throws SQLException, InterruptedException {
    toldAt = System.currentTimeMillis();
    while (true) {
      List<Runs.Progress> open = runs.open(ids);
      Set<String> waiting = resting.now();
      if (open.stream().allMatch(run -> waiting.contains(run.sourceId()))) {
        return;
      }
      tell(ids.size() - open.size(), ids.size(), open);
      never.await(SHOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tell(int done, int all, List<Runs.Progress> open) {
    tell(
        "%d of %d sources done; %,d pages to ask, %,d to read, %,d to publish"
            .formatted(
                done,
                all,
                open.stream().mapToLong(Runs.Progress::toAsk).sum(),
                open.stream().mapToLong(Runs.Progress::toRead).sum(),
                open.stream().mapToLong(Runs.Progress::toPublish).sum()));
  }

  /** Shows a line, in place of the one before or when some time has passed since. */
  void tell(String line) {
    if (quiet) {
      return;
    }
    if (terminal) {
      out.printf("\r\u001b[2K%s", line);
      out.flush();
      shown = true;
    } else if (System.currentTimeMillis() - toldAt >= TELL_MILLIS) {
      out.println(line);
      out.flush();
      toldAt = System.currentTimeMillis();
    }
  }

  @Override
  public void close() {
    if (shown) {
      out.print("\r\u001b[2K");
      out.flush();
    }
  }
}
