package org.fangzhi.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * One who follows the change feed as server-sent events. At most one portion is under way to it; it
 * gets the next one when its connection has taken that.
 */
final class Subscriber {

  /**
   * How often a connection on which nothing happens gets a comment, so that a dead one is noticed.
   */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How long a portion may be under way before the connection is given up. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private static final Buffer COMMENT = Buffer.buffer(":\n\n");

  private final Context context;
  private final HttpServerResponse response;
  private final Runnable taken;
  private volatile boolean busy;

  // Known to the thread that sends alone.
  private FeedPosition position;
  private long sentAt = System.nanoTime();

  /**
   * @param context in which the response lives
   * @param taken run when it is ready for the next portion
   */
  Subscriber(Context context, HttpServerResponse response, FeedPosition position, Runnable taken) {
    this.context = context;
    this.response = response;
    this.position = position;
    this.taken = taken;
  }

  /** What it has. */
  FeedPosition position() {
    return position;
  }

  boolean ready() {
    return !busy;
  }

  /**
   * Sends it events.
   *
   * @param last the number of the last of them
   */
  void send(Buffer events, long last) {
    position = new FeedPosition(last, position.states());
    write(events);
  }

  /** Sends a comment if it has got nothing for a while; gives it up if it takes nothing. */
  void beat(long now) {
    long silent = now - sentAt;
    if (busy && silent > STALLED.toNanos()) {
      context.runOnContext(nothing -> response.reset());
    } else if (!busy && silent > HEARTBEAT.toNanos()) {
      write(COMMENT);
    }
  }

  private void write(Buffer text) {
    busy = true;
    sentAt = System.nanoTime();
    context.runOnContext(
        nothing -> {
          if (response.closed() || response.ended()) {
            return;
          }
          response.write(text);
          if (response.writeQueueFull()) {
            response.drainHandler(drained -> free());
          } else {
            free();
          }
        });
  }

  private void free() {
    busy = false;
    taken.run();
  }

  /** Ends the answer; a client of server-sent events comes back where it was. */
  void end() {
    context.runOnContext(
        nothing -> {
          if (!response.closed() && !response.ended()) {
            response.end();
          }
        });
  }
}
