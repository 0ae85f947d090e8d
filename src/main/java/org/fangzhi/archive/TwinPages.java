package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.crawl.Twins;
import org.fangzhi.store.Columns;
import org.fangzhi.store.PageKind;

/**
 * Pages of a source that give the same bytes under another spelling of the address. The one known
 * first is harvested on; its twin rests for a quarter of a year, or until the other one changes.
 */
final class TwinPages {
  private TwinPages() {}

  private record Spelling(long pageId, String url) {}

  /** Finds twins among what was new or has changed, and wakes those whose other page changed. */
  static void find(Connection connection, List<Attempt> held, Map<Attempt, Payload> payloads)
      throws SQLException {
    List<Attempt> other = new ArrayList<>();
    List<Spelling> spellings = new ArrayList<>();
    for (Attempt attempt : held) {
      Outcome outcome = attempt.outcome();
      boolean changed = outcome == Outcome.NEW || outcome == Outcome.CHANGED;
      long id = attempt.visit().pageId();
      if (outcome.isAbsence() || outcome == Outcome.MOVED || outcome == Outcome.CHANGED) {
        other.add(attempt);
      }
      if (changed
          && payloads.containsKey(attempt)
          && attempt.visit().kind() != PageKind.REQUISITE) {
        Twins.spellings(attempt.visit().url()).forEach(url -> spellings.add(new Spelling(id, url)));
      }
    }
    if (!other.isEmpty()) {
      part(connection, other);
    }
    if (!spellings.isEmpty()) {
      pair(connection, spellings);
    }
  }

  // Other pages may be in other writers' hands: those are left to a later attempt.
  private static void part(Connection connection, List<Attempt> other) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            with o as (select p.id from page p
              where p.twin_of is not null and (p.id = any(?) or p.twin_of = any(?))
              order by p.id for no key update skip locked)
            update page p set twin_of = null, due_at = least(p.due_at, now()) from o where p.id = o.id""")) {
      var ids = Columns.of(connection, "bigint", other, a -> a.visit().pageId());
      update.setArray(1, ids);
      update.setArray(2, ids);
      update.executeUpdate();
    }
  }

  private static void pair(Connection connection, List<Spelling> spellings) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            with pair as (
              select greatest(p.id, q.id) as twin, min(least(p.id, q.id)) as main
              from unnest(?::bigint[], ?::text[]) u(id, url)
              join page p on p.id = u.id
              join page q on q.url = u.url and q.source_id = p.source_id and q.sha256 = p.sha256
                and q.kind = p.kind and q.state = 'live'
              group by 1),
            o as (select p.id, pair.main from pair join page p on p.id = pair.twin
              join page m on m.id = pair.main and m.twin_of is null
              order by p.id for no key update of p skip locked)
            update page p set twin_of = o.main, due_at = now() + interval '90 days' from o where p.id = o.id""")) {
      update.setArray(1, Columns.of(connection, "bigint", spellings, Spelling::pageId));
      update.setArray(2, Columns.of(connection, "text", spellings, Spelling::url));
      update.executeUpdate();
    }
  }
}
