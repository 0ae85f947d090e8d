package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One report in each carrier says the same. */
class CarriersTest {
  private final Specimen specimen = new Specimen();

  @Test
  void everyCarrierGivesEveryValue() throws IOException {
    assertRead(specimen.html(), "text/html");
    assertRead(
        specimen.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assertRead(specimen.sheet(new HSSFWorkbook()), "application/vnd.ms-excel");
    assertRead(
        specimen.sheet(new XSSFWorkbook()),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  }

  /** The same report saved by LibreOffice 7.4 from the page, under names that mislead. */
  @ParameterizedTest
  @ValueSource(strings = {"specimen.doc", "specimen.docx", "specimen.rtf"})
  void filesOfAWordProcessorGiveEveryValue(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(name)) {
      assertRead(
          Objects.requireNonNull(in, name).readAllBytes(),
          name.endsWith(".doc")
              ? "application/msword"
              : name.endsWith(".rtf")
                  ? "application/rtf"
                  : "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    }
  }

  private void assertRead(byte[] bytes, String type) {
    Reading reading = Reports.read(bytes, new Hints(null, "text/html", "年报.html", null));
    assertThat(reading.document().mediaType()).isEqualTo(type);
    assertThat(reading.document().notes()).as(type).isEmpty();
    assertThat(reading.document().title()).as(type).isEqualTo(Specimen.TITLE);
    Report report = reading.reports().get(0);
    assertThat(report.form()).as(type).isEqualTo("form2021");
    assertThat(report.year()).as(type).isEqualTo(2022);
    Map<String, String> values = new LinkedHashMap<>();
    for (Report.Value value : report.values()) {
      values.put(
          Tally.place(value.indicator(), value.column()),
          value.value() == null ? value.raw() : value.value().toPlainString());
    }
    assertThat(values).as(type).isEqualTo(specimen.truth);
    assertThat(report.sections()).as(type).extracting(Report.Section::code).hasSizeGreaterThan(4);
  }
}
