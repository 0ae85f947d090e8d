package org.fangzhi.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A source file as it stands.
 *
 * @param text YAML, perhaps with faults
 */
public record SourceFile(Path path, String text) {

  /** Its name without folders, as faults give it. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** SHA-256 of the text, by which a later look tells whether it has changed. */
  public String sha256() {
    return HexFormat.of().formatHex(sha256(text));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
