package org.fangzhi.console;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One source: what it is told to do, how it did, and what stands in its way.
 *
 * @param file the source file as it was loaded, as YAML
 */
public record SourcePage(
    String id,
    String name,
    @Nullable String division,
    @Nullable String divisionCode,
    String file,
    boolean removed,
    @Nullable String heldWhy,
    String heldSince,
    @Nullable String pausedWhy,
    String loadedAt,
    String listsAt,
    List<Count> states,
    List<Group> groups,
    List<Run> runs,
    List<Breach> breaches,
    List<Listing> listings,
    List<Fault> faults) {

  /** How many pages are in a state. */
  public record Count(String state, long pages) {}

  /** A pace group that it asks; {@code set}: an operator has set its delay. */
  public record Group(
      String name,
      long delayMs,
      boolean set,
      String window,
      int failures,
      @Nullable String restsWhy,
      String until) {}

  /** A pass over it. */
  public record Run(
      long id, String kind, String began, String ended, String how, Map<String, Long> outcomes) {}

  /** Something otherwise than expected when it was last looked at. */
  public record Breach(String rule, String message) {}

  /** A list that may be cut short. */
  public record Listing(
      String url, String family, int entries, @Nullable Integer announced, List<String> notes) {}

  /** A page that could not be had. */
  public record Fault(String url, String state, @Nullable String outcome, String why, String at) {}

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int MOST = 100;

  static @Nullable SourcePage load(Connection connection, String id) throws SQLException {
    return Rows.first(
        connection,
        "select s.*, left(window_from::text, 5) || '–' || left(window_to::text, 5) as hours from fangzhi.source s where id = ?",
        row -> page(connection, row),
        id);
  }

  private static SourcePage page(Connection connection, ResultSet row) throws SQLException {
    String id = row.getString("id");
    String code = row.getString("division");
    String paused = row.getString("paused_why");
    return new SourcePage(
        id,
        row.getString("name"),
        code == null ? null : Divisions.byCode(code).map(d -> d.name()).orElse(code),
        code,
        YAML.writeValueAsString(Rows.json(row, "definition")).replaceFirst("^---\\s*", ""),
        row.getObject("removed_at") != null,
        row.getString("held_why"),
        Rows.minute(row, "held_since"),
        row.getObject("paused_at") == null ? null : paused == null ? "" : paused,
        Rows.minute(row, "loaded_at"),
        Rows.minute(row, "lists_at"),
        Rows.list(
            connection,
            "select state, count(*) from fangzhi.page where source_id = ? group by 1 order by 2 desc",
            r -> new Count(r.getString(1), r.getLong(2)),
            id),
        groups(connection, id),
        runs(connection, id),
        breaches(connection, id),
        listings(connection, id),
        faults(connection, id));
  }

  private static List<Group> groups(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        """
        select g.name, coalesce(g.set_ms, g.pace_ms) as delay, g.set_ms is not null as set, g.failures, case when g.free_at > now() then g.circuit_why end as why,
          case when g.free_at > now() then g.free_at end as until,
          coalesce(left(g.window_from::text, 5) || '–' || left(g.window_to::text, 5), '') as hours
        from fangzhi.pace_group g where g.id in (select p.group_id from fangzhi.page p where p.source_id = ?)
        order by g.circuit_why is null, g.name limit 100""",
        row ->
            new Group(
                row.getString("name"),
                row.getLong("delay"),
                row.getBoolean("set"),
                row.getString("hours"),
                row.getInt("failures"),
                row.getString("why"),
                Rows.minute(row, "until")),
        id);
  }

  static final String RUNS =
      "select id, source_id, kind, started_at, ended_at, coalesce(ended_how, 'running') as how, outcomes"
          + " from fangzhi.run";

  static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getLong("id"),
        row.getString("kind"),
        Rows.minute(row, "started_at"),
        Rows.minute(row, "ended_at"),
        row.getString("how"),
        RunPage.counts(Rows.json(row, "outcomes")));
  }

  private static List<Run> runs(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection, RUNS + " where source_id = ? order by id desc limit 20", SourcePage::run, id);
  }

  private static List<Breach> breaches(Connection connection, String id) throws SQLException {
    JsonNode last =
        Rows.first(
            connection,
            "select breaches from fangzhi.run where source_id = ? and tally is not null order by id desc limit 1",
            row -> Rows.json(row, "breaches"),
            id);
    return last == null ? List.of() : breaches(last);
  }

  static List<Breach> breaches(JsonNode told) {
    List<Breach> breaches = new ArrayList<>();
    for (JsonNode breach : told) {
      breaches.add(
          new Breach(breach.path("rule").asString(""), breach.path("message").asString("")));
    }
    return breaches;
  }

  private static List<Listing> listings(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        "select url, family, entries, announced, notes from api.listing where source_id = ?"
            + " and (cardinality(notes) > 0 or announced > entries) order by url limit "
            + MOST,
        row ->
            new Listing(
                row.getString("url"),
                row.getString("family"),
                row.getInt("entries"),
                row.getObject("announced", Integer.class),
                List.of((String[]) row.getArray("notes").getArray())),
        id);
  }

  private static List<Fault> faults(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        "select url, state, outcome, fault, checked_at from fangzhi.page where source_id = ? and fault is not null"
            + " order by checked_at desc nulls last, url limit "
            + MOST,
        row ->
            new Fault(
                row.getString("url"),
                row.getString("state"),
                row.getString("outcome"),
                row.getString("fault"),
                Rows.minute(row, "checked_at")),
        id);
  }
}
