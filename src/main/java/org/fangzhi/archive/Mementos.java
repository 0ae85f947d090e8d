package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The versions of an address as mementos (RFC 7089). */
public final class Mementos {

  private static final String SELECT =
      """
      select v.id, v.at, v.kind, v.sha256, o.head, y.hidden, y.length
      from page p join version v on v.page_id = p.id join observation o on o.id = v.observation_id
      left join payload y on y.sha256 = v.sha256
      where p.url = ? order by v.at, v.id limit 10000""";

  private final DataSource dataSource;

  public Mementos(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A version of an address.
   *
   * @param version its number
   * @param sha256 of its payload, in hex; null for a tombstone
   * @param head status line and headers as received; empty of what was deposited
   * @param hidden why a takedown hides the bytes; null when it does not
   * @param length of the payload in bytes
   */
  public record Memento(
      long version,
      Instant at,
      boolean tombstone,
      @Nullable String sha256,
      byte[] head,
      @Nullable String hidden,
      int length) {}

  /** The versions of an address, the oldest first; none when it is not known. */
  public List<Memento> of(String url) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, url);
      ResultSet row = select.executeQuery();
      List<Memento> mementos = new ArrayList<>();
      while (row.next()) {
        byte[] sha256 = row.getBytes(4);
        byte[] head = row.getBytes(5);
        mementos.add(
            new Memento(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3).equals("tombstone"),
                sha256 == null ? null : HexFormat.of().formatHex(sha256),
                head == null ? new byte[0] : head,
                row.getString(6),
                row.getInt(7)));
      }
      return mementos;
    }
  }

  /** The decoded bytes of a payload; null when they are hidden or gone. */
  public byte @Nullable [] payload(String sha256) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return Payload.load(connection, HexFormat.of().parseHex(sha256));
    }
  }
}
