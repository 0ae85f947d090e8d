package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.fangzhi.store.Columns;
import org.jspecify.annotations.Nullable;

/**
 * What does not hold between a report and that of the year before, of the same government or the
 * same agency. Where the year before is told by several reports that differ in kin, nothing is
 * said.
 */
final class History {

  /** The reports of the year after some, by what these are now. */
  private static final String NEXT =
      """
      select r.id, l.id as next from report r join report l on l.year = r.year + 1 and l.division_code = r.division_code
        and l.scope = r.scope and (case l.scope when 'agency' then l.agency else '' end)
          = (case r.scope when 'agency' then r.agency else '' end)
      where r.id = any(?) and r.digest <> '' and l.deleted_at is null""";

  /** Reports that changed, and those whose findings name them. */
  private static final String TOUCHED =
      """
      select id from report where id = any(?) and deleted_at is null
      union
      select report_id from finding where other_id = any(?) or report_id = any(?)""";

  private static final String HELD =
      "select report_id, rule, measure, other_id, severity, message, expected, found from finding"
          + " where report_id = any(?)";

  /**
   * What is carried over must be what the year before carried on, what is in force what was, with
   * what came and without what was repealed, last year's items what that year's report came to. The
   * latter two are hypotheses that clean-ups and counts made anew break. Ten times or more, or a
   * tenth or less, of the year before, by the same form, is noticed, small numbers apart. Only
   * numbers that are plainly read count.
   */
  private static final String FOUND =
      """
      with pair as materialized (
        select r.id, min(o.id) as other_id
        from report r join report o on o.year = r.year - 1 and o.division_code = r.division_code
          and o.scope = r.scope and (case o.scope when 'agency' then o.agency else '' end)
            = (case r.scope when 'agency' then r.agency else '' end)
        where r.id = any(?) and r.deleted_at is null
          and o.deleted_at is null
        group by r.id having count(*) = 1),
      told as materialized (
        select p.id, p.other_id, o.year, r.form, o.form as other_form, rg.measures -> r.ordinal::int as now,
               og.measures -> o.ordinal::int as before
        from pair p join report r on r.id = p.id join reading rg on rg.id = r.reading_id
        join report o on o.id = p.other_id join reading og on og.id = o.reading_id)
      select t.id, split_part(m.indicator, '.', 1) || '.R4', m.code, t.other_id, 'publisher',
             format('总计: 上年结转 %s ≠ %s年结转下年度继续办理 %s', t.now -> m.code, t.year, t.before -> 'requests.carried_out'),
             t.before ->> 'requests.carried_out', t.now ->> m.code
      from told t join measure m on m.code = 'requests.carried_in' and m.form = t.form
      where jsonb_typeof(t.now -> m.code) = 'number' and jsonb_typeof(t.before -> 'requests.carried_out') = 'number'
        and t.now -> m.code <> t.before -> 'requests.carried_out'
      union all
      select t.id, 'G4.R8', m.code, t.other_id, 'notice',
             format('%s: %s年 %s + 本年制发 %s − 本年废止 %s ≠ %s', m.name_zh, t.year, x.before, x.issued, x.repealed, x.now),
             (x.before + x.issued - x.repealed)::text, x.now::text
      from told t join measure m on m.form = t.form and m.code in ('rules.in_force', 'normdocs.in_force')
      cross join lateral (select split_part(m.code, '.', 1) as kind offset 0) k
      cross join lateral (select (t.before ->> m.code)::numeric as before, (t.now ->> (k.kind || '.issued'))::numeric as issued,
          (t.now ->> (k.kind || '.repealed'))::numeric as repealed, (t.now ->> m.code)::numeric as now
        where jsonb_typeof(t.before -> m.code) = 'number' and jsonb_typeof(t.now -> (k.kind || '.issued')) = 'number'
          and jsonb_typeof(t.now -> (k.kind || '.repealed')) = 'number' and jsonb_typeof(t.now -> m.code) = 'number'
        offset 0) x
      where t.form = 'form2021' and t.other_form = 'form2021' and x.now <> x.before + x.issued - x.repealed
      union all
      select t.id, 'G3.R9', n.indicator, t.other_id, 'notice',
             format('%s: 上一年项目数量 %s ≠ %s年 %s + 增/减 %s', replace(n.indicator, '.items_last_year', ''), n.value, t.year,
               b.value, d.value),
             (b.value + d.value)::text, n.value::text
      from told t join api.value n on n.report_id = t.id and n.indicator like 'G3.II.%.items_last_year'
      join api.value b on b.report_id = t.other_id and b.indicator = n.indicator
      join api.value d on d.report_id = t.other_id and d.indicator = replace(n.indicator, 'last_year', 'delta')
      where t.form = 'form2019' and t.other_form = 'form2019' and n.value <> b.value + d.value
        and n.qualifier is null and b.qualifier is null and d.qualifier is null
      union all
      select t.id, 'S1', m.code, t.other_id, 'notice',
             format('%s %s, %s年 %s: a tenfold jump; misprinted, or counted in another way', m.name_zh, x.now, t.year, x.before),
             null, x.now::text
      from told t join measure m on m.watched and m.form = t.form and t.form = t.other_form
      cross join lateral (select case jsonb_typeof(t.now -> m.code) when 'number' then (t.now -> m.code)::numeric end as now,
        case jsonb_typeof(t.before -> m.code) when 'number' then (t.before -> m.code)::numeric end as before) x
      where greatest(x.now, x.before) >= 10 * greatest(least(x.now, x.before), 10)
        and x.now is not null and x.before is not null""";

