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

  /**
   * A copy with the text that is shown already shows nothing new, whichever version of its page it
   * is. What the version shown says may change all the same, when it is read again.
   */
  private static final String DOCUMENTS =
      """
      with latest as materialized (
        select distinct on (v.page_id) v.id, v.page_id, v.kind, v.document_id from version v
        where v.page_id in (select page_id from version where document_id = any(?)) and v.published_at is not null
          and (v.kind = 'tombstone' or v.document_id is not null)
        order by v.page_id, v.id desc),
      lead as materialized (
        select distinct on (l.document_id) l.document_id, l.id as version_id,
               md5(concat_ws('|', p.url, encode(coalesce(g.text_hash, v.sha256), 'hex'), g.title, g.media_type)) as copy
        from latest l join version v on v.id = l.id join page p on p.id = l.page_id
        join reading g on g.version_id = l.id and g.state = 'current'
        where l.kind <> 'tombstone' and l.document_id = any(?)
        order by l.document_id, g.mirror, p.kind, p.url),
      old as materialized (
        select d.id, d.digest, d.deleted_at, lead.copy,
               case when lead.copy = left(d.digest, 32) and shown.id is not null then d.version_id else lead.version_id end as version_id
        from document d left join lead on lead.document_id = d.id
        left join reading shown on shown.version_id = d.version_id and shown.state = 'current' where d.id = any(?)),
      now as materialized (
        select old.id, old.version_id, case when old.copy is not null then concat(old.copy,
               md5((g.title, g.media_type, g.charset, g.mirror, g.reports -> 0 ->> 'form', g.text)::text)) end as digest
        from old left join reading g on g.version_id = old.version_id and g.state = 'current')
      update document d set
        version_id = coalesce(now.version_id, d.version_id), digest = coalesce(now.digest, d.digest),
        deleted_at = case when now.digest is null then coalesce(d.deleted_at, now()) end
      from old join now on now.id = old.id
      where d.id = old.id
      returning d.id, case when now.digest is null then case when old.deleted_at is null and old.digest is not null then 'delete' end
        when old.digest is null then 'add' when old.deleted_at is not null then 'restore'
        when old.digest <> now.digest then 'update' end as op""";

  /**
   * The text that speaks best leads. Of its copies the one leads that says most of itself, then the
   * original: a copy that is not republished, on the site of its own division. Copies found on one
   * day are of one age, for their sites may have been asked in any order.
   */
  private static final String REPORTS =
      """
      with copy as materialized (
        select h.report_id, h.ordinal, h.reading_id, h.document_id, h.rank, h.digest, p.url,
               e.item ->> 'title' as title, e.item ->> 'agency' as agency, e.item -> 'division' ->> 'code' as division,
               e.item ->> 'scope' as scope, (e.item ->> 'year')::smallint as year, e.item ->> 'published' as published,
               e.item ->> 'form' as form, (e.item ->> 'figures')::int as figures,
      """
          + Staged.STATED
          + """
       as stated, g.mirror or coalesce(e.item -> 'provenance' @> '["republished"]', false) as republished,
               s.division as site,
               (select min(v.at at time zone 'Asia/Shanghai')::date from version v where v.page_id = p.id) as found
        from holding h join page p on p.id = h.page_id join source s on s.id = p.source_id
        join reading g on g.id = h.reading_id
        cross join lateral jsonb_array_element(g.reports, h.ordinal::int) e(item)
        where h.live and h.report_id = any(?)),
      copies as materialized (
        select report_id, md5(string_agg(concat_ws(' ', url, ordinal, document_id, digest), '|' order by url, ordinal)) as copies
        from copy group by report_id),
      lead as materialized (
        select distinct on (report_id) report_id, reading_id, ordinal, title, agency, division, scope, year, published, form,
               md5(concat_ws('|', url, digest, copies)) as digest
        from copy join copies using (report_id)
        order by report_id, max(rank) over (partition by report_id, document_id) desc, figures desc,
          num_nonnulls(title, agency, division, scope, year) + stated::int desc, republished,
          case when division = site then 0 when left(division, 6) = site then 1 else 2 end,
          rank desc, found, url, ordinal),
      old as (select id, digest, deleted_at from report where id = any(?))
      update report r set
        title = case when lead.form is null then r.title else lead.title end,
        agency = case when lead.form is null then r.agency else lead.agency end,
        division_code = case when lead.form is null then r.division_code else lead.division end,
        scope = case when lead.form is null then r.scope else lead.scope end,
        year = case when lead.form is null then r.year else lead.year end,
        published = case when lead.form is null then r.published else lead.published end,
        form = coalesce(lead.form, r.form),
        reading_id = coalesce(lead.reading_id, r.reading_id), ordinal = coalesce(lead.ordinal, r.ordinal),
        digest = coalesce(lead.digest, r.digest),
        deleted_at = case when lead.form is null then coalesce(r.deleted_at, now()) end
      from old left join lead on lead.report_id = old.id
      where r.id = old.id
      returning r.id, case when lead.form is null then case when old.deleted_at is null and old.digest <> '' then 'delete' end
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
