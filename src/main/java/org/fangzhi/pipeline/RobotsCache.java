package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Robots;
import org.fangzhi.crawl.Transport;
import org.fangzhi.source.Source;
import org.fangzhi.store.Lease;
import org.fangzhi.store.Pace;
import org.fangzhi.store.RobotsFiles;
import org.fangzhi.store.RobotsFiles.Kept;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robots.txt of each host, asked for once a day by whichever process needs it, and kept in the
 * database with what was answered. While a host cannot say, what it said last counts (RFC 9309,
 * 2.4); one that never said is not asked for pages, until it has been silent for 30 days (2.3.1.4).
 */
final class RobotsCache {

  private static final Logger LOG = LoggerFactory.getLogger(RobotsCache.class);

  /** RFC 9309, section 2.4: not to be used for longer. */
  private static final Duration LIFE = Duration.ofHours(24);

  /** RFC 9309, section 2.3.1.4: after this silence a host may count as one without robots.txt. */
  private static final Duration SILENT = Duration.ofDays(30);

  private static final Duration SOONEST = Duration.ofMinutes(1);
  private static final Duration LATEST = Duration.ofHours(6);

  /** Hosts whose rules are at hand; those of others are in the database. */
  private static final int HOSTS = 5000;

  /**
   * What a host's robots.txt came to.
   *
   * @param why what was answered, or why nothing was, in an operator's words
   * @param asked when this process last asked for it; the epoch when it did not
   */
  record Entry(Robots robots, String why, Instant until, Instant asked) {}

  /** The rules of one host; whoever needs them while they are asked for waits. */
  private static final class Host {
    private @Nullable Entry entry;
  }

  private final Map<String, Host> hosts =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
              return size() > HOSTS;
            }
          });
  private final Transport transport;
  private final Transactions transactions;
  private final RobotsFiles files;
  private final String agent;
  private final Clock clock;

  RobotsCache(Transport transport, Transactions transactions, String agent) {
    this(transport, transactions, agent, Clock.systemUTC());
  }

  RobotsCache(Transport transport, Transactions transactions, String agent, Clock clock) {
    this.transport = transport;
    this.transactions = transactions;
    this.files = new RobotsFiles(transactions);
    this.agent = agent;
    this.clock = clock;
  }

  /** The rules for an address, asked for when they are not known or too old. */
  Entry of(String url, Ask like) {
    String address = Robots.address(url);
    Host host = hosts.computeIfAbsent(address, key -> new Host());
    synchronized (host) {
      Entry entry = host.entry;
      if (entry == null || !entry.until().isAfter(clock.instant())) {
        Kept before = find(address);
        entry =
            before != null && before.expiresAt().isAfter(clock.instant())
                ? entry(before, Instant.EPOCH)
                : ask(address, like, before);
        host.entry = entry;
      }
      return entry;
    }
  }

  /**
   * The pause that a host's robots.txt wishes between two requests to its group, which is kept with
   * the group for all processes. Where the source is asked several things at a time, each of its
   * groups waits as many times as long.
   */
  Duration delay(Entry known, Source source, Lease lease) {
    Duration wished = known.robots().delay();
    Duration delay =
        wished == null ? Duration.ZERO : wished.multipliedBy(source.politeness().parallel());
    boolean shared = source.paceGroup() != null;
    int before = lease.crawlMillis();
    if (shared ? delay.toMillis() > before : delay.toMillis() != before) {
      try {
        transactions.commit(
            connection -> Pace.crawlDelay(connection, lease.groupId(), delay, shared));
      } catch (SQLException e) {
        LOG.warn("the pace of {} could not be kept: {}", lease.group(), e.getMessage());
      }
    }
    return delay;
  }

  private Entry ask(String address, Ask like, @Nullable Kept before) {
    Fetched fetched = transport.fetch(like.at(address), Robots.BOUNDS);
    Instant now = clock.instant();
    Kept kept =
        Robots.unreachable(fetched)
            ? silent(fetched, before, now)
            : new Kept(
                now,
                now.plus(LIFE),
                fetched.status(),
                Robots.content(fetched),
                fetched.head().first("Content-Type"),
                null,
                why(fetched));
    try {
      files.keep(address, kept);
    } catch (SQLException e) {
      LOG.warn("{} could not be kept: {}", address, e.getMessage());
    }
    return entry(kept, now);
  }

  /**
   * What counts while the host cannot say; it is asked again the later, the longer it is silent.
   */
  private static Kept silent(Fetched fetched, @Nullable Kept before, Instant now) {
    Instant since = before == null || before.failingSince() == null ? now : before.failingSince();
    Duration wait = Duration.between(since, now).dividedBy(4);
    wait = wait.compareTo(SOONEST) < 0 ? SOONEST : wait.compareTo(LATEST) > 0 ? LATEST : wait;
    return new Kept(
        before == null ? now : before.fetchedAt(),
        now.plus(wait),
        before == null ? null : before.status(),
        before == null ? new byte[0] : before.body(),
        before == null ? null : before.contentType(),
        since,
        why(fetched));
  }

  private Entry entry(Kept kept, Instant asked) {
    Integer status = kept.status();
    Instant since = kept.failingSince();
    String why = String.valueOf(kept.why());
    Robots robots;
    if (status != null) {
      robots = Robots.of(status, kept.body(), kept.contentType(), agent);
      if (since != null) {
        why = "that of " + day(kept.fetchedAt()) + " counts, since " + why;
      }
    } else if (since != null && Duration.between(since, clock.instant()).compareTo(SILENT) > 0) {
      robots = Robots.all();
      why = "nobody could say since " + day(since) + ": " + why;
    } else {
      robots = Robots.unknown();
    }
    return new Entry(robots, why, kept.expiresAt(), asked);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneId.of("Asia/Shanghai"));
  }

  private static String why(Fetched fetched) {
    return fetched.failure() == null
        ? "the site answers " + fetched.status()
        : fetched.failure().message();
  }

  private @Nullable Kept find(String address) {
    try {
      return files.find(address);
    } catch (SQLException e) {
      LOG.warn("what is kept of {} could not be read: {}", address, e.getMessage());
      return null;
    }
  }
}
