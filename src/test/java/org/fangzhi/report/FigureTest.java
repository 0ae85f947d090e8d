package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.fangzhi.report.Report.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          201件         | 201        | 件
          160.5964万元  | 160.5964   | 万元
          ５，９４９.０８８６６７ | 5949.088667 |
          1,234         | 1234       |
          12①           | 12         |
          112[1]        | 112        |
          9²            | 9          |
          12件（注1）   | 12         | 件
          7*            | 7          |
          +3            | 3          |
          -5            | -5         |
          增加3         | 3          |
          减少5项       | -5         | 项
          三十二        | 32         |
          0.0000        | 0          |
          75394432.52元 | 75394432.52 | 元
          """)
  void readsNumbers(String cell, BigDecimal value, String unit) {
    Figure figure = Figure.of(cell);
    assertThat(figure.refusal()).isNull();
    assertThat(figure.value()).isEqualByComparingTo(value);
    assertThat(figure.unit()).isEqualTo(unit);
  }

  @Test
  void anEmptyCellIsNotZero() {
    assertThat(Figure.of("\u00a0\u3000").kind()).isEqualTo(Kind.EMPTY);
    assertThat(Figure.of("0").kind()).isEqualTo(Kind.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"—", "——", "-", "/", "不适用"})
  void aDashIsNoNumber(String cell) {
    assertThat(Figure.of(cell).kind()).isEqualTo(Kind.NA);
  }

  @Test
  void wordsAreText() {
    assertThat(Figure.of("无").kind()).isEqualTo(Kind.TEXT);
    assertThat(Figure.of("见附件").kind()).isEqualTo(Kind.TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--253", "12\n34", "1 234", "一", "12(1)", "3 4", "007", "00", "1,23", "O", "12件34", "1.2.3"
      })
  void refusesWhatIsNotOneNumberForSure(String cell) {
    assertThat(Figure.of(cell).refusal()).isNotNull();
    assertThat(Figure.of(cell).value()).isNull();
  }

  @Test
  void keepsHowANumberIsQualified() {
    assertThat(Figure.of("1200余条").qualifier()).isEqualTo("over");
    assertThat(Figure.of("约300").qualifier()).isEqualTo("about");
    assertThat(Figure.of("70万余条").value()).isEqualByComparingTo("700000");
  }
}
