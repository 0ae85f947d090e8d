package org.fangzhi.metrics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * How things stand in the database at one moment, for all processes together. Counts of pages and
 * readings are bounded by {@link #MOST}, ages are in seconds, and 0 where nothing waits.
 *
 * @param known whether the database answered; all else means nothing where it did not
 * @param due pages of open runs that may be asked now; those of sources at rest are left out
 * @param oldestDue how long the pace group that has waited longest could have been asked, counted
 *     from the last opening of its window
 * @param sinceFetch since the last attempt of any process; infinite when there was none, 0 while a
 *     thousand deposits have come since
 * @param pending versions that may be read now
 * @param oldestPending how long the one of them that has waited longest could have been read
 * @param pagesAside pages that are no longer asked for
 * @param readingsAside versions that no reader could read
 * @param held sources that are held back
 * @param paused sources that somebody lets rest
 * @param failing sources whose last run left something undone
 * @param overdue sources whose lists should have been asked for a day ago
 * @param groupsResting pace groups that rest since they refused us or were silent
 * @param alerts alerts that an endpoint has not yet taken
 * @param damaged payloads that are not what their hash says
 * @param feed number of the last change
 * @param searched number of the last change that can be searched
 * @param kafka number of the last change that Kafka has acknowledged
 */
public record Levels(
    boolean known,
    long due,
    double oldestDue,
    double sinceFetch,
    long pending,
    double oldestPending,
    long pagesAside,
    long readingsAside,
    long held,
    long paused,
    long failing,
    long overdue,
    long groupsResting,
    long alerts,
    long damaged,
    long feed,
    long searched,
    long kafka) {

  /** Counting further would cost more than the number is worth. */
  public static final int MOST = 100_000;

  /** Seconds; the next look would begin otherwise before this one ends. */
  private static final int LONGEST = 5;

  /** The database did not answer. */
  static final Levels UNKNOWN =
      new Levels(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final String SELECT =
      """
      select
        (select count(*) from (select from fangzhi.page where run_id is not null and ask_at <= now()
           and source_id not in (select id from fangzhi.source where resting) limit %1$d) x) as due,
        (select extract(epoch from now() - min(greatest(ready_at, case when window_from is not null then (
             date_trunc('day', now() at time zone 'Asia/Shanghai' - window_from::interval) + window_from::interval)
             at time zone 'Asia/Shanghai' end))) from fangzhi.pace_group
           where ready_at <= now() and fangzhi.in_window(window_from, window_to, now())) as oldest_due,
        coalesce((select extract(epoch from now() - max(at)) from (
             select at, deposit from fangzhi.observation order by id desc limit 1000) x where deposit is null),
           case when exists (select from fangzhi.observation) then 0 else float8 'infinity' end) as since_fetch,
        (select count(*) from (select from fangzhi.reading where state = 'pending' and ask_at <= now() limit %1$d) x) as pending,
        (select extract(epoch from now() - min(ask_at)) from fangzhi.reading
           where state = 'pending' and ask_at <= now()) as oldest_pending,
        (select count(*) from (select from fangzhi.page where state = 'set-aside' limit %1$d) x) as pages_aside,
        (select count(*) from (select from fangzhi.reading where state = 'set-aside' limit %1$d) x) as readings_aside,
        (select count(*) from fangzhi.source where held_why is not null and removed_at is null) as held,
        (select count(*) from fangzhi.source where paused_at is not null and removed_at is null) as paused,
        (select count(*) from fangzhi.source s where removed_at is null and 'failures' = (select r.ended_how
           from fangzhi.run r where r.source_id = s.id and r.ended_at is not null order by r.id desc limit 1)) as failing,
        (select count(*) from fangzhi.source where not resting and lists_at < now() - interval '1 day') as overdue,
        (select count(*) from fangzhi.pace_group where circuit_why is not null and free_at > now()) as groups_resting,
        (select count(*) from fangzhi.alert where sent_at is null) as alerts,
        (select count(*) from fangzhi.damage where mended_at is null) as damaged,
        (select seq from fangzhi.change_counter) as feed,
        (select seq from fangzhi.search_feed) as searched,
        (select seq from fangzhi.kafka_outlet) as kafka"""
          .formatted(MOST);

  /** Looks now: one statement of small, bounded parts. */
  static Levels read(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setQueryTimeout(LONGEST);
      ResultSet row = select.executeQuery();
      row.next();
      return new Levels(
          true,
          row.getLong("due"),
          row.getDouble("oldest_due"),
          row.getDouble("since_fetch"),
          row.getLong("pending"),
          row.getDouble("oldest_pending"),
          row.getLong("pages_aside"),
          row.getLong("readings_aside"),
          row.getLong("held"),
          row.getLong("paused"),
          row.getLong("failing"),
          row.getLong("overdue"),
          row.getLong("groups_resting"),
          row.getLong("alerts"),
          row.getLong("damaged"),
          row.getLong("feed"),
          row.getLong("searched"),
          row.getLong("kafka"));
    }
  }
}
