package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The data dictionary tells what official forms print, and the one in docs is today's. */
class DictionaryTest {

  @Test
  void aRowOfTheFormOf2021IsToldWithItsUnitAndWhatItIsPartOf() {
    assertThat(Dictionary.markdown())
        .contains("## G4 `form2021`")
        .contains("国办公开办函〔2021〕30号")
        .containsPattern("\\| `G4\\.III\\.3\\.1` \\| \\(一\\)予以公开 \\| III \\| 件 \\|")
        .containsPattern("\\| `G4\\.R1` \\| hard \\| O \\| column \\|")
        .contains("`natural` 自然人");
  }

  @Test
  void aSumThatMayBeLargerIsNoMarkup() {
    assertThat(Dictionary.markdown()).contains("G2.A1a &lt;= G2.A1");
  }

  @Test
  void theOneInDocsIsTodays() throws IOException {
    assertThat(Files.readString(Path.of("docs/indicators.md")))
        .as("written anew by ./fangzhi dictionary > docs/indicators.md")
        .isEqualTo(Dictionary.markdown());
  }
}
