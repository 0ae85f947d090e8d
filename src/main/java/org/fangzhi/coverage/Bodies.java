package org.fangzhi.coverage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fangzhi.coverage.Body.Published;
import org.fangzhi.division.Division;
import org.fangzhi.store.Columns;
import org.jspecify.annotations.Nullable;

/** Who is expected in some divisions, by sources, the table of divisions, reports and clues. */
final class Bodies {

  // Forms of tables have figures; a narrative may have none. Looked for as they were written: to
  // parse them takes a
  // hundred times as long.
  private static final String REPORTS =
      """
      select r.division_code, case r.scope when 'agency' then r.agency end as agency, r.year, r.id, r.deleted_at is null as held,
        r.form not like 'form%' or coalesce(g.figures, '') ~ '"(number|zero)"' as sure
      from report r join reading g on g.id = r.reading_id
      where r.division_code = any(?) and r.year is not null and (r.scope = 'government' or r.scope = 'agency' and r.agency is not null)
      order by r.year, sure, r.first_at, r.id""";

  private static final String UPSERT =
      """
      insert into body as b (body, division_code, division, level, parent, scope, agency, who, source_id, own_source, basis,
        since, others, held, reports, unsure, last, clues)
      select u.body, u.division_code, u.division, u.level, u.parent, u.scope, u.agency, u.who, u.source_id, u.own_source, u.basis,
        u.since, u.others::smallint[], u.held::smallint[], u.reports::text[], u.unsure::smallint[], u.last,
        coalesce((select jsonb_object_agg(c.year, jsonb_build_object('reason', c.reason, 'url', c.url, 'detail', c.detail, 'since', c.since))
          from clue c where c.body = u.body), '{}')
      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[],
        ?::text[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::smallint[])
        u(body, division_code, division, level, parent, scope, agency, who, source_id, own_source, basis, since, others, held,
          reports, unsure, last)
      on conflict (body) do update set division_code = excluded.division_code, division = excluded.division,
        level = excluded.level, parent = excluded.parent, scope = excluded.scope, agency = excluded.agency, who = excluded.who,
        source_id = excluded.source_id, own_source = excluded.own_source, basis = excluded.basis, since = excluded.since,
        others = excluded.others, held = excluded.held, reports = excluded.reports, unsure = excluded.unsure, last = excluded.last,
        clues = excluded.clues
      where b is distinct from excluded""";

  // A number a year from 2008 to this one.
  private static final String COUNT =
      """
      insert into division_count as n (division_code, agencies_expected, agencies_held, townships_expected, townships_held)
      select c.parent, array_agg(c.agencies order by c.year), array_agg(c.agencies_held order by c.year),
        array_agg(c.townships order by c.year), array_agg(c.townships_held order by c.year)
      from (select b.parent, y.year,
              (count(*) filter (where b.scope = 'agency' and b.expected))::smallint as agencies,
              (count(*) filter (where b.scope = 'agency' and b.has))::smallint as agencies_held,
              (count(*) filter (where b.scope = 'government' and b.expected))::smallint as townships,
              (count(*) filter (where b.scope = 'government' and b.has))::smallint as townships_held
            from generate_series(2008, extract(year from today())::int) y(year)
            cross join lateral (select b.parent, b.scope, b.level, y.year >= b.since or y.year = any(b.others) as expected,
                y.year = any(b.held) as has
              from body b where b.parent = any(?) and (b.scope = 'agency' or b.level = 'township')) b
            group by b.parent, y.year) c
      group by c.parent
      on conflict (division_code) do update set agencies_expected = excluded.agencies_expected,
        agencies_held = excluded.agencies_held, townships_expected = excluded.townships_expected,
        townships_held = excluded.townships_held
      where n is distinct from excluded""";

  private final Area area;
  private final TreeMap<String, Published> published = new TreeMap<>();
  private final Map<String, SortedSet<Integer>> linked = new TreeMap<>();

  /** Codes by source. */
  private final Map<String, Set<String>> expected = new TreeMap<>();

  private Bodies(Area area) {
    this.area = area;
  }

  /** Who is expected in these divisions. */
  static List<Body> of(Connection connection, Set<String> codes, Area area) throws SQLException {
    Bodies bodies = new Bodies(area);
    bodies.reports(connection, codes);
    bodies.clues(connection, codes);
    List<Body> all = new ArrayList<>();
    for (String code : codes) {
      Division division = area.division(code).orElse(null);
      Covering source = area.of(code);
      if (division != null && source != null) {
        bodies.expect(division, source, all);
      }
    }
    return all;
  }

