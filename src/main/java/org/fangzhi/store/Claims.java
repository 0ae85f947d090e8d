package org.fangzhi.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claim transaction: rows are leased by the database's clock under a fencing token. A group is
 * owned by one node at a time; a claim that is never answered falls due again when its lease ends.
 */
public final class Claims {

  /** How long a claim holds unless it is renewed: what a dead node held goes on elsewhere then. */
  public static final Duration LEASE = Duration.ofSeconds(30);

  /** A group is leased as many pages as can be asked for in this time. */
  private static final long SLICE_MILLIS = 1000;

  private static final int MOST_PAGES = 50;

  private static final String LOCK_GROUPS =
      """
      select g.id, g.name, g.pace_ms, g.crawl_ms, g.circuit_why is not null from pace_group g
      where g.ready_at <= now() and (? or in_window(g.window_from, g.window_to, now()))
        and (?::bigint[] is null or exists (select 1 from page p
             where p.group_id = g.id and p.run_id = any(?::bigint[]) and p.ask_at <= now()))
      order by g.ready_at limit ? for no key update of g skip locked""";

  private static final String LEASE_PAGES =
      """
      with picked as (
        select p.id from unnest(?::bigint[], ?::int[]) g(id, most)
        cross join lateral (
          select p.id from page p
          where p.group_id = g.id and p.run_id is not null and p.ask_at <= now()
            and (?::bigint[] is null or p.run_id = any(?::bigint[]))
            and p.source_id not in (select id from source where resting)
          order by p.ask_at, p.id limit g.most for no key update skip locked) p)
      update page p set token = ?, ask_at = now() + ? * interval '1 millisecond', attempts = attempts + 1
      from picked where p.id = picked.id
      returning p.id, p.group_id, p.source_id, p.run_id, p.url, p.kind, p.depth, p.cms, p.attempts,
                p.state, p.etag, p.last_modified, p.sha256, p.misses, p.missed_since""";

  // Free again only a delay after the lease's end: its node may die just after it has asked.
  private static final String LEASE_GROUPS =
      """
      update pace_group set token = ?, node = ?, lease_until = now() + ? * interval '1 millisecond',
             free_at = now() + (? + pace_ms) * interval '1 millisecond'
      where id = any(?)""";

  // Pages before groups, as the archive locks them.
  private static final String RENEW_PAGES =
      """
      with held as (
        select p.id from unnest(?::bigint[], ?::bigint[]) u(id, token)
        join pace_group g on g.id = u.id and g.token = u.token and g.lease_until > '-infinity'
        join page p on p.group_id = g.id and p.token = g.token and p.run_id is not null
        order by p.id for no key update of p)
      update page p set ask_at = now() + ? * interval '1 millisecond' from held where p.id = held.id""";

  private static final String RENEW_GROUPS =
      """
      with held as (
        select g.id from unnest(?::bigint[], ?::bigint[]) u(id, token)
        join pace_group g on g.id = u.id and g.token = u.token and g.lease_until > '-infinity'
        order by g.id for no key update of g)
      update pace_group g set lease_until = now() + ? * interval '1 millisecond',
             free_at = greatest(g.free_at, now() + (? + pace_ms) * interval '1 millisecond')
      from held where g.id = held.id returning g.id, g.token""";

  // A group whose pages went elsewhere would be looked at again and again.
  private static final String MEND_GROUPS =
      """
      update pace_group g set ask_at = coalesce((select min(p.ask_at) from page p
             where p.group_id = g.id and p.run_id is not null
               and p.source_id not in (select id from source where resting)), 'infinity')
      where id = any(?)""";

  private final Transactions transactions;
  private final Transactions renewals;
  private final String node;

  public Claims(Transactions transactions, String node) {
    this(transactions, transactions, node);
  }

  /**
   * @param renewals by which leases are renewed, however busy the others are
   */
  public Claims(Transactions transactions, Transactions renewals, String node) {
    this.transactions = transactions;
    this.renewals = renewals;
    this.node = node;
  }

