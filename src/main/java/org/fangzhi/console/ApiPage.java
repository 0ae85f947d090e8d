package org.fangzhi.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.api.RecordsApi;
import org.jspecify.annotations.Nullable;
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

  /**
   * A parameter and the values it takes.
   *
   * @param choices all values, where they are few; else none
   * @param path whether it stands in the path
   */
  public record Parameter(
      String name,
      boolean required,
      String about,
      String values,
      List<String> choices,
      boolean path) {}

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
        List<JsonNode> given = new ArrayList<>();
        get.path("parameters").forEach(given::add);
        if (get.has("x-from")) {
          all.path("x-page").path("parameters").forEach(given::add);
        }
        for (JsonNode parameter : given) {
          JsonNode told = resolved(all, parameter);
          parameters.add(
              new Parameter(
                  told.path("name").asString(""),
                  told.path("required").asBoolean(false),
                  told.path("description").asString(""),
                  values(resolved(all, told.path("schema"))),
                  choices(resolved(all, told.path("schema"))),
                  told.path("in").asString("").equals("path")));
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

  /**
   * The address that a form of the page asks for: what was left empty is not in it.
   *
   * @return null when there is no such operation
   */
  static @Nullable String address(Visit visit) {
    for (Operation operation : get().operations()) {
      if (operation.path().equals(visit.get("operation"))) {
        String path = operation.path();
        Map<String, String> asked = new LinkedHashMap<>();
        for (Parameter parameter : operation.parameters()) {
          String value = visit.get("p." + parameter.name());
          if (parameter.path()) {
            path =
                path.replace(
                    "{" + parameter.name() + "}", Visit.encoded(value == null ? "-" : value));
          } else if (value != null) {
            asked.put(parameter.name(), value);
          }
        }
        return path + Visit.query(asked);
      }
    }
    return null;
  }

  private static List<String> choices(JsonNode schema) {
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(choice -> choices.add(choice.asString()));
    return choices;
  }

  private static String values(JsonNode schema) {
    List<String> choices = choices(schema);
    if (!choices.isEmpty()) {
      return String.join(" | ", choices);
    }
    String type = schema.path("type").asString("");
    return schema.has("minimum")
        ? type + " " + schema.path("minimum").asString() + "–" + schema.path("maximum").asString("")
        : type;
  }
}
