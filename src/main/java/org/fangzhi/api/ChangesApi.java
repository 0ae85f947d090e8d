package org.fangzhi.api;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.fangzhi.publish.Bell;
import org.fangzhi.publish.Changes;
import org.jspecify.annotations.Nullable;

/**
 * The change feed over HTTP: {@code GET /api/changes?after=N}, lines of JSON. {@code limit} (1 to
 * 10,000), {@code wait} (seconds up to 60 until there is something) and {@code state} (true: each
 * line with its entity as it is now) may be added. Who accepts {@code text/event-stream} gets a
 * {@link ChangeStream} instead.
 */
public final class ChangesApi {

  private static final int MOST = 10_000;
  private static final int MOST_STATES = 1_000;
  private static final int LONGEST = 60;

  /**
   * Each who waits holds one of the 20 threads that answer; pages and other questions need theirs.
   */
  private static final int WAITING = 8;

  private final Changes changes;
  private final Bell bell;
  private final Semaphore waiting = new Semaphore(WAITING);

  public ChangesApi(Changes changes, Bell bell) {
    this.changes = changes;
    this.bell = bell;
  }

  /** Answers with the changes after a number; with none when there is none in time. */
  public void changes(
      Exchange exchange,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit,
      @Header("wait") @Nullable String wait,
      @Header("state") @Nullable String state)
      throws SQLException, InterruptedException {
    try {
      FeedPosition position = FeedPosition.asked("after", after, state);
      long from = position.after();
      boolean states = position.states();
      int cap = states ? MOST_STATES : MOST;
      int most = (int) Unclear.number("limit", limit, 1, cap, Math.min(1_000, cap));
      int seconds = (int) Unclear.number("wait", wait, 0, LONGEST, 0);
      long last = changes.last();
      position.check(last);
      if (last == from && seconds > 0 && !await(exchange, from, seconds)) {
        return;
      }
      answer(exchange, changes.after(from, most, states), from);
    } catch (Unclear unclear) {
      Reply.problem(exchange, 400, "The question is not clear", unclear.getMessage());
    }
  }

  private boolean await(Exchange exchange, long from, int seconds) throws InterruptedException {
    if (!waiting.tryAcquire()) {
      Reply.problem(
              exchange, 503, "Too many wait", "Ask again in a few seconds, or without 'wait'.")
          .setHeader("Retry-After", "5");
      return false;
    }
    try {
      bell.await(from, Duration.ofSeconds(seconds));
      return true;
    } finally {
      waiting.release();
    }
  }

  private static void answer(Exchange exchange, List<Changes.Line> lines, long from) {
    long next = lines.isEmpty() ? from : lines.get(lines.size() - 1).seq();
    String body = lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    Message reply = Reply.send(exchange, 200, "application/x-ndjson; charset=utf-8", body);
    reply.setHeader("Cache-Control", "no-store");
    reply.setHeader("Vary", "Accept");
    reply.setHeader("Link", "</api/changes?after=" + next + ">; rel=\"next\"");
  }
}
