package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+3", "-", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－5", "'quoted'"})
  void what_a_spreadsheet_takes_for_a_formula_is_text(String text) {
    assertThat(CsvTable.defused(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "宣威市", "—", "1=1", " =1"})
  void other_text_stays(String text) {
    assertThat(CsvTable.defused(text)).isEqualTo(text);
  }

  @Test
  void nothing_stays_nothing() {
    assertThat(CsvTable.defused(null)).isNull();
  }
}
