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
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().matches(".*\\.ya?ml"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
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
    // Thousands of files are read by all processors: most of a start's time goes into this.
    List<Read> all =
        texts.entrySet().parallelStream()
            .map(text -> read(schema, text.getKey(), text.getValue(), properties))
            .toList();
    List<Source> sources = new ArrayList<>();
    List<SourceFault> faults = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (Read read : all) {
      faults.addAll(read.faults());
      Source source = read.source();
      if (source == null) {
        continue;
      }
      String first = ids.putIfAbsent(source.id(), read.file());
      if (first == null) {
        sources.add(source);
        continue;
      }
      faults.add(
          new SourceFault(
              read.file(),
              read.id().line(),
              read.id().column(),
              "id",
              "id " + source.id() + " is already that of " + first,
              "Give one of the two another id"));
    }
    return new Sources(sources, faults);
  }

  /** A file read: a source and where its id stands, or faults. */
  private record Read(String file, @Nullable Source source, Place id, List<SourceFault> faults) {}

  private static Read read(
      SourceSchema schema, String file, String yaml, UnaryOperator<@Nullable String> properties) {
    try {
      SourceText text = SourceText.read(yaml, value -> fill(value, properties));
      List<SourceFault> found = schema.faults(file, text);
      Source source = found.isEmpty() ? source(file, text, properties) : null;
      return new Read(file, source, text.value("/id"), found);
    } catch (SourceText.Unreadable e) {
      Place place = e.place();
      SourceFault fault =
          new SourceFault(
              file,
              place.line(),
              place.column(),
              "",
              String.valueOf(e.getMessage()),
              "Correct this line or the one above it");
      return new Read(file, null, place, List.of(fault));
    }
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
  private static Source source(
      String file, SourceText text, UnaryOperator<@Nullable String> properties) {
    JsonNode json = text.json();
    List<Source.Entry> entries = new ArrayList<>();
    for (JsonNode entry : json.path("entries")) {
      entries.add(entry(entry));
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
        route == null ? null : new Source.Route(route, file + ":" + text.value("/pipeline")),
        new Source.Rules(
            text(rules.path("list")),
            text(rules.path("article")),
            text(rules.path("exclude")),
            text(rules.path("next"))),
        !json.path("requisites").asString("once").equals("none"),
        reach(json.path("reach"), properties),
        json.toString());
  }

  private static Source.Entry entry(JsonNode json) {
    JsonNode list = json.path("json");
    JsonNode pages = json.path("pages");
    return new Source.Entry(
        json.path("url").asString(),
        json.path("cms").asString("auto"),
        pages.path("first").asInt(1),
        pages.path("step").asInt(1),
        list.isMissingNode()
            ? null
            : new Source.Json(
                list.path("rows").asString(),
                text(list.path("title")),
                list.path("url").asString(),
                text(list.path("date")),
                text(list.path("total"))));
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

  private static Source.Reach reach(JsonNode json, UnaryOperator<@Nullable String> properties) {
    List<String> sitemaps = new ArrayList<>();
    json.path("sitemaps").forEach(sitemap -> sitemaps.add(sitemap.asString()));
    return new Source.Reach(
        json.path("pages").asInt(usual(properties, "pages", 100_000)),
        json.path("links").asInt(usual(properties, "links", 2000)),
        json.path("depth").asInt(usual(properties, "depth", 500)),
        json.has("sitemaps") ? sitemaps : null);
  }

  /** What the settings say for sources that say nothing. */
  private static int usual(UnaryOperator<@Nullable String> properties, String key, int otherwise) {
    String value = properties.apply("fangzhi.reach." + key);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[1-9]\\d{0,7}")) {
      throw new IllegalArgumentException(
          "fangzhi.reach." + key + " is '" + value + "'; it must be a whole number from 1 on");
    }
    return Integer.parseInt(value);
  }

  private static @Nullable String text(JsonNode value) {
    return value.isString() ? value.asString() : null;
  }
}
