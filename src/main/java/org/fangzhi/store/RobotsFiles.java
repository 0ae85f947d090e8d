package org.fangzhi.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The robots.txt of each host as last answered, by its address; outlives the process. */
public record RobotsFiles(Transactions transactions) {

  /**
   * What is kept.
   *
   * @param fetchedAt when the host last said what it permits, or could not
   * @param expiresAt when it is to be asked again
   * @param status of the last answer that counts; null when there never was one
   * @param failingSince since when the host cannot say; null when it could
   * @param why it could not, in an operator's words
   */
  public record Kept(
      Instant fetchedAt,
      Instant expiresAt,
      @Nullable Integer status,
      byte[] body,
      @Nullable String contentType,
      @Nullable Instant failingSince,
      @Nullable String why) {}

  /** What is kept of an address; null when nothing is. */
  public @Nullable Kept find(String address) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select fetched_at, expires_at, status, body, content_type, failing_since, why"
                      + " from robots where origin = ?")) {
            select.setString(1, address);
            ResultSet row = select.executeQuery();
            if (!row.next()) {
              return null;
            }
            byte[] body = row.getBytes(4);
            OffsetDateTime failing = row.getObject(6, OffsetDateTime.class);
            return new Kept(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, Integer.class),
                body == null ? new byte[0] : body,
                row.getString(5),
                failing == null ? null : failing.toInstant(),
                row.getString(7));
          }
        });
  }

  /** Keeps what is known of an address from now on. */
  public void keep(String address, Kept kept) throws SQLException {
    transactions.commit(
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into robots (origin, fetched_at, expires_at, status, body, content_type, failing_since, why)
                  values (?, ?, ?, ?, ?, ?, ?, ?)
                  on conflict (origin) do update set fetched_at = excluded.fetched_at,
                    expires_at = excluded.expires_at, status = excluded.status, body = excluded.body,
                    content_type = excluded.content_type, failing_since = excluded.failing_since,
                    why = excluded.why""")) {
            upsert.setString(1, address);
            upsert.setObject(2, kept.fetchedAt().atOffset(ZoneOffset.UTC));
            upsert.setObject(3, kept.expiresAt().atOffset(ZoneOffset.UTC));
            upsert.setObject(4, kept.status());
            upsert.setBytes(5, kept.body());
            upsert.setString(6, kept.contentType());
            Instant failing = kept.failingSince();
            upsert.setObject(
                7,
                failing == null ? null : failing.atOffset(ZoneOffset.UTC),
                java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
            upsert.setString(8, kept.why());
            upsert.executeUpdate();
          }
        });
  }
}
