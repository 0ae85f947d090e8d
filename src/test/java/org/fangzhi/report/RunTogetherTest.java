package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTogetherTest {
  @Test
  void sumsLeaveOneReading() {
    assertThat(RunTogether.read("1000001", 7, 7))
        .containsExactly("1", "0", "0", "0", "0", "0", "1");
    assertThat(RunTogether.read("120000012", 7, 7))
        .containsExactly("12", "0", "0", "0", "0", "0", "12");
  }

  @Test
  void zerosStandForThemselves() {
    assertThat(RunTogether.read("000", 0, 3)).containsExactly("0", "0", "0");
    assertThat(RunTogether.read("0000", 0, 3)).isNull();
  }

  @Test
  void severalReadingsAreNone() {
    assertThat(RunTogether.read("898989", 0, 3)).isNull();
    assertThat(RunTogether.read("120", 0, 3)).as("a blank may have been lost").isNull();
    assertThat(RunTogether.read("12000012", 7, 7)).as("six numbers and a lost blank").isNull();
  }
}
