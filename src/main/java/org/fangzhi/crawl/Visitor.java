package org.fangzhi.crawl;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks sites for a handful of pages on an operator's behalf, as politely as a harvest does: each
 * hop only where robots.txt permits it, one request at a time, at a pace. For one thread.
 */
public final class Visitor implements AutoCloseable {
  private final Transport transport;
  private final String agent;
  private final Duration delay;
  private final Map<String, Permission> robots = new HashMap<>();
  private Instant free = Instant.EPOCH;

  /**
   * What a host's robots.txt came to.
   *
   * @param address of the robots.txt
   * @param said what was answered, or why nothing was
   */
  public record Permission(String address, Robots rules, String said) {
    /** Why an address may not be asked for; null when it may. */
    public @Nullable Failure against(String url) {
      if (rules.deferred()) {
        return new Failure(
            Failure.Kind.UNREACHABLE,
            "robots.txt cannot be had, so that nothing may be asked for now: " + said);
      }
      return rules.permits(url)
          ? null
          : new Failure(Failure.Kind.FORBIDDEN, "robots.txt does not permit " + url);
    }
  }

  /**
   * A visitor.
   *
   * @param agent the product by which robots.txt may address it
   * @param delay from one request to the next; longer where robots.txt asks for it
   */
  public Visitor(Transport transport, String agent, Duration delay) {
    this.transport = transport;
    this.agent = agent;
    this.delay = delay;
  }

  /** The rules for an address, asked for when they are not known yet. */
  public Permission permission(String url, Ask like) {
    String address = Robots.address(url);
    Permission known = robots.get(address);
    if (known == null) {
      pause(delay);
      Fetched fetched = transport.fetch(like.at(address), Robots.BOUNDS);
      Failure failure = fetched.failure();
      String said = failure == null ? "the site answers " + fetched.status() : failure.message();
      known = new Permission(address, Robots.of(fetched, agent), said);
      robots.put(address, known);
    }
    return known;
  }

  /** Asks until an answer is final or robots.txt forbids the next hop. */
  public Fetched visit(Ask ask) {
    Chain chain = transport.chain(ask);
    while (chain.open()) {
      Permission permission = permission(chain.url(), ask);
      Failure against = permission.against(chain.url());
      if (against != null) {
        chain.refuse(against);
        break;
      }
      Duration wished = permission.rules().delay();
      pause(wished != null && wished.compareTo(delay) > 0 ? wished : delay);
      transport.step(chain);
    }
    return chain.fetched();
  }

  private void pause(Duration between) {
    Instant now = Instant.now();
    Instant at = free.plus(between);
    while (now.isBefore(at) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(Duration.between(now, at).toMillis() + 1));
      now = Instant.now();
    }
    free = now;
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
