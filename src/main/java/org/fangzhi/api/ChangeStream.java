package org.fangzhi.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fangzhi.publish.Bell;
import org.fangzhi.publish.Changes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change feed as server-sent events: {@code GET /api/changes} with {@code Accept:
 * text/event-stream}, {@code after} and {@code state} as for lines; {@code Last-Event-ID} goes
 * before {@code after}. An event's {@code id} is the number of the change, its type the {@code op},
 * its data the line.
 *
 * <p>It stands on the HTTP server itself and not on a route: a stream would hold one of the few
 * threads of routes, and would end whenever routes are swapped. One thread reads for all, and for
 * each only when its connection has taken what it got: nothing piles up for who reads slowly.
 */
public final class ChangeStream extends OnServer {

  /** Subscribers at a time. */
  static final int MOST = 32;

  private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);
  private static final String TYPE = "text/event-stream";
  private static final int PORTION = 500;
  private static final int PORTION_STATES = 20;
  private static final int LOOK_MILLIS = 1_000;

  private final Changes changes;
  private final Bell bell;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MOST);
  private final Semaphore work = new Semaphore(0);
  private @Nullable Thread sender;

  /**
   * @param bell closed when this stops, for nobody is answered any more
   */
  public ChangeStream(Changes changes, Bell bell) {
    this.changes = changes;
    this.bell = bell;
  }

  @Override
  protected void doStart() {
    stand(router -> router.get("/api/changes").handler(this::handle));
    bell.hear(work::release);
    sender = new Thread(this::send, "feed-events");
    sender.start();
  }

  @Override
  protected void doStop() throws InterruptedException {
    bell.close();
    work.release();
    if (sender != null) {
      sender.join();
    }
    subscribers.forEach(Subscriber::end);
  }

  private void handle(RoutingContext asked) {
    String accept = asked.request().getHeader("Accept");
    if (accept == null || !accept.contains(TYPE)) {
      asked.next();
      return;
    }
    FeedPosition position;
    try {
      String seen = asked.request().getHeader("Last-Event-ID");
      position =
          FeedPosition.asked(
              seen == null ? "after" : "Last-Event-ID",
              seen == null ? asked.request().getParam("after") : seen,
              asked.request().getParam("state"));
    } catch (Unclear unclear) {
      refuse(asked, 400, "The question is not clear", unclear.getMessage());
      return;
    }
    asked
        .vertx()
        .executeBlocking(changes::last)
        .onFailure(asked::fail)
        .onSuccess(last -> admit(asked, position, last));
  }

  private void admit(RoutingContext asked, FeedPosition position, long last) {
    if (asked.response().closed()) {
      return; // gone while the database was asked; nobody would free its place
    }
    try {
      position.check(last);
    } catch (Unclear unclear) {
      refuse(asked, 400, "The question is not clear", unclear.getMessage());
      return;
    }
    if (!isRunAllowed() || !places.tryAcquire()) {
      asked.response().putHeader("Retry-After", "10");
      refuse(asked, 503, "Too many follow", "Come back in a while, or ask for lines with 'wait'.");
      return;
    }
    HttpServerResponse response = asked.response();
    Context here = asked.vertx().getOrCreateContext();
    Subscriber subscriber = new Subscriber(here, response, position, work::release);
    response.endHandler(over -> leave(subscriber));
    response.closeHandler(over -> leave(subscriber));
    response.exceptionHandler(broken -> LOG.debug("a subscriber went: {}", broken.getMessage()));
    head(asked, 200, TYPE).putHeader("Cache-Control", "no-store").putHeader("Vary", "Accept");
    // nginx would hold events back otherwise.
    response.putHeader("X-Accel-Buffering", "no").setChunked(true);
    response.write("retry: 1000\n\n");
    subscribers.add(subscriber);
    work.release();
  }

  private void leave(Subscriber subscriber) {
    if (subscribers.remove(subscriber)) {
      places.release();
    }
  }

  private static HttpServerResponse head(RoutingContext asked, int status, String type) {
    return asked
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer");
  }

  private static void refuse(RoutingContext asked, int status, String title, String detail) {
    head(asked, status, Reply.PROBLEM).end(Reply.problem(status, title, detail));
  }

  /** Events, ready to be written. */
  private record Portion(Buffer events, long last) {}

  private void send() {
    boolean told = false;
    while (isRunAllowed()) {
      try {
        work.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        work.drainPermits();
        round();
        told = false;
      } catch (SQLException | RuntimeException away) {
        if (!told) {
          LOG.warn("changes cannot be sent for now: {}", away.getMessage());
        }
        told = true;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Reads once for all who stand at the same place. */
  private void round() throws SQLException {
    Map<FeedPosition, Portion> read = new HashMap<>();
    long last = bell.last();
    long now = System.nanoTime();
    for (Subscriber subscriber : subscribers) {
      FeedPosition position = subscriber.position();
      if (subscriber.ready() && position.after() < last) {
        Portion portion = read.get(position);
        if (portion == null) {
          portion = read(position);
          read.put(position, portion);
        }
        if (portion.last() > position.after()) {
          subscriber.send(portion.events(), portion.last());
        }
      } else {
        subscriber.beat(now);
      }
    }
  }

  private Portion read(FeedPosition position) throws SQLException {
    List<Changes.Line> lines =
        changes.after(
            position.after(), position.states() ? PORTION_STATES : PORTION, position.states());
    Buffer events = Buffer.buffer();
    long last = position.after();
    for (Changes.Line line : lines) {
      last = line.seq();
      events.appendString("id: " + last + "\nevent: " + line.op() + "\ndata: ");
      events.appendString(line.json()).appendString("\n\n");
    }
    return new Portion(events, last);
  }
}
