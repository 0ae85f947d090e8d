package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartTest {

  @Test
  void marks_are_round_and_reach_above_the_largest_value() {
    assertThat(List.of(0.3, 4.0, 83.0, 1200.0, 99999.0).stream().map(Chart::step))
        .containsExactly(0.2, 1.0, 20.0, 500.0, 20000.0);
  }

  @Test
  void a_line_ends_where_a_year_is_missing_or_the_form_counts_otherwise() {
    Map<Integer, BigDecimal> values =
        Map.of(
            2013, BigDecimal.ONE,
            2014, BigDecimal.TEN,
            2016, BigDecimal.TEN,
            2017, BigDecimal.TEN,
            2018, BigDecimal.TEN);
    Chart chart = Chart.of(List.of(new Chart.Series("宣威市", values, Map.of(2018, "otherwise"))));
    Chart.Line line = chart.lines().get(0);
    assertThat(line.points()).hasSize(5);
    // 2013 to 2014, 2016 to 2017, and 2018 alone.
    assertThat(line.paths().stream().map(path -> path.split(" L").length)).containsExactly(2, 2, 1);
    assertThat(chart.breaks()).extracting(Chart.Tick::text).containsExactly("2018: otherwise");
    assertThat(line.points().get(4).text()).isEqualTo("2018 · 10");
  }

  @Test
  void nothing_can_be_drawn_too() {
    assertThat(Chart.of(List.of()).lines()).isEmpty();
  }
}
