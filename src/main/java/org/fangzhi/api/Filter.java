package org.fangzhi.api;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a list.
 *
 * @param means what it says, for people
 * @param schema what it may be: a whole number from {@code minimum} to {@code maximum}, or a text
 *     within {@code enum}, {@code pattern} and {@code maxLength}
 * @param where the condition it stands for, with {@code :value}; null: it turns pages
 */
record Filter(String name, String means, JsonNode schema, @Nullable String where) {
  private static final int LONGEST = 2_000;

  /**
   * What the database is asked with.
   *
   * @throws Unclear when the value is none that the schema allows
   */
  Object read(String value) throws Unclear {
    if (schema.path("type").asString().equals("integer")) {
      return Unclear.number(
          name, value, schema.get("minimum").asLong(), schema.get("maximum").asLong(), 0);
    }
    List<String> words = schema.path("enum").values().stream().map(JsonNode::asString).toList();
    if (!words.isEmpty() && !words.contains(value)) {
      throw new Unclear(name + " is " + String.join(" or ", words) + ", not '" + value + "'");
    }
    boolean fits = Pattern.compile(schema.path("pattern").asString("")).matcher(value).find();
    if (!fits
        || value.isEmpty()
        || value.length() > schema.path("maxLength").asInt(LONGEST)
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new Unclear(name + " is not understood: '" + value + "'. It is: " + means);
    }
    return value;
  }
}
