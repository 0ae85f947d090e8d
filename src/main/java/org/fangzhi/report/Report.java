package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.List;
import org.fangzhi.division.Division;
import org.jspecify.annotations.Nullable;

/**
 * One annual disclosure report as read from one document, or the attributes of a document that is
 * none ({@code form} null). Every part is either certain or withheld with a reason.
 *
 * @param title the report's title
 * @param agency the issuer, as printed in its own title or signature
 * @param division the administrative division that the report is about
 * @param scope {@link Scope#GOVERNMENT} for a whole government, {@link Scope#AGENCY} for the agency
 *     itself; null when withheld
 * @param year the year reported on, not the year of publication
 * @param published the day of publication as printed, ISO 8601, at the precision printed ({@code
 *     2013-03-12}, {@code 2013-03}, {@code 2013})
 * @param form {@code narrative}, {@code form2014}, {@code form2019}, {@code form2021}, {@code
 *     local:NAME}, or null when the document is no report
 * @param sections the report's sections in order
 * @param values the cells and figures, in order of the form
 * @param findings what the checks found
 * @param provenance flags on the copy: {@code mirror_artefact}, {@code republished}, {@code
 *     deposited}
 * @param basis where the attributes given were read: {@code published} in {@code meta PubDate}
 * @param withheld what is not given and why
 * @param normalised the report's own part of the document's normalised text, without the personal
 *     data of form footers
 */
public record Report(
    @Nullable String title,
    @Nullable String agency,
    @Nullable Division division,
    @Nullable Scope scope,
    @Nullable Integer year,
    @Nullable String published,
    @Nullable String form,
    List<Section> sections,
    List<Value> values,
    List<Finding> findings,
    List<String> provenance,
    List<Attributes.Basis> basis,
    List<Withheld> withheld,
    String normalised) {

  public Report {
    sections = List.copyOf(sections);
    values = List.copyOf(values);
    findings = List.copyOf(findings);
    provenance = List.copyOf(provenance);
    basis = List.copyOf(basis);
    withheld = List.copyOf(withheld);
  }

  /** Whose work the report accounts for. */
  public enum Scope {
    GOVERNMENT,
    AGENCY
  }

  /**
   * A section.
   *
   * @param code its code in the catalogue ({@code G4.S1}); null when the heading is none of the
   *     form's
   */
  public record Section(@Nullable String code, String title, String text) {}

  /**
   * One figure.
   *
   * @param indicator code in the catalogue, {@code G4.III.3.1}
   * @param column column key in the catalogue ({@code natural}); null where the indicator has one
   *     place only
   * @param value the number, exact; null unless {@code kind} is NUMBER or ZERO
   * @param unit the unit printed or, where none is printed, the form's; null when it has none
   * @param qualifier {@code about}, {@code over}, {@code derived}, {@code ocr} or null
   * @param raw what is printed
   * @param at the cell or span in the document ({@code t3r5c4}, {@code p12})
   */
  public record Value(
      String indicator,
      @Nullable String column,
      @Nullable BigDecimal value,
      @Nullable String unit,
      Kind kind,
      @Nullable String qualifier,
      String raw,
      String at) {}

  /** What stands in a place of the form. Only NUMBER and ZERO are numbers; EMPTY is not zero. */
  public enum Kind {
    NUMBER,
    ZERO,
    EMPTY,
    NA,
    TEXT
  }

  /**
   * A check that did not hold.
   *
   * @param rule the rule's id in the catalogue ({@code G4.R1})
   * @param message in a reader's words, Chinese terms kept
   * @param expected what the rule asks for
   * @param found what is printed
   */
  public record Finding(
      String rule,
      Severity severity,
      String message,
      @Nullable String expected,
      @Nullable String found) {}

  /** Whose fault a finding probably is. */
  public enum Severity {
    /** The publisher's own arithmetic is wrong. */
    PUBLISHER,
    /** Probably misread here. */
    READING,
    /** Worth a look. */
    NOTICE
  }

  /** Something not given: {@code what} names the field or the indicator and column. */
  public record Withheld(String what, String why) {}
}
