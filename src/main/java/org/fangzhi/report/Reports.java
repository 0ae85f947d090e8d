package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fangzhi.division.Division;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Report.Finding;
import org.fangzhi.report.Report.Scope;
import org.fangzhi.report.Report.Section;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.Report.Withheld;
import org.jspecify.annotations.Nullable;

/** Reads reports. Pure and deterministic: the same bytes and hints give the same reading. */
public final class Reports {

  /**
   * The reader's version, kept with every reading; raised when a reading may come out otherwise.
   */
  public static final String READER = "3";

  private Reports() {}

  /** Reads bytes into a document and the reports in it. Never throws for what the bytes hold. */
  public static Reading read(byte[] bytes, Hints hints) {
    return read(bytes, hints, null);
  }

  /**
   * The same for bytes of a known source.
   *
   * @param within the division that the source tells of, which places names that recur
   */
  public static Reading read(byte[] bytes, Hints hints, @Nullable Division within) {
    Document document = Documents.read(bytes, hints);
    return new Reading(document, of(document, hints, within));
  }

  /** The reports in a document; one with a null form when it holds none. */
  public static List<Report> of(Document document, Hints hints) {
    return of(document, hints, null);
  }

  private static List<Report> of(Document document, Hints hints, @Nullable Division within) {
    List<Document> parts = Parts.of(document);
    if (parts.size() == 1) {
      return one(document, hints, within);
    }
    // Neither file name nor link text tells which of several reports they name.
    Hints own = new Hints(hints.url(), hints.contentType(), null, null);
    return parts.stream().flatMap(part -> one(part, own, within).stream()).toList();
  }

  private static List<Report> one(Document document, Hints hints, @Nullable Division within) {
    Attributes attributes = Scanned.of(document, Attributes.of(document, hints, within));
    List<Line> lines = Line.of(document.blocks());
    Form form = Recognition.form(lines);
    if (form != null) {
      List<Comparison> compared = Comparison.of(document, form);
      if (!compared.isEmpty()) {
        return compared.stream().map(c -> compared(c, attributes, form)).toList();
      }
    }
    Tables tables = form == null ? null : Tables.read(form, lines);
    return List.of(
        form == null || tables == null || !tables.filled()
            ? prose(document, attributes)
            : tabular(document, attributes, form, tables));
  }

  private static Report tabular(Document document, Attributes attributes, Form form, Tables read) {
    Tables once = TwoSets.parted(form, read);
    Tables tables = once.without(Checks.doubtful(form, once.values(), once.withheld()));
    Scanned sure = Scanned.of(document, form, tables.values());
    List<Withheld> withheld = new ArrayList<>(tables.withheld());
    withheld.addAll(missing(form, tables));
    withheld.addAll(sure.withheld());
    List<Finding> findings = new ArrayList<>(Checks.of(form, sure.values(), withheld, Map.of()));
    findings.addAll(ToldTwice.of(printed(document), form, attributes.year(), sure.values()));
    return report(
        document,
        attributes,
        form.name(),
        Sections.of(document.blocks(), sectioned(form), tables.places()),
        sure.values(),
        findings,
        withheld);
  }

  /** The blocks whose numbers are as printed. */
  private static List<Block> printed(Document document) {
    return document.blocks().stream().filter(block -> !document.ocr(block.at())).toList();
  }

  /**
   * Tables that the form asks for and the report does not print, or not so that they can be read.
   */
  private static List<Withheld> missing(Form form, Tables tables) {
    List<Withheld> missing = new ArrayList<>();
    for (String table : List.of("II", "III", "IV")) {
      Set<String> codes = form.codes().getOrDefault(table, Set.of());
      if (!codes.isEmpty()
          && tables.values().stream().noneMatch(v -> codes.contains(v.indicator()))) {
        String why = "the report has no such table, or none whose rows could be read";
        missing.add(new Withheld("table " + form.id() + "." + table, why));
      }
    }
    return missing;
  }

  private static Report compared(Comparison compared, Attributes attributes, Form form) {
    List<Withheld> withheld =
        new ArrayList<>(
            attributes.withheld().stream().filter(w -> !w.what().equals("year")).toList());
    withheld.add(new Withheld("sections", "the prose of two years stands side by side"));
    Attributes own =
        new Attributes(
            attributes.title(),
            attributes.agency(),
            attributes.division(),
            attributes.scope(),
            compared.year(),
            null,
            attributes.basis(),
            withheld);
    Document document = compared.document();
    return tabular(document, own, form, Tables.read(form, Line.of(document.blocks())));
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
    Narrative narrative =
        Narrative.of(document.blocks(), form, attributes.year(), body(attributes));
    Scanned sure = Scanned.of(document, form, narrative.values());
    List<Withheld> withheld = new ArrayList<>(narrative.withheld());
    withheld.addAll(sure.withheld());
    return report(
        document,
        attributes,
        form.name(),
        Sections.of(document.blocks(), form, Set.of()),
        sure.values(),
        Checks.of(form, sure.values(), withheld, narrative.sentences()),
        withheld);
  }

  private static Extent.@Nullable Body body(Attributes attributes) {
    String agency = attributes.agency();
    return agency == null ? null : new Extent.Body(agency, attributes.scope() == Scope.AGENCY);
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
    Set<String> missing = all.stream().map(Withheld::what).collect(Collectors.toSet());
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
        attributes.basis().stream().filter(b -> !missing.contains(b.what())).toList(),
        all,
        Footer.masked(document.normalised()));
  }
}
