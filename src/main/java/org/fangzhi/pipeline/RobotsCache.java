package org.fangzhi.pipeline;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Robots;
import org.fangzhi.crawl.Transport;
import org.fangzhi.store.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The robots.txt of each host, asked for once a day, kept with what was answered. */
final class RobotsCache {

  private static final Logger LOG = LoggerFactory.getLogger(RobotsCache.class);

  /** RFC 9309, section 2.4: not to be used for longer. */
  private static final Duration LIFE = Duration.ofHours(24);

  private static final Duration RETRY = Duration.ofMinutes(1);

  /**
   * What a host's robots.txt came to.
   *
   * @param why what was answered, or why nothing was, in an operator's words
   */
  record Entry(Robots robots, String why, Instant until) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Transport transport;
  private final Transactions transactions;
  private final String agent;

  RobotsCache(Transport transport, Transactions transactions, String agent) {
    this.transport = transport;
    this.transactions = transactions;
    this.agent = agent;
  }

  /** The rules for an address, asked for when they are not known or too old. */
  Entry of(String url, Ask like) {
    return entries.compute(
        Robots.address(url),
        (key, entry) ->
            entry != null && entry.until().isAfter(Instant.now()) ? entry : ask(key, like));
  }

  private Entry ask(String address, Ask like) {
    Fetched fetched = transport.fetch(like.at(address));
    Robots robots = Robots.of(fetched, agent);
    Instant until = Instant.now().plus(robots.deferred() ? RETRY : LIFE);
    try {
      keep(address, fetched, until);
    } catch (SQLException e) {
      LOG.warn("{} could not be kept: {}", address, e.getMessage());
    }
    String why =
        fetched.failure() == null
            ? "the site answers " + fetched.status()
            : fetched.failure().message();
    return new Entry(robots, why, until);
  }

  private void keep(String address, Fetched fetched, Instant until) throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into robots (origin, fetched_at, expires_at, status, body, why) values (?, now(), ?, ?, ?, ?)
                  on conflict (origin) do update set fetched_at = now(), expires_at = excluded.expires_at,
                    status = excluded.status, body = excluded.body, why = excluded.why""")) {
            byte[] body = fetched.payload();
            upsert.setString(1, address);
            upsert.setObject(2, until.atOffset(java.time.ZoneOffset.UTC));
            upsert.setObject(3, fetched.status() == 0 ? null : fetched.status());
            upsert.setBytes(
                4, body.length <= Robots.READ ? body : java.util.Arrays.copyOf(body, Robots.READ));
            upsert.setString(5, fetched.failure() == null ? null : fetched.failure().message());
            upsert.executeUpdate();
          }
        });
  }
}
