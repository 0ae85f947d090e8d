package org.fangzhi.warc;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
        coalesce(o.payload, case when z.hidden is not null then e.payload end) as payload, o.wire, y.length,
        coalesce(y.hidden, z.hidden) as hidden, o.hops, o.ip, o.tls, v.kind, e.id as earlier,
        e.at as earlier_at, e.digest as earlier_digest, g.reader, g.text,
        (select jsonb_agg(jsonb_build_array(h.report_id,
             unfolded(g.reports -> h.ordinal::int, g.figures::jsonb -> h.ordinal::int)) order by h.ordinal)
         from holding h where h.reading_id = g.id) as told
      from observation o join page p on p.id = o.page_id
      left join page f on f.id = p.found_on
      left join payload y on y.sha256 = o.payload
      left join version v on v.observation_id = o.id
      left join lateral (select b.id, b.at, b.payload, coalesce(b.wire, b.payload) as digest
        from version n join observation b on b.id = n.observation_id
        where n.page_id = o.page_id and n.observation_id < o.id and b.payload is not null
        order by n.id desc limit 1) e on o.outcome = 'unchanged' and o.payload is null
      left join payload z on z.sha256 = e.payload
      left join lateral (select r.id, r.reader, r.text, r.reports, r.figures from reading r
        where ? and r.version_id = v.id and r.state = 'current') g on true
      where o.id > ? and o.id <= ?
        and (o.payload is not null or o.outcome in ('unchanged', 'missing') or o.hops is not null)
        and (? or o.outcome not in ('blocked', 'soft-missing'))
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
            select.setBoolean(1, chosen.derived());
            select.setLong(2, last);
            select.setLong(3, horizon);
            select.setBoolean(4, chosen.quarantine());
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
        row.getObject("at", OffsetDateTime.class).toInstant(),
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
                row.getObject("earlier_at", OffsetDateTime.class).toInstant(),
                HEX.formatHex(row.getBytes("earlier_digest"))),
        reading(row));
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
