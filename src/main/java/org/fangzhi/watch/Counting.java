package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.watch.Tally.Sample;
import org.fangzhi.watch.Tally.Waiting;

/** Counts what a source comes to. Always inside a transaction of the caller's. */
final class Counting {
  private static final String LISTS =
      """
      with list as (
        select url, depth, outcome in ('new', 'changed', 'unchanged') as had, links, links_before, sha256, outcome, checked_at,
          fault from page where source_id = ? and kind = 'list')
      select count(*) filter (where had),
        coalesce(sum(links) filter (where had or outcome in ('blocked', 'failed', 'refused')), 0),
        count(*) filter (where emptied), min(url) filter (where emptied),
        case when bool_and(unreached) filter (where depth = 0) then min(url || ': ' || coalesce(fault, outcome)) filter (where depth = 0) end
      from list cross join lateral (select
        had and links = 0 and links_before > case depth when 0 then 0 else 2 end as emptied,
        sha256 is not null and outcome not in ('new', 'changed', 'unchanged', 'moved') and checked_at <
          (select max(started_at) from run where source_id = ? and ended_at is not null and kind <> 'reparse') as unreached) x""";

  private static final String WAITING =
      """
      with waiting as materialized (
        select distinct on (v.page_id) v.page_id, v.id, v.kind, p.url
        from version v join run r on r.id = v.run_id and r.source_id = ? join page p on p.id = v.page_id
        where v.published_at is null and p.kind in ('article', 'attachment')
        order by v.page_id, v.id desc)
      """;

  private static final String READ =
      WAITING
          + """
          , pair as (
            select w.url, w.kind = 'tombstone' as gone, b.id is not null as known,
              not exists (select from reading k join version kv on kv.id = k.version_id join page kp on kp.id = kv.page_id
                where k.text_hash = case when w.kind = 'tombstone' then b.text_hash else g.text_hash end
                  and k.state in ('current', 'staged') and kv.page_id <> w.page_id and kp.state = 'live') as alone,
              coalesce(s.n, 0) as n, s.filled, coalesce(s.nulls, 0) as nulls, s.keys, s.dates, coalesce(f.numbers, 0) as numbers,
              g.title, length(g.text) as length, length(g.text) - length(replace(g.text, U&'\\FFFD', '')) as replaced,
              coalesce(t.n, 0) as bn, coalesce(t.nulls, 0) as bnulls, t.keys as bkeys, t.dates as bdates,
              coalesce(u.numbers, 0) as bnumbers, b.title as btitle,
              length(b.text) as blength, length(b.text) - length(replace(b.text, U&'\\FFFD', '')) as breplaced,
              b.id is not null and g.figures is distinct from b.figures
                and jsonb_path_query_array(g.figures::jsonb, '$[*].value[*]')
                  is distinct from jsonb_path_query_array(b.figures::jsonb, '$[*].value[*]') as refigured
            from waiting w
            left join reading g on g.version_id = w.id and g.state = 'staged'
            left join lateral (select c.* from version v join reading c on c.version_id = v.id and c.state = 'current'
              where v.page_id = w.page_id and v.published_at is not null and v.id < w.id order by v.id desc limit 1) b on true
          """
          + reports("g", "s")
          + reports("b", "t")
          + numbers("g", "f")
          + numbers("b", "u")
          + """
          ), told as (select p.*,
            not gone and bn > 0 and n = 0 as no_report,
            not gone and n > 0 and bnumbers >= 3 and 2 * numbers < bnumbers as no_figures,
            not gone and known and btitle is not null and title is null as no_title,
            not gone and bn > 0 and n >= bn and nulls > bnulls as no_attribute,
            not gone and bn > 0 and n > 0 and nulls <= bnulls and keys <> bkeys as other_report,
            not gone and bn > 0 and n > 0 and nulls <= bnulls and dates <> bdates as other_date,
            not gone and bn > 0 and n > 0 and refigured as other_figures,
            not gone and known and 200 * replaced > length and 200 * breplaced <= blength as garbled,
            gone and bn > 0 and alone as lost from pair p)
          select count(*), count(*) filter (where not known and not gone and alone), coalesce(sum(n), 0), coalesce(sum(filled), 0),
            coalesce(sum(length), 0), coalesce(sum(replaced), 0)
          """
          + sample("lost")
          + sample("no_report")
          + sample("no_figures")
          + sample("no_title")
          + sample("no_attribute")
          + sample("other_report")
          + sample("other_date")
          + sample("other_figures")
          + sample("garbled")
          + " from told";

