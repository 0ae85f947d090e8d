package org.fangzhi.publish;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.fangzhi.archive.Payload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports as they are kept: the values apart from the rest, and column by column, which takes a
 * quarter of the room and of the database's time; {@code fangzhi.unfolded} in V1 undoes it.
 *
 * @param reports a JSON array of the reports without their values, each with {@code figures}, the
 *     number of its values, and {@code digest}, which differs when anything read differs
 * @param figures a JSON array of the values of each report, an array a field
 */
public record Folded(String reports, String figures) {

  private static final List<String> FIELDS =
      List.of("indicator", "column", "value", "unit", "kind", "qualifier", "raw", "at");

  /** Folds reports as {@code parse} prints them. */
  public static Folded of(List<ObjectNode> reports) {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    for (ObjectNode report : reports) {
      JsonNode values = report.path("values");
      ObjectNode rest = kept.addObject();
      rest.setAll(report);
      rest.remove("values");
      rest.put("figures", values.size());
      rest.put("digest", digest(report));
      ObjectNode columns = figures.addObject();
      for (String field : FIELDS) {
        ArrayNode column = columns.putArray(field);
        values.forEach(value -> column.add(value.get(field)));
      }
    }
    return new Folded(kept.toString(), figures.toString());
  }

  /** Of what was read, whichever bytes and reader it came from. */
  private static String digest(ObjectNode report) {
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    read.setAll(report);
    read.remove(List.of("sha256", "reader"));
    byte[] sha256 = Payload.sha256(read.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256, 0, 16);
  }
}
