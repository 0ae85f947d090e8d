package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/** Makes pages due at once, whatever kept them from being asked for. */
public final class Retry {

  // What waits in a run already keeps its place there.
  private static final String DUE =
      """
      update page p set due_at = now(), fault = case when p.state = 'set-aside' then null else p.fault end,
        state = case when p.state <> 'set-aside' then p.state when p.sha256 is null then 'unseen' else 'live' end
      where p.run_id is null and\s""";

  private static final String SOON =
      """
      update page p set ask_at = now() where p.run_id is not null and p.token is null and %s returning p.group_id""";

  private static final String CLOSE =
      """
      update pace_group g set failures = 0, rests = 0, circuit_why = null, free_at = least(free_at, now())
      where g.circuit_why is not null and\s""";

  private static final String SOURCES =
      """
      select distinct p.source_id from page p join source s on s.id = p.source_id
      where s.removed_at is null and\s""";

  private final Transactions transactions;
  private final Runs runs;

  public Retry(Transactions transactions) {
    this.transactions = transactions;
    this.runs = new Runs(transactions);
  }

  /**
   * What was done.
   *
   * @param pages pages that are due now
   * @param groups pace groups that rested and may be asked now
   * @param runs open runs that they belong to
   */
  public record Done(int pages, int groups, List<Long> runs) {}

  /** What can be asked for again. */
  public enum What {
    /** One page; its pace group goes on resting when it rests. */
    URL("p.url = ?", "false and g.name = ?", "select 1 from page where url = ?"),
    /** A pace group's rest ends, and its pages that have a fault are asked for. */
    GROUP(
        "(p.fault is not null or p.state = 'set-aside')"
            + " and p.group_id = (select id from pace_group where name = ?)",
        "g.name = ?",
        "select 1 from pace_group where name = ?"),
    /** The pages of a source that have a fault or were set aside; the rest of its groups ends. */
    SOURCE(
        "(p.fault is not null or p.state = 'set-aside') and p.source_id = ?",
        "g.id in (select group_id from page where source_id = ?)",
        "select 1 from source where id = ?");

    private final String pages;
    private final String groups;
    private final String known;

    What(String pages, String groups, String known) {
      this.pages = pages;
      this.groups = groups;
      this.known = known;
    }
  }

  /**
   * Asks again, in the run of each source that is open or in a new one of what is due.
   *
   * @param name a canonical URL, the name of a pace group or the id of a source
   * @return null when there is none of that name
   */
  public @Nullable Done again(What what, String name) throws SQLException {
    List<String> sources = new ArrayList<>();
    Done changed =
        transactions.run(
            connection -> {
              if (names(connection, what.known, name).isEmpty()) {
                return null;
              }
              // First, while the pages still have what they are chosen by.
              sources.addAll(names(connection, SOURCES + what.pages + " order by 1", name));
              int groups = update(connection, CLOSE + what.groups, name);
              int pages = update(connection, DUE + what.pages, name);
              List<Long> soon =
                  names(connection, SOON.formatted(what.pages), name).stream()
                      .map(Long::valueOf)
                      .toList();
              Frontier.wake(connection, new TreeSet<>(soon));
              return new Done(pages + soon.size(), groups, List.of());
            });
    if (changed == null) {
      return null;
    }
    List<Long> begun = new ArrayList<>();
    for (String source : sources) {
      begun.add(runs.begin(source, Runs.Purpose.ARTICLES, List.of()).id());
    }
    return new Done(changed.pages(), changed.groups(), begun);
  }

  private static int update(Connection connection, String statement, String name)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, name);
      return update.executeUpdate();
    }
  }

  private static List<String> names(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, name);
      ResultSet row = select.executeQuery();
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }
}
