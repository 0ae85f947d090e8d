package org.fangzhi.crawl;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

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
  private final DnsResolver names;
  private final Issuers issuers = new Issuers(this);

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
    this(identity, bounds, perHost, SystemDefaultDnsResolver.INSTANCE);
  }

  /** The same with names resolved in another way. */
  Transport(Identity identity, Bounds bounds, int perHost, DnsResolver names) {
    this.names = names;
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

  /** A chain that ends when a body is larger than {@code most} bytes. */
  public Chain chain(Ask ask, int most) {
    return new Chain(ask, bounds.withBody(Math.min(most, bounds.body())));
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
    Request request = request(chain, false);
    Answer answer = request.run();
    if (request.failedOnKeptConnection()) {
      request = request(chain, false);
      answer = request.run();
    }
    if (request.failedInHandshake()) {
      Request old = request(chain, true);
      Answer second = old.run();
      return old.isSecured() ? second : answer;
    }
    return answer;
  }

  private Request request(Chain chain, boolean legacy) {
    Ask ask = chain.ask();
    Connections.Mode mode = new Connections.Mode(ask.privateAllowed(), legacy, ask.unchecked());
    Connections via =
        connections.computeIfAbsent(
            mode, m -> Connections.open(m, bounds, perHost, names, issuers));
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