  private void reports(Connection connection, Set<String> codes) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REPORTS)) {
      select.setArray(1, connection.createArrayOf("text", codes.toArray()));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        String agency = row.getString("agency");
        Published before = known(row.getString("division_code"), agency);
        if (before == null) {
          continue;
        }
        int year = row.getInt("year");
        before.ever().add(year);
        if (row.getBoolean("held")) {
          // Of several of a year those whose figures are certain come last.
          before.held().put(year, row.getString("id"));
          if (row.getBoolean("sure")) {
            before.unsure().remove(year);
          } else {
            before.unsure().add(year);
          }
        }
      }
    }
  }

  private void clues(Connection connection, Set<String> codes) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select division_code, agency, year from clue where division_code = any(?) and year > 0")) {
      select.setArray(1, connection.createArrayOf("text", codes.toArray()));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        String code = row.getString("division_code");
        String agency = row.getString("agency");
        Division division = area.division(code).orElse(null);
        if (division != null) {
          String key = key(division, agency);
          published.putIfAbsent(key, nothing(agency == null ? division.name() : agency));
          linked.computeIfAbsent(key, linkedKey -> new TreeSet<>()).add(row.getInt("year"));
        }
      }
    }
  }

  /** What is known of somebody's reports so far; null when the division is not known. */
  private @Nullable Published known(String code, @Nullable String agency) {
    Division division = area.division(code).orElse(null);
    if (division == null) {
      return null;
    }
    // The name is the one printed last: reports come in the order of their years.
    return published.compute(
        key(division, agency),
        (key, known) ->
            known == null
                ? nothing(agency == null ? division.name() : agency)
                : agency == null
                    ? known
                    : new Published(agency, known.ever(), known.held(), known.unsure()));
  }

  private static Published nothing(String printed) {
    return new Published(printed, new TreeSet<>(), new TreeMap<>(), new TreeSet<>());
  }

  private static String key(Division division, @Nullable String agency) {
    return agency == null
        ? division.code()
        : division.code() + "/" + AgencyName.within(division, agency);
  }

  private void expect(Division division, Covering source, List<Body> all) {
    boolean own = area.isOwn(division.code());
    boolean inTable =
        expected
            .computeIfAbsent(source.id(), id -> Area.expected(source.division()).keySet())
            .contains(division.code());
    Published government =
        published.getOrDefault(division.code(), own || inTable ? nothing(division.name()) : null);
    if (government != null) {
      all.add(also(Body.government(division, source, own, inTable, government)));
    }
    Map<String, Published> agencies = new TreeMap<>();
    Set<String> declared = new TreeSet<>();
    for (String agency : own ? source.agencies() : List.<String>of()) {
      declared.add(key(division, agency));
      agencies.put(key(division, agency), nothing(agency));
    }
    // '0' comes after '/'.
    agencies.putAll(published.subMap(division.code() + "/", division.code() + "0"));
    agencies.forEach(
        (key, known) ->
            all.add(also(Body.agency(key, division, source, own, declared.contains(key), known))));
  }

  private Body also(Body body) {
    SortedSet<Integer> years = linked.get(body.key());
    return years == null ? body : body.also(years);
  }

  /** Writes what changed of the bodies of these divisions. */
  static void write(Connection connection, Set<String> codes, List<Body> bodies)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from body where division_code = any(?) and body <> all(?)")) {
      delete.setArray(1, connection.createArrayOf("text", codes.toArray()));
      delete.setArray(2, Columns.of(connection, "text", bodies, Body::key));
      delete.executeUpdate();
    }
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      upsert.setArray(1, Columns.of(connection, "text", bodies, Body::key));
      upsert.setArray(2, Columns.of(connection, "text", bodies, b -> b.division().code()));
      upsert.setArray(3, Columns.of(connection, "text", bodies, b -> b.division().name()));
      upsert.setArray(4, Columns.of(connection, "text", bodies, b -> word(b.division().level())));
      upsert.setArray(5, Columns.of(connection, "text", bodies, Body::parent));
      upsert.setArray(
          6,
          Columns.of(
              connection, "text", bodies, b -> b.agency() == null ? "government" : "agency"));
      upsert.setArray(7, Columns.of(connection, "text", bodies, Body::agency));
      upsert.setArray(8, Columns.of(connection, "text", bodies, Body::who));
      upsert.setArray(9, Columns.of(connection, "text", bodies, b -> b.source().id()));
      upsert.setArray(10, Columns.of(connection, "boolean", bodies, Body::own));
      upsert.setArray(11, Columns.of(connection, "text", bodies, b -> word(b.basis())));
      upsert.setArray(12, Columns.of(connection, "smallint", bodies, Body::since));
      upsert.setArray(13, Columns.of(connection, "text", bodies, b -> array(b.others())));
      upsert.setArray(14, Columns.of(connection, "text", bodies, b -> array(b.held().keySet())));
      upsert.setArray(15, Columns.of(connection, "text", bodies, b -> array(b.held().values())));
      upsert.setArray(16, Columns.of(connection, "text", bodies, b -> array(b.unsure())));
      upsert.setArray(17, Columns.of(connection, "smallint", bodies, Body::last));
      upsert.executeUpdate();
    }
    Set<String> parents = new TreeSet<>(codes);
    codes.forEach(code -> parents.add(Area.parent(code)));
    try (PreparedStatement count = connection.prepareStatement(COUNT)) {
      count.setArray(1, connection.createArrayOf("text", parents.toArray()));
      count.executeUpdate();
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Numbers and ids as PostgreSQL writes an array; an array of arrays has one length alone. */
  private static String array(Collection<?> values) {
    StringBuilder text = new StringBuilder("{");
    values.forEach(value -> text.append(text.length() > 1 ? "," : "").append(value));
    return text.append('}').toString();
  }
}
