package org.fangzhi.source;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A YAML text as JSON, which remembers where each key and value stood. */
final class SourceText {
  /** A source file has tens of nodes; aliases could make billions out of them. */
  private static final int MOST_NODES = 100_000;

  private static final int LONGEST = 1 << 20;

  private final UnaryOperator<String> text;
  private final Map<String, Place> keys = new HashMap<>();
  private final Map<String, Place> values = new HashMap<>();
  private final JsonNode json;
  private int nodes;

  private SourceText(String yaml, UnaryOperator<String> text) throws Unreadable {
    this.text = text;
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(LONGEST).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      json = root.isPresent() ? json(root.get(), "") : JsonNodeFactory.instance.objectNode();
    } catch (MarkedYamlEngineException e) {
      throw new Unreadable(e.getProblemMark().map(Place::of).orElse(Place.START), e.getProblem());
    } catch (YamlEngineException e) {
      throw new Unreadable(Place.START, e.getMessage());
    }
  }

  /**
   * Reads a YAML text.
   *
   * @param text changes each text value before it is taken; may throw {@link Refused}
   */
  static SourceText read(String yaml, UnaryOperator<String> text) throws Unreadable {
    return new SourceText(yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml, text);
  }

  JsonNode json() {
    return json;
  }

  /** Where the value at a JSON pointer stands. */
  Place value(String pointer) {
    return values.getOrDefault(pointer, Place.START);
  }

  /** Where the key at a JSON pointer stands; its value's place for items of a list. */
  Place key(String pointer) {
    Place key = keys.get(pointer);
    return key == null ? value(pointer) : key;
  }

  private JsonNode json(Node node, String pointer) throws Unreadable {
    Place place = node.getStartMark().map(Place::of).orElse(Place.START);
    values.put(pointer, place);
    if (++nodes > MOST_NODES) {
      throw new Unreadable(place, "the file has too many values, perhaps by aliases");
    }
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node instanceof MappingNode mapping) {
      ObjectNode object = make.objectNode();
      for (NodeTuple tuple : mapping.getValue()) {
        Place at = tuple.getKeyNode().getStartMark().map(Place::of).orElse(Place.START);
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw new Unreadable(at, "a key must be a word");
        }
        String below = pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
        if (keys.putIfAbsent(below, at) != null && object.has(key.getValue())) {
          throw new Unreadable(at, "the key " + key.getValue() + " stands here a second time");
        }
        object.set(key.getValue(), json(tuple.getValueNode(), below));
      }
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = make.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(json(item, pointer + "/" + array.size()));
      }
      return array;
    }
    return scalar((ScalarNode) node, place);
  }

  private JsonNode scalar(ScalarNode node, Place place) throws Unreadable {
    JsonNodeFactory make = JsonNodeFactory.instance;
    String value = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return make.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return make.booleanNode(value.equalsIgnoreCase("true"));
    }
    if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
      try {
        BigDecimal number = new BigDecimal(value);
        return node.getTag().equals(Tag.INT)
            ? make.numberNode(number.toBigIntegerExact())
            : make.numberNode(number);
      } catch (ArithmeticException | NumberFormatException e) {
        return make.stringNode(value);
      }
    }
    try {
      return make.stringNode(text.apply(value));
    } catch (Refused e) {
      throw new Unreadable(place, e.getMessage());
    }
  }

  /**
   * A place in the text.
   *
   * @param line from 1
   * @param column from 1
   */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    private static Place of(Mark mark) {
      return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public String toString() {
      return line + ":" + column;
    }
  }

  /** A text value is not taken. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** The text is no YAML that a source may be written in. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Place place;

    Unreadable(Place place, @Nullable String message) {
      super(message);
      this.place = place;
    }

    Place place() {
      return place;
    }
  }
}
