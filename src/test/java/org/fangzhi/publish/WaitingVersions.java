package org.fangzhi.publish;

import java.sql.SQLException;
import org.fangzhi.store.TestDatabase;

/** Versions of one page each, {@code http://x/01} and on, that wait to be read. */
public final class WaitingVersions {
  private WaitingVersions() {}

  /** Empties the database and fills it with so many. */
  public static void fill(TestDatabase database, int count) throws SQLException {
    database.execute(
        "truncate source, pace_group, run, page, payload, observation, version, reading cascade");
    database.execute(
        """
        insert into source (id, name, definition) values ('s', 'S', '{}');
        insert into pace_group (name, delay_ms) values ('g', 0);
        insert into run (source_id, kind, definition) values ('s', 'harvest', '{}');
        insert into page (source_id, group_id, url, kind, depth)
          select 's', g.id, 'http://x/' || to_char(n, 'FM00'), 'article', 0
          from pace_group g, generate_series(1, %d) n;
        insert into payload values ('\\x00', 1, 'identity', 'a');
        insert into observation (page_id, run_id, token, at, took_ms, outcome)
          select p.id, r.id, 0, now(), 1, 'new' from page p, run r order by p.id;
        insert into version (page_id, run_id, observation_id, at, kind, sha256)
          select page_id, run_id, id, at, 'content', '\\x00' from observation order by id;
        insert into reading (version_id, reader, run_id)
          select id, '1', run_id from version order by id"""
            .formatted(count));
  }
}
