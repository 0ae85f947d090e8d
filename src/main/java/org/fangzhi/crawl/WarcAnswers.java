package org.fangzhi.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.ParsingException;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTruncationReason;

/**
 * The pages that a WARC file holds: its records of answers with status 200, one after another,
 * within the bounds that hold for what is fetched.
 */
public final class WarcAnswers implements AutoCloseable {

  private final WarcReader reader;
  private final Bounds bounds;
  private int passedOver;
  private int broken;

  /**
   * A page.
   *
   * @param url canonical
   * @param at when it was fetched, as the record says
   * @param body as sent, with its content coding
   * @param payload with its content coding undone; never empty
   */
  public record Page(
      String url,
      Instant at,
      Head head,
      byte[] body,
      @Nullable String coding,
      byte[] payload,
      @Nullable String ip,
      @Nullable Truncation truncated) {}

  /**
   * Opens a file, compressed or not.
   *
   * @throws IOException when it is no WARC file
   */
  public WarcAnswers(Path file, Bounds bounds) throws IOException {
    this.bounds = bounds;
    this.reader = new WarcReader(file);
  }

  /** Records of answers passed over so far: other statuses, other schemes, beyond the bounds. */
  public int passedOver() {
    return passedOver;
  }

  /** Records of answers so far that cannot be understood, though the file goes on after them. */
  public int broken() {
    return broken;
  }

  /**
   * The next page; empty at the end of the file.
   *
   * @throws IOException when the file is broken from here on
   */
  public Optional<Page> next() throws IOException {
    try {
      for (Optional<WarcRecord> record = reader.next();
          record.isPresent();
          record = reader.next()) {
        if (record.get() instanceof WarcResponse response) {
          int before = broken;
          Page page = whole(response);
          if (page != null) {
            return Optional.of(page);
          }
          passedOver += before == broken ? 1 : 0;
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("a record that cannot be understood: " + e.getMessage(), e);
    }
  }

  private @Nullable Page whole(WarcResponse response) throws IOException {
    try {
      return page(response);
    } catch (ParsingException
        | IllegalArgumentException
        | DateTimeException
        | NoSuchElementException e) {
      broken++;
      return null;
    }
  }

  private @Nullable Page page(WarcResponse response) throws IOException {
    String url = Addresses.canonical(response.target());
    if (url == null || response.http().status() != 200) {
      return null;
    }
    Head head = new Head(response.http().serializeHeader());
    byte[] body;
    try (InputStream in = response.http().body().stream()) {
      body = in.readNBytes(bounds.body() + 1);
    }
    if (body.length == 0 || body.length > bounds.body()) {
      return null;
    }
    String coding = Coding.of(head, body);
    try {
      byte[] payload = Coding.decode(body, coding, bounds);
      return payload.length == 0
          ? null
          : new Page(
              url,
              response.date(),
              head,
              body,
              coding,
              payload,
              response.ipAddress().map(InetAddress::getHostAddress).orElse(null),
              truncation(response.truncated()));
    } catch (Coding.Broken e) {
      return null;
    }
  }

  private static @Nullable Truncation truncation(WarcTruncationReason reason) {
    return switch (reason) {
      case NOT_TRUNCATED -> null;
      case LENGTH -> Truncation.SIZE;
      case TIME -> Truncation.TIME;
      case DISCONNECT, UNSPECIFIED -> Truncation.DISCONNECT;
    };
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
