package org.fangzhi.archive;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The audit of kept bytes: each is unpacked and its SHA-256 made anew. A pass goes by the order of
 * the hashes, a portion at a time, and is gone on with by whoever asks next. What is damaged is
 * written down and named; nothing is changed.
 */
public final class Fixity {

  private static final HexFormat HEX = HexFormat.of();

  /** Rows held in memory at a time: a payload has up to 64 MB. */
  private static final int FETCH = 4;

  private final Transactions transactions;

  public Fixity(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Bytes that are damaged or gone.
   *
   * @param sha256 what their hash should be, in hex
   * @param place {@code payload} or {@code wire}
   */
  public record Damage(String sha256, String place, String why) {}

  /**
   * What a portion came to.
   *
   * @param checked rows looked at
   * @param bytes of them as they are kept
   * @param whole true when this portion ended a pass
   */
  public record Portion(long checked, long bytes, List<Damage> damages, boolean whole) {
    public Portion {
      damages = List.copyOf(damages);
    }
  }

  private record Row(byte[] sha256, String place) {}

  /** Begins a pass anew, whatever another one came to. */
  public void begin() throws SQLException {
    transactions.commit(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.executeUpdate("update fixity set upto = '', began_at = now()");
          }
        });
  }

  /**
   * Looks at the next payloads of the pass, or the first of a new one, and at the wire bytes beside
   * them.
   *
   * @param most how many rows
   */
  public Portion next(int most) throws SQLException {
    return transactions.run(connection -> next(connection, most));
  }

  private static Portion next(Connection connection, int most) throws SQLException {
    byte[] upto;
    try (PreparedStatement select =
        connection.prepareStatement("select upto from fixity for update")) {
      ResultSet row = select.executeQuery();
      row.next();
      upto = row.getBytes(1);
    }
    List<Row> rows = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    long bytes = 0;
    // Wire bytes lie among the payloads by their own hash, so that one cursor passes over both;
    // what
    // a takedown has laid apart is looked at too, since it may be lifted.
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select y.sha256, 'payload' as place, y.coding, y.length, coalesce(y.bytes, h.bytes), y.hidden is not null
            from payload y left join hidden_bytes h on h.sha256 = y.sha256 and h.place = 'payload' where y.sha256 > ?
            union all
            select sha256, 'wire', null, null, bytes, false from wire where sha256 > ?
            union all
            select sha256, 'wire', null, null, bytes, true from hidden_bytes where place = 'wire' and sha256 > ?
            order by 1 fetch first ? rows with ties""")) {
      select.setFetchSize(FETCH);
      select.setBytes(1, upto);
      select.setBytes(2, upto);
      select.setBytes(3, upto);
      select.setInt(4, most);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        byte[] sha256 = row.getBytes(1);
        byte[] kept = row.getBytes(5);
        rows.add(new Row(sha256, row.getString(2)));
        bytes += kept == null ? 0 : kept.length;
        String why = fault(row, sha256, kept);
        if (why != null) {
          damages.add(new Damage(HEX.formatHex(sha256), row.getString(2), why));
        }
      }
    }
    boolean whole = rows.size() < most;
    byte[] last = rows.isEmpty() ? upto : rows.get(rows.size() - 1).sha256();
    if (whole) {
      damages.addAll(gone(connection));
    }
    keep(connection, rows, damages);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update fixity set began_at = coalesce(began_at, now()), upto = ?,
              ended_at = case when ? then now() else ended_at end""")) {
      update.setBytes(1, whole ? new byte[0] : last);
      update.setBoolean(2, whole);
      update.executeUpdate();
    }
    if (whole) {
      try (var statement = connection.createStatement()) {
        statement.executeUpdate("update fixity set began_at = null");
      }
    }
    return new Portion(rows.size(), bytes, damages, whole);
  }

  private static @Nullable String fault(ResultSet row, byte[] sha256, byte @Nullable [] kept)
      throws SQLException {
    if (kept == null) {
      return row.getBoolean(6) ? null : "the bytes are gone, and no takedown hides them";
    }
    byte[] decoded;
    try {
      decoded =
          row.getString(3) == null ? kept : Payload.decoded(row.getString(3), row.getInt(4), kept);
    } catch (UncheckedIOException broken) {
      return "the bytes cannot be unpacked: " + broken.getMessage();
    }
    byte[] found = Payload.sha256(decoded);
    return Arrays.equals(found, sha256) ? null : "their hash is " + HEX.formatHex(found);
  }

  /** Payloads and wire bytes that observations and versions name and that are not there. */
  private static List<Damage> gone(Connection connection) throws SQLException {
    List<Damage> gone = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct x.sha256, x.place from (
              select o.payload as sha256, 'payload' as place from observation o
              where o.payload is not null and not exists (select from payload y where y.sha256 = o.payload)
              union all
              select v.sha256, 'payload' from version v
              where v.sha256 is not null and not exists (select from payload y where y.sha256 = v.sha256)
              union all
              select o.wire, 'wire' from observation o
              where o.wire is not null and not exists (select from wire w where w.sha256 = o.wire)
                and not exists (select from payload y where y.sha256 = o.payload
                  and (y.coding = 'gzip' or y.hidden is not null))) x""")) {
      ResultSet row = select.executeQuery();
      while (row.next()) {
        gone.add(
            new Damage(
                HEX.formatHex(row.getBytes(1)),
                row.getString(2),
                "the row that held them is gone"));
      }
    }
    return gone;
  }

  private static void keep(Connection connection, List<Row> rows, List<Damage> damages)
      throws SQLException {
    try (PreparedStatement mended =
        connection.prepareStatement(
            """
            update damage d set mended_at = now(), seen_at = now()
            from unnest(?::bytea[], ?::text[]) u(sha256, place)
            where d.sha256 = u.sha256 and d.place = u.place and d.mended_at is null""")) {
      mended.setArray(1, Columns.of(connection, "bytea", rows, Row::sha256));
      mended.setArray(2, Columns.of(connection, "text", rows, Row::place));
      mended.executeUpdate();
    }
    try (PreparedStatement found =
        connection.prepareStatement(
            """
            insert into damage (sha256, place, why)
            select decode(u.sha256, 'hex'), u.place, u.why
            from unnest(?::text[], ?::text[], ?::text[]) u(sha256, place, why)
            on conflict (sha256, place) do update set why = excluded.why, seen_at = now(), mended_at = null""")) {
      found.setArray(1, Columns.of(connection, "text", damages, Damage::sha256));
      found.setArray(2, Columns.of(connection, "text", damages, Damage::place));
      found.setArray(3, Columns.of(connection, "text", damages, Damage::why));
      found.executeUpdate();
    }
  }
}
