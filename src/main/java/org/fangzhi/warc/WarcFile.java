package org.fangzhi.warc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.fangzhi.archive.Payload;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/** One {@code .warc.gz} that is being written, under another name until it is whole. */
final class WarcFile implements Closeable {

  private final Path part;
  private final Path whole;
  private final WarcWriter writer;
  private final Set<String> sources = new HashSet<>();
  private long first = -1;
  private long last;
  private long captures;
  private long hidden;

  /**
   * @param about what the whole export is, in the words of its operator
   */
  WarcFile(Path whole, Instant begun, Map<String, String> about) throws IOException {
    this.whole = whole;
    this.part = whole.resolveSibling("." + whole.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    this.writer = new WarcWriter(channel, WarcCompression.GZIP);
    String name = whole.getFileName().toString();
    Map<String, String> fields = new LinkedHashMap<>(about);
    fields.put(Fields.FORMAT, "1");
    fields.put("format", "WARC File Format 1.1");
    fields.put(
        "conformsTo",
        "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
    writer.write(
        new Warcinfo.Builder()
            .version(MessageVersion.WARC_1_1)
            .date(begun)
            .recordId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
            .filename(name)
            .body(MediaType.parse("application/warc-fields"), Fields.written(fields))
            .build());
  }

  /** Says what a source is, once before its first capture. */
  void source(String id, String json, Instant at) throws IOException {
    if (sources.add(id)) {
      writer.write(Records.source(whole.getFileName().toString(), id, json, at));
    }
  }

  void write(Capture capture, List<WarcRecord> records) throws IOException {
    for (WarcRecord record : records) {
      writer.write(record);
    }
    first = first < 0 ? capture.id() : first;
    last = capture.id();
    captures++;
    hidden += capture.hidden() == null ? 0 : 1;
  }

  long length() {
    return writer.position();
  }

  /** Ends the file, writes its index beside it, and gives it its name. */
  Manifest.File finish() throws IOException {
    writer.close();
    String name = whole.getFileName().toString();
    String sha256 = HexFormat.of().formatHex(Payload.sha256(part));
    Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    Cdxj.write(whole);
    return new Manifest.File(name, sha256, Files.size(whole), captures, hidden, first, last);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    Files.deleteIfExists(part);
  }
}
