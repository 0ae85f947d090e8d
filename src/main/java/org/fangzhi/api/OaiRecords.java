package org.fangzhi.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The records in the database, in the order of their last changes: one that changes while a list is
 * followed moves behind all that were told, so that the list comes to it once more.
 */
record OaiRecords(Connection connection) {

  private static final String COLUMNS = "select seq, report_id, at, deleted, division_code, year";

  private static final String LIST =
      " from api.report_change where seq > ? and at >= ? and at < ? and %s like ?";

  /**
   * No change that is not seen yet will bear an earlier time: all that write now began later, or
   * are among those looked at. Asked outside the transaction that reads, since whoever commits
   * between the two would else be in neither.
   */
  private static final String CLOCK =
      """
      select greatest(now() - interval '10 minutes', least(now(), min(xact_start)))
      from pg_stat_activity where datname = current_database() and backend_xid is not null""";

  /**
   * What is told of a record whatever its metadata.
   *
   * @param seq the number of its last change
   * @param at the time of that change
   */
  record Header(
      long seq,
      String report,
      OffsetDateTime at,
      boolean deleted,
      @Nullable String division,
      @Nullable Integer year) {}

  /** A time up to which all changes can be seen by who looks from now on. */
  static OffsetDateTime clock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return time(statement.executeQuery(CLOCK)).orElseThrow();
    }
  }

  /** The time of the first change of all; none where there is none. */
  Optional<OffsetDateTime> earliest() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return time(statement.executeQuery("select at from api.change order by seq limit 1"));
    }
  }

  private static Optional<OffsetDateTime> time(ResultSet row) throws SQLException {
    return row.next() ? Optional.of(row.getObject(1, OffsetDateTime.class)) : Optional.empty();
  }

  /** The records whose last change is after a number, the first first. */
  List<Header> after(long seq, OaiSelection selection, int most) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(COLUMNS + from(selection) + " order by seq limit ?")) {
      set(select, seq, selection);
      select.setInt(5, most);
      return headers(select);
    }
  }

  /** How many there are after a number. */
  long count(long seq, OaiSelection selection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select count(*)" + from(selection))) {
      set(select, seq, selection);
      ResultSet row = select.executeQuery();
      row.next();
      return row.getLong(1);
    }
  }

  /** The record of a report. */
  Optional<Header> find(String report) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(COLUMNS + " from api.report_change where report_id = ?")) {
      select.setString(1, report);
      return headers(select).stream().findFirst();
    }
  }

  /** Whether a number is of a change of this database. */
  boolean knows(long seq) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select from api.change where seq = ?")) {
      select.setLong(1, seq);
      return select.executeQuery().next();
    }
  }

  /** The sets that have a record, with their names. */
  SortedMap<String, String> sets() throws SQLException {
    List<String> codes = new ArrayList<>();
    List<Integer> years = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      ResultSet row =
          statement.executeQuery("select distinct division_code, year from api.report_change");
      while (row.next()) {
        Optional.ofNullable(row.getString(1)).ifPresent(codes::add);
        Optional.ofNullable(row.getObject(2, Integer.class)).ifPresent(years::add);
      }
    }
    return OaiSet.named(codes, years);
  }

  private static String from(OaiSelection selection) {
    return LIST.formatted(selection.set().column());
  }

  private static void set(PreparedStatement select, long seq, OaiSelection selection)
      throws SQLException {
    select.setLong(1, seq);
    select.setObject(2, selection.from());
    select.setObject(3, selection.before());
    select.setString(4, selection.set().pattern());
  }

  private static List<Header> headers(PreparedStatement select) throws SQLException {
    ResultSet row = select.executeQuery();
    List<Header> headers = new ArrayList<>();
    while (row.next()) {
      headers.add(
          new Header(
              row.getLong(1),
              row.getString(2),
              row.getObject(3, OffsetDateTime.class),
              row.getBoolean(4),
              row.getString(5),
              row.getObject(6, Integer.class)));
    }
    return headers;
  }
}
