package org.fangzhi.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Rows of a query as objects. */
final class Rows {
  /** Seconds; somebody waits for the page, and the harvest for the database. */
  private static final int LONGEST = 10;

  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

  /** What a row becomes. */
  @FunctionalInterface
  interface Each<T> {
    T of(ResultSet row) throws SQLException;
  }

  private Rows() {}

  static <T> List<T> list(Connection connection, String sql, Each<T> each, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setQueryTimeout(LONGEST);
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(
            i + 1, parameters[i] instanceof Instant at ? Timestamp.from(at) : parameters[i]);
      }
      ResultSet row = select.executeQuery();
      List<T> list = new ArrayList<>();
      while (row.next()) {
        list.add(each.of(row));
      }
      return list;
    }
  }

  /** The first row; null when there is none. */
  static <T> @Nullable T first(
      Connection connection, String sql, Each<T> each, Object... parameters) throws SQLException {
    List<T> rows = list(connection, sql, each, parameters);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** A moment; null when the column is. */
  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** A moment in China, to the minute; empty when the column is null. */
  static String minute(ResultSet row, String column) throws SQLException {
    return minute(instant(row, column));
  }

  static String minute(@Nullable Instant at) {
    return at == null ? "" : MINUTE.format(at);
  }

  /** A moment in China, to the second; empty for null. */
  static String second(@Nullable Instant at) {
    return at == null ? "" : SECOND.format(at);
  }

  /** A column of JSON; JSON's null when it is null. */
  static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? NullNode.getInstance() : JSON.readTree(text);
  }

  /** JSON indented, for people. */
  static String indented(JsonNode node) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}
