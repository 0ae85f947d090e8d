package org.fangzhi.crawl;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Asks sites for pages: bounded in every respect, private addresses refused, bytes kept as sent. No
 * automatic decompression, redirects, retries or cookies. Connections are kept and shared; safe for
 * many threads.
 */
public final class Transport implements AutoCloseable {
  private final Bounds bounds;
  private final Map<Connections.Mode, Connections> connections = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor clock;
  private final Identity identity;
  private final int perHost;

  /**
   * Who asks.
   *
   * @param userAgent names the crawler and how to reach its operator
   */
  public record Identity(String userAgent) {}

  /**
   * A transport.
   *
   * @param perHost connections to one host and port at most
   */
  public Transport(Identity identity, Bounds bounds, int perHost) {
    this.identity = identity;
    this.bounds = bounds;
    this.perHost = perHost;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fetch-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /** The bounds of each fetch. */
  public Bounds bounds() {
    return bounds;
  }

  /** A chain that begins with this question. */
  public Chain chain(Ask ask) {
    return new Chain(ask, bounds);
  }

  /** Asks until an answer is final. Never throws for what a site does. */
  public Fetched fetch(Ask ask) {
    return fetch(ask, bounds);
  }

  /** The same within other bounds. */
  public Fetched fetch(Ask ask, Bounds within) {
    Chain chain = new Chain(ask, within);
    while (chain.open()) {
      step(chain);
    }
    return chain.fetched();
  }

  /** Asks once what the chain wants asked; returns the status, 0 when no answer came. */
  int step(Chain chain) {
    if (!chain.open()) {
      return chain.fetched().status();
    }
    chain.begin();
    Answer answer = ask(chain);
    chain.take(answer);
    return answer.head().status();
  }

  private Answer ask(Chain chain) {
    boolean open = chain.ask().privateAllowed();
    Request request = request(chain, open, false);
    Answer answer = request.run();
    if (request.failedFrom(NoHttpResponseException.class) && request.onKeptConnection()) {
      request = request(chain, open, false); // the server had closed it in the meantime
      answer = request.run();
    }
    if (request.failedInHandshake()) {
      Answer second = request(chain, open, true).run();
      return second.failure() == null ? second : answer;
    }
    return answer;
  }

  private Request request(Chain chain, boolean privateAllowed, boolean legacy) {
    Connections.Mode mode = new Connections.Mode(privateAllowed, legacy);
    Connections via = connections.computeIfAbsent(mode, m -> Connections.open(m, bounds, perHost));
    return new Request(chain, via, identity.userAgent(), clock);
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    for (Connections each : connections.values()) {
      each.close();
    }
  }
}
