package org.fangzhi.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the API that others are given. */
class OpenApiTest {
  private final JsonNode told = new OpenApi().told();

  @Test
  void it_tells_of_each_route_and_of_no_other() throws Exception {
    Set<String> served = new TreeSet<>();
    String routes = Files.readString(Path.of("routes", "api.camel.yaml"));
    for (JsonNode route : new YAMLMapper().readTree(routes)) {
      String uri = route.at("/route/from/uri").asString();
      if (uri.startsWith("platform-http:/api/")) {
        served.add(uri.substring("platform-http:".length()));
      }
    }
    assertThat(new TreeSet<>(told.get("paths").propertyNames())).isEqualTo(served);
  }

  @Test
  void it_is_whole_and_says_nothing_of_the_database() {
    assertThat(told.get("openapi").asString()).startsWith("3.1.");
    List<String> names = new ArrayList<>();
    walk(told);
    for (Map.Entry<String, JsonNode> path : told.get("paths").properties()) {
      JsonNode get = path.getValue().get("get");
      names.add(get.get("operationId").asString());
      assertThat(get.get("responses").has("200")).isTrue();
      assertThat(path.getKey().contains("{id}"))
          .isEqualTo(get.path("parameters").toString().contains("#/components/parameters/id"));
    }
    assertThat(names).doesNotHaveDuplicates();
    assertThat(told.toString()).doesNotContain("api.report", "select ");
  }

  private void walk(JsonNode node) {
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      assertThat(each.getKey()).doesNotStartWith("x-");
      if (each.getKey().equals("$ref")) {
        String place = each.getValue().asString();
        assertThat(told.at(place.substring(1)).isMissingNode()).as(place).isFalse();
      }
    }
    node.forEach(this::walk);
  }
}
