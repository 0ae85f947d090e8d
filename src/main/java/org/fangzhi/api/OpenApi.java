package org.fangzhi.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The declaration of the API, {@code openapi.yaml}: what is told to others as OpenAPI 3.1, and the
 * lists that it declares.
 */
final class OpenApi {
  private final JsonNode declared;
  private final Map<String, Resource> lists = new LinkedHashMap<>();
  private final JsonNode told;

  OpenApi() {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.yaml"))) {
      declared = new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Map.Entry<String, JsonNode> path : declared.get("paths").properties()) {
      ObjectNode get = (ObjectNode) path.getValue().get("get");
      if (get.has("x-from")) {
        paged(get);
        lists.put(path.getKey(), list(path.getKey(), get));
      }
    }
    told = declared.deepCopy();
    forget(told);
  }

  /** The list at an address; null where there is none. */
  @Nullable Resource list(String path) {
    return lists.get(path);
  }

  /** What is told to others. */
  JsonNode told() {
    return told;
  }

  /** Adds what all lists have: parameters that turn pages, and the answer around its rows. */
  private void paged(ObjectNode get) {
    JsonNode page = declared.get("x-page").deepCopy();
    ((ArrayNode) get.get("parameters")).addAll((ArrayNode) page.get("parameters"));
    get.set("responses", page.get("responses"));
    ObjectNode items =
        (ObjectNode) get.at("/responses/200/content/application~1json/schema/properties/items");
    items.putObject("items").put("$ref", "#/components/schemas/" + get.get("x-row").asString());
  }

  private Resource list(String path, JsonNode get) {
    List<String> columns = new ArrayList<>();
    JsonNode row = declared.at("/components/schemas/" + get.get("x-row").asString());
    row.get("properties").propertyNames().forEach(columns::add);
    Map<String, String> key = new LinkedHashMap<>();
    get.get("x-key")
        .properties()
        .forEach(part -> key.put(part.getKey(), part.getValue().asString()));
    Map<String, Filter> filters = new LinkedHashMap<>();
    for (JsonNode each : get.get("parameters")) {
      JsonNode parameter = meant(each);
      String name = parameter.get("name").asString();
      filters.put(
          name,
          new Filter(
              name,
              parameter.get("description").asString(),
              meant(parameter.get("schema")),
              parameter.path("x-where").stringValue(null)));
    }
    return new Resource(path, columns, get.get("x-from").asString(), key, filters);
  }

  /** What a node refers to, or the node. */
  private JsonNode meant(JsonNode node) {
    return node.has("$ref") ? declared.at(node.get("$ref").asString().substring(1)) : node;
  }

  private static void forget(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> ours =
          object.propertyNames().stream().filter(name -> name.startsWith("x-")).toList();
      object.remove(ours);
    }
    node.forEach(OpenApi::forget);
  }
}
