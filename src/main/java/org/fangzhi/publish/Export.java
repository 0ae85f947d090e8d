package org.fangzhi.publish;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fangzhi.archive.Payload;
import org.fangzhi.store.Transactions;

/** Records for others, from one snapshot, streamed: memory does not grow with their number. */
public final class Export {

  private static final Map<String, String> LINES = new LinkedHashMap<>();

  static {
    LINES.put(
        "report.jsonl",
        """
        select unfolded(g.reports -> r.ordinal::int, g.figures::jsonb -> r.ordinal::int) || jsonb_build_object('id', r.id, 'findings', (
            select coalesce(jsonb_agg(to_jsonb(f) - 'report_id' order by f.rule, f.message), '[]') from api.finding f where f.report_id = r.id), 'holdings', (
            select jsonb_agg(jsonb_build_object('url', h.url, 'sha256', h.sha256, 'fetched_at', h.fetched_at,
              'live', h.live, 'leads', h.leads, 'document', h.document_id, 'mirror_artefact', h.mirror_artefact)
              order by h.leads desc, h.url)
            from api.holding h where h.report_id = r.id))
        from report r join reading g on g.id = r.reading_id
        where r.deleted_at is null order by r.id""");
    LINES.put(
        "value.jsonl",
        "select to_jsonb(v) from report r join api.value v on v.report_id = r.id order by r.id");
    LINES.put(
        "series.jsonl",
        "select to_jsonb(s) from api.series s order by s.division_code, s.scope, s.agency, s.measure, s.year, s.report_id");
    LINES.put("document.jsonl", "select to_jsonb(d) from api.document d order by d.id");
    LINES.put("version.jsonl", "select to_jsonb(v) from api.version v order by v.id");
  }

  private static final String FILES =
      """
      select d.id, row_number() over (order by d.first_at, d.id) - 1 as nnn, g.text,
             (select jsonb_agg(unfolded(e.item, g.figures::jsonb -> (e.ord - 1)::int) order by e.ord)
              from jsonb_array_elements(g.reports) with ordinality e(item, ord)) as reports,
             g.media_type, y.coding, y.length, y.bytes
      from document d join version v on v.id = d.version_id
      join reading g on g.version_id = v.id and g.state = 'current'
      join payload y on y.sha256 = v.sha256
      order by nnn""";

  private final Transactions transactions;

  public Export(Transactions transactions) {
    this.transactions = transactions;
  }

  /** A file to be written: its name and its bytes. */
  @FunctionalInterface
  public interface Sink {
    void write(String name, byte[] bytes);
  }

  /**
   * Writes report, value, series, document and version lines into a folder.
   *
   * @return lines by file
   */
  public Map<String, Long> lines(Path folder) throws SQLException, IOException {
    Files.createDirectories(folder);
    Map<String, Long> counts = new LinkedHashMap<>();
    try {
      snapshot(
          connection -> {
            for (Map.Entry<String, String> file : LINES.entrySet()) {
              counts.put(
                  file.getKey(), write(connection, folder.resolve(file.getKey()), file.getValue()));
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return counts;
  }

  private static long write(Connection connection, Path file, String query) throws SQLException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    long lines = 0;
    try {
      try (BufferedWriter out = Files.newBufferedWriter(part);
          PreparedStatement select = connection.prepareStatement(query)) {
        select.setFetchSize(500);
        ResultSet rows = select.executeQuery();
        while (rows.next()) {
          out.write(rows.getString(1));
          out.write('\n');
          lines++;
        }
      }
      Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /**
   * Hands on each document as files: {@code NNN_<id>.txt} with its text, the payload with the
   * ending of its type, and {@code .json} with what was read. NNN counts documents as they first
   * came, so that it stays over exports.
   *
   * @return the number of documents
   */
  public long files(Sink sink) throws SQLException {
    long[] count = {0};
    snapshot(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(FILES)) {
            select.setFetchSize(20);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              files(rows, sink);
              count[0]++;
            }
          }
        });
    return count[0];
  }

  private static void files(ResultSet row, Sink sink) throws SQLException {
    String name = "%03d_%s".formatted(row.getLong("nnn"), row.getString("id"));
    String text = row.getString("text");
    sink.write(name + ".txt", utf8(text == null ? "" : text));
    sink.write(name + ".json", utf8(row.getString("reports") + "\n"));
    byte[] kept = row.getBytes("bytes");
    if (kept != null) {
      sink.write(
          name + ending(row.getString("media_type")),
          Payload.decoded(row.getString("coding"), row.getInt("length"), kept));
    }
  }

  private static String ending(String mediaType) {
    return switch (mediaType) {
      case "text/html" -> ".html";
      case "application/pdf" -> ".pdf";
      case "text/plain" -> ".raw.txt";
      default -> ".bin";
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private void snapshot(Transactions.Deed deed) throws SQLException {
    transactions.commit(
        connection -> {
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          deed.on(connection);
        });
  }
}
