package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for somebody: readings and pages set aside, answers in quarantine, damaged bytes. */
public record AsidePage(
    List<Reading> readings,
    List<Page> pages,
    List<Quarantined> quarantine,
    List<Damage> damages,
    List<Open> open,
    List<Alert> alerts) {

  /** A version that no reader could read. */
  public record Reading(String url, @Nullable String fault, String reader, int attempts) {}

  /** A page that is no longer asked for. */
  public record Page(String url, String source, @Nullable String fault) {}

  /** Pages whose last answer was taken for a block or for "not found" with 200. */
  public record Quarantined(
      String source, String outcome, long pages, String example, @Nullable String why) {}

  /** Bytes that are no longer what their hash says. */
  public record Damage(String sha256, String why, String found) {}

  /** A source that is held back now. */
  public record Open(String source, String name, String since, String why) {}

  /** Something people were told. */
  public record Alert(String at, String source, String kind, String message, boolean sent) {}

  private static final String MOST = " limit 200";

  static AsidePage load(Connection connection, Visit visit) throws SQLException {
    return new AsidePage(
        Rows.list(
            connection,
            "select p.url, g.fault, g.reader, g.attempts from fangzhi.reading g join fangzhi.version v on v.id = g.version_id"
                + " join fangzhi.page p on p.id = v.page_id where g.state = 'set-aside' order by g.id desc"
                + MOST,
            row ->
                new Reading(row.getString(1), row.getString(2), row.getString(3), row.getInt(4))),
        Rows.list(
            connection,
            "select url, source_id, fault from fangzhi.page where state = 'set-aside' order by source_id, url"
                + MOST,
            row -> new Page(row.getString(1), row.getString(2), row.getString(3))),
        Rows.list(
            connection,
            "select source_id, outcome, count(*), min(url), min(fault) from fangzhi.page"
                + " where outcome in ('blocked', 'soft-missing') group by 1, 2 order by 3 desc, 1"
                + MOST,
            row ->
                new Quarantined(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5))),
        Rows.list(
            connection,
            "select sha256, why, found_at from api.damage where mended_at is null order by found_at desc"
                + MOST,
            row -> new Damage(row.getString(1), row.getString(2), Rows.minute(row, "found_at"))),
        Rows.list(
            connection,
            "select id, name, held_since, held_why from fangzhi.source where held_why is not null and removed_at is null"
                + " order by held_since, id"
                + MOST,
            row ->
                new Open(
                    row.getString(1),
                    row.getString(2),
                    Rows.minute(row, "held_since"),
                    row.getString(4))),
        Rows.list(
            connection,
            "select at, source_id, kind, message, sent_at is not null as sent from fangzhi.alert order by id desc limit 50",
            row ->
                new Alert(
                    Rows.minute(row, "at"),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5))));
  }
}
