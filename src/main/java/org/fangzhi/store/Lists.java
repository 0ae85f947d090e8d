package org.fangzhi.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What list pages were understood as, and what a run has to say of them. */
public final class Lists {

  private final Transactions transactions;

  public Lists(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What a list page was understood as.
   *
   * @param reason what the family was known by
   * @param entries a number for each address, the same for the same address
   * @param announced entries in all by its own account; null when it does not say
   * @param notes what could not be followed, and why
   */
  public record Understood(
      String family,
      String reason,
      List<Long> entries,
      @Nullable Integer announced,
      int bytes,
      List<String> notes) {
    public Understood {
      entries = List.copyOf(entries);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A list page of a source.
   *
   * @param foundOn the page that leads to it; null for an entry
   * @param anchor the text of the link that leads to it
   * @param had whether it ever gave content
   * @param absent whether the site last said that there is no such page
   * @param fault why it last did not
   * @param understood null when it was never read as a list
   */
  public record Page(
      long id,
      String url,
      @Nullable Long foundOn,
      @Nullable String anchor,
      boolean had,
      boolean absent,
      @Nullable String fault,
      @Nullable Understood understood) {}

  /**
   * Keeps what a page was understood as.
   *
   * @return the address of the page that leads to it when that lists all of its entries too: a
   *     pager that goes nowhere; else null
   */
  public @Nullable String keep(long pageId, Understood understood) throws SQLException {
    return transactions.run(
        connection -> {
          Array entries = connection.createArrayOf("bigint", understood.entries().toArray());
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into listing (page_id, family, reason, entries, announced, bytes, notes)
                  values (?, ?, ?, ?, ?, ?, ?)
                  on conflict (page_id) do update set at = now(), family = excluded.family, reason = excluded.reason,
                    entries = excluded.entries, announced = excluded.announced, bytes = excluded.bytes,
                    notes = excluded.notes""")) {
            upsert.setLong(1, pageId);
            upsert.setString(2, understood.family());
            upsert.setString(3, understood.reason());
            upsert.setArray(4, entries);
            upsert.setObject(5, understood.announced(), Types.INTEGER);
            upsert.setInt(6, understood.bytes());
            upsert.setArray(7, connection.createArrayOf("text", understood.notes().toArray()));
            upsert.executeUpdate();
          }
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  select f.url from page p join listing l on l.page_id = p.found_on join page f on f.id = p.found_on
                  where p.id = ? and cardinality(?::bigint[]) > 0 and l.entries @> ?""")) {
            select.setLong(1, pageId);
            select.setArray(2, entries);
            select.setArray(3, entries);
            ResultSet row = select.executeQuery();
            return row.next() ? row.getString(1) : null;
          }
        });
  }

  /** The list pages of a source, in the order in which they were found. */
  public List<Page> of(String sourceId) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select p.id, p.url, p.found_on, p.anchor, p.sha256 is not null or p.state = 'moved',
                       coalesce(p.outcome in ('missing', 'soft-missing'), false), p.fault,
                       l.family, l.reason, l.entries, l.announced, l.bytes, l.notes
                from page p left join listing l on l.page_id = p.id
                where p.source_id = ? and p.kind = 'list' order by p.id""")) {
      select.setString(1, sourceId);
      ResultSet row = select.executeQuery();
      List<Page> pages = new ArrayList<>();
      while (row.next()) {
        pages.add(
            new Page(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, Long.class),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getString(7),
                row.getString(8) == null ? null : understood(row)));
      }
      return pages;
    }
  }

  private static Understood understood(ResultSet row) throws SQLException {
    return new Understood(
        row.getString(8),
        row.getString(9),
        List.of((Long[]) row.getArray(10).getArray()),
        row.getObject(11, Integer.class),
        row.getInt(12),
        List.of((String[]) row.getArray(13).getArray()));
  }

  /** Writes what was left undone into the story of a run; nothing when all was done. */
  public void tell(long runId, Collection<String> notes) throws SQLException {
    if (notes.isEmpty()) {
      return;
    }
    transactions.commit(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("update run set note = ? where id = ?")) {
            update.setString(1, String.join("\n", notes));
            update.setLong(2, runId);
            update.executeUpdate();
          }
        });
  }
}
