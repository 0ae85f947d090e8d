package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two counties whose agencies fill one template with the same figures. */
@Tag("thorough")
class TwinReportsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void reports_that_differ_in_their_title_alone_are_two() throws Exception {
    try (ReportSite one = new ReportSite("宣威市", 100, 1);
        ReportSite two = new ReportSite("绩溪县", 100, 1)) {
      new Harvests(
              database,
              Map.of("one.yaml", one.source("one", 1), "two.yaml", two.source("two", 1)),
              Map.of())
          .once();
    }
    assertThat(database.rows("select agency, division_code, year from api.report order by 2"))
        .containsExactly(List.of("绩溪县审计局", "341824", "2021"), List.of("宣威市审计局", "530381", "2021"));
  }
}
