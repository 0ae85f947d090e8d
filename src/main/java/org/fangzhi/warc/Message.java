package org.fangzhi.warc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.fangzhi.crawl.Head;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.HttpResponse;

/**
 * An HTTP answer as a record holds it.
 *
 * @param head status line and headers with the empty line after them, byte for byte
 * @param body with its content coding, chunks joined
 */
record Message(byte[] head, byte[] body) {

  /**
   * Parts a block.
   *
   * @throws IllegalArgumentException when it does not begin as an answer does
   */
  static Message of(byte[] block) {
    int end = end(block);
    byte[] head = Arrays.copyOf(block, end);
    if (new Head(head).status() == 0) {
      throw new IllegalArgumentException("what should be an answer has no status line");
    }
    return new Message(head, Arrays.copyOfRange(block, end, block.length));
  }

  /** The same as the archive had it before it wrote the record. */
  Message original() {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return new Message(
        text.replaceAll(
                "(?im)^X-Archive-Orig-(Content-Length|Transfer-Encoding|Content-Encoding)(?=[ \\t]*:)",
                "$1")
            .getBytes(StandardCharsets.ISO_8859_1),
        body);
  }

  /** The same with its chunks joined, where it has some. */
  Message joined() {
    String coding = new Head(head).first("Transfer-Encoding");
    if (coding == null || !coding.toLowerCase(Locale.ROOT).contains("chunked")) {
      return this;
    }
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    byte[] joined = chunks(whole);
    return joined == null ? this : new Message(head, joined);
  }

  /** Null when there are no chunks after all: who wrote the file has joined them. */
  private static byte @Nullable [] chunks(byte[] whole) {
    try (var channel = Channels.newChannel(new ByteArrayInputStream(whole))) {
      return HttpResponse.parse(channel).body().stream().readAllBytes();
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Where the body begins; the end when it has none. */
  private static int end(byte[] block) {
    for (int at = 0; at < block.length; at++) {
      if (block[at] == '\n') {
        if (at + 1 < block.length && block[at + 1] == '\n') {
          return at + 2;
        }
        if (at + 2 < block.length && block[at + 1] == '\r' && block[at + 2] == '\n') {
          return at + 3;
        }
      }
    }
    return block.length;
  }
}
