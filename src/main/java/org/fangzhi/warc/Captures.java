package org.fangzhi.warc;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Payload;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The observations as captures, in the order in which they were recorded. */
final class Captures {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HexFormat HEX = HexFormat.of();

  private static final String SELECT =
      """
      select o.id, p.url, f.url as via, p.source_id, o.at, o.took_ms, o.outcome, o.status, o.request, o.head,
        case when q.shown then coalesce(o.payload, case when z.hidden is not null then e.payload end) end as payload,
        case when q.shown then o.wire end as wire, y.length,
        coalesce(y.hidden, z.hidden) as hidden, o.hops, o.ip, o.tls, v.kind, e.id as earlier,
        e.at as earlier_at, e.digest as earlier_digest, o.truncated, o.content_coding, o.why, p.kind as page_kind,
        p.depth, p.anchor, b.name as pace_group, case o.outcome when 'moved' then p.moved_to end as moved_to,
        d.id as document, d.first_at as document_at,
        (select string_agg(concat_ws(' ', h.ordinal, h.report_id, to_json(h.first_at) #>> '{}'), ', ' order by h.ordinal)
         from (select distinct on (h.ordinal) h.ordinal, h.report_id, r.first_at
               from holding h join report r on r.id = h.report_id where h.document_id = v.document_id
               order by h.ordinal, h.page_id = v.page_id desc, h.live desc, h.report_id) h) as reports,
        g.reader, g.text,
        (select jsonb_agg(jsonb_build_array(h.report_id,
             unfolded(g.reports -> h.ordinal::int, g.figures::jsonb -> h.ordinal::int)) order by h.ordinal)
         from holding h where h.reading_id = g.id) as told
      from observation o join page p on p.id = o.page_id
      join pace_group b on b.id = p.group_id
      cross join lateral (select ? or o.outcome not in ('blocked', 'soft-missing') as shown) q
      left join page f on f.id = p.found_on
      left join payload y on y.sha256 = o.payload and q.shown
      left join version v on v.observation_id = o.id
      left join document d on d.id = v.document_id
      left join lateral (select b.id, b.at, b.payload, coalesce(b.wire, b.payload) as digest
        from version n join observation b on b.id = n.observation_id
        where n.page_id = o.page_id and n.observation_id < o.id and b.payload is not null
        order by n.id desc limit 1) e on o.outcome = 'unchanged' and o.payload is null
      left join payload z on z.sha256 = e.payload
      left join lateral (select r.id, r.reader, r.text, r.reports, r.figures from reading r
        where ? and r.version_id = v.id and r.state = 'current') g on true
      where o.id > ? and o.id <= ?
        and (o.payload is not null or o.outcome in ('unchanged', 'missing') or o.hops is not null)
        and (q.shown or v.kind is not null)
        and
      """
          + Chosen.WITHIN
          + " order by o.id limit ?";

  private final Transactions transactions;
  private final Chosen chosen;

  Captures(Transactions transactions, Chosen chosen) {
    this.transactions = transactions;
    this.chosen = chosen;
  }

  /**
   * The number of the last observation that no unfinished transaction can precede: who begins after
   * it misses nothing. Writers are waited for, and wait, a moment.
   */
  long horizon() throws SQLException {
    return transactions.run(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '30s'");
            statement.execute("lock table observation in share mode");
            ResultSet row = statement.executeQuery("select coalesce(max(id), 0) from observation");
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The next captures after a number, up to the horizon. */
  List<Capture> after(long last, long horizon, int most) throws SQLException {
    return transactions.run(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setBoolean(1, chosen.quarantine());
            select.setBoolean(2, chosen.derived());
            select.setLong(3, last);
            select.setLong(4, horizon);
            select.setInt(chosen.bind(select, 5), most);
            ResultSet rows = select.executeQuery();
            List<Capture> captures = new ArrayList<>();
            while (rows.next()) {
              captures.add(capture(rows));
            }
            return captures;
          }
        });
  }