  private static final String YEARS =
      WAITING
          + """
          , kept as (
            select r.year, concat_ws('/', r.division_code, r.agency, r.scope) as key,
              not exists (select from waiting w where w.page_id = h.page_id and w.kind <> 'tombstone') as stays
            from page p join holding h on h.page_id = p.id join report r on r.id = h.report_id
            where p.source_id = ? and r.year is not null and (h.live and r.deleted_at is null
              or p.state = 'live' and exists (select from reading g where g.id = h.reading_id and g.state = 'hidden'))
            union all
            select (e ->> 'year')::int, concat_ws('/', e -> 'division' ->> 'code', e ->> 'agency', e ->> 'scope'), true
            from waiting w join reading g on g.version_id = w.id and g.state = 'staged',
              jsonb_array_elements(g.reports) e where e ->> 'form' is not null and e ->> 'year' is not null)
          select year, count(distinct key) filter (where stays), count(distinct key) from kept group by year""";

  private static final String PAGES =
      """
      select count(*), count(*) filter (where state = 'suspect'), min(url) filter (where state = 'suspect'),
        (select extract(day from now() - max(changed_at))::int from page where source_id = ? and kind in ('article', 'attachment'))
      from page p where p.source_id = ? and exists (select from holding h where h.page_id = p.id and h.live)""";

  private Counting() {}

  private static String reports(String reading, String as) {
    return """
    left join lateral (select count(*) as n, count(*) filter (where (e ->> 'figures')::int > 0) as filled,
      sum((e ->> 'year' is null)::int + (e -> 'division' ->> 'code' is null)::int + (e ->> 'agency' is null)::int
        + (e ->> 'published' is null)::int) as nulls,
      jsonb_agg(jsonb_build_array(e -> 'year', e -> 'division' -> 'code', e -> 'agency')) as keys, jsonb_agg(e -> 'published') as dates
      from jsonb_array_elements(%s.reports) e where e ->> 'form' is not null) %s on true
    """
        .formatted(reading, as);
  }

  // Counted in the text, and only where there is something to hold it against: a tree of all
  // figures would take as long as all else together.
  private static String numbers(String reading, String as) {
    return """
    left join lateral (select (length(%1$s.figures) - length(replace(%1$s.figures, '"number"', ''))) / 8
      + (length(%1$s.figures) - length(replace(%1$s.figures, '"zero"', ''))) / 6 as numbers where b.id is not null) %2$s on true
    """
        .formatted(reading, as);
  }

  private static String sample(String condition) {
    return ", count(*) filter (where %1$s), min(url) filter (where %1$s)".formatted(condition);
  }

  /** Counts a source. */
  static Tally of(Connection connection, String source) throws SQLException {
    Map<Integer, Integer> years = new TreeMap<>();
    Map<Integer, Integer> lost = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(YEARS)) {
      select.setString(1, source);
      select.setString(2, source);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        (row.getInt(2) > 0 ? years : lost)
            .put(row.getInt(1), row.getInt(2) > 0 ? row.getInt(2) : row.getInt(3));
      }
    }
    Waiting waiting = waiting(connection, source);
    try (PreparedStatement lists = connection.prepareStatement(LISTS);
        PreparedStatement pages = connection.prepareStatement(PAGES)) {
      lists.setString(1, source);
      lists.setString(2, source);
      ResultSet list = lists.executeQuery();
      list.next();
      pages.setString(1, source);
      pages.setString(2, source);
      ResultSet page = pages.executeQuery();
      page.next();
      return new Tally(
          list.getInt(1),
          list.getInt(2),
          sample(list, 3),
          list.getString(5),
          page.getInt(1),
          sample(page, 2),
          page.getObject(4) == null ? null : page.getInt(4),
          years,
          lost,
          waiting);
    }
  }

  private static Waiting waiting(Connection connection, String source) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(READ)) {
      select.setString(1, source);
      ResultSet row = select.executeQuery();
      row.next();
      return new Waiting(
          row.getInt(1),
          row.getInt(2),
          row.getInt(3),
          row.getInt(4),
          row.getLong(5),
          row.getLong(6),
          sample(row, 7),
          sample(row, 9),
          sample(row, 11),
          sample(row, 13),
          sample(row, 15),
          sample(row, 17),
          sample(row, 19),
          sample(row, 21),
          sample(row, 23));
    }
  }

  private static Sample sample(ResultSet row, int column) throws SQLException {
    return new Sample(row.getInt(column), row.getString(column + 1));
  }
}
