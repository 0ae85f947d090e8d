package org.fangzhi.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fangzhi.source.SourceText.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a folder of source files gives. A file with faults gives no source and disturbs no other.
 *
 * @param sources the sources of the files without faults, by file
 * @param faults the faults of the others, by file and place
 */
public record Sources(List<Source> sources, List<SourceFault> faults) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  public Sources {
    sources = List.copyOf(sources);
    faults = List.copyOf(faults);
  }

  /**
   * Loads every {@code .yaml} and {@code .yml} file below a folder.
   *
   * @param folder {@code config/sources}; that it is missing is a fault
   * @param properties gives the value of a <code>${property}</code>, or null when there is none
   */
  public static Sources load(Path folder, UnaryOperator<@Nullable String> properties) {
    List<Path> files;
    try {
      files = files(folder);
    } catch (IOException e) {
      return new Sources(
          List.of(),
          List.of(
              whole(
                  folder.toString(),
                  "the folder of sources cannot be read: " + e.getMessage(),
                  "Name the folder above it with --config")));
    }
    return load(files, properties);
  }

  /** The files below a folder that are to be sources, in their order. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().matches(".*\\.ya?ml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Loads these files, in this order. */
  public static Sources load(List<Path> files, UnaryOperator<@Nullable String> properties) {
    Map<String, String> texts = new LinkedHashMap<>();
    List<SourceFault> unread = new ArrayList<>();
    for (Path file : files) {
      try {
        texts.put(file.toString(), Files.readString(file));
      } catch (CharacterCodingException e) {
        unread.add(
            whole(
                file.toString(),
                "the file is not written in UTF-8",
                "Save it as UTF-8; Windows editors often save Chinese text as GBK"));
      } catch (IOException e) {
        unread.add(
            whole(
                file.toString(),
                "the file cannot be read: " + e,
                "See that it is there and that you may read it"));
      }
    }
    Sources read = of(texts, properties);
    return new Sources(
        read.sources(), Stream.concat(unread.stream(), read.faults().stream()).toList());
  }

  /**
   * Reads sources from texts.
   *
   * @param texts YAML by the name that faults give the file; where an id stands twice, the first
   *     keeps it
   */
  public static Sources of(Map<String, String> texts, UnaryOperator<@Nullable String> properties) {
    SourceSchema schema = new SourceSchema();
    List<Source> sources = new ArrayList<>();
    List<SourceFault> faults = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    texts.forEach(
        (file, yaml) -> {
          try {
            SourceText text = SourceText.read(yaml, value -> fill(value, properties));
            List<SourceFault> found = schema.faults(file, text);
            if (!found.isEmpty()) {
              faults.addAll(found);
              return;
            }
            Source source = source(file, text);
            String first = ids.putIfAbsent(source.id(), file);
            if (first == null) {
              sources.add(source);
              return;
            }
            Place place = text.value("/id");
            faults.add(
                new SourceFault(
                    file,
                    place.line(),
                    place.column(),
                    "id",
                    "id " + source.id() + " is already that of " + first,
                    "Give one of the two another id"));
          } catch (SourceText.Unreadable e) {
            Place place = e.place();
            faults.add(
                new SourceFault(
                    file,
                    place.line(),
                    place.column(),
                    "",
                    String.valueOf(e.getMessage()),
                    "Correct this line or the one above it"));
          }
        });
    return new Sources(sources, faults);
  }

  private static SourceFault whole(String file, String message, String mend) {
    return new SourceFault(file, 1, 1, "", message, mend);
  }

  private static String fill(String value, UnaryOperator<@Nullable String> properties) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            found -> {
              String property = properties.apply(found.group(1));
              if (property == null) {
                throw new SourceText.Refused(
                    "there is no property %s for %s".formatted(found.group(1), found.group()));
              }
              return Matcher.quoteReplacement(property);
            });
  }

  /** A source from JSON that fits the schema; the defaults are those that the schema names. */
  private static Source source(String file, SourceText text) {
    JsonNode json = text.json();
    List<Source.Entry> entries = new ArrayList<>();
    for (JsonNode entry : json.path("entries")) {
      entries.add(
          new Source.Entry(entry.path("url").asString(), entry.path("cms").asString("auto")));
    }
    Map<String, String> expect = new LinkedHashMap<>();
    json.path("expect").properties().forEach(e -> expect.put(e.getKey(), e.getValue().asString()));
    JsonNode schedule = json.path("schedule");
    JsonNode rules = json.path("rules");
    String proxy = text(json.path("proxy"));
    String division = text(json.path("division"));
    String route = text(json.path("pipeline"));
    return new Source(
        json.path("id").asString(),
        json.path("name").asString().strip(),
        division == null ? null : SourceFormat.division(division),
        entries,
        new Source.Schedule(
            schedule.path("lists").asString("0 30 2 * * ?"),
            schedule.path("articles").asString("adaptive")),
        politeness(json.path("politeness")),
        expect,
        text(json.path("pace-group")),
        proxy == null ? null : URI.create(proxy),
        json.path("allow-private-addresses").asBoolean(false),
        json.path("tls").asString("checked").equals("unchecked"),
        route == null ? null : new Source.Route(route, file + ":" + text.value("/pipeline")),
        new Source.Rules(
            text(rules.path("list")),
            text(rules.path("article")),
            text(rules.path("exclude")),
            text(rules.path("next"))),
        !json.path("requisites").asString("once").equals("none"),
        json.toString());
  }

  private static Source.Politeness politeness(JsonNode json) {
    String window = text(json.path("window"));
    List<LocalTime> times = window == null ? List.of() : SourceFormat.window(window);
    return new Source.Politeness(
        Objects.requireNonNull(SourceFormat.delay(json.path("delay").asString("2s"))),
        times.isEmpty() ? null : times.get(0),
        times.isEmpty() ? null : times.get(1),
        json.path("parallel").asInt(1));
  }

  private static @Nullable String text(JsonNode value) {
    return value.isString() ? value.asString() : null;
  }
}
