package org.fangzhi.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.fangzhi.api.OaiRecords.Header;
import org.fangzhi.api.OaiRequest.Verb;
import org.fangzhi.publish.States;
import org.jspecify.annotations.Nullable;

/**
 * Answers the six verbs of OAI-PMH 2.0 from one snapshot of the database.
 *
 * @param about who and where this repository is
 * @param page records a page with their metadata; ten times as many without
 */
record OaiProvider(Connection connection, About about, int page) {

  /**
   * What the repository says of itself.
   *
   * @param base its address
   * @param domain the name in its identifiers
   * @param mail of those who run it
   */
  record About(String base, String domain, String mail) {
    About {
      if (!domain.matches("[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z][A-Za-z0-9-]*)+")) {
        throw new IllegalArgumentException(
            "fangzhi.oai.domain is '"
                + domain
                + "'; write a domain name such as archive.example.org");
      }
      if (!mail.matches("[^\\s@]+@([^\\s.]+\\.)+[^\\s.]+")) {
        throw new IllegalArgumentException(
            "fangzhi.oai.mail is '" + mail + "'; write a mail address such as archive@example.org");
      }
    }

    String identifier(String report) {
      return "oai:" + domain + ":" + report;
    }
  }

  private static final int LEAN = 10;
  private static final String IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier";

  /**
   * The element that answers a question; all it tells is read when this returns.
   *
   * @throws OaiError when there is no answer
   */
  OaiXml.Part answer(OaiRequest request) throws OaiError, SQLException {
    OaiXml.Part inside =
        switch (request.verb()) {
          case Identify -> identify();
          case ListMetadataFormats -> formats(request.find("identifier"));
          case ListSets -> sets(request.find(OaiRequest.TOKEN));
          case GetRecord -> record(request);
          case ListIdentifiers, ListRecords -> records(request);
        };
    return xml -> xml.element(request.verb().name(), inside);
  }

  private OaiXml.Part identify() throws SQLException {
    String earliest =
        OaiXml.time(new OaiRecords(connection).earliest().orElseGet(OffsetDateTime::now));
    return xml ->
        xml.element("repositoryName", "Fangzhi 方志: 政府信息公开工作年度报告")
            .element("baseURL", about.base())
            .element("protocolVersion", "2.0")
            .element("adminEmail", about.mail())
            .element("earliestDatestamp", earliest)
            .element("deletedRecord", "persistent")
            .element("granularity", "YYYY-MM-DDThh:mm:ssZ")
            .element("compression", "gzip")
            .element("description", d -> d.element("oai-identifier", this::scheme));
  }

  private void scheme(OaiXml xml) {
    xml.schema("", IDENTIFIER, IDENTIFIER + ".xsd")
        .element("scheme", "oai")
        .element("repositoryIdentifier", about.domain())
        .element("delimiter", ":")
        .element("sampleIdentifier", about.identifier("0123456789abcdef"));
  }

  private OaiXml.Part formats(@Nullable String identifier) throws OaiError, SQLException {
    if (identifier != null) {
      header(identifier);
    }
    return xml -> {
      for (OaiFormat format : OaiFormat.values()) {
        xml.element(
            "metadataFormat",
            f ->
                f.element("metadataPrefix", format.prefix())
                    .element("schema", format.schema(about.base()))
                    .element("metadataNamespace", format.namespace()));
      }
    };
  }

  private Header header(String identifier) throws OaiError, SQLException {
    String before = about.identifier("");
    String id = identifier.startsWith(before) ? identifier.substring(before.length()) : "";
    return (States.isId(id) ? new OaiRecords(connection).find(id) : Optional.<Header>empty())
        .orElseThrow(
            () ->
                new OaiError(OaiError.Code.idDoesNotExist, "No report has or had this identifier"));
  }

  private OaiXml.Part sets(@Nullable String token) throws OaiError, SQLException {
    OaiToken from = token == null ? new OaiToken(0, 0, 0, "", "", "", "") : OaiToken.of(token);
    if (!from.prefix().isEmpty()) {
      throw OaiToken.bad();
    }
    SortedMap<String, String> all = new OaiRecords(connection).sets();
    List<Map.Entry<String, String>> left =
        List.copyOf(all.tailMap(from.set() + (token == null ? "" : "\0")).entrySet());
    if (left.isEmpty()) {
      throw OaiToken.bad();
    }
    List<Map.Entry<String, String>> told = left.subList(0, Math.min(left.size(), page * LEAN));
    boolean more = told.size() < left.size();
    String last = told.get(told.size() - 1).getKey();
    return xml -> {
      told.forEach(
          set ->
              xml.element(
                  "set",
                  s -> s.element("setSpec", set.getKey()).element("setName", set.getValue())));
      goOn(
          xml,
          from,
          new OaiToken(0, from.told() + told.size(), all.size(), "", "", "", last),
          more);
    };
  }

