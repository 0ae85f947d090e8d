package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fangzhi.crawl.Outcome;

/**
 * Takes back versions that were never published, since what came was no page after all. The bytes
 * stay with their observation, in quarantine.
 */
final class Withdrawal {
  private static final String OBSERVATIONS =
      """
      update observation o set outcome = ?, why = 'judged anew: ' || ?
      from version v where v.id = any(?) and o.id = v.observation_id""";

  private static final String READINGS = "delete from reading where version_id = any(?)";

  private static final String VERSIONS =
      """
      with taken as (delete from version where id = any(?) returning page_id, id)
      select distinct page_id from taken order by page_id""";

  // The page is as it was before, missed once more.
  private static final String PAGES =
      """
      update page p set outcome = ?, fault = ?, etag = null, last_modified = null, face = null, sha256 = b.sha256,
        state = case when b.sha256 is null then 'unseen' when l.kind = 'tombstone' then 'gone' else 'suspect' end,
        misses = p.misses + ?, missed_since = case when ? > 0 then coalesce(p.missed_since, now()) else p.missed_since end,
        due_at = now() + interval '1 day'
      from unnest(?::bigint[]) u(id)
      left join lateral (select v.sha256 from version v where v.page_id = u.id and v.sha256 is not null
        order by v.id desc limit 1) b on true
      left join lateral (select v.kind from version v where v.page_id = u.id order by v.id desc limit 1) l on true
      where p.id = u.id""";

  private Withdrawal() {}

  /**
   * Takes versions back.
   *
   * @param outcome what their observations came to after all
   */
  static void of(Connection connection, Collection<Long> versions, Outcome outcome, String why)
      throws SQLException {
    var ids = connection.createArrayOf("bigint", versions.toArray());
    try (PreparedStatement update = connection.prepareStatement(OBSERVATIONS)) {
      update.setString(1, outcome.word());
      update.setString(2, why);
      update.setArray(3, ids);
      update.executeUpdate();
    }
    try (PreparedStatement delete = connection.prepareStatement(READINGS)) {
      delete.setArray(1, ids);
      delete.executeUpdate();
    }
    List<Long> pages = new ArrayList<>();
    try (PreparedStatement delete = connection.prepareStatement(VERSIONS)) {
      delete.setArray(1, ids);
      ResultSet rows = delete.executeQuery();
      while (rows.next()) {
        pages.add(rows.getLong(1));
      }
    }
    int missed = outcome.isAbsence() ? 1 : 0;
    try (PreparedStatement update = connection.prepareStatement(PAGES)) {
      update.setString(1, outcome.word());
      update.setString(2, why);
      update.setInt(3, missed);
      update.setInt(4, missed);
      update.setArray(5, connection.createArrayOf("bigint", pages.toArray()));
      update.executeUpdate();
    }
  }
}
