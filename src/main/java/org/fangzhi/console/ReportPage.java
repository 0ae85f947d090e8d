package org.fangzhi.console;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.api.Stamp;
import org.fangzhi.console.FormTables.Doubt;
import org.fangzhi.console.FormTables.Figure;
import org.fangzhi.document.Document;
import org.fangzhi.publish.States;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Reports;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A report beside its original.
 *
 * @param tables its figures in the rows and columns of its form
 * @param printed the document that it was read from; null when it is not read again for the page
 * @param english names of rows in English, by code, where they have one
 */
public record ReportPage(
    Head head,
    List<Attribute> attributes,
    List<FormTables.Table> tables,
    @Nullable Printed printed,
    List<Section> sections,
    List<Finding> findings,
    List<Withheld> withheld,
    List<Holding> holdings,
    List<Version> versions,
    Map<String, String> english,
    int figures) {

  /**
   * What the citation is made of.
   *
   * @param stamp time of the version, 14 digits of UTC
   */
  public record Head(
      String id,
      String title,
      String form,
      String url,
      String sha256,
      String reader,
      @Nullable String mediaType,
      Instant at,
      String stamp,
      int length,
      String documentId,
      @Nullable String division,
      @Nullable String scope) {

    public String time() {
      return Rows.minute(at);
    }

    public String memento() {
      return "/web/" + stamp + "/" + url;
    }

    public String bytes() {
      return "/web/" + stamp + "id_/" + url;
    }

    public boolean html() {
      return mediaType != null && mediaType.equals("text/html");
    }
  }

  /** An attribute: its key, value or null, where it was read, why it is withheld. */
  public record Attribute(
      String key, @Nullable String value, @Nullable String basis, @Nullable String why) {}

  /** A chapter. */
  public record Section(@Nullable String code, String title, List<String> paragraphs) {}

  /** A check that did not hold, and the places it concerns. */
  public record Finding(
      int number,
      String rule,
      String severity,
      String message,
      @Nullable String expected,
      @Nullable String found,
      List<String> places) {}

  /** Something not given, and why. */
  public record Withheld(String what, String why) {}

  /** A place where the report is held. */
  public record Holding(
      String url,
      Instant at,
      String sha256,
      @Nullable String mediaType,
      boolean leads,
      boolean live,
      boolean mirror) {

    public String time() {
      return Rows.minute(at);
    }

    public String memento() {
      return "/web/" + Stamp.of(at) + "/" + url;
    }
  }

  /** A version of the leading page; {@code before} is the one before it. */
  public record Version(
      Instant at, String kind, @Nullable String sha256, @Nullable Instant before, String url) {

    public String time() {
      return Rows.minute(at);
    }

    public String memento() {
      return "/web/" + Stamp.of(at) + "/" + url;
    }

    public @Nullable String diff() {
      return before == null
          ? null
          : "/diff?url=" + Visit.encoded(url) + "&from=" + Stamp.of(before) + "&to=" + Stamp.of(at);
    }
  }

  private static final String REPORT =
      """
      select a.*, v.at, v.document_id, p.anchor, o.head, coalesce(y.length, 0) as length
      from api.report a join fangzhi.report r on r.id = a.id join fangzhi.reading g on g.id = r.reading_id
      join fangzhi.version v on v.id = g.version_id join fangzhi.page p on p.id = v.page_id
      join fangzhi.observation o on o.id = v.observation_id left join fangzhi.payload y on y.sha256 = v.sha256
      where a.id = ?""";

  private static final int MOST_VERSIONS = 100;

  static @Nullable ReportPage load(
      Connection connection, Visit visit, StoredDocuments documents, String id)
      throws SQLException {
    if (!States.isId(id)) {
      return null;
    }
    List<Figure> figures = figures(connection, id);
    List<Holding> holdings = holdings(connection, id);
    List<Found> found = found(connection, id);
    return Rows.first(
        connection,
        REPORT,
        row -> page(connection, visit, documents, row, figures, holdings, found),
        id);
  }

  private static ReportPage page(
      Connection connection,
      Visit visit,
      StoredDocuments documents,
      ResultSet row,
      List<Figure> figures,
      List<Holding> holdings,
      List<Found> found)
      throws SQLException {
    Head head = head(row);
    List<Withheld> withheld = new ArrayList<>();
    for (JsonNode item : Rows.json(row, "withheld")) {
      withheld.add(new Withheld(item.path("what").asString(), item.path("why").asString()));
    }
    Map<String, String> why = new HashMap<>();
    withheld.forEach(item -> why.putIfAbsent(item.what(), item.why()));
    Map<String, Figure> byPlace = new LinkedHashMap<>();
    figures.forEach(figure -> byPlace.putIfAbsent(figure.place(), figure));
    Form form = FormTables.form(head.form());
    List<Finding> findings = new ArrayList<>();
    Map<String, List<Doubt>> doubts = new HashMap<>();
    for (Found one : found) {
      int number = findings.size() + 1;
      List<String> places =
          form == null
              ? List.of()
              : FormTables.concerned(form, one.rule(), one.message()).stream()
                  .filter(byPlace::containsKey)
                  .toList();
      places.forEach(
          place ->
              doubts
                  .computeIfAbsent(place, p -> new ArrayList<>())
                  .add(new Doubt(number, one.message())));
      findings.add(
          new Finding(
              number,
              one.rule(),
              one.severity(),
              one.message(),
              one.expected(),
              one.found(),
              places));
    }
    Printed printed = printed(connection, documents, row, head, figures, withheld);
    return new ReportPage(
        head,
        attributes(visit, row, why),
        form == null ? List.of() : FormTables.of(form, byPlace, why, doubts),
        printed,
        sections(Rows.json(row, "sections")),
        findings,
        withheld,
        holdings,
        versions(connection, head.url()),
        visit.texts().chinese() ? Map.of() : english(connection, head.form()),
        figures.size());
  }

  private static Head head(ResultSet row) throws SQLException {
    Instant at = Objects.requireNonNull(Rows.instant(row, "at"));
    String title = row.getString("title");
    return new Head(
        row.getString("id"),
        title == null ? row.getString("id") : title,
        row.getString("form"),
        row.getString("url"),
        row.getString("sha256"),
        row.getString("reader"),
        row.getString("media_type"),
        at,
        Stamp.of(at),
        row.getInt("length"),
        row.getString("document_id"),
        row.getString("division_code"),
        row.getString("scope"));
  }

  private static List<Attribute> attributes(Visit visit, ResultSet row, Map<String, String> why)
      throws SQLException {
    Map<String, String> basis = new HashMap<>();
    for (JsonNode item : Rows.json(row, "basis")) {
      basis.merge(
          item.path("what").asString(), item.path("from").asString(), (a, b) -> a + "; " + b);
    }
    JsonNode division = Rows.json(row, "division");
    List<String> path = new ArrayList<>();
    division.path("path").forEach(name -> path.add(name.asString()));
    String code = row.getString("division_code");
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("agency", row.getString("agency"));
    values.put("division", code == null ? null : String.join(" › ", path) + " (" + code + ")");
    values.put("scope", term(visit, "scope", row.getString("scope")));
    values.put("year", row.getString("year"));
    values.put("published", row.getString("published"));
    values.put("form", visit.texts().term("form", row.getString("form")));
    List<Attribute> attributes = new ArrayList<>();
    values.forEach(
        (key, value) -> attributes.add(new Attribute(key, value, basis.get(key), why.get(key))));
    return attributes;
  }

  private static @Nullable String term(Visit visit, String kind, @Nullable String value) {
    return value == null ? null : visit.texts().term(kind, value);
  }

  private static List<Section> sections(JsonNode sections) {
    List<Section> list = new ArrayList<>();
    for (JsonNode section : sections) {
      list.add(
          new Section(
              section.path("code").asString(null),
              section.path("title").asString(""),
              section.path("text").asString("").lines().filter(l -> !l.isBlank()).toList()));
    }
    return list;
  }

  /** Null where the bytes were read by another reader, are large, or had to be recognised. */
  private static @Nullable Printed printed(
      Connection connection,
      StoredDocuments documents,
      ResultSet row,
      Head head,
      List<Figure> figures,
      List<Withheld> withheld)
      throws SQLException {
    boolean recognised =
        figures.stream().anyMatch(figure -> "ocr".equals(figure.qualifier()))
            || withheld.stream().anyMatch(w -> w.what().equals("document"));
    if (recognised || !head.reader().equals(Reports.READER)) {
      return null;
    }
    Document document =
        documents.of(
            connection,
            head.sha256(),
            head.length(),
            head.url(),
            row.getBytes("head"),
            row.getString("anchor"));
    Map<String, String> anchors = new HashMap<>();
    figures.forEach(figure -> anchors.putIfAbsent(figure.at(), figure.anchor()));
    return document == null ? null : Printed.of(document, anchors);
  }

  private static List<Figure> figures(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        "select indicator, col, value::text, unit, kind, qualifier, raw, at from api.value where report_id = ?",
        row -> {
          String column = row.getString(2);
          return new Figure(
              row.getString(1) + (column == null || column.isEmpty() ? "" : ":" + column),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getString(6),
              row.getString(7),
              row.getString(8));
        },
        id);
  }

  private static Map<String, String> english(Connection connection, String form)
      throws SQLException {
    Map<String, String> names = new HashMap<>();
    Rows.list(
        connection,
        "select indicator, name_en from fangzhi.measure where form = ?",
        row -> names.putIfAbsent(row.getString(1), row.getString(2)),
        form);
    return names;
  }

  private record Found(
      String rule,
      String severity,
      String message,
      @Nullable String expected,
      @Nullable String found) {}

  private static List<Found> found(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        "select rule, severity, message, expected, found from api.finding where report_id = ?"
            + " order by severity <> 'publisher', rule, message",
        row ->
            new Found(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5)),
        id);
  }

  private static List<Holding> holdings(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        "select url, fetched_at, sha256, media_type, leads, live, coalesce(mirror_artefact, false) as mirror"
            + " from api.holding where report_id = ? order by leads desc, live desc, url",
        row ->
            new Holding(
                row.getString("url"),
                Objects.requireNonNull(Rows.instant(row, "fetched_at")),
                row.getString("sha256"),
                row.getString("media_type"),
                row.getBoolean("leads"),
                row.getBoolean("live"),
                row.getBoolean("mirror")),
        id);
  }

  private static List<Version> versions(Connection connection, String url) throws SQLException {
    return Rows.list(
        connection,
        """
        select v.at, v.kind, encode(v.sha256, 'hex') as sha256, lag(v.at) over (order by v.at, v.id) as before
        from fangzhi.version v where v.page_id = (select id from fangzhi.page where url = ?)
        order by v.at desc, v.id desc limit"""
            + " "
            + MOST_VERSIONS,
        row ->
            new Version(
                Objects.requireNonNull(Rows.instant(row, "at")),
                row.getString("kind"),
                row.getString("sha256"),
                Rows.instant(row, "before"),
                url),
        url);
  }
}
