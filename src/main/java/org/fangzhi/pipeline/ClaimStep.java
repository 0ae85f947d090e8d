package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ExchangeProperty;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Node;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/** Leases as many groups as there are free hands, and gives back what was not asked for. */
public final class ClaimStep {

  /** So much is left of a lease that some failures to renew it lose nothing. */
  private static final Duration RENEWED_BELOW = Duration.ofSeconds(22);

  /**
   * A round that takes longer hangs, as in a route of a source's own; others have its pages then.
   */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Claims claims;
  private final Outage outage;
  private final int hands;
  private final @Nullable Collection<Long> runs;
  private final AtomicInteger busy = new AtomicInteger();
  private final Set<Round> open = ConcurrentHashMap.newKeySet();

  /**
   * @param outage while one lasts nothing is claimed
   * @param hands groups served at the same time at most
   * @param runs only pages of these runs, windows ignored; null: of any, in their windows
   */
  ClaimStep(Claims claims, Outage outage, int hands, @Nullable Collection<Long> runs) {
    this.claims = claims;
    this.outage = outage;
    this.hands = hands;
    this.runs = runs;
  }

  /**
   * Rounds to go now; none when all hands are full, nothing may be asked, or it could not be kept.
   */
  public List<Round> rounds() throws SQLException {
    int free = hands - busy.get();
    if (free <= 0 || outage.lasts()) {
      return List.of();
    }
    List<Round> rounds = claims.pages(free, runs, runs != null).stream().map(Round::new).toList();
    busy.addAndGet(rounds.size());
    open.addAll(rounds);
    return rounds;
  }

  /** Keeps what is in hand: a lease ends by itself unless it is renewed in time. */
  public void renew() throws SQLException {
    claims.renew(
        open.stream()
            .map(Round::lease)
            .filter(lease -> lease.term().left().compareTo(RENEWED_BELOW) < 0)
            .filter(lease -> lease.term().held().compareTo(LONGEST) < 0)
            .toList());
  }

  /** Frees what processes of this machine had in hand when they died. */
  public void releaseDead() throws SQLException {
    claims.releaseDead(Node.current());
  }

  /** Ends a round. */
  public void finish(@ExchangeProperty("round") Round round) throws SQLException {
    busy.decrementAndGet();
    open.remove(round);
    List<Visit> unvisited = round.unvisited();
    if (!unvisited.isEmpty() || round.isBroken()) {
      claims.giveBack(round.lease(), unvisited);
    }
  }
}
