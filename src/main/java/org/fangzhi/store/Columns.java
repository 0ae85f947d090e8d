package org.fangzhi.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One array a column, so that a statement writes many rows at once. */
public final class Columns {
  private Columns() {}

  /** The values of one column of {@code rows} as an SQL array. */
  public static <R> Array of(
      Connection connection, String type, List<R> rows, Function<R, @Nullable Object> value)
      throws SQLException {
    if ("bytea".equals(type)) {
      byte[][] bytes = new byte[rows.size()][];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte[]) value.apply(rows.get(i));
      }
      return connection.createArrayOf(type, bytes);
    }
    Object[] values = new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return connection.createArrayOf(type, values);
  }
}
