package org.fangzhi.publish;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The index of a mirror as its last round left it, read folder by folder in the order of names. */
final class MirrorIndex implements AutoCloseable {

  static final String NAME = "index.csv";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("folder", "number", "id", "sha256", "reading", "title", "url")
          .setSkipHeaderRecord(true)
          .build();

  /**
   * A document in a mirror.
   *
   * @param folder {@code DIVISION/YEAR}
   * @param number within the folder
   * @param sha256 of its payload, hexadecimal
   * @param reading the one whose text and records are shown
   */
  record Entry(
      String folder,
      int number,
      String id,
      String sha256,
      long reading,
      @Nullable String title,
      @Nullable String url) {

    static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          row.getString("folder"),
          -1,
          row.getString("id"),
          row.getString("sha256"),
          row.getLong("reading"),
          row.getString("title"),
          row.getString("url"));
    }

    private static Entry of(CSVRecord line) {
      return new Entry(
          line.get("folder"),
          Integer.parseInt(line.get("number")),
          line.get("id"),
          line.get("sha256"),
          Long.parseLong(line.get("reading")),
          line.get("title"),
          line.get("url"));
    }

    Entry numbered(int given) {
      return new Entry(folder, given, id, sha256, reading, title, url);
    }

    /** The name that its files have in common. */
    String name() {
      return "%03d_%s".formatted(number, id);
    }

    boolean sameContent(Entry other) {
      return sha256.equals(other.sha256) && reading == other.reading;
    }
  }

  private final @Nullable CSVParser parser;
  private final Iterator<CSVRecord> lines;
  private final Path file;
  private @Nullable Entry ahead;

  private MirrorIndex(Path file, @Nullable CSVParser parser) throws IOException {
    this.file = file;
    this.parser = parser;
    this.lines = parser == null ? Collections.emptyIterator() : parser.iterator();
    advance();
  }

  /** Opens an index; there is nothing in one that is not there yet. */
  static MirrorIndex read(Path file) throws IOException {
    return new MirrorIndex(
        file, Files.exists(file) ? FORMAT.parse((Reader) Files.newBufferedReader(file)) : null);
  }

  /** The folder that comes next; null at the end. */
  @Nullable String next() {
    return ahead == null ? null : ahead.folder();
  }

  /** The documents of a folder by their ids, when it is the one that comes next; else none. */
  Map<String, Entry> folder(String name) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (ahead != null && ahead.folder().equals(name)) {
      entries.put(ahead.id(), ahead);
      advance();
    }
    return entries;
  }

  private void advance() throws IOException {
    Entry before = ahead;
    try {
      ahead = lines.hasNext() ? Entry.of(lines.next()) : null;
    } catch (IllegalArgumentException | IllegalStateException | java.io.UncheckedIOException e) {
      throw damaged();
    }
    if (ahead != null
        && (!ahead.folder().matches("([0-9]+|unknown)/([0-9]{4}|undated|other)")
            || before != null && before.folder().compareTo(ahead.folder()) > 0)) {
      throw damaged();
    }
  }

  private IOException damaged() {
    return new IOException(
        "%s, line %d, is not as it was written. Delete the file: then all is written anew."
            .formatted(file, parser == null ? 0 : parser.getCurrentLineNumber()));
  }

  @Override
  public void close() throws IOException {
    if (parser != null) {
      parser.close();
    }
  }

  /** The index of this round, in the place of the one before only when it is whole. */
  static final class Next implements AutoCloseable {
    private final Partial out;
    private final CSVPrinter csv;

    Next(Path file) throws IOException {
      this.out = new Partial(file);
      this.csv = new CSVPrinter(out.writer(), FORMAT.builder().setSkipHeaderRecord(false).build());
    }

    void add(Entry entry) throws IOException {
      csv.printRecord(
          entry.folder(),
          entry.number(),
          entry.id(),
          entry.sha256(),
          entry.reading(),
          CsvTable.defused(entry.title()),
          entry.url());
    }

    void whole() throws IOException {
      csv.flush();
      out.whole();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
