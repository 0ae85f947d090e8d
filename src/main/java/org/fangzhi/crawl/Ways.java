package org.fangzhi.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The ways of a family, as {@code families.yaml} has them; what each is, is written there. */
record Ways(
    Family family,
    List<Turn> turns,
    List<Mark> marks,
    List<Api> apis,
    @Nullable Pattern total,
    List<Pattern> articles) {

  /** A script that counts the pages of a list. */
  record Turn(String is, List<Pattern> find, List<Pattern> perhaps, int first) {}

  /** What else tells a family. */
  record Mark(String is, Pattern find) {}

  /** All families, in the order in which they are tried. */
  static final List<Ways> ALL = load();

  private record Line(
      String family,
      @Nullable List<TurnLine> turns,
      @Nullable List<MarkLine> marks,
      @Nullable List<ApiLine> apis,
      @Nullable String total,
      @Nullable List<String> articles) {}

  private record TurnLine(
      String is, List<String> find, @Nullable List<String> perhaps, int first) {}

  private record MarkLine(String is, String find) {}

  private record ApiLine(
      String is,
      String address,
      String page,
      @Nullable String rows,
      @Nullable String html,
      @Nullable String title,
      @Nullable String url,
      @Nullable String date,
      @Nullable String total) {}

  /** The ways of one family. */
  static Ways of(Family family) {
    return ALL.stream().filter(ways -> ways.family() == family).findFirst().orElseThrow();
  }

  /** True when an address is that of an article in one of the families. */
  static boolean isArticle(String url) {
    return ALL.stream()
        .flatMap(ways -> ways.articles().stream())
        .anyMatch(article -> article.matcher(url).find());
  }

  /** What tells that the family wrote a page; null when nothing does. */
  @Nullable String mark(String text) {
    return marks.stream()
        .filter(mark -> mark.find().matcher(text).find())
        .map(Mark::is)
        .findFirst()
        .orElse(null);
  }

  /** The number of entries as the family says it; null when it does not. */
  @Nullable Integer announced(String text) {
    Matcher found = total == null ? null : total.matcher(text);
    return found != null && found.find() ? Integer.valueOf(found.group(1)) : null;
  }

  private static List<Ways> load() {
    try (InputStream in = Ways.class.getResourceAsStream("families.yaml")) {
      List<Line> lines =
          new YAMLMapper()
              .readValue(
                  Objects.requireNonNull(in, "families.yaml is not in the program"),
                  new TypeReference<List<Line>>() {});
      return lines.stream().map(Ways::ways).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ways ways(Line line) {
    Family family = Objects.requireNonNull(Family.of(line.family()), line.family());
    return new Ways(
        family,
        orNone(line.turns()).stream()
            .map(t -> new Turn(t.is(), patterns(t.find()), patterns(t.perhaps()), t.first()))
            .toList(),
        orNone(line.marks()).stream()
            .map(mark -> new Mark(mark.is(), Pattern.compile(mark.find())))
            .toList(),
        orNone(line.apis()).stream().map(api -> api(family, api)).toList(),
        line.total() == null ? null : Pattern.compile(line.total()),
        patterns(line.articles()));
  }

  private static Api api(Family family, ApiLine api) {
    return new Api(
        family,
        api.is(),
        Pattern.compile(api.address()),
        Pattern.compile(api.page()),
        1,
        api.rows(),
        api.html(),
        api.title(),
        api.url(),
        api.date(),
        api.total());
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static List<Pattern> patterns(@Nullable List<String> patterns) {
    return orNone(patterns).stream().map(Pattern::compile).toList();
  }
}