  private OaiXml.Part record(OaiRequest request) throws OaiError, SQLException {
    OaiFormat format = format(request.get("metadataPrefix"));
    Header header = header(request.get("identifier"));
    return write(List.of(header), format);
  }

  private OaiXml.Part records(OaiRequest request) throws OaiError, SQLException {
    boolean lean = request.verb() == Verb.ListIdentifiers;
    String token = request.find(OaiRequest.TOKEN);
    OaiToken from = token == null ? begin(request) : OaiToken.of(token);
    OaiRecords records = new OaiRecords(connection);
    OaiFormat format;
    OaiSelection selection;
    try {
      format = format(from.prefix());
      selection =
          OaiRequest.selection(
              OaiToken.given(from.from()),
              OaiToken.given(from.until()),
              OaiToken.given(from.set()));
    } catch (OaiError e) {
      throw token == null ? e : OaiToken.bad();
    }
    if (from.after() > 0 && !records.knows(from.after())) {
      throw OaiToken.bad();
    }
    int most = lean ? page * LEAN : page;
    List<Header> found = records.after(from.after(), selection, most + 1);
    if (found.isEmpty()) {
      throw new OaiError(OaiError.Code.noRecordsMatch, "No record is in this list");
    }
    boolean more = found.size() > most;
    List<Header> told = more ? found.subList(0, most) : found;
    long total = more && token == null ? records.count(0, selection) : from.total();
    long all = from.told() + told.size();
    OaiToken next =
        new OaiToken(
            told.get(told.size() - 1).seq(),
            all,
            more ? Math.max(total, all + 1) : all,
            from.prefix(),
            from.from(),
            from.until(),
            from.set());
    OaiXml.Part page = lean ? xml -> told.forEach(one -> header(xml, one)) : write(told, format);
    return xml -> {
      page.write(xml);
      goOn(xml, from, next, more);
    };
  }

  private static OaiToken begin(OaiRequest request) {
    return new OaiToken(
        0,
        0,
        0,
        request.get("metadataPrefix"),
        Objects.requireNonNullElse(request.find("from"), ""),
        Objects.requireNonNullElse(request.find("until"), ""),
        Objects.requireNonNullElse(request.find("set"), ""));
  }

  /** A list of one page has no token; the last page of several has an empty one. */
  private static void goOn(OaiXml xml, OaiToken from, OaiToken next, boolean more) {
    if (more || from.told() > 0) {
      xml.element(
          OaiRequest.TOKEN,
          token ->
              token
                  .attribute("completeListSize", next.total())
                  .attribute("cursor", from.told())
                  .text(more ? next.text() : ""));
    }
  }

  private static OaiFormat format(String prefix) throws OaiError {
    return OaiFormat.of(prefix)
        .orElseThrow(
            () ->
                new OaiError(
                    OaiError.Code.cannotDisseminateFormat,
                    "Records can be had as oai_dc and as fangzhi"));
  }

  private OaiXml.Part write(Collection<Header> headers, OaiFormat format) throws SQLException {
    List<String> ids = new ArrayList<>();
    headers.stream().filter(header -> !header.deleted()).map(Header::report).forEach(ids::add);
    Map<String, OaiReport> reports = OaiReport.load(connection, ids, format == OaiFormat.FANGZHI);
    return xml -> {
      for (Header header : headers) {
        OaiReport report = reports.get(header.report());
        xml.element(
            "record",
            record -> {
              header(record, header);
              if (report != null) {
                record.element(
                    "metadata", m -> format.write(m, header.report(), report, about.base()));
              }
            });
      }
    };
  }

  private void header(OaiXml xml, Header header) {
    xml.element(
        "header",
        h ->
            h.attribute("status", header.deleted() ? "deleted" : null)
                .element("identifier", about.identifier(header.report()))
                .element("datestamp", OaiXml.time(header.at()))
                .element("setSpec", OaiSet.ofDivision(header.division()))
                .element("setSpec", OaiSet.ofYear(header.year())));
  }
}
