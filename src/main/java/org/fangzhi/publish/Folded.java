package org.fangzhi.publish;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.fangzhi.archive.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
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

  private static final String NUMBER = "value";

  /** A field of values, a column each; numbers are told apart by their name. */
  private record Field(String name, Function<Figure, @Nullable String> of) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("indicator", Figure::indicator),
          new Field("column", Figure::column),
          new Field(NUMBER, value -> value.value() == null ? null : value.value().toPlainString()),
          new Field("unit", Figure::unit),
          new Field("kind", Figure::kind),
          new Field("qualifier", Figure::qualifier),
          new Field("raw", Figure::raw),
          new Field("at", Figure::at));

  /**
   * A report before it is folded.
   *
   * @param rest the object that {@code parse} prints, without its values
   */
  public record Whole(ObjectNode rest, List<Figure> values) {}

  /** Folds the reports that were read from one payload. */
  public static Folded of(List<Whole> reports) {
    List<String> kept = new ArrayList<>();
    List<String> figures = new ArrayList<>();
    List<String> measures = new ArrayList<>();
    for (Whole report : reports) {
      String columns = columns(report.values());
      ObjectNode rest = JSON.createObjectNode();
      rest.setAll(report.rest());
      // What was read, whichever bytes and reader it came from.
      ObjectNode origin = JSON.createObjectNode();
      for (String name : List.of("sha256", "reader")) {
        origin.set(name, rest.remove(name));
      }
      String told = JSON.writeValueAsString(rest);
      String measured = Measured.of(rest, report.values()).toString();
      origin
          .put("figures", report.values().size())
          .put("digest", digest(told + columns + measured));
      kept.add(told.substring(0, told.length() - 1) + "," + origin.toString().substring(1));
      figures.add(columns);
      measures.add(measured);
    }
    return new Folded(array(kept), array(figures), array(measures));
  }

  private static String columns(List<Figure> values) {
    StringWriter out = new StringWriter(40 * values.size() + 64);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Field field : FIELDS) {
        if (values.stream().anyMatch(value -> field.of().apply(value) != null)) {
          json.writeArrayPropertyStart(field.name());
          for (Figure value : values) {
            String one = field.of().apply(value);
            if (field.name().equals(NUMBER) && one != null) {
              json.writeNumber(one);
            } else {
              json.writeString(one);
            }
          }
          json.writeEndArray();
        }
      }
      json.writeEndObject();
    }
    return out.toString();
  }

  private static String array(List<String> items) {
    return "[" + String.join(",", items) + "]";
  }

  private static String digest(String read) {
    byte[] sha256 = Payload.sha256(read.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256, 0, 16);
  }
}
