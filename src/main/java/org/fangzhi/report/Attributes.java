package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.division.Division;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Report.Scope;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of itself: whose, of which place and year, and when published. What is not
 * certain is null and named in {@code withheld}.
 *
 * @param title the title, white space removed, full-width digits as plain ones
 * @param agency the issuer as printed: in the title, else in 填报单位, the signature or the opening,
 *     else in the information box if the text agrees
 * @param division the place, under the name it bears today
 * @param scope see {@link Report}
 * @param year the year reported on; never concluded from a date of publication
 * @param published see {@link Report}; never concluded from an address or a signature
 * @param basis what each attribute given was read from
 * @param withheld which attributes are not given and why
 */
public record Attributes(
    @Nullable String title,
    @Nullable String agency,
    @Nullable Division division,
    @Nullable Scope scope,
    @Nullable Integer year,
    @Nullable String published,
    List<Basis> basis,
    List<Withheld> withheld) {

  public Attributes {
    basis = List.copyOf(basis);
    withheld = List.copyOf(withheld);
  }

  /** Where an attribute was read: {@code published} from {@code meta PubDate}. */
  public record Basis(String what, String from) {}

  /** The attributes of a document whose source is not known. */
  public static Attributes of(Document document, Hints hints) {
    return of(document, hints, null);
  }

  /**
   * The attributes of a document.
   *
   * @param within the division of its source, if known: places names that recur
   */
  public static Attributes of(Document document, Hints hints, @Nullable Division within) {
    AttributeNotes notes = new AttributeNotes();
    Excerpt excerpt = Excerpt.of(document);
    ReportTitle title = ReportTitle.of(document, excerpt, hints);
    if (title.text() == null) notes.withhold("title", "the document has none");
    String published = PublishedDate.of(document, excerpt, title.years(), notes);
    Integer year = ReportYear.of(title, document, published, notes);
    String agency = IssuerName.of(title, document, excerpt, notes);
    IssuerPlace place =
        IssuerPlace.of(agency, title.issuer() != null, document, excerpt, within, year, notes);
    return new Attributes(
        title.text(),
        agency,
        place.division(),
        place.scope(),
        year,
        published,
        notes.basis,
        notes.withheld);
  }

  /** Collects where attributes came from and why others are not given. */
  static final class AttributeNotes {
    private final List<Basis> basis = new ArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();

    void from(String what, String from) {
      basis.add(new Basis(what, from));
    }

    void withhold(String what, String why) {
      withheld.add(new Withheld(what, why));
    }
  }
}
