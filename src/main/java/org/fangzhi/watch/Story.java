package org.fangzhi.watch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The whole story of one URL.
 *
 * @param page where it was found, its source, its turn, its pace group and state
 * @param attempts each attempt in order, with the version that it made, how that was read, what was
 *     decided, and whether it was published or why not
 * @param reports the reports that it holds or held, and what the feed told of them
 */
public record Story(JsonNode page, List<JsonNode> attempts, List<JsonNode> reports) {

  private static final String TIME =
      "to_char(%s at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')";

  private static final String PAGE =
      """
      select to_jsonb(x) from (
        select p.url, p.source_id as source, p.kind, p.state, p.outcome, p.fault, f.url as found_on,
          case when not exists (select from version w join payload y on y.sha256 = w.sha256
            where w.page_id = f.id and y.hidden is not null) then p.anchor end as anchor, p.depth, p.cms,
          %s as found_at, %s as due_at, p.every::text as every, p.run_id as run, %s as turn, p.attempts,
          p.misses, %s as missed_since, p.moved_to, p.links, %s as checked_at, %s as changed_at,
          g.name as "group", g.pace_ms as delay_ms, g.window_from, g.window_to, g.circuit_why, g.failures,
          case when g.free_at > now() then %s end as free_at, s.held_why, %s as held_since, s.removed_at is not null as removed,
          (select to_jsonb(l) - 'url' - 'source_id' - 'found_on' from api.listing l where l.url = p.url) as listing
        from page p join pace_group g on g.id = p.group_id join source s on s.id = p.source_id
        left join page f on f.id = p.found_on where p.url = ?) x"""
          .formatted(
              time("p.found_at"),
              time("p.due_at"),
              time("p.ask_at"),
              time("p.missed_since"),
              time("p.checked_at"),
              time("p.changed_at"),
              time("g.free_at"),
              time("s.held_since"));

  private static final String ATTEMPTS =
      """
      select to_jsonb(x) from (
        select %s as at, o.run_id as run, o.outcome, o.status, o.took_ms, o.why, o.ip, o.tls, o.truncated,
          coalesce(jsonb_array_length(o.hops), 0) as redirects, encode(o.payload, 'hex') as payload, y.length as bytes, y.hidden,
          v.kind as version, encode(v.sha256, 'hex') as sha256, v.document_id as document, %s as published_at,
          case when v.id is null or v.published_at is not null and (v.document_id is not null or v.kind = 'tombstone' or g.id is null) then null
            when g.state = 'hidden' then 'hidden by a takedown'
            when v.published_at is not null and g.state = 'set-aside' then 'no reader could read it'
            when v.published_at is not null then 'passed over: a later version came before it was published'
            when r.ended_how = 'held' then 'held back: ' || coalesce(s.held_why, 'its run was')
            when g.state = 'pending' then 'waits to be read'
            else 'waits for the end of run ' || v.run_id end as unpublished,
          g.reader, g.state as reading, g.fault as reader_fault, g.media_type, g.charset, g.title, length(g.text) as characters, g.mirror,
          (select jsonb_agg(jsonb_build_object('form', e -> 'form', 'year', e -> 'year', 'division', e -> 'division' -> 'name',
              'agency', e -> 'agency', 'figures', e -> 'figures', 'withheld', e -> 'withheld',
              'findings', jsonb_array_length(coalesce(nullif(e -> 'findings', 'null'), '[]'))))
           from jsonb_array_elements(g.reports) e) as read
        from observation o join page p on p.id = o.page_id join source s on s.id = p.source_id
        left join version v on v.observation_id = o.id left join run r on r.id = v.run_id
        left join payload y on y.sha256 = o.payload
        left join lateral (select * from reading where version_id = v.id
          order by state = 'current' desc, state <> 'superseded' desc, id desc limit 1) g on true
        where p.url = ? order by o.id) x"""
          .formatted(time("o.at"), time("v.published_at"));

  private static final String REPORTS =
      """
      select to_jsonb(x) from (
        select h.report_id as id, t.title, t.year, h.live, h.reading_id = t.reading_id and h.ordinal = t.ordinal as leads,
          t.deleted_at is not null as deleted,
          (select jsonb_agg(jsonb_build_object('seq', c.seq, 'op', c.op, 'at', %s) order by c.seq)
           from change c where c.entity = 'report' and c.id = t.id) as feed
        from page p join holding h on h.page_id = p.id join report t on t.id = h.report_id
        where p.url = ? order by h.report_id) x"""
          .formatted(time("c.at"));

  private static String time(String column) {
    return TIME.formatted(column);
  }

  /** The story of a URL as it is known; null when it is not. */
  public static @Nullable Story of(Connection connection, String url) throws SQLException {
    List<JsonNode> page = rows(connection, PAGE, url);
    return page.isEmpty()
        ? null
        : new Story(page.get(0), rows(connection, ATTEMPTS, url), rows(connection, REPORTS, url));
  }

  private static List<JsonNode> rows(Connection connection, String query, String url)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, url);
      ResultSet row = select.executeQuery();
      List<JsonNode> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(Watch.JSON.readTree(row.getString(1)));
      }
      return rows;
    }
  }
}
