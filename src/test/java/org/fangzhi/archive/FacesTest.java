package org.fangzhi.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacesTest {
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      textBlock =
          """
          08:59:07, 23:00:41, same
          8:59,     3:00,     same
          ：8:59,   ：3:00,   same
          :59,      :00,      same
          8:59,     13:00,    another
          2024,     2023,     another
          2024:10,  2023:10,  another
          1:2024,   1:2023,   another
          80:123,   80:124,   another
          t1:1,     t2:1,     same
          08.59,    23.00,    another""")
  void onlyTheTimeOfDayMayDiffer(String one, String other, String expected) {
    assertThat(face("<p>访问时间 " + one + "</p>"))
        .matches(
            face ->
                Arrays.equals(face, face("<p>访问时间 " + other + "</p>")) == "same".equals(expected));
    // At the very ends there is nothing before or after.
    assertThat(face(one + "<p>" + one))
        .matches(
            face -> Arrays.equals(face, face(other + "<p>" + other)) == "same".equals(expected));
  }

  @Test
  void whatIsNoTextHasNone() {
    assertThat(face("%PDF-1.7 12:30")).isNull();
    assertThat(Faces.face(null)).isNull();
  }

  private static byte[] face(String text) {
    return Faces.face(text.getBytes(UTF_8));
  }
}
