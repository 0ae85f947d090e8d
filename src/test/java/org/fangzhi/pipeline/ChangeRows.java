package org.fangzhi.pipeline;

import org.fangzhi.store.TestDatabase;

/** Changes of nothing, for tests and measurements of the feed alone. */
public final class ChangeRows {
  private ChangeRows() {}

  /** Appends changes in one transaction, as publishing does: the counter, the rows, the bell. */
  public static final String APPEND =
      """
      with n as (update change_counter set seq = seq + %1$d returning seq),
      rows as (insert into change (seq, op, entity, id, at)
        select n.seq - %1$d + g, 'update', 'report', lpad(to_hex(g %% 7), 16, '0'), clock_timestamp()
        from n, generate_series(1, %1$d) g returning seq)
      select pg_notify('fangzhi_change', max(seq)::text) from rows""";

  public static void append(TestDatabase database, int number) throws Exception {
    database.execute(APPEND.formatted(number));
  }
}
