package org.fangzhi.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tokens for who asks over HTTP: random, shown once, kept as their SHA-256. */
public final class Tokens {

  /** What a token begins with, so that scanners for leaked secrets know it. */
  public static final String PREFIX = "fz_";

  private static final int BYTES = 32;

  private final Transactions transactions;
  private final SecureRandom random = new SecureRandom();

  public Tokens(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What a token may be used for. */
  public enum Scope {
    /** To ask. */
    READ,
    /** To write, and to ask. */
    OPERATE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A token without its secret.
   *
   * @param expires null: never
   * @param usedOn the last day; null: never
   * @param stands whether it is neither revoked nor expired
   */
  public record Token(
      long id,
      String name,
      Set<Scope> scopes,
      OffsetDateTime made,
      @Nullable OffsetDateTime expires,
      @Nullable LocalDate usedOn,
      boolean stands) {

    /** Whether it may be used for something. */
    public boolean may(Scope scope) {
      return scopes.contains(scope) || scopes.contains(Scope.OPERATE);
    }
  }

  /**
   * Makes a token.
   *
   * @param days after which it expires; null: never
   * @return the secret, which is kept nowhere; null when a token that stands has the name
   */
  public @Nullable String make(String name, Collection<Scope> scopes, @Nullable Integer days)
      throws SQLException {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    boolean made =
        transactions.run(
            connection -> {
              revoke(connection, name, true);
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      """
                      insert into access_token (name, sha256, scopes, expires_at)
                      values (?, ?, ?, now() + ? * interval '1 day') on conflict do nothing""")) {
                insert.setString(1, name);
                insert.setBytes(2, sha256(secret));
                insert.setArray(
                    3,
                    connection.createArrayOf(
                        "text", scopes.stream().distinct().map(Scope::word).toArray()));
                insert.setObject(4, days);
                boolean inserted = insert.executeUpdate() == 1;
                if (!inserted) {
                  connection.rollback();
                }
                return inserted;
              }
            });
    return made ? secret : null;
  }

  /** Ends a token at once. Returns whether one that stood had the name. */
  public boolean revoke(String name) throws SQLException {
    return transactions.run(connection -> revoke(connection, name, false));
  }

  private static boolean revoke(Connection connection, String name, boolean expired)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update access_token set revoked_at = now() where name = ? and revoked_at is null"
                + " and (not ? or expires_at <= now())")) {
      update.setString(1, name);
      update.setBoolean(2, expired);
      return update.executeUpdate() == 1;
    }
  }

  /** All tokens, the last made last; those that no longer stand too. */
  public List<Token> all() throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(select("true order by id"))) {
            return tokens(select.executeQuery());
          }
        });
  }

  /** The token of a secret; null when it does not stand. That it was used today is kept. */
  public @Nullable Token find(String secret) throws SQLException {
    if (!secret.startsWith(PREFIX)) {
      return null;
    }
    return transactions.run(
        connection -> {
          Token token;
          try (PreparedStatement select =
              connection.prepareStatement(
                  select(
                      "sha256 = ? and revoked_at is null and (expires_at is null or expires_at > now())"))) {
            select.setBytes(1, sha256(secret));
            List<Token> found = tokens(select.executeQuery());
            token = found.isEmpty() ? null : found.get(0);
          }
          if (token != null) {
            try (PreparedStatement update =
                connection.prepareStatement(
                    "update access_token set used_on = current_date where id = ? and used_on is distinct from current_date")) {
              update.setLong(1, token.id());
              update.executeUpdate();
            }
          }
          return token;
        });
  }

  private static String select(String condition) {
    return "select id, name, scopes, made_at, expires_at, used_on,"
        + " revoked_at is null and (expires_at is null or expires_at > now()) from access_token where "
        + condition;
  }

  private static List<Token> tokens(ResultSet row) throws SQLException {
    List<Token> tokens = new ArrayList<>();
    while (row.next()) {
      Set<Scope> scopes = EnumSet.noneOf(Scope.class);
      for (String word : (String[]) row.getArray(3).getArray()) {
        scopes.add(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
      }
      tokens.add(
          new Token(
              row.getLong(1),
              row.getString(2),
              scopes,
              row.getObject(4, OffsetDateTime.class),
              row.getObject(5, OffsetDateTime.class),
              row.getObject(6, LocalDate.class),
              row.getBoolean(7)));
    }
    return tokens;
  }

  /** Scopes as they are written. */
  public static String words(Collection<Scope> scopes) {
    return scopes.stream().map(Scope::word).collect(Collectors.joining(","));
  }

  /** A word that follows from a secret and tells nothing of it, for a use. */
  public static String derived(String secret, String use) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] word = mac.doFinal(use.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(word);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
