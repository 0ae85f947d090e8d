package org.fangzhi.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.fangzhi.archive.Payload;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports as they are kept: the values apart from the rest, and column by column, which takes a
 * quarter of the room and of the database's time; {@code fangzhi.unfolded} in V1 undoes it.
 *
 * @param reports a JSON array of the reports without their values, each with {@code figures}, the
 *     number of its values, and {@code digest}, which differs when anything read differs
 * @param figures a JSON array of the values of each report, an array a field; a field that none of
 *     them has is left out
 * @param measures a JSON array of the harmonised measures of each report, by code
 */
public record Folded(String reports, String figures, String measures) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final List<String> FIELDS =
      List.of("indicator", "column", "value", "unit", "kind", "qualifier", "raw", "at");

  /** Folds reports as {@code parse} prints them. */
  public static Folded of(List<ObjectNode> reports) {
    List<String> kept = new ArrayList<>();
    List<String> figures = new ArrayList<>();
    List<String> measures = new ArrayList<>();
    for (ObjectNode report : reports) {
      JsonNode values = report.path("values");
      String columns = JSON.writeValueAsString(columns(values));
      ObjectNode rest = JsonNodeFactory.instance.objectNode();
      rest.setAll(report);
      rest.remove(List.of("values", "sha256", "reader"));
      // What was read, whichever bytes and reader it came from.
      String measured = Measured.of(report).toString();
      String digest = digest(JSON.writeValueAsString(rest) + columns + measured);
      rest.set("sha256", report.path("sha256"));
      rest.set("reader", report.path("reader"));
      rest.put("figures", values.size()).put("digest", digest);
      kept.add(JSON.writeValueAsString(rest));
      figures.add(columns);
      measures.add(measured);
    }
    return new Folded(array(kept), array(figures), array(measures));
  }

  private static ObjectNode columns(JsonNode values) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (String field : FIELDS) {
      ArrayNode column = JsonNodeFactory.instance.arrayNode(values.size());
      boolean told = false;
      for (JsonNode value : values) {
        JsonNode one = value.get(field);
        column.add(one);
        told |= one != null && !one.isNull();
      }
      if (told) {
        columns.set(field, column);
      }
    }
    return columns;
  }

  private static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  private static String digest(String read) {
    byte[] sha256 = Payload.sha256(read.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256, 0, 16);
  }
}
