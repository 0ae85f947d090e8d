package org.fangzhi.warc;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;

/**
 * The records of a WARC or ARC file, packed by gzip or not, one after another. Past what is damaged
 * it goes on at the next member of the gzip file, or at the next line that begins a WARC record.
 */
final class Entries implements Closeable {

  /** Bytes that the header of a record may have, beside what a reader takes ahead. */
  private static final int HEADER = 64 << 10;

  private static final int AHEAD = 16 << 10;
  private static final byte[] MEMBER = {0x1f, (byte) 0x8b, 8};
  private static final byte[] LINE = {'\n', 'W', 'A', 'R', 'C', '/', '1', '.'};

  private final FileChannel file;
  private final int most;
  private final Consumer<String> damaged;
  private final boolean packed;
  private Counted in;
  private @Nullable Limited limited;
  private @Nullable WarcReader reader;
  private @Nullable Entry ahead;
  private long from;

  /** Where the next record begins is to be searched for. */
  private boolean lost;

  /** What is wrong here was told. */
  private boolean told;

  /**
   * A record.
   *
   * @param offset in the file, of the member that it is in when packed
   * @param block its bytes; null when they are more than are read
   */
  record Entry(long offset, WarcRecord record, byte @Nullable [] block) {}

  /**
   * Opens a file.
   *
   * @param most bytes of a record that are read at most
   * @param damaged told of each damage: where it is, and what
   * @throws IOException when it is neither WARC nor ARC
   */
  Entries(Path path, int most, Consumer<String> damaged) throws IOException {
    this.file = FileChannel.open(path);
    this.most = most;
    this.damaged = damaged;
    try {
      in = read(0);
      packed = Arrays.equals(in.readNBytes(MEMBER.length), MEMBER);
      ahead = following();
      if (ahead == null) {
        throw new IOException("no record of a web archive is in it");
      }
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** How far the file is read, in bytes. */
  long position() {
    return in.position();
  }

  /**
   * The next record; null after the last. It is handed on once what comes after it was looked at:
   * gzip tells only at its end whether what was packed is whole.
   *
   * @throws IOException when the file cannot be read
   */
  @Nullable Entry next() throws IOException {
    while (ahead != null) {
      Entry next = ahead;
      try {
        ahead = attempt();
        return next;
      } catch (Broken broken) {
        tell(broken);
        ahead = following();
        if (!packed || broken.offset != next.offset()) {
          return next;
        }
      }
    }
    return null;
  }

  /** The next record, whatever is broken before it. */
  private @Nullable Entry following() throws IOException {
    while (true) {
      try {
        return attempt();
      } catch (Broken broken) {
        tell(broken);
      }
    }
  }

  private void tell(Broken broken) throws IOException {
    if (!told) {
      damaged.accept("at byte %,d: %s".formatted(broken.offset, broken.getMessage()));
    }
    told = true;
    leave(broken.offset);
  }

  /** Goes on at the first place after this one where a record may begin. */
  private void leave(long offset) throws IOException {
    from = offset;
    lost = true;
    drop();
  }

  private void drop() throws IOException {
    if (limited != null) {
      limited.close();
    }
    limited = null;
    reader = null;
  }

  /** What cannot be understood. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final long offset;

    Broken(long offset, Exception cause) {
      super(
          cause instanceof EOFException
              ? "the file ends within a record"
              : cause.getMessage() == null ? cause.toString() : cause.getMessage(),
          cause);
      this.offset = offset;
    }
  }

  private @Nullable Entry attempt() throws IOException, Broken {
    while (reader != null || open()) {
      try {
        limited.allow(HEADER + AHEAD);
        Optional<WarcRecord> record = reader.next();
        if (record.isPresent()) {
          Entry entry = entry(record.get());
          told = lost;
          if (entry.block() == null || isWhole(entry)) {
            return entry;
          }
          damaged.accept(
              "at byte %,d: the bytes of the record are not those of its WARC-Block-Digest"
                  .formatted(entry.offset()));
          continue;
        }
      } catch (IOException | IllegalArgumentException | DateTimeException failure) {
        throw new Broken(offset(), failure);
      }
      if (!packed) {
        return null;
      }
      from = in.position();
      drop();
    }
    return null;
  }

  private long offset() {
    return packed ? from : from + reader.position();
  }

  private Entry entry(WarcRecord record) throws IOException {
    long offset = offset();
    long size = record.body().size();
    limited.allow(Long.MAX_VALUE);
    if (size <= most) {
      byte[] block = record.body().stream().readNBytes((int) size);
      if (block.length < size) {
        throw new EOFException();
      }
      return new Entry(offset, record, block);
    }
    if (packed) {
      leave(from); // what unpacks to more is not unpacked: it may be a bomb
    } else {
      record.body().consume();
    }
    return new Entry(offset, record, null);
  }

  /**
   * Whether a block has the digest that its record names; one of an unknown kind says nothing. Wget
   * 1.21 names with a revisit the digest of the block that it leaves out.
   */
  private static boolean isWhole(Entry entry) {
    try {
      WarcDigest named = entry.record().blockDigest().orElse(null);
      if (named == null || entry.record().type().equals("revisit")) {
        return true;
      }
      byte[] found = named.getDigester().digest(entry.block());
      byte[] expected = named.bytes();
      return found.length != expected.length || Arrays.equals(found, expected);
    } catch (NoSuchAlgorithmException | IllegalArgumentException e) {
      return true;
    }
  }

  /** Opens the next member, or the rest of a file that has none; false at the end of the file. */
  private boolean open() throws IOException, Broken {
    if (lost) {
      long found = find(packed ? MEMBER : LINE, from + 1);
      from = found < 0 ? file.size() : packed ? found : found + 1;
      lost = false;
      in = read(from);
    }
    if (from >= file.size()) {
      return false;
    }
    if (in.position() != from) {
      in = read(from);
    }
    try {
      limited = new Limited(packed ? member(in) : in);
      limited.allow(AHEAD);
      reader = new WarcReader(limited);
      return true;
    } catch (IOException failure) {
      throw new Broken(from, failure);
    }
  }

  private static InputStream member(InputStream in) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(in)
        .setDecompressConcatenated(false)
        .get();
  }

  private Counted read(long at) throws IOException {
    file.position(at);
    return new Counted(new BufferedInputStream(Channels.newInputStream(file), 64 << 10), at);
  }

  /** Where some bytes stand, from a place on; -1 when they do not. */
  private long find(byte[] sought, long at) throws IOException {
    if (at >= file.size()) {
      return -1;
    }
    Counted bytes = read(at);
    int matched = 0;
    for (int next = bytes.read(); next >= 0; next = bytes.read()) {
      matched = next == (sought[matched] & 0xff) ? matched + 1 : next == (sought[0] & 0xff) ? 1 : 0;
      if (matched == sought.length) {
        return bytes.position() - sought.length;
      }
    }
    return -1;
  }

  /** Knows how far it was read; can be marked, so that gzip leaves what is after a member. */
  private static final class Counted extends FilterInputStream {
    private long position;
    private long marked;

    Counted(InputStream in, long position) {
      super(in);
      this.position = position;
    }

    long position() {
      return position;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      position += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      int n = super.read(to, at, length);
      position += Math.max(0, n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      position += skipped;
      return skipped;
    }

    @Override
    public synchronized void mark(int limit) {
      marked = position;
      super.mark(limit);
    }

    @Override
    public synchronized void reset() throws IOException {
      super.reset();
      position = marked;
    }

    @Override
    public void close() {
      // The file stays open when a member of it is left.
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
