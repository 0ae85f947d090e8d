package org.fangzhi.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fangzhi.store.Transactions;

/**
 * Records as lines of JSON, from one snapshot, streamed: memory does not grow with their number.
 */
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

  private final Transactions transactions;

  public Export(Transactions transactions) {
    this.transactions = transactions;
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
}
