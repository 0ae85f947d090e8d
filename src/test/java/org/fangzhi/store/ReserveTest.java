package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leases are renewed while all connections are taken by work. */
class ReserveTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void a_lease_is_renewed_while_work_holds_every_connection() throws Exception {
    database.execute(
        """
        insert into source (id, name, definition) values ('s', 'S', '{}');
        insert into pace_group (name, delay_ms, ask_at) values ('g', 0, now());
        insert into run (source_id, kind, definition) values ('s', 'harvest', '{}');
        insert into page (source_id, group_id, url, kind, depth, run_id, ask_at)
          select 's', g.id, 'http://x/', 'article', 0, r.id, now() from pace_group g, run r""");
    Transactions work = new Transactions(database.dataSource());
    List<Connection> taken = new ArrayList<>();
    try (Reserve reserve = Reserve.of(work)) {
      Claims claims = new Claims(work, reserve.transactions(), "one");
      List<Lease> leases = claims.pages(1, null, true);
      assertThat(leases).hasSize(1);
      database.execute("update pace_group set lease_until = now() + interval '1 second'");
      for (int i = 0; i < 8; i++) { // as many as there are
        taken.add(database.dataSource().getConnection());
      }
      claims.renew(leases);

      try (ResultSet left =
          taken
              .get(0)
              .createStatement()
              .executeQuery("select lease_until > now() + interval '25 seconds' from pace_group")) {
        left.next();
        assertThat(left.getBoolean(1)).isTrue();
      }
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }
}
