package org.fangzhi.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time in which the database takes nothing: it is away, read-only, out of connections, or its
 * disk is full. Each of these is told once, and once when it is over; meanwhile sites are left
 * alone, since what they answer could not be kept. Safe for many threads.
 */
public final class Outage {

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  // Takes a megabyte of the disk for a moment, and may not be done where nothing may be written.
  private static final String PROBE =
      "create temporary table outage_probe on commit drop as"
          + " select md5(i::text) as probe from generate_series(1, 20000) i";

  /** One that comes again so soon was not over: there was room for the probe, and for no more. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final DataSource database;
  private long since;
  private long over;
  private Duration rest = Duration.ZERO;
  private final Set<String> told = new HashSet<>();

  public Outage(DataSource database) {
    this.database = database;
  }

  /**
   * Whether it is the database as a whole that failed, rather than what was asked of it (SQLSTATE
   * classes 08, 53, 57, 58 and 25006, but not 57014, one statement that was cancelled; none at all
   * when no connection came about).
   */
  public static boolean isIn(SQLException failure) {
    String state = state(failure);
    return state == null
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57") && !state.equals("57014")
        || state.startsWith("58")
        || state.equals("25006");
  }

  private static @Nullable String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  /**
   * Takes note of a failure.
   *
   * @return whether it is of the database as a whole, so that nobody needs to tell it again
   */
  public synchronized boolean has(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        if (isIn(sql)) {
          begin(sql);
        }
        return isIn(sql);
      }
    }
    return false;
  }

  private void begin(SQLException failure) {
    if (told.isEmpty()) {
      long now = System.nanoTime();
      boolean again = since != 0 && now - over < SOON.toNanos();
      Duration longer = rest.isZero() ? Duration.ofSeconds(2) : rest.multipliedBy(2);
      rest = !again ? Duration.ZERO : longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
      since = now;
    }
    String wrong = wrong(state(failure));
    if (told.add(wrong)) {
      LOG.error(
          "The database {} ({}). {}. Until it does nothing is asked, read or published; nothing"
              + " that is kept is lost, and nobody has to start anything anew.",
          wrong,
          DatabaseCheck.cause(failure),
          mend(state(failure)));
    }
  }

  private static String wrong(@Nullable String state) {
    return switch (state == null ? "" : state) {
      case "25006" -> "takes nothing that is written, since it is read-only";
      case "53100" -> "takes nothing that is written, since its disk is full";
      case "53300" -> "has no connection left";
      default -> "does not answer";
    };
  }

  private static String mend(@Nullable String state) {
    return switch (state == null ? "" : state) {
      case "25006" -> "Let it be written again (default_transaction_read_only)";
      case "53100" -> "Make room on it";
      case "53300" -> "End who holds them, or raise max_connections";
      default -> "See its log";
    };
  }

  /** Whether one lasts, as far as is known. */
  public synchronized boolean lasts() {
    return !told.isEmpty();
  }

  private synchronized boolean isDue() {
    return lasts() && System.nanoTime() - since >= rest.toNanos();
  }

  /** Looks, while one lasts, whether it is over. */
  public void look() {
    if (!isDue()) {
      return;
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(PROBE);
      } finally {
        connection.rollback();
      }
    } catch (SQLException lasting) {
      if (isIn(lasting)) {
        LOG.debug("the database still fails", lasting);
        return;
      }
      end("answers again, but not whether it takes what is written");
      LOG.debug("what was asked of it", lasting);
      return;
    }
    end("takes what is written again");
  }

  private synchronized void end(String how) {
    told.clear();
    over = System.nanoTime();
    LOG.warn("The database {}, after {} s.", how, Duration.ofNanos(over - since).toSeconds());
  }
}
