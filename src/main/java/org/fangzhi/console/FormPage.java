package org.fangzhi.console;

import org.fangzhi.report.Catalogue.Form;
import org.jspecify.annotations.Nullable;

/** The indicators of a form. */
public record FormPage(Form form, String name) {

  static @Nullable FormPage of(Visit visit, String name) {
    Form form = FormTables.form(name);
    return form == null ? null : new FormPage(form, visit.texts().term("form", form.name()));
  }
}
