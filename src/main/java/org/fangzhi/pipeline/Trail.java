package org.fangzhi.pipeline;

import java.util.List;
import org.fangzhi.publish.Unread;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the lines of the log are about while something is done, in a thread: ids that lead on. With
 * {@code url.full} {@code ./fangzhi status --url} tells the whole story.
 */
final class Trail implements AutoCloseable {

  private static final String URL = "url.full";
  private static final String SOURCE = "fangzhi.source";
  private static final String RUN = "fangzhi.run";
  private static final String PAGE = "fangzhi.page";
  private static final String READING = "fangzhi.reading";
  private static final List<String> KEYS = List.of(URL, SOURCE, RUN, PAGE, READING);

  private Trail() {}

  /** A page that is asked for; null: nothing is known. */
  static Trail of(@Nullable Visit visit) {
    if (visit != null) {
      MDC.put(URL, visit.url());
      MDC.put(SOURCE, visit.sourceId());
      MDC.put(RUN, Long.toString(visit.runId()));
      MDC.put(PAGE, Long.toString(visit.pageId()));
    }
    return new Trail();
  }

  /** A version that is read. */
  static Trail of(Unread unread) {
    MDC.put(URL, unread.url());
    MDC.put(READING, Long.toString(unread.readingId()));
    return new Trail();
  }

  /** A run that is ended. */
  static Trail of(Runs.Open run) {
    MDC.put(SOURCE, run.sourceId());
    MDC.put(RUN, Long.toString(run.id()));
    return new Trail();
  }

  @Override
  public void close() {
    KEYS.forEach(MDC::remove);
  }
}
