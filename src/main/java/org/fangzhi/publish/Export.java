package org.fangzhi.publish;

import java.io.IOException;
import java.nio.file.Path;
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
        where r.deleted_at is null and {changed report r.id} order by r.id""");
    LINES.put(
        "value.jsonl",
        "select to_jsonb(v) from report r join api.value v on v.report_id = r.id where {changed report r.id} order by r.id");
    LINES.put(
        "series.jsonl",
        "select to_jsonb(s) from api.series s where {changed report s.report_id}"
            + " order by s.division_code, s.scope, s.agency, s.measure, s.year, s.report_id");
    LINES.put(
        "document.jsonl",
        "select to_jsonb(d) from api.document d where {changed document d.id} order by d.id");
    LINES.put("version.jsonl", "select to_jsonb(v) from api.version v order by v.id");
    LINES.put(
        "change.jsonl", "select to_jsonb(c) from api.change c where {after c.seq} order by c.seq");
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
   * Writes report, value, series, document, version and change lines into a folder.
   *
   * @param after only what changed after this number of the feed, versions apart; 0 for all
   * @return the number of the feed that was reached, and lines by file
   */
  public Written lines(Path folder, long after) throws SQLException, IOException {
    return Snapshot.write(
        transactions,
        folder,
        after,
        snapshot -> {
          Map<String, Long> counts = new LinkedHashMap<>();
          for (Map.Entry<String, String> file : LINES.entrySet()) {
            counts.put(
                file.getKey(), write(snapshot, folder.resolve(file.getKey()), file.getValue()));
          }
          return counts;
        });
  }

  /**
   * What was written.
   *
   * @param last the last change that it holds; the next time only what is after it is needed
   * @param rows lines or rows by file
   */
  public record Written(long last, Map<String, Long> rows) {}

  private static long write(Snapshot snapshot, Path file, String query)
      throws SQLException, IOException {
    long[] lines = {0};
    try (Partial out = new Partial(file)) {
      snapshot.rows(
          query,
          Tables.PORTION,
          row -> {
            out.writer().write(row.getString(1));
            out.writer().write('\n');
            lines[0]++;
          });
      out.whole();
    }
    return lines[0];
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
    Snapshot.of(
        transactions,
        0,
        snapshot -> {
          snapshot.rows(
              FILES,
              20,
              row -> {
                files(row, sink);
                count[0]++;
              });
          return true;
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
}
