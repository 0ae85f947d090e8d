package org.fangzhi.crawl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponseFactory;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.util.CharArrayBuffer;

/** The HTTP client's parser of answers, which keeps the bytes of the head as it reads them. */
final class HeadParser extends DefaultHttpResponseParser {
  private final int limit;

  /** An answer that knows its head's bytes. */
  static final class Headed extends BasicClassicHttpResponse {
    private static final long serialVersionUID = 1;
    private byte[] head = new byte[0];

    Headed(int code, String reason) {
      super(code, reason);
    }

    byte[] head() {
      return head;
    }
  }

  /** Makes a parser for each connection. */
  record Maker(Http1Config config, int limit)
      implements HttpMessageParserFactory<ClassicHttpResponse> {
    @Override
    @SuppressWarnings("deprecation")
    public HttpMessageParser<ClassicHttpResponse> create(Http1Config ignored) {
      return create();
    }

    @Override
    public HttpMessageParser<ClassicHttpResponse> create() {
      return new HeadParser(config, limit);
    }
  }

  private static final class Factory implements HttpResponseFactory<ClassicHttpResponse> {
    @Override
    public ClassicHttpResponse newHttpResponse(int status, String reason) {
      return new Headed(status, reason);
    }

    @Override
    public ClassicHttpResponse newHttpResponse(int status) {
      return new Headed(status, "");
    }
  }

  HeadParser(Http1Config config, int limit) {
    super(config, null, new Factory());
    this.limit = limit;
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    Recorder recorder = new Recorder(buffer, limit);
    ClassicHttpResponse response = super.parse(recorder, in);
    if (response instanceof Headed headed) {
      headed.head = recorder.bytes.toByteArray();
    }
    return response;
  }

  private static final class Recorder implements SessionInputBuffer {
    private final SessionInputBuffer buffer;
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    Recorder(SessionInputBuffer buffer, int limit) {
      this.buffer = buffer;
      this.limit = limit;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
      int length = 0;
      boolean carriageReturn = false;
      while (true) {
        int b = buffer.read(in);
        if (b < 0) {
          if (bytes.size() == 0) {
            return -1;
          }
          throw new ConnectionClosedException("closed within the head");
        }
        boolean leading = bytes.size() == 0 && (b == '\r' || b == '\n');
        if (!leading) {
          bytes.write(b);
        }
        if (bytes.size() > limit) {
          throw new MessageConstraintException("head of more than " + limit + " bytes");
        }
        if (b == '\n') {
          return length;
        }
        if (carriageReturn) {
          line.append('\r');
          length++;
        }
        carriageReturn = b == '\r';
        if (!carriageReturn) {
          line.append((char) b);
          length++;
        }
      }
    }

    @Override
    public int length() {
      return buffer.length();
    }

    @Override
    public int capacity() {
      return buffer.capacity();
    }

    @Override
    public int available() {
      return buffer.available();
    }

    @Override
    public int read(byte[] b, int off, int len, InputStream in) throws IOException {
      return buffer.read(b, off, len, in);
    }

    @Override
    public int read(byte[] b, InputStream in) throws IOException {
      return buffer.read(b, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
      return buffer.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
      return buffer.getMetrics();
    }
  }
}
