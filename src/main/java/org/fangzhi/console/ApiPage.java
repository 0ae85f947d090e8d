package org.fangzhi.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.api.RecordsApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API as its own description tells it. */
public record ApiPage(String about, List<Operation> operations) {

  /** What can be asked at an address. */
  public record Operation(String path, String summary, List<Parameter> parameters) {
    /** The name of its place in the page. */
    public String anchor() {
      return path.replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
    }
  }

  /** A parameter and the values it takes. */
  public record Parameter(String name, boolean required, String about, String values) {}

  private static final class Loaded {
    static final ApiPage PAGE = load();
  }

  static ApiPage get() {
    return Loaded.PAGE;
  }

  private static ApiPage load() {
    try (InputStream in =
        Objects.requireNonNull(RecordsApi.class.getResourceAsStream("openapi.yaml"))) {
      JsonNode all = YAMLMapper.builder().build().readTree(in.readAllBytes());
      List<Operation> operations = new ArrayList<>();
      for (Map.Entry<String, JsonNode> path : all.path("paths").properties()) {
        JsonNode get = path.getValue().path("get");
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : get.path("parameters")) {
          JsonNode told = resolved(all, parameter);
          parameters.add(
              new Parameter(
                  told.path("name").asString(""),
                  told.path("required").asBoolean(false),
                  told.path("description").asString(""),
                  values(resolved(all, told.path("schema")))));
        }
        operations.add(new Operation(path.getKey(), get.path("summary").asString(""), parameters));
      }
      return new ApiPage(all.path("info").path("description").asString(""), operations);
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml cannot be read", e);
    }
  }

  private static JsonNode resolved(JsonNode all, JsonNode node) {
    String reference = node.path("$ref").asString("");
    return reference.startsWith("#") ? all.at(reference.substring(1)) : node;
  }

  private static String values(JsonNode schema) {
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(choice -> choices.add(choice.asString()));
    if (!choices.isEmpty()) {
      return String.join(" | ", choices);
    }
    String type = schema.path("type").asString("");
    return schema.has("minimum")
        ? type + " " + schema.path("minimum").asString() + "–" + schema.path("maximum").asString("")
        : type;
  }
}
