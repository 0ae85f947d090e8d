package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows of the day in China, which is eight hours before UTC the year round. */
class WindowTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @ParameterizedTest
  @CsvSource({
    // over midnight: 20:00 to 07:00 in China is 12:00 to 23:00 UTC
    "20:00, 07:00, 2026-03-01T11:59:59Z, f",
    "20:00, 07:00, 2026-03-01T12:00:00Z, t",
    "20:00, 07:00, 2026-03-01T16:00:00Z, t",
    "20:00, 07:00, 2026-03-01T22:59:59Z, t",
    "20:00, 07:00, 2026-03-01T23:00:00Z, f",
    // within a day: 01:00 to 05:30 in China is 17:00 to 21:30 UTC of the day before
    "01:00, 05:30, 2026-07-01T16:59:59Z, f",
    "01:00, 05:30, 2026-07-01T17:00:00Z, t",
    "01:00, 05:30, 2026-07-01T21:29:59Z, t",
    "01:00, 05:30, 2026-07-01T21:30:00Z, f",
    // to midnight, and from it
    "22:00, 00:00, 2026-03-01T15:59:59Z, t",
    "22:00, 00:00, 2026-03-01T16:00:00Z, f",
    "00:00, 06:00, 2026-03-01T16:00:00Z, t"
  })
  void a_window_is_open(String from, String to, String at, String open) throws Exception {
    assertThat(
            database.rows(
                "select in_window('%s', '%s', '%s'), in_window(null, null, '%s')"
                    .formatted(from, to, at, at)))
        .containsExactly(List.of(open, "t"));
  }

  @ParameterizedTest
  @CsvSource({"-1 hour, 1 hour, 1", "1 hour, 2 hours, 0", "1 hour, -1 hour, 0"})
  void scheduled_work_waits_for_its_window_and_a_harvest_does_not(
      String opens, String closes, int claimed) throws Exception {
    database.execute("truncate source, pace_group cascade");
    database.execute(
        """
        insert into source (id, name, definition, window_from, window_to)
        select 's', 'S', '{}', (t + interval '%s')::time, (t + interval '%s')::time
        from (select now() at time zone 'Asia/Shanghai' as t) x"""
            .formatted(opens, closes));
    Transactions transactions = new Transactions(database.dataSource());
    new Runs(transactions)
        .begin(
            "s",
            Runs.Purpose.SCHEDULED,
            List.of(new Found("http://s/", PageKind.LIST, "s", 0, null, null, null)));
    Claims claims = new Claims(transactions, "test");

    assertThat(claims.pages(5, null, false)).hasSize(claimed);
    if (claimed == 0) {
      assertThat(claims.pages(5, null, true)).hasSize(1);
    }
  }
}
