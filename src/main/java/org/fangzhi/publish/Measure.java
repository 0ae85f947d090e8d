package org.fangzhi.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.store.Columns;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One measure of {@code api.series} in one form, as {@code measures.yaml} declares it.
 *
 * @param code the same in every form, {@code requests.received}
 * @param form as reports tell it, {@code form2021}
 * @param unit of the series, whatever the form prints
 * @param places where the form has it; the first that is a number counts
 * @param breakBefore how the form counts otherwise than the form before it; null when it does not
 * @param watched whether a jump from year to year is worth a look
 */
record Measure(
    String code,
    String form,
    String chinese,
    String english,
    String unit,
    List<Place> places,
    @Nullable String breakBefore,
    boolean watched) {

  private static final Pattern SEVERAL = Pattern.compile("(.+?)(\\d+)\\.\\.(\\d+)");

  private static final List<Measure> ALL = load();

  /**
   * A place of a form.
   *
   * @param indicator as declared, {@code G4.III.3.3.1..8} or a sum
   * @param column null where its indicators have one place only
   * @param cells what is added up, {@code G4.III.3.3.1:total}
   */
  record Place(String indicator, @Nullable String column, List<String> cells) {

    private static Place parse(String text) {
      String[] parts = text.split(":", 2);
      String column = parts.length == 1 ? null : parts[1];
      List<String> cells = new ArrayList<>();
      for (String term : parts[0].split(" \\+ ")) {
        Matcher several = SEVERAL.matcher(term);
        if (several.matches()) {
          int last = Integer.parseInt(several.group(3));
          for (int i = Integer.parseInt(several.group(2)); i <= last; i++) {
            cells.add(cell(several.group(1) + i, column));
          }
        } else {
          cells.add(cell(term, column));
        }
      }
      return new Place(parts[0], column, List.copyOf(cells));
    }
  }

  /** The name of a cell, as reports tell what is withheld. */
  static String cell(String indicator, @Nullable String column) {
    return column == null ? indicator : indicator + ":" + column;
  }

  /** All, in the order declared. */
  static List<Measure> all() {
    return ALL;
  }

  private static List<Measure> load() {
    try (InputStream in = Measure.class.getResourceAsStream("measures.yaml")) {
      JsonNode root = YAMLMapper.builder().build().readTree(Objects.requireNonNull(in));
      List<Measure> all = new ArrayList<>();
      for (JsonNode node : root.get("measures")) {
        node.get("from").properties().forEach(from -> all.add(of(node, from.getKey())));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException("measures.yaml cannot be read", e);
    }
  }

  private static Measure of(JsonNode node, String form) {
    JsonNode from = node.get("from").get(form);
    List<Place> places = new ArrayList<>();
    if (from.isArray()) {
      from.forEach(one -> places.add(Place.parse(one.asString())));
    } else {
      places.add(Place.parse(from.asString()));
    }
    JsonNode breakBefore = node.path("breaks").path(form);
    return new Measure(
        node.get("code").asString(),
        form,
        node.get("zh").asString(),
        node.get("en").asString(),
        node.get("unit").asString(),
        List.copyOf(places),
        breakBefore.isMissingNode() ? null : breakBefore.asString(),
        node.path("watched").asBoolean(false));
  }

  /** Makes the database's table of measures what is declared. */
  static void declare(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from measure m where not exists (select from unnest(?::text[], ?::text[]) u(code, form)"
                + " where u.code = m.code and u.form = m.form)")) {
      delete.setArray(1, Columns.of(connection, "text", ALL, Measure::code));
      delete.setArray(2, Columns.of(connection, "text", ALL, Measure::form));
      delete.executeUpdate();
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into measure as m (code, form, name_zh, name_en, unit, indicator, col, break_before, watched, ord)
            select code, form, name_zh, name_en, unit, indicator, col, break_before, watched, ord
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::boolean[]) with ordinality
              u(code, form, name_zh, name_en, unit, indicator, col, break_before, watched, ord)
            on conflict (code, form) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
              unit = excluded.unit, indicator = excluded.indicator, col = excluded.col,
              break_before = excluded.break_before, watched = excluded.watched, ord = excluded.ord
            where m is distinct from excluded""")) {
      upsert.setArray(1, Columns.of(connection, "text", ALL, Measure::code));
      upsert.setArray(2, Columns.of(connection, "text", ALL, Measure::form));
      upsert.setArray(3, Columns.of(connection, "text", ALL, Measure::chinese));
      upsert.setArray(4, Columns.of(connection, "text", ALL, Measure::english));
      upsert.setArray(5, Columns.of(connection, "text", ALL, Measure::unit));
      upsert.setArray(6, Columns.of(connection, "text", ALL, m -> m.places().get(0).indicator()));
      upsert.setArray(7, Columns.of(connection, "text", ALL, m -> m.places().get(0).column()));
      upsert.setArray(8, Columns.of(connection, "text", ALL, Measure::breakBefore));
      upsert.setArray(9, Columns.of(connection, "boolean", ALL, Measure::watched));
      upsert.executeUpdate();
    }
  }
}
