package org.fangzhi.coverage;

import java.util.List;
import java.util.Set;
import org.fangzhi.division.Division;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Attributes;
import org.fangzhi.report.Report.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Whose report of which year the text of a link, or a title, tells of.
 *
 * @param year null when it is not certain
 * @param division code; null when it is not certain
 * @param agency as printed; null: a government's
 */
record Announced(@Nullable Integer year, @Nullable String division, @Nullable String agency) {

  static final Announced NOTHING = new Announced(null, null, null);

  /**
   * Reads a title as that of a document is read.
   *
   * @param within the division of the source; a report that names nobody is its government's
   */
  static Announced of(@Nullable String title, @Nullable Division within) {
    if (title == null || title.isBlank()) {
      return NOTHING;
    }
    Attributes read = Attributes.of(titled(title), Hints.NONE, within);
    String division = read.division() == null ? null : read.division().code();
    if (read.agency() == null) {
      return new Announced(read.year(), within == null ? null : within.code(), null);
    }
    if (division == null && within != null && read.scope() == Scope.AGENCY) {
      division = within.code();
    }
    return new Announced(
        read.year(), division, read.scope() == Scope.GOVERNMENT ? null : read.agency());
  }

  /** With what is known for certain in the place of what the title says. */
  Announced but(
      @Nullable Integer knownYear,
      @Nullable String knownDivision,
      @Nullable String scope,
      @Nullable String knownAgency) {
    return new Announced(
        knownYear == null ? year : knownYear,
        knownDivision == null ? division : knownDivision,
        scope == null ? agency : scope.equals("government") ? null : knownAgency);
  }

  /** Who it is; null when no division is known. */
  @Nullable String body(Area area) {
    if (division == null || agency == null) {
      return division;
    }
    return area.division(division)
        .map(place -> place.code() + "/" + AgencyName.within(place, agency))
        .orElse(null);
  }

  private static Document titled(String title) {
    return new Document(
        "text/plain",
        null,
        title,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        List.of(),
        false,
        Set.of(),
        List.of(),
        List.of());
  }
}
