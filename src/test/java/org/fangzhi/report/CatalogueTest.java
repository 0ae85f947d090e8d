package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.fangzhi.report.Catalogue.Check;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.fangzhi.report.Catalogue.Rule;
import org.fangzhi.report.Catalogue.Term;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue = Catalogue.get();

  @Test
  void theNationalFormsHaveTheirRowsAndCells() {
    Form form2014 = catalogue.form("form2014");
    assertThat(form2014.indicators()).hasSize(65);
    assertThat(form2014.indicators()).filteredOn(i -> !i.heading()).hasSize(58);
    Form form2019 = catalogue.form("form2019");
    assertThat(form2019.table("II")).hasSize(22);
    assertThat(form2019.table("III")).filteredOn(i -> !i.heading()).hasSize(23);
    assertThat(form2019.table("IV")).hasSize(15);
    Form form2021 = catalogue.form("form2021");
    assertThat(form2021.table("II")).hasSize(10);
    assertThat(form2021.table("III"))
        .filteredOn(i -> !i.heading() && !i.code().equals("G4.III.3.6"))
        .hasSize(25);
    assertThat(form2021.table("IV")).hasSize(15);
    assertThat(form2021.columns()).hasSize(7);
  }

  @Test
  void codesAreUniqueAndRulesNameThem() {
    Set<String> codes = new HashSet<>();
    for (Form form : catalogue.forms()) {
      for (Indicator indicator : form.indicators()) {
        assertThat(codes.add(indicator.code())).as(indicator.code()).isTrue();
      }
      Set<String> known = new HashSet<>(codes);
      form.columns().forEach(column -> known.add(column.key()));
      for (Rule rule : form.rules()) {
        for (Check check : rule.checks()) {
          for (Term term : check.left()) {
            assertThat(known).as(rule.id()).contains(term.code());
          }
          for (Term term : check.right()) {
            assertThat(known).as(rule.id()).contains(term.code());
          }
        }
      }
    }
  }

  @Test
  void rowsThatShareTheirFigureNameANationalCode() {
    Set<String> codes = new HashSet<>();
    catalogue.forms().forEach(f -> f.indicators().forEach(i -> codes.add(i.code())));
    for (Form form : catalogue.forms()) {
      for (Indicator indicator : form.indicators()) {
        if (indicator.sameAs() != null) {
          assertThat(codes).contains(indicator.sameAs());
        }
      }
    }
  }
}
