package org.fangzhi.coverage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.coverage.Clue.Page;
import org.fangzhi.coverage.Clue.Reason;
import org.fangzhi.division.Division;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds, among the pages of a source, those that lead to reports which are not held. */
final class Clues {
  private static final JsonMapper JSON = new JsonMapper();

  private static final String WHOLE =
      "r.year is not null and r.division_code is not null and (r.scope = 'government' or r.scope = 'agency' and r.agency is not null)";

  // A link is one to a report by what it says, an address by the entry that has {year} in it.
  private static final String PAGES =
      """
      select p.id, p.url, p.state, p.outcome, p.fault, coalesce(g.title, p.anchor) as title, y.year as year_in_address,
        p.due_at::text, p.found_at::text, p.checked_at::text, coalesce(p.missed_since, p.checked_at)::text as missed_since,
        v.kind, v.at::text, v.published_at is not null as published, g.state as reading, g.fault as reading_fault,
        s.held_why, s.held_since::text,
        (select jsonb_agg(jsonb_build_object('year', e -> 'year', 'division', e -> 'division' -> 'code', 'scope', e -> 'scope',
           'agency', e -> 'agency', 'title', e -> 'title', 'why', (select string_agg(w ->> 'what' || ': ' || (w ->> 'why'), '; ')
             from jsonb_array_elements(e -> 'withheld') w where w ->> 'what' in ('year', 'division', 'scope', 'agency'))))
         from jsonb_array_elements(g.reports) e where e ->> 'form' is not null)::text as items
      from page p join source s on s.id = p.source_id
      left join lateral (select * from version where page_id = p.id order by id desc limit 1) v on true
      left join lateral (select * from reading where version_id = v.id
        order by state = 'current' desc, state <> 'superseded' desc, id desc limit 1) g on true
      left join lateral (select substring(p.url from t.pattern)::int as year from (
          select regexp_replace(split_part(e ->> 'url', '{year}', 1), '([.?*+()|\\[\\]\\\\^$])', '\\\\\\1', 'g') || '(20[0-4]\\d)' as pattern
          from jsonb_array_elements(s.definition -> 'entries') e where e ->> 'url' like '%{year}%') t
        where p.url ~ t.pattern and p.found_on is null limit 1) y on true
      where p.source_id = ? and p.kind in ('article', 'attachment') and p.state <> 'moved'
        and not exists (select from holding h join report r on r.id = h.report_id where h.page_id = p.id and h.live and
      """
          + WHOLE
          + """
          )
          and (p.anchor ~ '(公开|年报|年度报告).*(报告|年报|总结)|年报' or y.year is not null or g.state = 'staged'
            or exists (select from holding h where h.page_id = p.id and h.live))
          """;

  private static final String GONE =
      """
      select distinct on (r.id) r.division_code, r.agency, r.scope, r.year, p.id, p.url,
        coalesce(p.missed_since, p.changed_at, p.checked_at)::text as since
      from holding h join report r on r.id = h.report_id join page p on p.id = h.page_id
      where p.source_id = ? and r.deleted_at is not null and
      """
          + WHOLE
          + " order by r.id, p.id desc";

  private final Area area;
  private final @Nullable Division division;
  private final List<Clue> clues = new ArrayList<>();

  private Clues(Area area, @Nullable Division division) {
    this.area = area;
    this.division = division;
  }

