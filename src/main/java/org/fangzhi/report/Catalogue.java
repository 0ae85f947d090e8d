package org.fangzhi.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The forms that reports are written by, their indicators, sections and arithmetic, as declared in
 * {@code indicators.yaml}. Immutable; read once.
 *
 * @param forms the forms: four national ones, then local ones
 */
public record Catalogue(List<Form> forms) {

  private static final Catalogue INSTANCE = load();

  /** The catalogue. */
  public static Catalogue get() {
    return INSTANCE;
  }

  /** The form with an id ({@code G4}) or a name ({@code form2021}). */
  public Form form(String idOrName) {
    for (Form form : forms) {
      if (form.id().equals(idOrName) || form.name().equals(idOrName)) {
        return form;
      }
    }
    throw new IllegalArgumentException("no form " + idOrName + " in the catalogue");
  }

  /**
   * A form.
   *
   * @param id the prefix of its codes, {@code G4}
   * @param name as reports tell it, {@code form2021}
   * @param signs labels, normalised, that only this form prints
   * @param sections the sections it asks for
   * @param columns the columns of a table with several, in order
   * @param indicators rows and cells in printed order
   * @param codes the codes of the indicators of each table ({@code II})
   * @param rules its arithmetic
   * @param told measures that the prose tells as well as a table
   */
  public record Form(
      String id,
      String name,
      List<String> signs,
      List<SectionLabels> sections,
      List<Column> columns,
      List<Indicator> indicators,
      Map<String, Set<String>> codes,
      List<Rule> rules,
      List<Told> told) {

    /** The indicators of one table ({@code II}) in printed order. */
    List<Indicator> table(String table) {
      return indicators.stream().filter(i -> table.equals(i.table())).toList();
    }

    Indicator indicator(String code) {
      for (Indicator indicator : indicators) {
        if (indicator.code().equals(code)) {
          return indicator;
        }
      }
      throw new IllegalArgumentException("no indicator " + code + " in form " + id);
    }
  }

  /** A section's code and the headings that it goes by. */
  public record SectionLabels(String code, List<String> labels) {}

  /** A column's key and printed label. */
  public record Column(String key, String label) {}

  /**
   * A row or cell of a form, or a figure told in prose.
   *
   * @param label as printed, rows above it set before it with a slash
   * @param table {@code II}, {@code III} or {@code IV}; null in forms of one table
   * @param unit as the form prints it
   * @param parent the code of the row that it is nested in
   * @param heading true for rows that carry no figure
   * @param signed true where the form asks for a plus or minus
   * @param variants other wordings of the label
   * @param sameAs the code that the figure has in the national catalogue, for local forms
   * @param wordings patterns of figures told in prose
   */
  public record Indicator(
      String code,
      String label,
      @Nullable String table,
      @Nullable String unit,
      @Nullable String parent,
      boolean heading,
      boolean signed,
      List<String> variants,
      @Nullable String sameAs,
      @Nullable Wordings wordings) {}

  /**
   * How a figure is told in prose: a literal that is always there, one that the paragraph must have
   * for the figure to be of this measure, whether one channel's figure looks like the whole, the
   * patterns, those for zero.
   */
  record Wordings(
      String cue,
      @Nullable String about,
      boolean byChannel,
      List<Pattern> figures,
      List<Pattern> zeros) {}

  /**
   * An arithmetic rule.
   *
   * @param each {@code column}, {@code row}, {@code sentence} or null
   * @param hard true for an equality of the form, false where genuine reports differ
   * @param checks the sums; empty for rules across years
   */
  public record Rule(String id, @Nullable String each, boolean hard, List<Check> checks) {}

  /** A measure told in prose: how, and the codes of the table whose sum it is. */
  record Told(String id, String label, String cue, Pattern pattern, List<String> sum) {}

