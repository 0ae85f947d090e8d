package org.fangzhi.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metadata that a record can be had in. */
enum OaiFormat {
  /** Dublin Core without qualifiers, which every repository has. */
  DUBLIN_CORE(
      "oai_dc",
      "http://www.openarchives.org/OAI/2.0/oai_dc/",
      "http://www.openarchives.org/OAI/2.0/oai_dc.xsd") {
    @Override
    void write(OaiXml xml, String id, OaiReport report, String base) {
      xml.element(
          "oai_dc:dc",
          dc -> {
            dc.schema("oai_dc", namespace(), schema(base));
            dc.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/");
            Map<String, @Nullable String> own = report.own();
            dc.element("dc:title", own.get("title"));
            dc.element("dc:creator", own.get("agency"));
            dc.element("dc:date", own.get("published"));
            dc.element("dc:type", "Text").element("dc:type", "政府信息公开工作年度报告");
            dc.element("dc:format", own.get("mediaType"));
            dc.element("dc:identifier", own.get("url"));
            dc.element("dc:language", "zh");
            dc.element("dc:coverage", own.get("path")).element("dc:coverage", own.get("code"));
            dc.element("dc:coverage", own.get("year"));
            report.rows().getOrDefault("holding", List.of()).stream()
                .filter(holding -> "true".equals(holding.get("live")))
                .map(holding -> holding.get("text"))
                .filter(url -> !Objects.equals(url, own.get("url")))
                .distinct()
                .forEach(url -> dc.element("dc:relation", url));
          });
    }
  },

  /** All that is read of a report. */
  FANGZHI("fangzhi", "https://fangzhi.org/oai/1.0/", "/fangzhi.xsd") {
    private static final List<String> ATTRIBUTES =
        List.of("scope", "year", "published", "form", "url", "sha256", "mediaType", "reader");

    private static final List<String> ROWS =
        List.of("provenance", "withheld", "value", "finding", "holding");

    @Override
    void write(OaiXml xml, String id, OaiReport report, String base) {
      Map<String, @Nullable String> own = report.own();
      xml.element(
          "report",
          r -> {
            r.schema("", namespace(), schema(base)).attribute("id", id);
            r.element("title", own.get("title")).element("agency", own.get("agency"));
            if (own.get("code") != null) {
              r.element(
                  "division",
                  d ->
                      d.attribute("code", own.get("code"))
                          .attribute("name", own.get("name"))
                          .attribute("level", own.get("level"))
                          .text(Objects.requireNonNullElse(own.get("path"), "")));
            }
            ATTRIBUTES.forEach(name -> r.element(name, own.get(name)));
            for (String kind : ROWS) {
              report
                  .rows()
                  .getOrDefault(kind, List.of())
                  .forEach(row -> r.element(kind, x -> row(x, row)));
            }
          });
    }

    private static void row(OaiXml xml, Map<String, @Nullable String> row) {
      row.forEach((name, value) -> xml.attribute(name, name.equals("text") ? null : value));
      xml.text(Objects.requireNonNullElse(row.get("text"), ""));
    }
  };

  private final String prefix;
  private final String namespace;
  private final String schema;

  OaiFormat(String prefix, String namespace, String schema) {
    this.prefix = prefix;
    this.namespace = namespace;
    this.schema = schema;
  }

  /** Writes what stands in the element {@code metadata} of a record. */
  abstract void write(OaiXml xml, String id, OaiReport report, String base);

  String prefix() {
    return prefix;
  }

  String namespace() {
    return namespace;
  }

  /** Where its schema is; ours is served beside the records. */
  String schema(String base) {
    return schema.startsWith("/") ? base + schema : schema;
  }

  /** The format of a prefix. */
  static Optional<OaiFormat> of(String prefix) {
    for (OaiFormat format : values()) {
      if (format.prefix.equals(prefix)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