  private static Capture capture(ResultSet row) throws SQLException {
    return new Capture(
        row.getLong("id"),
        row.getString("url"),
        row.getString("via"),
        row.getString("source_id"),
        instant(row, "at"),
        row.getInt("took_ms"),
        row.getString("outcome"),
        row.getObject("status", Integer.class),
        row.getBytes("request"),
        row.getBytes("head"),
        hex(row.getBytes("payload")),
        hex(row.getBytes("wire")),
        row.getInt("length"),
        row.getString("hidden"),
        hops(row.getString("hops")),
        row.getString("ip"),
        row.getString("tls"),
        row.getString("kind"),
        row.getObject("earlier") == null
            ? null
            : new Capture.Earlier(
                row.getLong("earlier"),
                instant(row, "earlier_at"),
                HEX.formatHex(row.getBytes("earlier_digest"))),
        row.getString("truncated"),
        told(row),
        reading(row));
  }

  private static Map<String, String> told(ResultSet row) throws SQLException {
    Map<String, String> told = new LinkedHashMap<>();
    told.put(Fields.STATUS, row.getString("status"));
    told.put(Fields.WHY, row.getString("why"));
    told.put(Fields.CODING, row.getString("content_coding"));
    told.put(Fields.HOPS, row.getString("hops"));
    told.put(Fields.KIND, row.getString("page_kind"));
    told.put(Fields.DEPTH, row.getString("depth"));
    told.put(Fields.ANCHOR, row.getString("anchor"));
    told.put(Fields.GROUP, row.getString("pace_group"));
    told.put(Fields.MOVED, row.getString("moved_to"));
    String document = row.getString("document");
    if (document != null) {
      told.put(Fields.DOCUMENT, document + " " + instant(row, "document_at"));
      told.put(Fields.REPORTS, row.getString("reports"));
    }
    return told;
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** What sources are, as JSON, by their ids. */
  Map<String, String> sources() throws SQLException {
    return transactions.run(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet rows =
                statement.executeQuery(
                    "select id, jsonb_build_object('id', id, 'name', name, 'division', division,"
                        + " 'definition', definition) from source");
            Map<String, String> sources = new HashMap<>();
            while (rows.next()) {
              sources.put(rows.getString(1), rows.getString(2));
            }
            return sources;
          }
        });
  }

  private static Capture.@Nullable Reading reading(ResultSet row) throws SQLException {
    String reader = row.getString("reader");
    if (reader == null) {
      return null;
    }
    List<Capture.Told> reports = new ArrayList<>();
    String told = row.getString("told");
    if (told != null) {
      for (JsonNode pair : JSON.readTree(told)) {
        reports.add(new Capture.Told(pair.get(0).asString(), pair.get(1).toString()));
      }
    }
    return new Capture.Reading(reader, row.getString("text"), reports);
  }

  private static List<Capture.Hop> hops(@Nullable String json) {
    List<Capture.Hop> hops = new ArrayList<>();
    if (json != null) {
      for (JsonNode hop : JSON.readTree(json)) {
        hops.add(
            new Capture.Hop(
                hop.path("url").asString(""),
                latin1(hop.path("request").asString("")),
                latin1(hop.path("head").asString("")),
                hop.path("ip").asString(null)));
      }
    }
    return hops;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }

  /**
   * The body of a capture as it was on the wire, chunks joined, its hash made sure of.
   *
   * @throws Damage when the bytes are gone or no longer what their hash says
   */
  byte[] body(Capture capture) throws SQLException, Damage {
    byte[] body;
    try {
      body =
          transactions.run(
              connection ->
                  capture.wire() == null
                      ? Payload.load(connection, HEX.parseHex(capture.sha256()))
                      : wire(connection, capture));
    } catch (UncheckedIOException broken) {
      throw new Damage(
          "%s: the bytes of %s cannot be unpacked: %s"
              .formatted(capture.url(), capture.sha256(), broken.getMessage()));
    }
    String expected = capture.digest();
    if (body == null || expected == null) {
      throw new Damage(capture.url() + ": the bytes of " + expected + " are gone");
    }
    String found = HEX.formatHex(Payload.sha256(body));
    if (!found.equals(expected)) {
      throw new Damage(
          "%s: the bytes kept as %s have the hash %s".formatted(capture.url(), expected, found));
    }
    return body;
  }

  /** What was encoded on the wire stands apart, or is how the payload itself is kept. */
  private static byte @Nullable [] wire(Connection connection, Capture capture)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select coalesce((select bytes from wire where sha256 = ?),
              (select bytes from payload where sha256 = ? and coding = 'gzip'))""")) {
      select.setBytes(1, HEX.parseHex(capture.wire()));
      select.setBytes(2, HEX.parseHex(capture.sha256()));
      ResultSet row = select.executeQuery();
      row.next();
      return row.getBytes(1);
    }
  }
}