  /** Two sums and whether the left must equal the right or only not exceed it. */
  public record Check(List<Term> left, boolean equal, List<Term> right) {
    static Check parse(String text) {
      boolean equal = !text.contains("<=");
      String[] sides = text.split(equal ? "=" : "<=", 2);
      return new Check(terms(sides[0]), equal, terms(sides[1]));
    }

    private static List<Term> terms(String sum) {
      return Arrays.stream(sum.split("\\+")).map(String::strip).map(Term::parse).toList();
    }
  }

  /** A code in a sum, and whether the sum holds without it. */
  public record Term(String code, boolean optional) {
    private static Term parse(String text) {
      return text.endsWith("?")
          ? new Term(text.substring(0, text.length() - 1), true)
          : new Term(text, false);
    }
  }

  /** What {n} stands for in the patterns. */
  private static final String NUMBER =
      "(?<about>大约|约|近|超过|超|逾)?(?<v>(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?|[零〇一二两三四五六七八九十百千万亿]+)"
          + "(?<p>余|多)?(?<m>[千万亿])?(?<q>余|多)?";

  private static Catalogue load() {
    return new Catalogue(map(declared(), Catalogue::form));
  }

  /** The forms as {@code indicators.yaml} declares them. */
  static JsonNode declared() {
    try (InputStream in =
        Objects.requireNonNull(Catalogue.class.getResourceAsStream("indicators.yaml"))) {
      return YAMLMapper.builder().build().readTree(in.readAllBytes()).path("forms");
    } catch (IOException e) {
      throw new UncheckedIOException("indicators.yaml cannot be read", e);
    }
  }

  private static Form form(JsonNode node) {
    List<Indicator> indicators = map(node.path("indicators"), Catalogue::indicator);
    return new Form(
        node.path("id").asString(),
        node.path("form").asString(),
        map(node.path("signs"), n -> Labels.bare(n.asString())),
        map(
            node.path("sections"),
            n -> new SectionLabels(n.path("code").asString(), strings(n.path("labels")))),
        map(
            node.path("columns"),
            n -> new Column(n.path("key").asString(), n.path("label").asString())),
        indicators,
        indicators.stream()
            .filter(i -> i.table() != null)
            .collect(groupingBy(Indicator::table, mapping(Indicator::code, toUnmodifiableSet()))),
        map(node.path("rules"), Catalogue::rule),
        map(node.path("told"), Catalogue::told));
  }

  private static Indicator indicator(JsonNode node) {
    String cue = text(node, "cue");
    return new Indicator(
        node.path("code").asString(),
        node.path("label").asString(),
        text(node, "table"),
        text(node, "unit"),
        text(node, "parent"),
        node.path("kind").asString("").equals("header"),
        node.path("signed").asBoolean(false),
        strings(node.path("variants")),
        text(node, "same_as"),
        cue == null
            ? null
            : new Wordings(
                cue,
                text(node, "about"),
                node.path("by_channel").asBoolean(false),
                patterns(node.path("patterns")),
                patterns(node.path("zero"))));
  }

  private static Told told(JsonNode node) {
    return new Told(
        node.path("id").asString(),
        node.path("label").asString(),
        node.path("cue").asString(),
        pattern(node.path("pattern").asString()),
        strings(node.path("sum")));
  }

  private static Rule rule(JsonNode node) {
    return new Rule(
        node.path("id").asString(),
        text(node, "each"),
        node.path("severity").asString().equals("hard"),
        map(node.path("checks"), n -> Check.parse(n.asString())));
  }

  private static List<Pattern> patterns(JsonNode node) {
    return map(node, n -> pattern(n.asString()));
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text.replace("{n}", NUMBER));
  }

  private static List<String> strings(JsonNode node) {
    return map(node, n -> n.asString());
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asString();
  }

  private static <T> List<T> map(JsonNode array, Function<JsonNode, T> each) {
    List<T> list = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      list.add(each.apply(node));
    }
    return List.copyOf(list);
  }
}
