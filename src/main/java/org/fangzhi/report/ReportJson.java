package org.fangzhi.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.division.Division;
import org.fangzhi.document.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders readings as the objects of {@code report.schema.json}. */
public final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  /** Of every constant that was told; there are few. */
  private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

  private ReportJson() {}

  /**
   * One object a report, or one for a document that is none.
   *
   * @param sha256 of the decoded payload, 64 hex digits
   * @param url where the bytes came from; null when they came from no address
   */
  public static List<ObjectNode> of(Reading reading, String sha256, @Nullable String url) {
    List<ObjectNode> objects = new ArrayList<>(reading.reports().size());
    for (Report report : reading.reports()) {
      objects.add(of(reading.document(), report, sha256, url, report.values()));
    }
    return objects;
  }

  /** One report without its values, which are most of it. */
  public static ObjectNode bare(
      Document document, Report report, String sha256, @Nullable String url) {
    ObjectNode node = of(document, report, sha256, url, List.of());
    node.remove("values");
    return node;
  }

  /** How a constant is told. */
  public static String word(Enum<?> constant) {
    return WORDS.computeIfAbsent(constant, c -> c.name().toLowerCase(Locale.ROOT));
  }

  /** The objects as lines of JSON, each ended by a newline. */
  public static String lines(Reading reading, String sha256, @Nullable String url) {
    StringBuilder lines = new StringBuilder();
    for (ObjectNode object : of(reading, sha256, url)) {
      lines.append(MAPPER.writeValueAsString(object)).append('\n');
    }
    return lines.toString();
  }

  /**
   * The id that a report is given when it is first seen: the first 16 hex digits of the SHA-256 of
   * its normalised text, of the payload where there is no text.
   */
  public static String id(Report report, String sha256) {
    return report.normalised().isEmpty()
        ? sha256.substring(0, 16)
        : sha256(report.normalised().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  /** The SHA-256 of some bytes, 64 hex digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static ObjectNode of(
      Document document,
      Report report,
      String sha256,
      @Nullable String url,
      List<Report.Value> values) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", id(report, sha256));
    node.put("sha256", sha256);
    node.put("url", url);
    node.put("mediaType", document.mediaType());
    node.put("charset", document.charset() == null ? null : document.charset().name());
    node.put("title", report.title());
    node.put("agency", report.agency());
    division(node, report.division());
    node.put("scope", report.scope() == null ? null : word(report.scope()));
    node.put("year", report.year());
    node.put("published", report.published());
    node.put("form", report.form());
    ArrayNode sections = node.putArray("sections");
    for (Report.Section section : report.sections()) {
      ObjectNode item = sections.addObject();
      item.put("code", section.code());
      item.put("title", section.title());
      item.put("text", Footer.masked(section.text()));
    }
    values(node.putArray("values"), values);
    findings(node.putArray("findings"), report.findings());
    ArrayNode provenance = node.putArray("provenance");
    report.provenance().forEach(provenance::add);
    ArrayNode basis = node.putArray("basis");
    for (Attributes.Basis item : report.basis()) {
      basis.addObject().put("what", item.what()).put("from", item.from());
    }
    ArrayNode withheld = node.putArray("withheld");
    document.notes().forEach(note -> withheld.addObject().put("what", "document").put("why", note));
    for (Report.Withheld item : report.withheld()) {
      withheld.addObject().put("what", item.what()).put("why", item.why());
    }
    node.put("reader", Reports.READER);
    return node;
  }

  private static void division(ObjectNode node, @Nullable Division division) {
    if (division == null) {
      node.putNull("division");
      return;
    }
    ObjectNode item = node.putObject("division");
    item.put("code", division.code());
    item.put("name", division.name());
    item.put("level", word(division.level()));
    ArrayNode path = item.putArray("path");
    division.path().forEach(path::add);
  }

  private static void values(ArrayNode array, List<Report.Value> values) {
    for (Report.Value value : values) {
      ObjectNode item = array.addObject();
      item.put("indicator", value.indicator());
      item.put("column", value.column());
      item.put("value", value.value());
      item.put("unit", value.unit());
      item.put("kind", word(value.kind()));
      item.put("qualifier", value.qualifier());
      item.put("raw", value.raw());
      item.put("at", value.at());
    }
  }

  private static void findings(ArrayNode array, List<Report.Finding> findings) {
    for (Report.Finding finding : findings) {
      ObjectNode item = array.addObject();
      item.put("rule", finding.rule());
      item.put("severity", word(finding.severity()));
      item.put("message", finding.message());
      item.put("expected", finding.expected());
      item.put("found", finding.found());
    }
  }
}
