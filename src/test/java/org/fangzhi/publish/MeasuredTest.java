package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fangzhi.report.Catalogue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the cells of one report to its harmonised measures. */
class MeasuredTest {

  @Test
  void each_measure_names_cells_that_the_catalogue_has() {
    for (Measure measure : Measure.all()) {
      Catalogue.Form form = Catalogue.get().form(measure.form());
      Set<String> known = new HashSet<>();
      for (Catalogue.Indicator indicator : form.indicators()) {
        if (!indicator.heading()) {
          known.add(indicator.code());
          form.columns().forEach(column -> known.add(indicator.code() + ":" + column.key()));
        }
      }
      for (Measure.Place place : measure.places()) {
        assertThat(known).as(measure.code()).containsAll(place.cells());
        boolean columns = !form.columns().isEmpty();
        boolean three = place.indicator().contains(".III.") || measure.form().startsWith("local:");
        assertThat(place.column() != null).as(place.toString()).isEqualTo(columns && three);
      }
    }
  }

  @Test
  void a_break_is_told_of_a_form_that_has_the_measure_and_not_of_the_first() {
    Map<String, Measure> first = new TreeMap<>();
    for (Measure measure : Measure.all()) {
      Measure earliest = first.putIfAbsent(measure.code(), measure);
      assertThat(earliest == null && measure.breakBefore() != null)
          .as(measure.toString())
          .isFalse();
    }
    assertThat(first).hasSizeGreaterThan(20);
  }

  @Test
  void one_measure_comes_from_the_cell_that_each_form_has_for_it() {
    assertThat(of("narrative", "G1.C1", "17", "件")).containsEntry("requests.received", "17");
    assertThat(of("form2014", "G2.C1", "17", "件")).containsEntry("requests.received", "17");
    assertThat(of("form2019", "G3.III.1:total", "17", "件"))
        .containsEntry("requests.received", "17");
    assertThat(of("form2021", "G4.III.1:total", "17", "件", "G4.III.1:natural", "16", "件"))
        .containsEntry("requests.received", "17");
    assertThat(of("local:shanghai", "G1.form.SH54.r12:year", "17", "条"))
        .containsEntry("requests.received", "17");
  }

  @Test
  void a_sum_is_known_when_each_of_its_cells_is() {
    String[] two = {
      "G3.III.3.4.1:total", "2", "件", "G3.III.3.4.2:total", "0", "件", "G3.III.3.4.3:total", "5", "件"
    };
    assertThat(of("form2019", two)).containsEntry("requests.not_provided", "7");
    two[4] = "empty";
    assertThat(of("form2019", two)).containsEntry("requests.not_provided", "\"empty\"");
    assertThat(of("form2019", "G3.III.3.4.1:total", "2", "件"))
        .containsEntry("requests.not_provided", "\"withheld\"");
  }

  @Test
  void what_a_report_does_not_have_is_no_measure_of_it() {
    assertThat(of("form2021", "G4.IV.review.total", "0", "件"))
        .containsExactly(Map.entry("reviews.total", "0"));
    assertThat(of("form2021", "G3.IV.review.total", "4", "件")).isEmpty();
  }

  @Test
  void what_is_withheld_is_told_so() {
    JsonNode report =
        JsonMapper.shared()
            .readTree(
                """
                {"form": "form2021", "withheld": [{"what": "G4.III.4:total", "why": "smudged"},
                 {"what": "year", "why": "none printed"}]}""");
    assertThat(Measured.of(report, List.of()).toString())
        .isEqualTo("{\"requests.carried_out\":\"withheld\"}");
  }

  @Test
  void fees_are_told_in_yuan_whatever_the_form_prints() {
    assertThat(of("form2014", "G2.G", "0.0125", "万元")).containsEntry("fees.charged", "125");
    assertThat(of("form2014", "G2.G", "125.5", "元")).containsEntry("fees.charged", "125.5");
    assertThat(of("form2014", "G2.G", "3", "件")).containsEntry("fees.charged", "\"withheld\"");
    assertThat(of("form2014", "G2.C1", "3", "万元"))
        .containsEntry("requests.received", "\"withheld\"");
  }

  @Test
  void a_row_left_whole_speaks_for_the_three_that_divide_it() {
    assertThat(
            of(
                "form2021",
                "G4.III.3.6.1:total",
                "empty",
                "件",
                "G4.III.3.6.2:total",
                "empty",
                "件",
                "G4.III.3.6.3:total",
                "empty",
                "件",
                "G4.III.3.6:total",
                "3",
                "件"))
        .containsEntry(
            "requests.other",
            "{\"value\":3,\"kind\":\"number\",\"qualifier\":null,\"indicator\":\"G4.III.3.6\"}");
  }

  /** The measures of a report with some cells: place, number or kind, unit. */
  private static Map<String, String> of(String form, String... cells) {
    List<Figure> values = new ArrayList<>();
    for (int i = 0; i < cells.length; i += 3) {
      String[] place = cells[i].split(":");
      boolean number = Character.isDigit(cells[i + 1].charAt(0));
      values.add(
          new Figure(
              place[0],
              place.length == 1 ? null : place[1],
              number ? new BigDecimal(cells[i + 1]) : null,
              cells[i + 2],
              number ? "number" : cells[i + 1],
              null,
              cells[i + 1],
              "t1r1c1"));
    }
    JsonNode report = JsonMapper.shared().createObjectNode().put("form", form);
    Map<String, String> measures = new TreeMap<>();
    for (Map.Entry<String, JsonNode> measure : Measured.of(report, values).properties()) {
      JsonNode value = measure.getValue();
      measures.put(
          measure.getKey(),
          value.isNumber()
              ? value.decimalValue().stripTrailingZeros().toPlainString()
              : value.toString());
    }
    return measures;
  }
}
