package org.fangzhi.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decoded bytes as they are kept.
 *
 * @param sha256 of the decoded bytes
 * @param length of the decoded bytes
 * @param coding {@code zstd}, {@code gzip} when the wire bytes themselves are kept, or {@code
 *     identity}
 * @param kept the bytes in that coding
 */
public record Payload(byte[] sha256, int length, String coding, byte[] kept) {

  private static final int LEVEL = 3;

  /** Decoded bytes to be kept; gzip from the wire is kept as it came, so that it is kept once. */
  public static Payload of(byte[] decoded, byte @Nullable [] wire, @Nullable String contentCoding) {
    byte[] sha256 = sha256(decoded);
    if (wire != null && isGzip(contentCoding)) {
      return new Payload(sha256, decoded.length, "gzip", wire);
    }
    byte[] packed = Zstd.compress(decoded, LEVEL);
    return packed.length < decoded.length
        ? new Payload(sha256, decoded.length, "zstd", packed)
        : new Payload(sha256, decoded.length, "identity", decoded);
  }

  /**
   * The decoded bytes of a payload as it is kept.
   *
   * @throws UncheckedIOException when they are damaged
   */
  public static byte[] decoded(String coding, int length, byte[] kept) {
    try {
      return switch (coding) {
        case "identity" -> kept;
        case "zstd" -> Zstd.decompress(kept, length);
        case "gzip" -> gunzip(kept, length);
        default -> throw new IOException("unknown coding of a payload: " + coding);
      };
    } catch (ZstdException | IOException damaged) {
      throw new UncheckedIOException(
          new IOException("a payload kept as %s is damaged".formatted(coding), damaged));
    }
  }

  /**
   * The decoded bytes of the payload with this hash; null when it is unknown, or hidden.
   *
   * @throws UncheckedIOException when they are damaged
   */
  public static byte @Nullable [] load(Connection connection, byte[] sha256) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coding, length, bytes from payload where sha256 = ? and bytes is not null")) {
      select.setBytes(1, sha256);
      ResultSet row = select.executeQuery();
      return row.next() ? decoded(row.getString(1), row.getInt(2), row.getBytes(3)) : null;
    }
  }

  /** Whether wire bytes in this content coding are gzip. */
  static boolean isGzip(@Nullable String contentCoding) {
    return "gzip".equalsIgnoreCase(contentCoding) || "x-gzip".equalsIgnoreCase(contentCoding);
  }

  /** SHA-256 of some bytes. */
  public static byte[] sha256(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** SHA-256 of a file of any size. */
  public static byte[] sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] gunzip(byte[] kept, int length) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(kept))) {
      return in.readNBytes(length);
    }
  }
}
