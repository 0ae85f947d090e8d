package org.fangzhi.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A list that is asked for a page at a time: rows of a view in the order of a key, so that a page
 * begins where the one before ended, whatever was added meanwhile.
 *
 * @param path the address
 * @param columns what is told of a row
 * @param from the view, or views joined
 * @param key columns that name a row together, by their SQL types
 * @param filters what may be asked, by name
 */
record Resource(
    String path,
    List<String> columns,
    String from,
    Map<String, String> key,
    Map<String, Filter> filters) {

  private static final int PARAMETERS = 64;
  private static final String BETWEEN = "~";

  /**
   * A page asked for.
   *
   * @param sql gives rows of JSON and where they stand, one more than the limit when there are more
   * @param values for the places of it
   * @param asked the parameters, as they were given
   */
  record Page(Resource of, String sql, List<Object> values, int limit, Map<String, String> asked) {

    /** The address of the page after the one that ends there. */
    String after(String last) {
      QueryStringEncoder address = new QueryStringEncoder(of.path);
      asked.forEach(address::addParam);
      address.addParam("after", last);
      return address.toString();
    }
  }

  /**
   * Makes a question to the database of what was asked.
   *
   * @param query the part of the address after the question mark; null: none
   * @throws Unclear when there is a parameter that it does not know, or that is given twice or
   *     wrongly
   */
  Page page(@Nullable String query) throws Unclear {
    Map<String, String> asked = parameters(path, query, filters.keySet());
    List<String> where = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    int limit = (int) filters.get("limit").schema().get("default").asLong();
    for (Map.Entry<String, String> each : asked.entrySet()) {
      Filter filter = filters.get(each.getKey());
      Object value = filter.read(each.getValue());
      if (filter.where() != null) {
        String[] around = filter.where().split(":value", -1);
        where.add(String.join("?", around));
        values.addAll(Collections.nCopies(around.length - 1, value));
      } else if (filter.name().equals("limit")) {
        limit = ((Long) value).intValue();
      } else {
        beginAfter(each.getValue(), where, values);
      }
    }
    asked.remove("after");
    values.add(limit + 1);
    return new Page(this, sql(where), values, limit, asked);
  }

  /** JSON is made of the rows of the page alone, after they were put in order. */
  private String sql(List<String> where) {
    String told = String.join(", ", columns);
    String order = String.join(", ", key.keySet());
    return """
        select (select row_to_json(y) from (select %s) y)::text, place
        from (select %s, concat_ws('%s', %s) as place from %s%s order by %s limit ?) x"""
        .formatted(
            told,
            told,
            BETWEEN,
            order,
            from,
            where.isEmpty() ? "" : " where " + String.join(" and ", where),
            order);
  }

  private void beginAfter(String after, List<String> where, List<Object> values) throws Unclear {
    String[] parts = after.split(BETWEEN, -1);
    List<Object> place = new ArrayList<>();
    for (String type : key.values()) {
      String part = place.size() < parts.length ? parts[place.size()] : "";
      boolean number = type.equals("bigint");
      if (parts.length != key.size() || part.isEmpty() || number && !part.matches("\\d{1,18}")) {
        throw new Unclear("after is not what a 'next' of " + path + " gave: '" + after + "'");
      }
      place.add(number ? (Object) Long.valueOf(part) : part);
    }
    String names = String.join(", ", key.keySet());
    where.add("(%s) > (%s)".formatted(names, "?" + ", ?".repeat(key.size() - 1)));
    values.addAll(place);
    if (key.size() > 1) {
      // Implied; told so that the database can begin there where the key is of two views.
      where.add(key.keySet().iterator().next() + " >= ?");
      values.add(place.get(0));
    }
  }

  /**
   * The parameters of a question, each once.
   *
   * @throws Unclear when one is unknown or given twice, or the codes in it are broken
   */
  static Map<String, String> parameters(String path, @Nullable String query, Set<String> known)
      throws Unclear {
    Map<String, String> asked = new TreeMap<>();
    for (Map.Entry<String, List<String>> each : decoded(query).entrySet()) {
      String name = each.getKey();
      if (!known.contains(name)) {
        throw new Unclear(
            "'%s' is no parameter of %s, which knows %s"
                .formatted(name, path, known.isEmpty() ? "none" : String.join(", ", known)));
      }
      if (each.getValue().size() > 1) {
        throw new Unclear(name + " is given twice");
      }
      asked.put(name, each.getValue().get(0));
    }
    return asked;
  }

  /**
   * Parameters by name, as often as they were given.
   *
   * @throws Unclear when the codes in them are broken
   */
  static Map<String, List<String>> decoded(@Nullable String query) throws Unclear {
    try {
      return new QueryStringDecoder(query == null ? "" : query, UTF_8, false, PARAMETERS, true)
          .parameters();
    } catch (IllegalArgumentException broken) {
      throw new Unclear("The address is not understood: " + broken.getMessage());
    }
  }
}
