package org.fangzhi.archive;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** The decoded bytes of a payload as it is kept. */
  public static byte[] decoded(String coding, int length, byte[] kept) {
    return switch (coding) {
      case "identity" -> kept;
      case "zstd" -> Zstd.decompress(kept, length);
      case "gzip" -> gunzip(kept, length);
      default -> throw new IllegalArgumentException("unknown coding of a payload: " + coding);
    };
  }

  /** Whether wire bytes in this content coding are gzip. */
  static boolean isGzip(@Nullable String contentCoding) {
    return "gzip".equalsIgnoreCase(contentCoding) || "x-gzip".equalsIgnoreCase(contentCoding);
  }

  /** SHA-256 of some bytes. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] gunzip(byte[] kept, int length) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(kept))) {
      return in.readNBytes(length);
    } catch (IOException damaged) {
      throw new UncheckedIOException("a payload kept as gzip is damaged", damaged);
    }
  }
}
