package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all who wait in this process that there are new changes. One thread with one connection
 * listens for all of them, from the first who waits until the bell is closed; it looks at the feed
 * now and then as well, so that a ring that was lost costs half a second, and comes back when the
 * database does. Close it before the data source.
 */
public final class Bell implements AutoCloseable {

  /** Rung in the database when changes are committed; to hear it is a courtesy, not a need. */
  static final String NAME = "fangzhi_change";

  private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
  private static final int LOOK_MILLIS = 500;
  private static final int LONGEST_PAUSE_MILLIS = 10_000;

  private final DataSource dataSource;
  private final List<Runnable> hearers = new CopyOnWriteArrayList<>();
  private long last = -1;
  private boolean closed;
  private @Nullable Thread listener;

  /**
   * @param dataSource connections to PostgreSQL; one of them is held while somebody listens
   */
  public Bell(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The number of the last change that was heard of; -1 before the first look. */
  public synchronized long last() {
    return last;
  }

  /** From now on runs something, which must be quick, whenever there are new changes. */
  public synchronized void hear(Runnable hearer) {
    hearers.add(hearer);
    listen();
  }

  /**
   * Waits until there is a change after a number, for as long as given, or until the bell is
   * closed.
   */
  public synchronized void await(long seq, Duration longest) throws InterruptedException {
    listen();
    long end = System.nanoTime() + longest.toNanos();
    while (!closed && last <= seq) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private void listen() {
    if (listener == null && !closed) {
      listener = new Thread(this::untilClosed, "feed-bell");
      listener.setDaemon(true);
      listener.start();
    }
  }

  private void untilClosed() {
    int pause = LOOK_MILLIS;
    while (!isClosed()) {
      long began = System.nanoTime();
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("listen " + NAME);
        try {
          heed(connection, statement);
        } finally {
          statement.execute("unlisten " + NAME);
        }
      } catch (SQLException | RuntimeException away) {
        boolean heard = System.nanoTime() - began > LONGEST_PAUSE_MILLIS * 1_000_000L;
        pause = heard ? LOOK_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        if (!pause(pause)) {
          LOG.warn("the change feed does not hear of changes for now: {}", away.getMessage());
        }
      }
    }
  }

  private void heed(Connection connection, Statement statement) throws SQLException {
    PGConnection bell = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      // Looked at after the listening began, so that no ring is missed.
      ring(Changes.last(statement));
      bell.getNotifications(LOOK_MILLIS);
    }
  }

  private void ring(long now) {
    synchronized (this) {
      if (now == last) {
        return;
      }
      last = now;
      notifyAll();
    }
    hearers.forEach(Runnable::run);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Waits; returns whether the bell was closed. */
  private synchronized boolean pause(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      for (long left = millis; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    return closed;
  }

  /** Lets all go who wait, now and from now on. */
  @Override
  public void close() {
    Thread listening;
    synchronized (this) {
      closed = true;
      notifyAll();
      listening = listener;
    }
    if (listening != null) {
      try {
        // It holds a connection; the pool should have it back before it closes.
        listening.join(4L * LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
