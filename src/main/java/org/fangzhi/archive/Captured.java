package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The index of captures: each answer that is kept, by address and time. Suspected blocks are not in
 * it.
 */
public final class Captured {

  /** Seconds after which a question that reads too much is given up. */
  private static final int LONGEST = 30;

  private static final String SELECT =
      """
      select p.url, o.at, o.id, o.outcome, o.status, o.head, coalesce(o.payload, e.sha256) as sha256,
        case when o.payload is not null then y.length end as length, y.hidden is not null as hidden
      from page p join observation o on o.page_id = p.id
      left join lateral (select v.sha256 from version v
        where v.page_id = o.page_id and v.observation_id < o.id and v.sha256 is not null
        order by v.id desc limit 1) e on o.payload is null and o.outcome = 'unchanged'
      left join payload y on y.sha256 = coalesce(o.payload, e.sha256)
      where %s and (o.payload is not null or o.outcome in ('unchanged', 'missing') or o.hops is not null)
        and o.outcome not in ('blocked', 'soft-missing') and o.head is not null
        and (?::timestamptz is null or o.at >= ?) and (?::timestamptz is null or o.at < ?)
      order by p.url collate "C" %2$s, o.at %2$s, o.id %2$s limit ?""";

  private final DataSource dataSource;

  public Captured(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** What addresses are meant. */
  public enum Match {
    /** This one. */
    EXACT("p.url = any(?)"),
    /** Those that begin so. */
    PREFIX("exists (select from unnest(?) u(beginning) where starts_with(p.url, u.beginning))"),
    /** All of this host, whatever its port. */
    HOST("split_part(split_part(p.url, '/', 3), ':', 1) = any(?)"),
    /** All of this host and of those below it. */
    DOMAIN(
        "exists (select from unnest(?) u(host) where right('.' || split_part(split_part(p.url, '/', 3), ':', 1),"
            + " length(u.host) + 1) = '.' || u.host)");

    private final String condition;

    Match(String condition) {
      this.condition = condition;
    }
  }

  /**
   * A capture.
   *
   * @param status of the answer; null when it had none
   * @param revisit whether the page was as before, by its own word or by its bytes
   * @param sha256 of the decoded body, in hex; null without one
   * @param length of the decoded body; null where it was not sent
   * @param hidden whether a takedown hides the body
   */
  public record Capture(
      String url,
      Instant at,
      @Nullable Integer status,
      boolean revisit,
      byte[] head,
      @Nullable String sha256,
      @Nullable Integer length,
      boolean hidden) {}

  /** What is done with a capture; false ends it. */
  @FunctionalInterface
  public interface Each {
    boolean on(Capture capture);
  }

  /**
   * Hands on captures by address and time, streamed.
   *
   * @param what addresses, beginnings or hosts: captures of any of them
   * @param from the first moment wanted; null for the beginning
   * @param until the first moment that is no more wanted; null for the end
   * @param backwards the last first
   * @param most captures at most
   */
  public void find(
      Match match,
      List<String> what,
      @Nullable Instant from,
      @Nullable Instant until,
      boolean backwards,
      long most,
      Each each)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      try (PreparedStatement select =
          connection.prepareStatement(
              SELECT.formatted(match.condition, backwards ? "desc" : "asc"))) {
        select.setQueryTimeout(LONGEST);
        select.setFetchSize(500);
        select.setArray(1, connection.createArrayOf("text", what.toArray()));
        for (int i = 0; i < 2; i++) {
          select.setObject(2 + i, at(from), Types.TIMESTAMP_WITH_TIMEZONE);
          select.setObject(4 + i, at(until), Types.TIMESTAMP_WITH_TIMEZONE);
        }
        select.setLong(6, most);
        ResultSet row = select.executeQuery();
        long end = System.nanoTime() + LONGEST * 1_000_000_000L;
        while (row.next() && each.on(capture(row))) {
          if (System.nanoTime() > end) {
            throw new SQLTimeoutException("it took more than " + LONGEST + " s");
          }
        }
      } finally {
        connection.rollback();
      }
    }
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }

  private static Capture capture(ResultSet row) throws SQLException {
    byte[] sha256 = row.getBytes("sha256");
    int status = row.getInt("status");
    Integer answered = row.wasNull() ? null : status;
    int length = row.getInt("length");
    Integer sent = row.wasNull() ? null : length;
    return new Capture(
        row.getString("url"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        answered,
        row.getString("outcome").equals("unchanged"),
        row.getBytes("head"),
        sha256 == null ? null : HexFormat.of().formatHex(sha256),
        sent,
        row.getBoolean("hidden"));
  }
}
