package org.fangzhi.warc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** The bytes of an HTTP message as a record holds them: the header block, then the body. */
final class Block {

  private final List<byte[]> pieces;

  private Block(List<byte[]> pieces) {
    this.pieces = pieces;
  }

  /** Bytes as they are. */
  static Block of(byte[] bytes) {
    return new Block(List.of(bytes));
  }

  /** A whole message: its header block and its body with the chunks joined. */
  static Block message(byte[] head, byte[] body) {
    return new Block(List.of(renamed(head, "Transfer-Encoding"), body));
  }

  /** A message whose body is not kept. */
  static Block headOnly(byte[] head) {
    return of(renamed(head, "Content-Length|Transfer-Encoding|Content-Encoding"));
  }

  /**
   * Fields that would belie the body that the record has get the prefix that web archives use for
   * them; what they said stays. Digests of joined chunks are read alike by all programs.
   */
  private static byte[] renamed(byte[] head, String fields) {
    return new String(head, StandardCharsets.ISO_8859_1)
        .replaceAll("(?im)^(" + fields + ")(?=[ \\t]*:)", "X-Archive-Orig-$1")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  long length() {
    return pieces.stream().mapToLong(piece -> piece.length).sum();
  }

  /** SHA-256 in hex. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      pieces.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  InputStream stream() {
    return new SequenceInputStream(
        Collections.enumeration(
            pieces.stream().map(piece -> (InputStream) new ByteArrayInputStream(piece)).toList()));
  }
}
