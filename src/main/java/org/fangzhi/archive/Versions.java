package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Single versions, with what is known of their bytes besides the bytes. */
public final class Versions {
  private static final String SELECT =
      """
      select v.id, p.url, v.at, v.kind, v.sha256, o.head, p.anchor, s.division, y.hidden, coalesce(y.length, 0),
        not exists (select from reading g where g.version_id = v.id and g.state in ('current', 'superseded', 'staged'))
          or exists (select from reading g where g.version_id = v.id and g.state in ('current', 'superseded', 'staged')
            and g.reports::text like '%"ocr: %')
      from version v join page p on p.id = v.page_id join source s on s.id = p.source_id
      join observation o on o.id = v.observation_id left join payload y on y.sha256 = v.sha256
      where\s""";

  private final DataSource dataSource;

  public Versions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A version of a page.
   *
   * @param kind {@code content}, {@code tombstone} or {@code restoration}
   * @param sha256 of its payload, in hex; null for a tombstone
   * @param head status line and headers as received; null of what was deposited
   * @param anchor the text of the link that led to the page
   * @param division the division that the source file names
   * @param hidden why a takedown hides the bytes; null when it does not
   * @param length of the payload in bytes
   * @param recognised whether its text was recognised from images, or nobody has read it yet: it
   *     may take minutes
   */
  public record Version(
      long id,
      String url,
      Instant at,
      String kind,
      @Nullable String sha256,
      byte @Nullable [] head,
      @Nullable String anchor,
      @Nullable String division,
      @Nullable String hidden,
      int length,
      boolean recognised) {}

  /** The version with a number; null when there is none. */
  public @Nullable Version byId(long id) throws SQLException {
    return one("v.id = ?", id);
  }

  /** What an address held at a time; null when nothing yet, or when it is not known. */
  public @Nullable Version at(String url, Instant time) throws SQLException {
    return one(
        "p.url = ? and v.at <= ? order by v.at desc, v.id desc limit 1",
        url,
        time.atOffset(ZoneOffset.UTC));
  }

  /** The first version of an address; null when it is not known. */
  public @Nullable Version first(String url) throws SQLException {
    return one("p.url = ? order by v.at, v.id limit 1", url);
  }

  /** The version of the same page before another; null when that is its first. */
  public @Nullable Version before(Version version) throws SQLException {
    return one(
        "p.url = ? and (v.at, v.id) < (?, ?) order by v.at desc, v.id desc limit 1",
        version.url(),
        version.at().atOffset(ZoneOffset.UTC),
        version.id());
  }

  /** The decoded bytes of a version; null when it has none, or they are hidden or gone. */
  public byte @Nullable [] bytes(Version version) throws SQLException {
    if (version.sha256() == null) {
      return null;
    }
    try (Connection connection = dataSource.getConnection()) {
      return Payload.load(connection, HexFormat.of().parseHex(version.sha256()));
    }
  }

  private @Nullable Version one(String where, Object... values) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT + where)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      ResultSet row = select.executeQuery();
      if (!row.next()) {
        return null;
      }
      byte[] sha256 = row.getBytes(5);
      return new Version(
          row.getLong(1),
          row.getString(2),
          row.getObject(3, OffsetDateTime.class).toInstant(),
          row.getString(4),
          sha256 == null ? null : HexFormat.of().formatHex(sha256),
          row.getBytes(6),
          row.getString(7),
          row.getString(8),
          row.getString(9),
          row.getInt(10),
          row.getBoolean(11));
    }
  }
}
