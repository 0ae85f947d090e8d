package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;

/**
 * How the sources do, those in trouble first.
 *
 * @param next address of the next page; null at the end
 */
public record SourcesPage(
    Map<String, Long> counts, String chosen, List<Line> lines, @Nullable String next) {

  /**
   * A source.
   *
   * @param state well, held, paused, resting, failing, new
   * @param why in an operator's words; null when it is well
   * @param silent days since a page of it last answered; null when none ever did
   * @param quiet days since an article of it was new or changed; null when none ever was
   * @param most days that this may be, as its file expects; null when it expects nothing
   * @param trend how its last runs went
   */
  public record Line(
      String id,
      String name,
      @Nullable String division,
      String state,
      @Nullable String why,
      String lastRun,
      @Nullable Integer silent,
      @Nullable Integer quiet,
      @Nullable Integer most,
      long pages,
      long faults,
      long reports,
      Spark trend) {

    /** Whether it has been quiet for longer than its file expects. */
    public boolean isTooQuiet() {
      return quiet != null && most != null && quiet > most;
    }
  }

  private static final int PAGE = 100;
  private static final Pattern KEY = Pattern.compile("(\\d)\\.([\\w.-]{1,80})");

  // The state by what is cheap to know, so that sources in trouble come first however many there
  // are.
  private static final String STATES =
      """
      select s.id, case when s.held_why is not null then 'held' when s.paused_at is not null then 'paused'
          when exists (select from fangzhi.pace_group g where g.circuit_why is not null and g.free_at > now()
            and exists (select from fangzhi.page p where p.source_id = s.id and p.group_id = g.id)) then 'resting'
          when l.ended_how = 'failures' then 'failing' when l.id is null then 'new' else 'well' end as state
      from fangzhi.source s
      left join lateral (select r.id, r.ended_how from fangzhi.run r where r.source_id = s.id and r.kind <> 'reparse'
        and r.ended_at is not null order by r.id desc limit 1) l on true
      where s.removed_at is null""";

  private static final List<String> ORDER =
      List.of("held", "resting", "failing", "paused", "new", "well");

  static SourcesPage load(Connection connection, Visit visit) throws SQLException {
    Map<String, Long> counts = new HashMap<>();
    List<String[]> all =
        new ArrayList<>(
            Rows.list(
                connection, STATES, row -> new String[] {row.getString(1), row.getString(2)}));
    all.forEach(one -> counts.merge(one[1], 1L, Long::sum));
    String chosen = visit.query().getOrDefault("state", "");
    if (ORDER.contains(chosen)) {
      all.removeIf(one -> !one[1].equals(chosen));
    }
    all.sort(
        (a, b) -> {
          int order = Integer.compare(ORDER.indexOf(a[1]), ORDER.indexOf(b[1]));
          return order != 0 ? order : a[0].compareTo(b[0]);
        });
    var key = KEY.matcher(visit.query().getOrDefault("after", ""));
    if (key.matches()) {
      int state = Integer.parseInt(key.group(1));
      String id = key.group(2);
      all.removeIf(
          one ->
              ORDER.indexOf(one[1]) < state
                  || ORDER.indexOf(one[1]) == state && one[0].compareTo(id) <= 0);
    }
    String next = null;
    if (all.size() > PAGE) {
      all = all.subList(0, PAGE);
      String[] last = all.get(PAGE - 1);
      next = visit.with("after", ORDER.indexOf(last[1]) + "." + last[0]);
    }
    return new SourcesPage(counts, chosen, lines(connection, all), next);
  }

  private static List<Line> lines(Connection connection, List<String[]> chosen)
      throws SQLException {
    Map<String, String> states = new HashMap<>();
    chosen.forEach(one -> states.put(one[0], one[1]));
    Map<String, Line> lines = new HashMap<>();
    Rows.list(
        connection,
        """
        select h.*, s.paused_why, extract(day from now() - h.last_success_at)::int as silent,
          (select count(distinct o.report_id) from fangzhi.page p join fangzhi.holding o on o.page_id = p.id
           where p.source_id = h.id and o.live) as reports,
          (select extract(day from now() - max(p.changed_at))::int from fangzhi.page p where p.source_id = h.id) as quiet,
          case when s.definition #>> '{expect,silent-days}' ~ '^\\d{1,5}$'
            then (s.definition #>> '{expect,silent-days}')::int end as most,
          (select json_agg(x order by x.id desc) from (select r.id, coalesce(r.ended_how, 'running') as how, r.outcomes
             from fangzhi.run r where r.source_id = h.id and r.kind <> 'reparse' order by r.id desc limit 12) x) as trend
        from api.source_health h join fangzhi.source s on s.id = h.id where h.id = any(?)""",
        row -> {
          String id = row.getString("id");
          String state = Objects.requireNonNull(states.get(id));
          String code = row.getString("division_code");
          Integer silent = row.getObject("silent", Integer.class);
          return lines.put(
              id,
              new Line(
                  id,
                  row.getString("name"),
                  code == null ? null : Divisions.byCode(code).map(d -> d.name()).orElse(code),
                  state,
                  switch (state) {
                    case "held" -> row.getString("held_why");
                    case "paused" -> row.getString("paused_why");
                    case "resting" -> row.getString("resting_why");
                    default -> null;
                  },
                  Rows.minute(row, "last_run_at"),
                  silent,
                  row.getObject("quiet", Integer.class),
                  row.getObject("most", Integer.class),
                  row.getLong("pages"),
                  row.getLong("faults"),
                  row.getLong("reports"),
                  Spark.of(Rows.json(row, "trend"))));
        },
        connection.createArrayOf("text", states.keySet().toArray()));
    return chosen.stream().map(one -> Objects.requireNonNull(lines.get(one[0]))).toList();
  }
}
