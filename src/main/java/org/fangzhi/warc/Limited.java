package org.fangzhi.warc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of which at most so much may be read at a time as was allowed before. */
final class Limited extends FilterInputStream {
  private long left;

  Limited(InputStream in) {
    super(in);
  }

  /** More than was allowed is asked for. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1;

    Exceeded() {
      super("the header of a record is too long");
    }
  }

  /** From here on so many bytes may be read. */
  void allow(long bytes) {
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    if (left <= 0) {
      throw new Exceeded();
    }
    int n = super.read(to, from, (int) Math.min(length, left));
    left -= Math.max(0, n);
    return n;
  }
}