  /**
   * What the pages of a source tell of reports that are not held.
   *
   * @param division what the source tells of; null: of several
   */
  static List<Clue> of(
      Connection connection, String sourceId, Area area, @Nullable Division division)
      throws SQLException {
    Clues found = new Clues(area, division);
    try (PreparedStatement select = connection.prepareStatement(PAGES)) {
      select.setString(1, sourceId);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        found.page(row);
      }
    }
    try (PreparedStatement select = connection.prepareStatement(GONE)) {
      select.setString(1, sourceId);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        Announced known =
            Announced.NOTHING.but(
                row.getInt("year"),
                row.getString("division_code"),
                row.getString("scope"),
                row.getString("agency"));
        found.add(known, page(row, "id"), Reason.GONE, null, row.getString("since"));
      }
    }
    return found.clues;
  }

  private static Page page(ResultSet row, String id) throws SQLException {
    return new Page(row.getLong(id), row.getString("url"));
  }

  private void page(ResultSet row) throws SQLException {
    String items = row.getString("items");
    String reading = row.getString("reading");
    Page page = page(row, "id");
    if (items == null || "set-aside".equals(reading) || "gone".equals(row.getString("state"))) {
      int year = row.getInt("year_in_address");
      Announced told = Announced.of(row.getString("title"), division);
      if (year > 0) {
        told = new Announced(year, division == null ? null : division.code(), null);
      }
      if (told.year() != null) {
        unread(row, told, page);
      }
      return;
    }
    for (JsonNode item : JSON.readTree(items).values()) {
      Integer year = item.path("year").isNumber() ? item.path("year").asInt() : null;
      String title = item.path("title").stringValue(null);
      Announced told =
          Announced.of(title == null ? row.getString("title") : title, division)
              .but(
                  year,
                  item.path("division").stringValue(null),
                  item.path("scope").stringValue(null),
                  item.path("agency").stringValue(null));
      if ("staged".equals(reading)) {
        boolean held = row.getString("held_why") != null;
        String since = row.getString(held ? "held_since" : "at");
        String why = row.getString("held_why");
        add(told, page, held ? Reason.HELD_BACK : Reason.WAITING, why, since);
      } else {
        String why = item.path("why").stringValue(null);
        add(told, page, Reason.WITHHELD, why, row.getString("at"));
      }
    }
  }

  /** A page that nothing was read of. */
  private void unread(ResultSet row, Announced told, Page page) throws SQLException {
    String state = row.getString("state");
    String reading = row.getString("reading");
    String fault = row.getString("fault");
    if (state.equals("set-aside") || "set-aside".equals(reading)) {
      String why = state.equals("set-aside") ? fault : row.getString("reading_fault");
      add(told, page, Reason.SET_ASIDE, why, row.getString("checked_at"));
    } else if (state.equals("gone")) {
      add(told, page, Reason.GONE, null, row.getString("missed_since"));
    } else if (reading != null && !"tombstone".equals(row.getString("kind"))) {
      boolean waits = reading.equals("pending") || !row.getBoolean("published");
      add(told, page, waits ? Reason.WAITING : Reason.NO_REPORT, null, row.getString("at"));
    } else {
      unfetched(row, told, page, fault);
    }
  }

  private void unfetched(ResultSet row, Announced told, Page page, @Nullable String fault)
      throws SQLException {
    String outcome = row.getString("outcome");
    String due = row.getString("due_at");
    String since = row.getString("checked_at");
    switch (outcome == null ? "" : outcome) {
      case "blocked" -> add(told, page, Reason.BLOCKED, fault, since);
      case "soft-missing" ->
          add(told, page, Reason.SOFT_MISSING, fault, row.getString("missed_since"));
      case "missing" -> add(told, page, Reason.NOT_THERE, fault, row.getString("missed_since"));
      case "refused" -> add(told, page, Reason.REFUSED, fault, since);
      case "failed" -> add(told, page, Reason.FAILED, fault, since);
      default ->
          add(
              told,
              page,
              Reason.NOT_FETCHED,
              due == null ? "its turn comes with the run" : "due " + due.substring(0, 16),
              row.getString("found_at"));
    }
  }

  private void add(
      Announced told, Page page, Reason reason, @Nullable String detail, @Nullable String since) {
    String body = told.body(area);
    if (body != null && told.division() != null) {
      int year = told.year() == null ? 0 : told.year();
      String place = body.contains("/") ? body.substring(0, body.indexOf('/')) : body;
      clues.add(new Clue(body, place, told.agency(), year, page, reason, detail, since));
    }
  }
}
