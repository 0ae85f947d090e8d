package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Pace;
import org.jspecify.annotations.Nullable;

/** What attempts mean for the pace groups of their pages. */
final class Groups {

  /** More than this between an answer and its recording is not counted as a pause that was kept. */
  private static final Duration MOST_AGO = Duration.ofSeconds(10);

  private final Keeping keeping;

  Groups(Keeping keeping) {
    this.keeping = keeping;
  }

  /**
   * Locks in one order all groups that will change: those with a lease that ends, with trouble now
   * or before, and those of found pages. Locked one after another as they change, writers deadlock.
   */
  void lock(Connection connection, List<Attempt> held) throws SQLException {
    TreeSet<Long> changing = new TreeSet<>();
    TreeSet<Long> others = new TreeSet<>();
    TreeSet<String> found = new TreeSet<>();
    for (Attempt attempt : held) {
      (attempt.last() || isTrouble(attempt) ? changing : others).add(attempt.visit().groupId());
      attempt.found().forEach(page -> found.add(page.group()));
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            """
            select id from pace_group where id = any(?) or name = any(?)
              or id = any(?) and (failures > 0 or circuit_why is not null)
            order by id for no key update""")) {
      lock.setArray(1, connection.createArrayOf("bigint", changing.toArray()));
      lock.setArray(2, connection.createArrayOf("text", found.toArray()));
      lock.setArray(3, connection.createArrayOf("bigint", others.toArray()));
      lock.executeQuery();
    }
  }

  /**
   * Ends leases whose last page this was, and lets a group rest that refuses or does not answer.
   */
  void release(Connection connection, List<Attempt> held) throws SQLException {
    List<Pace.Ended> ended = new ArrayList<>();
    Map<Long, Attempt> lastAnswers = new LinkedHashMap<>();
    Map<Long, Integer> inARow = new LinkedHashMap<>();
    for (Attempt attempt : held) {
      long group = attempt.visit().groupId();
      if (attempt.last()) {
        ended.add(new Pace.Ended(group, attempt.visit().token(), answer(attempt), ago(attempt)));
      }
      if (attempt.outcome() == Outcome.REFUSED) {
        continue;
      }
      lastAnswers.put(group, attempt);
      boolean trouble = isTrouble(attempt);
      inARow.merge(
          group,
          trouble ? 1 : Integer.MIN_VALUE,
          (old, one) -> trouble ? Math.max(0, old) + 1 : one);
    }
    TreeSet<Long> well = new TreeSet<>();
    for (Map.Entry<Long, Attempt> last : lastAnswers.entrySet()) {
      Attempt attempt = last.getValue();
      if (isTrouble(attempt)) {
        Duration restFor = attempt.restFor();
        Pace.trouble(
            connection,
            new Pace.Trouble(
                last.getKey(),
                attempt.visit().token(),
                Math.max(1, inARow.get(last.getKey())),
                restFor == null ? Duration.ZERO : restFor,
                attempt.why()),
            keeping.rest(),
            keeping.blocksToRest());
      } else {
        well.add(last.getKey());
      }
    }
    Pace.well(connection, well);
    Pace.release(connection, ended);
  }

  /** How long the page took; unknown where it was not asked, or led through others. */
  private static @Nullable Duration answer(Attempt attempt) {
    return attempt.status() == null || attempt.hops() != null ? null : attempt.took();
  }

  private static Duration ago(Attempt attempt) {
    Duration ago = Duration.between(attempt.at().plus(attempt.took()), Instant.now());
    return ago.compareTo(MOST_AGO) > 0 ? MOST_AGO : ago;
  }

  /** No answer, or that of a gateway whose site gives none; a page's own 500 tells of no group. */
  private static boolean isTrouble(Attempt attempt) {
    Integer status = attempt.status();
    return attempt.outcome() == Outcome.BLOCKED
        || attempt.outcome() == Outcome.FAILED
            && (status == null || status == 502 || status == 504);
  }
}