  private History() {}

  private record Finding(
      String report,
      String rule,
      String measure,
      String other,
      String severity,
      String message,
      @Nullable String expected,
      String found) {}

  /** For each of these reports, those of its year after. */
  static Map<String, Set<String>> next(Connection connection, Collection<String> reports)
      throws SQLException {
    Map<String, Set<String>> next = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(NEXT)) {
      select.setArray(1, connection.createArrayOf("text", reports.toArray()));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        next.computeIfAbsent(rows.getString(1), id -> new HashSet<>()).add(rows.getString(2));
      }
    }
    return next;
  }

  /**
   * Brings the findings between years up to reports that changed.
   *
   * @param before the reports of the year after as it was before the change, as {@link #next} tells
   * @return updates of reports that did not change themselves, but whose findings did
   */
  static List<Feed.Change> follow(
      Connection connection, List<Feed.Change> changed, Map<String, Set<String>> before)
      throws SQLException {
    if (changed.isEmpty()) {
      return List.of();
    }
    Set<String> ids = new LinkedHashSet<>();
    changed.forEach(change -> ids.add(change.id()));
    Set<String> touched = new TreeSet<>();
    ids.forEach(id -> touched.addAll(before.getOrDefault(id, Set.of())));
    next(connection, ids).values().forEach(touched::addAll);
    try (PreparedStatement select = connection.prepareStatement(TOUCHED)) {
      for (int i = 1; i <= 3; i++) {
        select.setArray(i, connection.createArrayOf("text", ids.toArray()));
      }
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        touched.add(rows.getString(1));
      }
    }
    Set<Finding> held = findings(connection, HELD, touched);
    Set<Finding> found = findings(connection, FOUND, touched);
    List<Finding> gone = held.stream().filter(finding -> !found.contains(finding)).toList();
    List<Finding> come = found.stream().filter(finding -> !held.contains(finding)).toList();
    delete(connection, gone);
    insert(connection, come);
    Set<String> others = new TreeSet<>();
    gone.forEach(finding -> others.add(finding.report()));
    come.forEach(finding -> others.add(finding.report()));
    others.removeAll(ids);
    return others.stream().map(id -> new Feed.Change("update", "report", id)).toList();
  }

  private static Set<Finding> findings(
      Connection connection, String query, Collection<String> reports) throws SQLException {
    Set<Finding> findings = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setArray(1, connection.createArrayOf("text", reports.toArray()));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        findings.add(
            new Finding(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8)));
      }
    }
    return findings;
  }

  private static void delete(Connection connection, List<Finding> gone) throws SQLException {
    if (gone.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from finding f using unnest(?::text[], ?::text[], ?::text[]) u(report_id, rule, measure)"
                + " where f.report_id = u.report_id and f.rule = u.rule and f.measure = u.measure")) {
      delete.setArray(1, Columns.of(connection, "text", gone, Finding::report));
      delete.setArray(2, Columns.of(connection, "text", gone, Finding::rule));
      delete.setArray(3, Columns.of(connection, "text", gone, Finding::measure));
      delete.executeUpdate();
    }
  }

  private static void insert(Connection connection, List<Finding> come) throws SQLException {
    if (come.isEmpty()) {
      return;
    }
    List<Function<Finding, @Nullable Object>> columns =
        List.of(
            Finding::report,
            Finding::rule,
            Finding::measure,
            Finding::other,
            Finding::severity,
            Finding::message,
            Finding::expected,
            Finding::found);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into finding (report_id, rule, measure, other_id, severity, message, expected, found)"
                + " select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                + " ?::text[])")) {
      for (int i = 0; i < columns.size(); i++) {
        insert.setArray(i + 1, Columns.of(connection, "text", come, columns.get(i)));
      }
      insert.executeUpdate();
    }
  }
}
