package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.store.TestDatabase;

/** All that is kept and handed on, but for times and numbers that are counted on. */
final class KeptRows {
  private static final Map<String, String> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put(
        "versions",
        """
        select p.url, v.kind, encode(v.sha256, 'hex'), v.document_id, v.published_at is not null
        from version v join page p on p.id = v.page_id order by p.url, v.id""");
    ROWS.put(
        "pages",
        "select url, kind, state, outcome, encode(sha256, 'hex'), misses, etag, fault from page order by url");
    ROWS.put(
        "visits",
        """
        select o.run_id - (select min(id) from run r where r.source_id = p.source_id) as nth, p.url, o.outcome, o.status
        from observation o join page p on p.id = o.page_id order by p.url, o.run_id, o.id""");
    ROWS.put(
        "readings",
        """
        select p.url, g.state, encode(g.text_hash, 'hex'), g.fault
        from reading g join version v on v.id = g.version_id join page p on p.id = v.page_id order by p.url, g.id""");
    ROWS.put("reports", "select to_jsonb(r) - 'first_at' from api.report r order by id");
    ROWS.put(
        "values", "select * from api.value order by report_id, indicator, col nulls first, at");
    ROWS.put(
        "holdings", "select to_jsonb(h) - 'fetched_at' from api.holding h order by report_id, url");
    ROWS.put(
        "documents",
        "select to_jsonb(d) - 'first_at' - 'fetched_at' from api.document d order by id");
    ROWS.put("runs", "select source_id, kind, ended_how, outcomes from run order by source_id, id");
  }

  private KeptRows() {}

  /** Asserts that one database came to the same rows as another that nobody disturbed. */
  static void assertSame(TestDatabase database, TestDatabase undisturbed, String when)
      throws Exception {
    for (Map.Entry<String, String> rows : ROWS.entrySet()) {
      assertThat(differences(database, undisturbed, rows.getValue()))
          .as("%s %s", rows.getKey(), when)
          .isEmpty();
    }
  }

  /** Rows that only the undisturbed database has (-), and that only the other has (+). */
  private static List<String> differences(
      TestDatabase database, TestDatabase undisturbed, String query) throws Exception {
    List<String> expected = new ArrayList<>();
    undisturbed.rows(query).forEach(row -> expected.add(row.toString()));
    assertThat(expected).isNotEmpty();
    List<String> differences = new ArrayList<>();
    for (List<String> row : database.rows(query)) {
      if (!expected.remove(row.toString())) {
        differences.add("+" + row);
      }
    }
    expected.forEach(row -> differences.add("-" + row));
    return differences;
  }
}
