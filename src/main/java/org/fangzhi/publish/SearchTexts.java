package org.fangzhi.publish;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The texts of reports as they are searched. They follow the change feed like any other consumer,
 * so that publishing never waits for them and they can be made anew from nothing.
 */
public final class SearchTexts {
  private static final int PORTION = 200;

  private static final String TOLD =
      """
      select distinct c.id from change c, search_feed f
      where c.seq > f.seq and c.seq <= ? and c.entity = 'report'""";

  private static final String LOAD =
      """
      select r.id, coalesce(r.year, 0), r.division_code, r.scope, r.form, r.title, r.agency, g.text
      from report r join reading g on g.id = r.reading_id where r.id = any(?) and r.deleted_at is null order by r.id""";

  private static final String PUT =
      """
      insert into search_text (report_id, year, division_code, level, scope, form, text, grams)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (report_id) do update set year = excluded.year, division_code = excluded.division_code,
        level = excluded.level, scope = excluded.scope, form = excluded.form, text = excluded.text, grams = excluded.grams""";

  private final Transactions transactions;
  private final Function<String, Text> normaliser;

  /**
   * @param normaliser makes a text searchable
   */
  public SearchTexts(Transactions transactions, Function<String, Text> normaliser) {
    this.transactions = transactions;
    this.normaliser = normaliser;
  }

  /** A searchable text with each two neighbours in it once. */
  public record Text(String text, int[] grams) {}

  /** Takes the next changes in; false when there are none, or another process is about it. */
  public boolean next() throws SQLException {
    return transactions.run(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            ResultSet due =
                statement.executeQuery(
                    "select least(f.seq + "
                        + PORTION
                        + ", c.seq) from search_feed f, change_counter c where f.seq < c.seq"
                        + " for update of f skip locked");
            if (!due.next()) {
              return false;
            }
            // Once for all: what is published meanwhile comes with the next portion.
            long to = due.getLong(1);
            take(connection, to);
            statement.executeUpdate("update search_feed set seq = " + to);
            return true;
          }
        });
  }

  private void take(Connection connection, long to) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(TOLD)) {
      select.setLong(1, to);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    if (ids.isEmpty()) {
      return;
    }
    Array told = connection.createArrayOf("text", ids.toArray());
    try (PreparedStatement gone =
            connection.prepareStatement(
                "delete from search_text where report_id = any(?) and report_id in"
                    + " (select id from report where deleted_at is not null)");
        PreparedStatement load = connection.prepareStatement(LOAD);
        PreparedStatement put = connection.prepareStatement(PUT)) {
      gone.setArray(1, told);
      gone.executeUpdate();
      load.setArray(1, told);
      ResultSet row = load.executeQuery();
      while (row.next()) {
        Text text =
            normaliser.apply(
                joined(row.getString(6)) + joined(row.getString(7)) + joined(row.getString(8)));
        put.setString(1, row.getString(1));
        put.setInt(2, row.getInt(2));
        put.setString(3, row.getString(3));
        put.setString(4, level(row.getString(3)));
        put.setString(5, row.getString(4));
        put.setString(6, row.getString(5));
        put.setString(7, text.text());
        put.setArray(
            8, connection.createArrayOf("integer", Arrays.stream(text.grams()).boxed().toArray()));
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  /** Takes texts out at once; those of reports that are still held come again with the feed. */
  static void forget(Connection connection, List<String> reports) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "with gone as (select report_id from search_text where report_id = any(?) order by 1 for update)"
                + " delete from search_text t using gone where t.report_id = gone.report_id")) {
      delete.setArray(1, connection.createArrayOf("text", reports.toArray()));
      delete.executeUpdate();
    }
  }

  private static String joined(@Nullable String text) {
    return text == null ? "" : text + "\n";
  }

  /** The level of a division by its code of six or nine digits. */
  static @Nullable String level(@Nullable String code) {
    if (code == null) {
      return null;
    }
    if (code.length() > 6) {
      return "township";
    }
    return code.endsWith("0000") ? "province" : code.endsWith("00") ? "prefecture" : "county";
  }
}
