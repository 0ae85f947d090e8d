package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Section;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/** Reads reports. Pure and deterministic: the same bytes and hints give the same reading. */
public final class Reports {

  /**
   * The reader's version, kept with every reading; raised when a reading may come out otherwise.
   */
  public static final String READER = "1";

  private Reports() {}

  /** Reads bytes into a document and the reports in it. Never throws for what the bytes hold. */
  public static Reading read(byte[] bytes, Hints hints) {
    Document document = Documents.read(bytes, hints);
    return new Reading(document, of(document, hints));
  }

  /** The reports in a document; one with a null form when it holds none. */
  public static List<Report> of(Document document, Hints hints) {
    List<Document> parts = Parts.of(document);
    if (parts.size() == 1) {
      return List.of(one(document, hints));
    }
    // Neither file name nor link text tells which of several reports they name.
    Hints own = new Hints(hints.url(), hints.contentType(), null, null);
    return parts.stream().map(part -> one(part, own)).toList();
  }

  private static Report one(Document document, Hints hints) {
    Attributes attributes = Attributes.of(document, hints);
    List<Line> lines = Line.of(document.blocks());
    Form form = Recognition.form(lines);
    Tables tables = form == null ? null : Tables.read(form, lines);
    if (form == null || tables == null || !tables.filled()) {
      return prose(document, attributes);
    }
    List<Finding> findings =
        new ArrayList<>(Checks.of(form, tables.values(), tables.withheld(), Map.of()));
    findings.addAll(ToldTwice.of(document.blocks(), form, attributes.year(), tables.values()));
    return report(
        document,
        attributes,
        form.name(),
        Sections.of(document.blocks(), sectioned(form), tables.places()),
        tables.values(),
        findings,
        tables.withheld());
  }

  private static Report prose(Document document, Attributes attributes) {
    String refusal = Recognition.refusal(attributes.title(), document);
    if (refusal != null) {
      return report(
          document,
          attributes,
          null,
          List.of(),
          List.of(),
          List.of(),
          List.of(new Withheld("form", refusal)));
    }
    Form form = Catalogue.get().form("G1");
    Narrative narrative = Narrative.of(document.blocks(), form, attributes.year());
    return report(
        document,
        attributes,
        form.name(),
        Sections.of(document.blocks(), form, Set.of()),
        narrative.values(),
        Checks.of(form, narrative.values(), narrative.withheld(), narrative.sentences()),
        narrative.withheld());
  }

  /** Local forms of the first years have the sections of their time. */
  private static Form sectioned(Form form) {
    return form.sections().isEmpty() ? Catalogue.get().form("G1") : form;
  }

  private static Report report(
      Document document,
      Attributes attributes,
      @Nullable String form,
      List<Section> sections,
      List<Value> values,
      List<Finding> findings,
      List<Withheld> withheld) {
    List<Withheld> all = new ArrayList<>(attributes.withheld());
    all.addAll(withheld);
    return new Report(
        attributes.title(),
        attributes.agency(),
        attributes.division(),
        attributes.scope(),
        attributes.year(),
        attributes.published(),
        form,
        sections,
        values,
        findings,
        document.mirrorArtefact() ? List.of("mirror_artefact") : List.of(),
        all,
        document.normalised());
  }
}
