package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.store.Transactions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reading again what is kept, with the present reader and without fetching: readings are staged
 * beside those that are current, compared with them, and published when that is asked for. Rows
 * tell how far it is, so that whoever begins again goes on.
 */
public final class Rereading {

  /** Any fixed number: the key of the lock that lets one at a time plan what is read again. */
  private static final long ONE_PLANNER = 0x66616e677a6868L;

  // What other readers staged and nobody published tells nothing any more.
  private static final String DROP =
      """
      update reading g set state = 'superseded', token = null from version v
      where v.id = g.version_id and v.published_at is not null and g.state in ('pending', 'staged')
        and g.reader <> ?""";

  // Of each page the version that tells what it holds, and those that documents are shown by; also
  // where no reader could read them.
  private static final String CHOOSE =
      """
      create temporary table again on commit drop as
      with latest as (
        select distinct on (v.page_id) v.id, v.kind from version v
        where v.published_at is not null
          and (v.kind = 'tombstone' or exists (select from reading g where g.version_id = v.id))
        order by v.page_id, v.id desc),
      shown as (
        select id from latest where kind <> 'tombstone'
        union select version_id from document where deleted_at is null and version_id is not null)
      select v.id, p.source_id from shown join version v on v.id = shown.id join page p on p.id = v.page_id
      join payload y on y.sha256 = v.sha256 and y.bytes is not null
      where exists (select from reading c where c.version_id = v.id and c.reader <> ? and c.state in ('current', 'set-aside'))
        and not exists (select from reading c where c.version_id = v.id and c.reader = ? and c.state <> 'superseded') and
      """
          + Selection.WITHIN
          + " order by p.source_id, p.url, v.id limit ?";

  private static final String BEGIN =
      """
      insert into run (source_id, kind, definition, note)
      select s.id, 'reparse', s.definition, 'reader ' || ?::text from source s
      where s.id in (select source_id from again) on conflict do nothing""";

  // What this reader once read, before another took its place, need not be read again.
  private static final String WAIT =
      """
      insert into reading as g (version_id, reader, run_id)
      select a.id, ?, r.id from again a
      join run r on r.source_id = a.source_id and r.kind = 'reparse' and r.ended_at is null
      on conflict (version_id, reader) do update set run_id = excluded.run_id, ask_at = now(), token = null, attempts = 0,
        state = case when g.read_at is null then 'pending' else 'staged' end
      where g.state = 'superseded'""";

  private static final String HOLD =
      "select id from run where kind = 'reparse' and ended_at is null order by id for update";

  private static final String COUNT =
      """
      update run r set planned = planned + a.n
      from (select source_id, count(*) as n from again group by source_id) a
      where r.source_id = a.source_id and r.kind = 'reparse' and r.ended_at is null""";

  private static final String OPEN =
      """
      select id from run where kind = 'reparse' and ended_at is null
        and (cardinality(?::text[]) = 0 or source_id = any(?::text[])) order by source_id""";

  private static final String COMPARE =
      """
      select p.source_id, p.url, g.title, g.state = 'set-aside' as failed, x.same,
             case when not x.same then c.reports::text end as old_reports, case when not x.same then c.figures::text end as old_figures,
             case when not x.same then g.reports::text end as reports, case when not x.same then g.figures::text end as figures
      from reading g join run r on r.id = g.run_id and r.kind = 'reparse'
      join version v on v.id = g.version_id join page p on p.id = v.page_id
      left join reading c on c.version_id = v.id and c.state = 'current'
      cross join lateral (select g.text_hash is not distinct from c.text_hash
        and jsonb_path_query_array(g.reports, '$[*].digest') is not distinct from jsonb_path_query_array(c.reports, '$[*].digest')
        and c.id is not null as same offset 0) x
      where g.reader = ? and g.state in ('staged', 'set-aside') and v.published_at is not null
        and c.reader is distinct from g.reader and
      """
          + Selection.WITHIN;

  private static final JsonMapper JSON = new JsonMapper();

  private final Transactions transactions;
  private final String reader;

  /**
   * @param reader the version of the present reader
   */
  public Rereading(Transactions transactions, String reader) {
    this.transactions = transactions;
    this.reader = reader;
  }

  /** Whether a source was ever harvested. */
  public boolean knows(String source) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("select 1 from source where id = ?")) {
            select.setString(1, source);
            return select.executeQuery().next();
          }
        });
  }

  /**
   * Lets the current versions that other readers read wait for the present one.
   *
   * @param most how many versions more at most
   * @return the runs that are open then; none when all is read
   */
  public List<Long> begin(Selection selection, long most) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement lock =
              connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, ONE_PLANNER);
            lock.executeQuery();
          }
          execute(connection, DROP, reader);
          try (PreparedStatement choose = connection.prepareStatement(CHOOSE)) {
            choose.setString(1, reader);
            choose.setString(2, reader);
            choose.setLong(selection.bind(choose, 3), most);
            choose.executeUpdate();
          }
          // a run that readings are added to must not end meanwhile
          try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
            hold.executeQuery();
          }
          execute(connection, BEGIN, reader);
          execute(connection, WAIT, reader);
          try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.executeUpdate();
          }
          return open(connection, selection);
        });
  }

  private static void execute(Connection connection, String statement, String reader)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      update.setString(1, reader);
      update.executeUpdate();
    }
  }

  private static List<Long> open(Connection connection, Selection selection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN)) {
      var sources = connection.createArrayOf("text", selection.sources().toArray());
      select.setArray(1, sources);
      select.setArray(2, sources);
      ResultSet rows = select.executeQuery();
      List<Long> open = new ArrayList<>();
      while (rows.next()) {
        open.add(rows.getLong(1));
      }
      return open;
    }
  }

  /**
   * What the present reader read otherwise than what is current, of all that it has read and that
   * is not published.
   *
   * @param most how many of the versions that differ most are told one by one
   */
  public Differences compare(Selection selection, int most) throws SQLException {
    return transactions.run(
        connection -> {
          Differences differences = new Differences(most);
          try (PreparedStatement select = connection.prepareStatement(COMPARE)) {
            select.setFetchSize(200);
            select.setString(1, reader);
            selection.bind(select, 2);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              take(differences, rows);
            }
          }
          return differences;
        });
  }

  private static void take(Differences differences, ResultSet row) throws SQLException {
    String source = row.getString("source_id");
    if (row.getBoolean("failed")) {
      differences.failed(source);
    } else if (row.getBoolean("same")) {
      differences.same(source);
    } else {
      differences.add(
          Difference.of(
              source,
              row.getString("url"),
              row.getString("title"),
              new Difference.Side(json(row, "old_reports"), json(row, "old_figures")),
              new Difference.Side(json(row, "reports"), json(row, "figures"))));
    }
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return JSON.readTree(text == null ? "[]" : text);
  }

  /** The versions that the present reader has read again and nobody has published, in order. */
  public List<Long> staged(Selection selection) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  Staged.WAITING
                      + " where v.published_at is not null and g.reader = ? and "
                      + Selection.WITHIN
                      + Staged.IN_ORDER)) {
            select.setString(1, reader);
            selection.bind(select, 2);
            return Staged.ids(select.executeQuery());
          }
        });
  }
}
