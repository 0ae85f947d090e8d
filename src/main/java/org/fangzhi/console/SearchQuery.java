package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.document.Searchable;
import org.jspecify.annotations.Nullable;

/**
 * The reports whose texts hold all of some words, among those with some attributes.
 *
 * @param words searchable, none empty
 * @param division the first digits of a code
 */
record SearchQuery(
    List<String> words,
    @Nullable String division,
    @Nullable Integer year,
    @Nullable String form,
    @Nullable String level,
    @Nullable String scope) {

  /** Few enough to look into each text. */
  private static final int FEW = 1_000;

  /** A word is known by so many of its pairs at most; the text decides. */
  private static final int MOST_GRAMS = 8;

  private static final int WALKED = 256;

  /** How many there are, by attribute and value. */
  record Counts(long total, boolean exact, Map<String, Map<String, Long>> facets) {}

  /** A row of a page: where it stands in the order, and its report. */
  record Key(int year, String id) {}

  private record Condition(String sql, List<Object> values) {}

  private Condition condition(Connection connection, boolean grams, boolean texts)
      throws SQLException {
    StringBuilder sql = new StringBuilder("true");
    List<Object> values = new ArrayList<>();
    Integer[] pairs =
        words.stream().flatMap(word -> pairs(word).stream()).distinct().toArray(Integer[]::new);
    if (grams && pairs.length > 0) {
      sql.append(" and grams @> ?");
      values.add(connection.createArrayOf("integer", pairs));
    }
    for (String word : texts ? words : List.<String>of()) {
      sql.append(" and strpos(text, ?) > 0");
      values.add(word);
    }
    if (division != null) {
      sql.append(" and division_code like ?");
      values.add(division + "%");
    }
    add(sql, values, "year", year);
    add(sql, values, "form", form);
    add(sql, values, "level", level);
    add(sql, values, "scope", scope);
    return new Condition(sql.toString(), values);
  }

  private static void add(
      StringBuilder sql, List<Object> values, String column, @Nullable Object value) {
    if (value != null) {
      sql.append(" and ").append(column).append(" = ?");
      values.add(value);
    }
  }

  /** Pairs that together cover a word, evenly chosen where they are many. */
  static List<Integer> pairs(String word) {
    List<Integer> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < word.length(); i += 2) {
      pairs.add(word.charAt(i) << 16 | word.charAt(i + 1));
    }
    if (word.length() % 2 == 1 && word.length() > 1) {
      pairs.add(word.charAt(word.length() - 2) << 16 | word.charAt(word.length() - 1));
    }
    int step = Math.max(1, (pairs.size() + MOST_GRAMS - 1) / MOST_GRAMS);
    List<Integer> few = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += step) {
      few.add(pairs.get(i));
    }
    return few;
  }

  /** Whether pairs alone tell that a text holds the words. */
  private boolean toldByPairs() {
    return words.stream().allMatch(word -> word.length() == 2);
  }

  Counts counts(Connection connection) throws SQLException {
    Counts counts = counts(connection, condition(connection, true, false), toldByPairs());
    return counts.exact() || counts.total() > FEW
        ? counts
        : counts(connection, condition(connection, true, true), true);
  }

  private Counts counts(Connection connection, Condition condition, boolean exact)
      throws SQLException {
    Map<String, Map<String, Long>> facets = new TreeMap<>();
    int digits = division == null ? 2 : division.length() < 4 ? 4 : division.length() < 6 ? 6 : 9;
    long[] total = {0};
    Rows.list(
        connection,
        "select left(division_code, "
            + digits
            + "), year::text, form, level, scope, count(*) from fangzhi.search_text where "
            + condition.sql()
            + " group by 1, 2, 3, 4, 5",
        row -> {
          long count = row.getLong(6);
          total[0] += count;
          List<String> names = List.of("division", "year", "form", "level", "scope");
          for (int i = 0; i < names.size(); i++) {
            String value = row.getString(i + 1);
            if (value != null) {
              facets
                  .computeIfAbsent(names.get(i), n -> new TreeMap<>())
                  .merge(value, count, Long::sum);
            }
          }
          return count;
        },
        condition.values().toArray());
    return new Counts(total[0], exact, facets);
  }

  /**
   * The next of them, the latest year first.
   *
   * @param after the last one of the page before; null: from the beginning
   * @param total how many there are, by pairs
   */
  List<Key> page(Connection connection, @Nullable Key after, int most, long total)
      throws SQLException {
    long all =
        Rows.list(
                connection,
                "select reltuples::bigint from pg_class where oid = 'fangzhi.search_text'::regclass",
                row -> row.getLong(1))
            .get(0);
    if (total <= FEW || total < all / 50) {
      Condition condition = condition(connection, true, !toldByPairs());
      return keys(
          connection,
          // Materialised, or a rare word would have the whole order walked for it.
          "with hit as materialized (select year, report_id from fangzhi.search_text where "
              + condition.sql()
              + place(after)
              + ") select year, report_id from hit order by year desc, report_id limit "
              + most,
          condition.values(),
          after);
    }
    // Many: those that come first in the order are looked at until there are enough.
    List<Key> found = new ArrayList<>();
    Key last = after;
    Condition condition = condition(connection, false, true);
    for (int walked = WALKED; found.size() < most; walked *= 2) {
      List<Object> values = new ArrayList<>(condition.values());
      Key edge =
          Rows.first(
              connection,
              "select year, report_id from (select year, report_id from fangzhi.search_text where true"
                  + place(last)
                  + " order by year desc, report_id limit "
                  + walked
                  + ") x order by year, report_id desc limit 1",
              row -> new Key(row.getInt(1), row.getString(2)),
              key(last));
      if (edge == null) {
        break;
      }
      found.addAll(
          keys(
              connection,
              "select year, report_id from (select * from fangzhi.search_text s where true"
                  + place(last)
                  + " order by year desc, report_id limit "
                  + walked
                  + ") x where "
                  + condition.sql()
                  + " order by year desc, report_id",
              values,
              last));
      last = edge;
    }
    return found.subList(0, Math.min(most, found.size()));
  }

  private static String place(@Nullable Key after) {
    return after == null ? "" : " and year <= ? and (year < ? or report_id > ?)";
  }

  private static Object[] key(@Nullable Key after) {
    return after == null ? new Object[0] : new Object[] {after.year(), after.year(), after.id()};
  }

  private static List<Key> keys(
      Connection connection, String sql, List<Object> values, @Nullable Key after)
      throws SQLException {
    boolean placeFirst = sql.contains("from (select");
    List<Object> all = new ArrayList<>(placeFirst ? List.of() : values);
    all.addAll(Arrays.asList(key(after)));
    all.addAll(placeFirst ? values : List.of());
    return Rows.list(
        connection, sql, row -> new Key(row.getInt(1), row.getString(2)), all.toArray());
  }

  /** The words of a question as they are searched. */
  static List<String> words(String question) {
    return Arrays.stream(question.split("[\\s\\u3000]+"))
        .map(word -> Searchable.of(word).text())
        .filter(word -> !word.isEmpty())
        .limit(10)
        .toList();
  }
}
