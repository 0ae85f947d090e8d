package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which copy speaks for a document or a report, and what changed for consumers by it. A report
 * changes with its copies too: one gained or lost is an update.
 */
final class Leads {

  private static final String DOCUMENTS =
      """
      with latest as (
        select distinct on (v.page_id) v.id, v.page_id, v.kind, v.document_id from version v
        where v.page_id in (select page_id from version where document_id = any(?)) and v.published_at is not null
          and (v.kind = 'tombstone' or v.document_id is not null)
        order by v.page_id, v.id desc),
      lead as (
        select distinct on (l.document_id) l.document_id, l.id as version_id,
               md5(concat_ws('|', p.url, encode(coalesce(g.text_hash, v.sha256), 'hex'), g.title, g.media_type)) as digest
        from latest l join version v on v.id = l.id join page p on p.id = l.page_id
        join reading g on g.version_id = l.id and g.state = 'current'
        where l.kind <> 'tombstone' and l.document_id = any(?)
        order by l.document_id, g.mirror, p.kind, p.url),
      old as (select id, version_id, digest, deleted_at from document where id = any(?) and superseded_by is null)
      update document d set
        version_id = case when lead.digest <> coalesce(d.digest, '') then lead.version_id else d.version_id end,
        digest = coalesce(lead.digest, d.digest),
        deleted_at = case when lead.version_id is null then coalesce(d.deleted_at, now()) end
      from old left join lead on lead.document_id = old.id
      where d.id = old.id
      returning d.id, case when lead.version_id is null then case when old.deleted_at is null and old.digest is not null then 'delete' end
        when old.digest is null then 'add' when old.deleted_at is not null then 'restore'
        when old.digest <> lead.digest then 'update' end as op""";

  /**
   * The text that speaks best leads. Of its copies the one leads that says most of itself, then the
   * original: a copy that is not republished, on the site of its own division. Copies found on one
   * day are of one age, for their sites may have been asked in any order.
   */
  private static final String REPORTS =
      """
      with copy as (
        select h.report_id, h.ordinal, h.reading_id, h.document_id, h.rank, h.digest, p.url, e.item,
               g.mirror or coalesce(e.item -> 'provenance' @> '["republished"]', false) as republished,
               case when e.item -> 'division' ->> 'code' = s.division then 0
                 when left(e.item -> 'division' ->> 'code', 6) = s.division then 1 else 2 end as away,
               (select min(v.at at time zone 'Asia/Shanghai')::date from version v where v.page_id = p.id) as first_day,
               num_nonnulls(e.item ->> 'title', e.item ->> 'agency', e.item ->> 'scope', e.item ->> 'year',
                 e.item -> 'division' ->> 'code') + case when
      """
          + Staged.STATED
          + """
       then 1 else 0 end as told
        from holding h join page p on p.id = h.page_id join source s on s.id = p.source_id
        join reading g on g.id = h.reading_id
        cross join lateral (select g.reports -> h.ordinal::int as item) e
        where h.live and h.report_id = any(?)),
      lead as (
        select distinct on (report_id) report_id, reading_id, ordinal, item,
               md5(concat_ws('|', url, digest, string_agg(concat_ws(' ', url, ordinal, document_id, digest), '|')
                 over (partition by report_id order by url, ordinal
                   rows between unbounded preceding and unbounded following))) as digest
        from copy
        order by report_id, max(rank) over (partition by report_id, document_id) desc,
          (item ->> 'figures')::int desc, told desc, republished, away, rank desc, first_day, url, ordinal),
      old as (select id, digest, deleted_at from report where id = any(?) and superseded_by is null)
      update report r set
        title = case when lead.item is null then r.title else lead.item ->> 'title' end,
        agency = case when lead.item is null then r.agency else lead.item ->> 'agency' end,
        division_code = case when lead.item is null then r.division_code else lead.item -> 'division' ->> 'code' end,
        scope = case when lead.item is null then r.scope else lead.item ->> 'scope' end,
        year = case when lead.item is null then r.year else (lead.item ->> 'year')::smallint end,
        published = case when lead.item is null then r.published else lead.item ->> 'published' end,
        form = case when lead.item is null then r.form else lead.item ->> 'form' end,
        reading_id = coalesce(lead.reading_id, r.reading_id), ordinal = coalesce(lead.ordinal, r.ordinal),
        digest = coalesce(lead.digest, r.digest),
        deleted_at = case when lead.item is null then coalesce(r.deleted_at, now()) end
      from old left join lead on lead.report_id = old.id
      where r.id = old.id
      returning r.id, case when lead.item is null then case when old.deleted_at is null then 'delete' end
        when old.digest = '' then 'add' when old.deleted_at is not null then 'restore'
        when old.digest <> lead.digest then 'update' end as op""";

  private Leads() {}

  static List<Feed.Change> documents(Connection connection, Collection<String> ids)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(DOCUMENTS)) {
      var array = connection.createArrayOf("text", ids.toArray());
      update.setArray(1, array);
      update.setArray(2, array);
      update.setArray(3, array);
      return changes(update.executeQuery(), "document");
    }
  }

  static List<Feed.Change> reports(Connection connection, Collection<String> ids)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REPORTS)) {
      var array = connection.createArrayOf("text", ids.toArray());
      update.setArray(1, array);
      update.setArray(2, array);
      return changes(update.executeQuery(), "report");
    }
  }

  private static List<Feed.Change> changes(ResultSet rows, String entity) throws SQLException {
    List<Feed.Change> changes = new ArrayList<>();
    while (rows.next()) {
      String op = rows.getString(2);
      if (op != null) {
        changes.add(new Feed.Change(op, entity, rows.getString(1)));
      }
    }
    changes.sort(java.util.Comparator.comparing(Feed.Change::id));
    return changes;
  }
}
