package org.fangzhi.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.archive.Payload;
import org.fangzhi.store.Transactions;

/**
 * The archive as files: in folders {@code DIVISION/YEAR} each document as {@code NNN_<id>.txt} (its
 * text), the payload beside it with the ending of its type, and {@code .json} (what was read). NNN
 * counts within the folder and stays. {@code SHA256SUMS} in each folder is what {@code sha256sum
 * -c} takes; {@code index.csv} at the top names every document. A folder that was written before is
 * kept in step: only what changed or is missing is written, what is no longer there is taken away,
 * and files of other names are left alone. Memory grows with the largest folder only.
 *
 * <p>A document whose report has no known year stands in {@code undated}, one that is no report in
 * {@code other}; without a known division in {@code unknown}.
 */
public final class Mirror {

  private static final String DOCUMENTS =
      """
      select x.folder, x.id, encode(x.sha256, 'hex') as sha256, x.reading, x.title, x.url
      from (
        select coalesce(nullif(regexp_replace(coalesce(r.division_code, s.definition ->> 'division', ''), '[^0-9]', '', 'g'), ''), 'unknown')
            || '/' || case when r.id is null then 'other' else coalesce(r.year::text, 'undated') end as folder,
          d.id, d.first_at, v.sha256, g.id as reading, coalesce(r.title, g.reports -> 0 ->> 'title') as title, p.url
        from document d
        join version v on v.id = d.version_id
        join payload y on y.sha256 = v.sha256 and y.hidden is null
        join page p on p.id = v.page_id
        join source s on s.id = p.source_id
        join reading g on g.version_id = v.id and g.state = 'current'
        left join lateral (
          select r.id, r.division_code, r.year, r.title
          from holding h join report r on r.id = h.report_id
          where h.document_id = d.id order by r.deleted_at is not null, h.ordinal, r.id limit 1) r on true) x
      order by x.folder collate "C", x.first_at, x.id""";

  private static final String CONTENT =
      """
      select g.text, g.media_type, y.coding, y.length, y.bytes,
        (select jsonb_agg(unfolded(e.item, g.figures::jsonb -> (e.ord - 1)::int) order by e.ord)
         from jsonb_array_elements(g.reports) with ordinality e(item, ord)) as reports
      from reading g join version v on v.id = g.version_id join payload y on y.sha256 = v.sha256
      where g.id = ?""";

  private static final int PORTION = 1_000;

  /** There since the first round, and locked during each. */
  private static final String LOCK = ".lock";

  private final Transactions transactions;
  private final Path root;
  private final Sink sink;

  /** Takes a file to be written: its path below the root, and its bytes. */
  @FunctionalInterface
  public interface Sink {
    void write(String path, byte[] bytes);
  }

  /**
   * What a round did.
   *
   * @param documents in the mirror now
   * @param written of them, written or written again
   * @param removed no longer there, or moved to another folder
   */
  public record Kept(long documents, long written, long removed) {}

  /**
   * A mirror.
   *
   * @param root its folder, made when it is not there
   * @param sink writes files below it, in place of earlier ones
   */
  public Mirror(Transactions transactions, Path root, Sink sink) {
    this.transactions = transactions;
    this.root = root;
    this.sink = sink;
  }

