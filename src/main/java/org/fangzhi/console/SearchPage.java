package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fangzhi.console.SearchQuery.Counts;
import org.fangzhi.console.SearchQuery.Key;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Searchable;
import org.jspecify.annotations.Nullable;

/**
 * Reports found, with the places of their texts and how they spread.
 *
 * @param question as typed; empty: all reports
 * @param tooShort whether a word alone has one character only
 * @param exact whether {@code total} is; else it counts texts that hold all pairs of the words
 * @param next address of the next page; null at the end
 */
public record SearchPage(
    String question,
    boolean tooShort,
    long total,
    boolean exact,
    List<Hit> hits,
    List<Facet> facets,
    List<Choice> chosen,
    @Nullable String next) {

  /** A report found. */
  public record Hit(
      String id,
      List<Piece> title,
      @Nullable String agency,
      @Nullable String division,
      @Nullable String year,
      String form,
      List<List<Piece>> excerpts) {}

  /** A stretch of text, perhaps of what was looked for. */
  public record Piece(String text, boolean hit) {}

  /** An attribute and how the hits spread over its values. */
  public record Facet(String name, List<Choice> choices) {}

  /** A value of a facet, with the address that chooses it (or, when chosen, takes it away). */
  public record Choice(String facet, String value, String label, long count, String address) {}

  private static final int PAGE = 20;
  private static final int MOST_CHOICES = 40;
  private static final int MOST_LENGTH = 200;
  private static final int AROUND = 40;
  private static final Pattern CODE = Pattern.compile("\\d{2}|\\d{4}|\\d{6}|\\d{9}");
  private static final Pattern YEAR = Pattern.compile("\\d{1,4}");
  private static final Pattern NAME = Pattern.compile("[\\w:.-]{1,40}");
  private static final Pattern KEY = Pattern.compile("(\\d{1,4})\\.([0-9a-f]{16})");

  static SearchPage load(Connection connection, Visit visit) throws SQLException {
    String typed = visit.get("q");
    String question =
        typed == null ? "" : typed.substring(0, Math.min(typed.length(), MOST_LENGTH));
    List<String> words = SearchQuery.words(question);
    String year = visit.get("year", YEAR);
    SearchQuery query =
        new SearchQuery(
            words,
            digits(visit.get("division", CODE)),
            year == null ? null : Integer.valueOf(year),
            visit.get("form", NAME),
            visit.get("level", NAME),
            visit.get("scope", NAME));
    List<Choice> chosen = chosen(visit);
    if (!words.isEmpty() && words.stream().allMatch(word -> word.length() < 2)) {
      return new SearchPage(question, true, 0, true, List.of(), List.of(), chosen, null);
    }
    Counts counts = query.counts(connection);
    var key = KEY.matcher(visit.query().getOrDefault("after", ""));
    Key after = key.matches() ? new Key(Integer.parseInt(key.group(1)), key.group(2)) : null;
    List<Key> keys =
        counts.total() == 0 ? List.of() : query.page(connection, after, PAGE + 1, counts.total());
    String next = null;
    if (keys.size() > PAGE) {
      keys = keys.subList(0, PAGE);
      Key last = keys.get(PAGE - 1);
      next = visit.with("after", last.year() + "." + last.id());
    }
    return new SearchPage(
        question,
        false,
        counts.total(),
        counts.exact(),
        hits(connection, keys, words),
        facets(visit, counts),
        chosen,
        next);
  }

  /** A code without the zeros that only fill it up: 530300 is what begins with 5303. */
  private static @Nullable String digits(@Nullable String code) {
    return code == null || code.length() > 6
        ? code
        : code.replaceFirst("^(\\d\\d)(?:0000|00)?$", "$1").replaceFirst("^(\\d{4})00$", "$1");
  }

  private static List<Choice> chosen(Visit visit) {
    List<Choice> chosen = new ArrayList<>();
    for (String name : List.of("division", "level", "scope", "year", "form")) {
      String value = visit.get(name, name.equals("division") ? CODE : NAME);
      if (value != null) {
        chosen.add(new Choice(name, value, label(visit, name, value), 0, visit.with(name, null)));
      }
    }
    return chosen;
  }

  private static String label(Visit visit, String facet, String value) {
    return switch (facet) {
      case "division" -> Divisions.byCode(value).map(d -> d.name()).orElse(value);
      case "year" -> value.equals("0") ? visit.texts().word("withheld") : value;
      default -> visit.texts().term(facet, value);
    };
  }

  private static List<Facet> facets(Visit visit, Counts counts) {
    List<Facet> facets = new ArrayList<>();
    for (String name : List.of("division", "level", "scope", "year", "form")) {
      Map<String, Long> values = counts.facets().getOrDefault(name, Map.of());
      String present = digits(visit.get(name));
      boolean deeper =
          values.size() > 1
              || name.equals("division") && !values.containsKey(String.valueOf(present));
      if (deeper && !values.isEmpty() && (present == null || name.equals("division"))) {
        Comparator<Map.Entry<String, Long>> order =
            name.equals("year")
                ? Map.Entry.<String, Long>comparingByKey().reversed()
                : Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey());
        facets.add(
            new Facet(
                name,
                values.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(present))
                    .sorted(order)
                    .limit(MOST_CHOICES)
                    .map(
                        entry ->
                            new Choice(
                                name,
                                entry.getKey(),
                                label(visit, name, entry.getKey()),
                                entry.getValue(),
                                visit.with(name, entry.getKey())))
                    .toList()));
      }
    }
    return facets;
  }

  private static List<Hit> hits(Connection connection, List<Key> keys, List<String> words)
      throws SQLException {
    Map<String, Hit> byId = new HashMap<>();
    Rows.list(
        connection,
        """
        select r.id, coalesce(r.title, r.id) as title, r.agency, r.division_code, r.year::text as year, r.form, g.text
        from fangzhi.report r join fangzhi.reading g on g.id = r.reading_id where r.id = any(?)""",
        row -> {
          String code = row.getString("division_code");
          String title = row.getString("title");
          String text = row.getString("text");
          Hit hit =
              new Hit(
                  row.getString("id"),
                  pieces(title, Searchable.of(title).hits(words), 0, title.length()),
                  row.getString("agency"),
                  code == null ? null : Divisions.byCode(code).map(d -> d.name()).orElse(code),
                  row.getString("year"),
                  row.getString("form"),
                  text == null ? List.of() : excerpts(text, words));
          return byId.put(hit.id(), hit);
        },
        connection.createArrayOf("text", keys.stream().map(Key::id).toArray()));
    return keys.stream()
        .filter(key -> byId.containsKey(key.id()))
        .map(k -> byId.get(k.id()))
        .toList();
  }

  /** Up to three stretches of a text around what was looked for; its beginning without. */
  static List<List<Piece>> excerpts(String text, List<String> words) {
    List<Searchable.Hit> hits = words.isEmpty() ? List.of() : Searchable.of(text).hits(words);
    if (hits.isEmpty()) {
      return List.of(
          List.of(new Piece(text.substring(0, Math.min(text.length(), 3 * AROUND)), false)));
    }
    List<List<Piece>> excerpts = new ArrayList<>();
    int end = -1;
    for (Searchable.Hit hit : hits) {
      if (hit.from() < end) {
        continue;
      }
      int from = Math.max(Math.max(0, end), hit.from() - AROUND);
      end = Math.min(text.length(), hit.to() + AROUND);
      excerpts.add(pieces(text, hits, from, end));
      if (excerpts.size() == 3) {
        break;
      }
    }
    return excerpts;
  }

  private static List<Piece> pieces(String text, List<Searchable.Hit> hits, int from, int to) {
    List<Piece> pieces = new ArrayList<>();
    int at = from;
    for (Searchable.Hit hit : hits) {
      if (hit.from() >= at && hit.to() <= to) {
        pieces.add(new Piece(text.substring(at, hit.from()), false));
        pieces.add(new Piece(text.substring(hit.from(), hit.to()), true));
        at = hit.to();
      }
    }
    pieces.add(new Piece(text.substring(at, to), false));
    return pieces;
  }
}
