package org.fangzhi.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A few connections beside the pool that all work shares: leases are renewed over them, however
 * much work waits for a connection, since one that ends in the meantime is work done twice.
 */
public final class Reserve implements AutoCloseable {

  /** One for pages, one for readings. */
  private static final int CONNECTIONS = 2;

  /** Whoever waits longer has no lease left to renew. */
  private static final long LONGEST_WAIT_MS = 5_000;

  private final Transactions transactions;
  private final @Nullable HikariDataSource own;

  private Reserve(Transactions transactions, @Nullable HikariDataSource own) {
    this.transactions = transactions;
    this.own = own;
  }

  /** Connections to the same database; those of the work itself where it has no pool. */
  public static Reserve of(Transactions work) {
    DataSource shared = work.dataSource();
    if (!(shared instanceof HikariDataSource pool)) {
      return new Reserve(work, null);
    }
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setPoolName(pool.getPoolName() + "-reserve");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(LONGEST_WAIT_MS);
    HikariDataSource own = new HikariDataSource(config);
    return new Reserve(new Transactions(own), own);
  }

  /** Transactions over them. */
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
