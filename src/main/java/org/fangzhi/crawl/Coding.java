package org.fangzhi.crawl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes content codings within bounds. */
public final class Coding {
  private static final int FREE = 1 << 20;

  private Coding() {}

  /** A coding that cannot be undone; the message says why. */
  public static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  /** The coding of a body, null for none. */
  public static @Nullable String of(Head head, byte[] body) {
    String header = head.first("Content-Encoding");
    String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity", "none" -> isPackedText(head, body) ? "gzip" : null;
      case "x-gzip" -> "gzip";
      default -> name;
    };
  }

  /** Packed without a word of it: what says that it is text and begins as gzip does. */
  private static boolean isPackedText(Head head, byte[] body) {
    String type = head.first("Content-Type");
    return type != null
        && type.toLowerCase(Locale.ROOT).matches("\\s*(text/|application/(xhtml|xml|json)).*")
        && body.length > 2
        && body[0] == 0x1f
        && (body[1] & 0xff) == 0x8b
        && body[2] == 8;
  }

  /**
   * The payload of a body.
   *
   * @throws Broken when the coding cannot be undone within the bounds
   */
  public static byte[] decode(byte[] body, @Nullable String coding, Bounds bounds) throws Broken {
    if (coding == null || body.length == 0) {
      return body;
    }
    try (InputStream in = open(body, coding)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(FREE, 4 * body.length));
      byte[] buffer = new byte[16 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > bounds.decoded()) {
          throw new Broken(
              coding
                  + " body of "
                  + body.length
                  + " bytes unpacks to more than "
                  + bounds.decoded());
        }
        if (out.size() > FREE && out.size() / bounds.ratio() > body.length) {
          throw new Broken(
              coding
                  + " body of "
                  + body.length
                  + " bytes unpacks to more than "
                  + bounds.ratio()
                  + " times its size: a decompression bomb");
        }
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new Broken("the body says it is " + coding + ", but that is broken: " + e.getMessage());
    }
  }

  private static InputStream open(byte[] body, String coding) throws IOException, Broken {
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    return switch (coding) {
      case "gzip" -> new GZIPInputStream(in, 8 << 10);
      case "br" -> new BrotliInputStream(in);
      case "deflate" -> new InflaterInputStream(in, new Inflater(!zlib(body)));
      default ->
          throw new Broken("the body has the coding '" + coding + "', which was not asked for");
    };
  }

  /** Servers send raw deflate as often as the zlib wrapper that RFC 9110 asks for. */
  private static boolean zlib(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0f) == 8
        && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
  }
}