  /**
   * Claims pages of up to {@code groups} pace groups that may be asked now.
   *
   * @param runs only pages of these runs; null: of any
   * @param anyTime whether off-peak windows are ignored
   */
  public List<Lease> pages(int groups, @Nullable Collection<Long> runs, boolean anyTime)
      throws SQLException {
    Lease.Term term = Lease.Term.begun(LEASE);
    return transactions.run(
        connection -> {
          var only = runs == null ? null : connection.createArrayOf("bigint", runs.toArray());
          Map<Long, Lease> ready = lockGroups(connection, groups, only, anyTime, term);
          if (ready.isEmpty()) {
            return List.of();
          }
          long token = nextToken(connection);
          Map<Long, List<Visit>> visits = leasePages(connection, ready, only, token);
          leaseGroups(connection, visits.keySet(), token);
          mendGroups(connection, ready.keySet(), visits.keySet());
          List<Lease> leases = new ArrayList<>();
          visits.forEach(
              (id, pages) -> {
                Lease group = ready.get(id);
                leases.add(group.with(token, pages));
              });
          return leases;
        });
  }

  private static Map<Long, Lease> lockGroups(
      Connection connection,
      int groups,
      java.sql.@Nullable Array runs,
      boolean anyTime,
      Lease.Term term)
      throws SQLException {
    Map<Long, Lease> ready = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LOCK_GROUPS)) {
      select.setBoolean(1, anyTime);
      select.setArray(2, runs);
      select.setArray(3, runs);
      select.setInt(4, groups);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        ready.put(
            rows.getLong(1),
            new Lease(
                rows.getLong(1),
                rows.getString(2),
                0,
                rows.getInt(3),
                rows.getInt(4),
                rows.getBoolean(5),
                term,
                List.of()));
      }
    }
    return ready;
  }

  /**
   * Renews leases. One whose group somebody else has claimed is lost: nothing more may be asked for
   * under it. One that has ended and was claimed by nobody, as after the database was away, is held
   * again, so that what is on its way is not asked for beside it.
   */
  public void renew(List<Lease> leases) throws SQLException {
    if (leases.isEmpty()) {
      return;
    }
    Lease.Term term = Lease.Term.begun(LEASE);
    Set<List<Long>> held =
        renewals.run(
            connection -> {
              renewPages(connection, leases);
              return renewGroups(connection, leases);
            });
    for (Lease lease : leases) {
      lease.term().renew(held.contains(List.of(lease.groupId(), lease.token())) ? term : null);
    }
  }

  private static void renewPages(Connection connection, List<Lease> leases) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RENEW_PAGES)) {
      update.setArray(1, Columns.of(connection, "bigint", leases, Lease::groupId));
      update.setArray(2, Columns.of(connection, "bigint", leases, Lease::token));
      update.setLong(3, LEASE.toMillis());
      update.executeUpdate();
    }
  }

  private static Set<List<Long>> renewGroups(Connection connection, List<Lease> leases)
      throws SQLException {
    Set<List<Long>> held = new HashSet<>();
    try (PreparedStatement update = connection.prepareStatement(RENEW_GROUPS)) {
      update.setArray(1, Columns.of(connection, "bigint", leases, Lease::groupId));
      update.setArray(2, Columns.of(connection, "bigint", leases, Lease::token));
      update.setLong(3, LEASE.toMillis());
      update.setLong(4, LEASE.toMillis());
      ResultSet rows = update.executeQuery();
      while (rows.next()) {
        held.add(List.of(rows.getLong(1), rows.getLong(2)));
      }
    }
    return held;
  }

  private static Map<Long, List<Visit>> leasePages(
      Connection connection, Map<Long, Lease> ready, java.sql.@Nullable Array runs, long token)
      throws SQLException {
    Map<Long, List<Visit>> visits = new LinkedHashMap<>();
    try (PreparedStatement update = connection.prepareStatement(LEASE_PAGES)) {
      update.setArray(1, connection.createArrayOf("bigint", ready.keySet().toArray()));
      update.setArray(
          2, connection.createArrayOf("int", ready.values().stream().map(Claims::most).toArray()));
      update.setArray(3, runs);
      update.setArray(4, runs);
      update.setLong(5, token);
      update.setLong(6, LEASE.toMillis());
      ResultSet rows = update.executeQuery();
      while (rows.next()) {
        visits
            .computeIfAbsent(rows.getLong("group_id"), id -> new ArrayList<>())
            .add(visit(rows, token));
      }
    }
    visits.values().forEach(pages -> pages.sort(java.util.Comparator.comparingLong(Visit::pageId)));
    return visits;
  }

  private void leaseGroups(Connection connection, Collection<Long> groups, long token)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LEASE_GROUPS)) {
      update.setLong(1, token);
      update.setString(2, node);
      update.setLong(3, LEASE.toMillis());
      update.setLong(4, LEASE.toMillis());
      update.setArray(5, connection.createArrayOf("bigint", groups.toArray()));
      update.executeUpdate();
    }
  }

  private static void mendGroups(
      Connection connection, Collection<Long> locked, Collection<Long> leased) throws SQLException {
    List<Long> stale = locked.stream().filter(id -> !leased.contains(id)).toList();
    if (stale.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(MEND_GROUPS)) {
      update.setArray(1, connection.createArrayOf("bigint", stale.toArray()));
      update.executeUpdate();
    }
  }

  /**
   * Ends the leases of processes of this machine that are no more, so that a restart after a crash
   * need not wait for them. Others' leases end by themselves. What was being read keeps its token,
   * by which the next reader knows that nobody came back from it.
   *
   * @return the names of those processes
   */
  public List<String> releaseDead(Node self) throws SQLException {
    return transactions.run(
        connection -> {
          List<String> dead = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select node from pace_group where lease_until > now()"
                      + " union select node from reading where state = 'pending' and token is not null"
                      + " and ask_at > now()")) {
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              Node holder = Node.of(rows.getString(1));
              if (holder != null && holder.isDead(self)) {
                dead.add(holder.toString());
              }
            }
          }
          releaseDead(connection, connection.createArrayOf("text", dead.toArray()));
          return dead;
        });
  }

  private static void releaseDead(Connection connection, java.sql.Array nodes) throws SQLException {
    for (String statement :
        List.of(
            """
            update page p set ask_at = now(), token = null from pace_group g
            where g.node = any(?) and g.lease_until > now() and p.group_id = g.id and p.token = g.token
              and p.run_id is not null""",
            """
            update pace_group set lease_until = '-infinity', ask_at = least(ask_at, now()),
              free_at = case when circuit_why is null then now() + pace_ms * interval '1 millisecond' else free_at end
            where node = any(?) and lease_until > now()""",
            """
            update reading set ask_at = now()
            where node = any(?) and state = 'pending' and token is not null and ask_at > now()""")) {
      try (PreparedStatement update = connection.prepareStatement(statement)) {
        update.setArray(1, nodes);
        update.executeUpdate();
      }
    }
  }

  /** Gives back pages that could not be asked for within the lease; no attempt is counted. */
  public void giveBack(Lease lease, List<Visit> unvisited) throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "update page set ask_at = now(), token = null, attempts = attempts - 1"
                      + " where id = any(?) and token = ?")) {
            update.setArray(
                1,
                connection.createArrayOf(
                    "bigint", unvisited.stream().map(Visit::pageId).sorted().toArray()));
            update.setLong(2, lease.token());
            update.executeUpdate();
          }
          Pace.release(connection, List.of(Pace.Ended.now(lease.groupId(), lease.token())));
        });
  }

  /**
   * Locks groups before they are changed, so that a later statement sees every page of theirs. The
   * key stays free: two writers that have both added pages of a group hold a share of it by then.
   */
  public static void lockGroups(Connection connection, Collection<Long> groups)
      throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select id from pace_group where id = any(?) order by id for no key update")) {
      lock.setArray(1, connection.createArrayOf("bigint", groups.toArray()));
      lock.executeQuery();
    }
  }

  /** A fencing token larger than all before it. */
  public static long nextToken(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select nextval('token')")) {
      ResultSet row = select.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** After a rest one page shows whether the group may be asked again. */
  private static int most(Lease group) {
    if (group.probe()) {
      return 1;
    }
    return group.delayMillis() == 0
        ? MOST_PAGES
        : (int) Math.max(1, Math.min(MOST_PAGES, SLICE_MILLIS / group.delayMillis()));
  }

  private static Visit visit(ResultSet row, long token) throws SQLException {
    Timestamp missedSince = row.getTimestamp("missed_since");
    return new Visit(
        row.getLong("id"),
        token,
        row.getLong("group_id"),
        row.getString("source_id"),
        row.getLong("run_id"),
        row.getString("url"),
        PageKind.of(row.getString("kind")),
        row.getInt("depth"),
        row.getString("cms"),
        row.getInt("attempts"),
        row.getString("state"),
        row.getString("etag"),
        row.getString("last_modified"),
        row.getBytes("sha256"),
        row.getInt("misses"),
        missedSince == null ? null : missedSince.toInstant());
  }
}
