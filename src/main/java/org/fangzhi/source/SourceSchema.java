package org.fangzhi.source;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fangzhi.source.SourceFormat.Problem;
import org.fangzhi.source.SourceText.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds source files against {@code source.schema.json} and says in plain words what is wrong. */
final class SourceSchema {
  private final JsonNode json;
  private final Schema schema;

  SourceSchema() {
    try (InputStream in =
        Objects.requireNonNull(SourceSchema.class.getResourceAsStream("source.schema.json"))) {
      json = JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012())
            .formats(Arrays.<SourceFormat>asList(SourceFormat.values()))
            .build();
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).locale(Locale.ROOT).build();
    schema =
        SchemaRegistry.withDialect(dialect, builder -> builder.schemaRegistryConfig(config))
            .getSchema(json);
  }

  /** All faults of a file, by place. */
  List<SourceFault> faults(String file, SourceText text) {
    List<SourceFault> faults = new ArrayList<>();
    for (Error error : schema.validate(text.json())) {
      faults.add(fault(file, text, error));
    }
    faults.sort(Comparator.comparingInt(SourceFault::line).thenComparing(SourceFault::column));
    return faults;
  }

  private SourceFault fault(String file, SourceText text, Error error) {
    String at = error.getInstanceLocation().toString();
    String key = key(at);
    JsonNode rule = rule(at);
    Place place = text.value(at);
    String says;
    String mend = advice(rule);
    switch (error.getKeyword()) {
      case "additionalProperties" -> {
        String unknown = error.getProperty();
        List<String> known = List.copyOf(rule.path("properties").propertyNames());
        place = text.key(at + "/" + unknown);
        key = at.isEmpty() ? unknown : key + "." + unknown;
        says = "is no key of a source";
        mend = Spelling.choice(unknown, known);
      }
      case "required" -> {
        String missing = error.getProperty();
        place = text.key(at);
        key = at.isEmpty() ? missing : key + "." + missing;
        says = "is missing";
        mend = advice(rule.path("properties").path(missing));
      }
      case "type" -> {
        JsonNode found = text.json().at(at);
        place = found.isContainer() ? text.key(at) : place;
        says = "must be " + types(rule.path("type")) + ", but is " + words(found);
        boolean quotes = found.isNumber() || found.isBoolean();
        mend =
            quotes && rule.path("type").asString("").equals("string")
                ? "Put it in quotes: \"" + found.asString() + "\""
                : mend;
      }
      case "format" -> {
        Problem problem = problem(rule, text.json().at(at).asString());
        says = problem == null ? "is not as it must be" : problem.says();
        mend = problem == null ? mend : problem.mend();
      }
      case "enum" -> {
        List<String> known = new ArrayList<>();
        rule.path("enum").forEach(value -> known.add(value.asString()));
        String found = text.json().at(at).asString("");
        says = "is " + words(text.json().at(at));
        mend = Spelling.choice(found, known);
      }
      default -> says = "is " + words(text.json().at(at));
    }
    return new SourceFault(
        file, place.line(), place.column(), key, (key + " " + says).strip(), mend);
  }

  private static @Nullable Problem problem(JsonNode rule, String value) {
    for (SourceFormat format : SourceFormat.values()) {
      if (format.getName().equals(rule.path("format").asString(""))) {
        return format.problem(value);
      }
    }
    return null;
  }

  /** The part of the schema for a place in a file. */
  private JsonNode rule(String pointer) {
    JsonNode rule = json;
    for (String step : pointer.substring(Math.min(1, pointer.length())).split("/")) {
      if (!step.isEmpty()) {
        rule = rule.has("items") ? rule.path("items") : rule.path("properties").path(step);
      }
    }
    return rule;
  }

  private static String key(String pointer) {
    return pointer.isEmpty()
        ? ""
        : pointer.substring(1).replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
  }

  private static String advice(JsonNode rule) {
    String description = rule.path("description").asString("");
    JsonNode example = rule.path("examples").path(0);
    return example.isMissingNode() ? description : description + " For example: " + example;
  }

  private static String words(JsonNode found) {
    return switch (found.getNodeType()) {
      case NULL -> "empty";
      case OBJECT -> "a block of keys";
      case ARRAY -> found.isEmpty() ? "an empty list" : "a list";
      case NUMBER -> "the number " + found;
      case BOOLEAN -> "yes or no: " + found;
      default -> "\"" + found.asString() + "\"";
    };
  }

  private static String types(JsonNode types) {
    List<String> words = new ArrayList<>();
    types.forEach(type -> words.add(type(type.asString())));
    return words.isEmpty() ? type(types.asString()) : String.join(" or ", words);
  }

  private static String type(String type) {
    return switch (type) {
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      default -> "a block of keys";
    };
  }
}
