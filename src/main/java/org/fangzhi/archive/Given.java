package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.fangzhi.archive.DepositClaims.Claimed;

/**
 * Ids that another archive of ours gave: they stay what they are. They wait, shown to nobody, for
 * the publication of the version that they are of.
 */
final class Given {

  // Seen when it was seen there, not now.
  private static final String SEEN =
      """
      update page set checked_at = case when checked_at is null then null else ?::timestamptz end,
        changed_at = case when changed_at is null then null else least(changed_at, ?::timestamptz) end,
        misses = case when misses >= 10000 then 1 else greatest(misses, 0) end,
        missed_since = case when missed_since < '1971-01-01' then ?::timestamptz else missed_since end
      where id = ?""";

  private static final String VERSION =
      """
      update version v set document_id = ? from observation o
      where o.id = v.observation_id and o.page_id = ? and o.run_id = ? and o.token = ?
      returning v.id, (select g.id from reading g where g.version_id = v.id limit 1)""";

  private Given() {}

  /** Keeps what was told of a capture beside its bytes. */
  static void keep(Connection connection, Claimed claimed) throws SQLException {
    Harvested told = claimed.page().harvested();
    if (told == null) {
      return;
    }
    if (!claimed.older()) {
      try (PreparedStatement update = connection.prepareStatement(SEEN)) {
        Timestamp at = Timestamp.from(claimed.page().at());
        update.setTimestamp(1, at);
        update.setTimestamp(2, at);
        update.setTimestamp(3, at);
        update.setLong(4, claimed.visit().pageId());
        update.executeUpdate();
      }
    }
    // An older one is not read, so that nobody would publish what it was called.
    if (told.document() != null && !claimed.older()) {
      ids(connection, claimed, told);
    }
  }

  private static void ids(Connection connection, Claimed claimed, Harvested told)
      throws SQLException {
    Harvested.Named document = told.document();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into document (id, first_at) values (?, ?) on conflict do nothing")) {
      insert.setString(1, document.id());
      insert.setTimestamp(2, Timestamp.from(document.firstAt()));
      insert.executeUpdate();
    }
    try (PreparedStatement update = connection.prepareStatement(VERSION)) {
      update.setString(1, document.id());
      update.setLong(2, claimed.visit().pageId());
      update.setLong(3, claimed.visit().runId());
      update.setLong(4, claimed.visit().token());
      ResultSet row = update.executeQuery();
      if (!row.next()) {
        return;
      }
      long version = row.getLong(1);
      long reading = row.getLong(2);
      if (row.wasNull()) {
        return;
      }
      for (Harvested.Named report : told.reports()) {
        report(connection, claimed, document.id(), report, version, reading);
      }
    }
  }

  private static void report(
      Connection connection,
      Claimed claimed,
      String document,
      Harvested.Named report,
      long version,
      long reading)
      throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "insert into report (id, form, reading_id, ordinal, digest, first_at, deleted_at)"
                    + " values (?, '', ?, ?, '', ?, now()) on conflict do nothing");
        PreparedStatement hold =
            connection.prepareStatement(
                "insert into holding (report_id, document_id, ordinal, page_id, version_id, reading_id,"
                    + " rank, digest, live) values (?, ?, ?, ?, ?, ?, 0, '', false)"
                    + " on conflict do nothing")) {
      insert.setString(1, report.id());
      insert.setLong(2, reading);
      insert.setInt(3, report.ordinal());
      insert.setTimestamp(4, Timestamp.from(report.firstAt()));
      insert.executeUpdate();
      hold.setString(1, report.id());
      hold.setString(2, document);
      hold.setInt(3, report.ordinal());
      hold.setLong(4, claimed.visit().pageId());
      hold.setLong(5, version);
      hold.setLong(6, reading);
      hold.executeUpdate();
    }
  }
}