  /**
   * Brings the folder in step with one snapshot of what is published.
   *
   * @throws IOException when the folder cannot be read or written, or another process is at it
   */
  public Kept keep() throws SQLException, IOException {
    Files.createDirectories(root);
    refuseOthers();
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new IOException(root + " is being written by another process; wait for its end.");
      }
      return Snapshot.of(transactions, 0, this::keep);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What is named as ours is taken away when it does not belong there: it must be ours. */
  private void refuseOthers() throws IOException {
    if (Files.exists(root.resolve(LOCK))) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : found) {
        if (folder.getFileName().toString().matches("[0-9]+|unknown")) {
          throw new IOException(
              folder + " is there already and not of this mirror; name an empty folder.");
        }
      }
    }
  }

  private Kept keep(Snapshot snapshot) throws SQLException, IOException {
    Path index = root.resolve(MirrorIndex.NAME);
    try (MirrorIndex before = MirrorIndex.read(index);
        MirrorIndex.Next after = new MirrorIndex.Next(index);
        PreparedStatement content = snapshot.connection().prepareStatement(CONTENT)) {
      Round round = new Round(before, after, content);
      List<MirrorIndex.Entry> folder = new ArrayList<>();
      snapshot.rows(
          DOCUMENTS,
          PORTION,
          row -> {
            MirrorIndex.Entry entry = MirrorIndex.Entry.of(row);
            if (!folder.isEmpty() && !folder.get(0).folder().equals(entry.folder())) {
              round.folder(folder);
              folder.clear();
            }
            folder.add(entry);
          });
      if (!folder.isEmpty()) {
        round.folder(folder);
      }
      round.end();
      after.whole();
      return new Kept(round.documents, round.written, round.removed);
    }
  }

  /** One round: folder by folder, in the order of both indexes. */
  private final class Round {
    private final MirrorIndex before;
    private final MirrorIndex.Next after;
    private final PreparedStatement content;
    private long documents;
    private long written;
    private long removed;

    Round(MirrorIndex before, MirrorIndex.Next after, PreparedStatement content) {
      this.before = before;
      this.after = after;
      this.content = content;
    }

    /** Brings a folder in step with the documents that belong there. */
    void folder(List<MirrorIndex.Entry> wanted) throws SQLException, IOException {
      String name = wanted.get(0).folder();
      dropUpTo(name);
      Map<String, MirrorIndex.Entry> had = before.folder(name);
      int next = had.values().stream().mapToInt(MirrorIndex.Entry::number).max().orElse(-1) + 1;
      MirrorFolder folder = new MirrorFolder(root, name);
      for (MirrorIndex.Entry entry : wanted) {
        MirrorIndex.Entry old = had.remove(entry.id());
        MirrorIndex.Entry now = entry.numbered(old == null ? next++ : old.number());
        if (old == null || !old.sameContent(now) || !folder.whole(now.name())) {
          folder.put(now.name(), content(now), sink);
          written++;
        } else {
          folder.leave(now.name());
        }
        after.add(now);
      }
      documents += wanted.size();
      removed += had.size();
      folder.close();
    }

    /** Empties the folders to which nothing belongs any more. */
    void end() throws IOException {
      dropUpTo(null);
    }

    private void dropUpTo(@org.jspecify.annotations.Nullable String folder) throws IOException {
      for (String gone = before.next(); gone != null; gone = before.next()) {
        if (folder != null && gone.compareTo(folder) >= 0) {
          return;
        }
        removed += before.folder(gone).size();
        new MirrorFolder(root, gone).close();
      }
    }

    private Map<String, byte[]> content(MirrorIndex.Entry entry) throws SQLException {
      content.setLong(1, entry.reading());
      ResultSet row = content.executeQuery();
      row.next();
      Map<String, byte[]> files = new TreeMap<>();
      String text = row.getString("text");
      files.put(".txt", utf8(text == null ? "" : text));
      files.put(".json", utf8(row.getString("reports") + "\n"));
      byte[] kept = row.getBytes("bytes");
      if (kept != null) {
        files.put(
            ending(row.getString("media_type")),
            Payload.decoded(row.getString("coding"), row.getInt("length"), kept));
      }
      return files;
    }
  }

  private static String ending(String mediaType) {
    return switch (mediaType) {
      case "text/html" -> ".html";
      case "application/pdf" -> ".pdf";
      case "text/plain" -> ".raw.txt";
      case "application/vnd.openxmlformats-officedocument.wordprocessingml.document" -> ".docx";
      case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" -> ".xlsx";
      case "application/msword" -> ".doc";
      case "application/vnd.ms-excel" -> ".xls";
      case "application/rtf" -> ".rtf";
      case "multipart/related" -> ".mht";
      case "image/png" -> ".png";
      case "image/jpeg" -> ".jpg";
      case "image/gif" -> ".gif";
      case "image/tiff" -> ".tif";
      case "image/bmp" -> ".bmp";
      default -> ".bin";
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
