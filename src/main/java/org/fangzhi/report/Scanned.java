package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.fangzhi.document.Document;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;

/**
 * What is left of a report's values where they were recognised from images: misread digits look
 * like any other, so that only numbers proved by the form's sums are given, marked {@code ocr}.
 */
record Scanned(List<Value> values, List<Withheld> withheld) {
  private static final String MARK = "ocr";

  /** Sorts values by where they were read. */
  static Scanned of(Document document, Form form, List<Value> all) {
    if (!document.ocr()) {
      return new Scanned(all, List.of());
    }
    Set<String> vouched = Vouched.places(form, all);
    List<Value> values = new ArrayList<>();
    List<Withheld> withheld = new ArrayList<>();
    for (Value value : all) {
      String place = Tally.place(value.indicator(), value.column());
      if (!document.ocr(value.at())) {
        values.add(value);
      } else if (vouched.contains(place)) {
        values.add(marked(value));
      } else {
        withheld.add(new Withheld(place, "read by OCR and not confirmed by the form's sums"));
      }
    }
    return new Scanned(values, withheld);
  }

  /**
   * The attributes that recognised text proves: a name that the table of divisions has, a year told
   * twice.
   */
  static Attributes of(Document document, Attributes attributes) {
    if (!document.ocr()) {
      return attributes;
    }
    List<Withheld> withheld = new ArrayList<>(attributes.withheld());
    Integer year = attributes.year();
    boolean told = year != null && document.normalised().split(year + "年", 3).length > 2;
    boolean known = isProved(attributes);
    if (year != null && !told) {
      withheld.add(new Withheld("year", "read by OCR and told only once: " + year));
    }
    if (attributes.agency() != null && !known) {
      withheld.add(
          new Withheld(
              "agency",
              "read by OCR, and not the name of a known division: " + attributes.agency()));
    }
    if (attributes.published() != null) {
      withheld.add(new Withheld("published", "read by OCR: " + attributes.published()));
    }
    return new Attributes(
        attributes.title(),
        known ? attributes.agency() : null,
        attributes.division(),
        attributes.scope(),
        told ? year : null,
        null,
        attributes.basis(),
        withheld);
  }

  /**
   * A government is named as its division is; of an agency's name each character may be misread.
   */
  private static boolean isProved(Attributes attributes) {
    String agency = attributes.agency();
    return attributes.division() != null
        && agency != null
        && (agency.endsWith(attributes.division().name())
            || agency.endsWith(attributes.division().name() + "人民政府"));
  }

  private static Value marked(Value value) {
    return new Value(
        value.indicator(),
        value.column(),
        value.value(),
        value.unit(),
        value.kind(),
        MARK,
        value.raw(),
        value.at());
  }
}
