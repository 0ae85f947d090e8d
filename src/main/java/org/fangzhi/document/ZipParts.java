package org.fangzhi.document;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.poi.openxml4j.util.ZipFileZipEntrySource;

/**
 * The parts of a zip archive in memory. They are unpacked only when asked for, and never more than
 * a bound in all, whatever the archive says of their sizes.
 */
final class ZipParts extends ZipFileZipEntrySource {
  private static final int MOST_PARTS = 5_000;

  /** More was to be unpacked than may be. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  private final long most;
  private long unpacked;

  private ZipParts(ZipFile zip, long most) {
    super(zip);
    this.most = most;
  }

  /**
   * Opens an archive.
   *
   * @param most how many bytes may be unpacked in all
   */
  static ZipParts of(byte[] bytes, long most) throws IOException {
    if (parts(bytes) > MOST_PARTS) {
      throw new TooLarge("more than " + MOST_PARTS + " parts");
    }
    return new ZipParts(
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes)).get(),
        most);
  }

  /** How many entries the archive's directory can hold, by their signature. */
  private static int parts(byte[] bytes) {
    int parts = 0;
    for (int i = 0; i + 3 < bytes.length; i++) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
        parts++;
      }
    }
    return parts;
  }

  /** The names of the parts in the order of the archive's directory. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(getEntries())) {
      names.add(entry.getName());
    }
    return names;
  }

  @Override
  public InputStream getInputStream(ZipArchiveEntry entry) throws IOException {
    return new Bounded(super.getInputStream(entry));
  }

  private final class Bounded extends FilterInputStream {
    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int read = super.read(to, from, length);
      count(read);
      return read;
    }

    private void count(int read) throws TooLarge {
      unpacked += Math.max(read, 0);
      if (unpacked > most) {
        throw new TooLarge("more than " + (most >> 20) + " MB unpacked");
      }
    }
  }
}
