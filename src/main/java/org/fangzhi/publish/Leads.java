package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which copy speaks for a document or a report, and what changed for consumers by it. The highest
 * rank leads, then the first address in order, so that it does not matter which copy came first.
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

  private static final String REPORTS =
      """
      with lead as (
        select distinct on (h.report_id) h.report_id, h.reading_id, h.ordinal, g.reports -> h.ordinal::int as item,
               md5(p.url || h.digest) as digest
        from holding h join page p on p.id = h.page_id join reading g on g.id = h.reading_id
        where h.live and h.report_id = any(?)
        order by h.report_id, h.rank desc, p.url, h.ordinal),
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
