package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fangzhi.store.Columns;

/** Keeps decoded bytes once, and wire bytes where they could not be had again from those. */
final class Payloads {
  /** Of a payload that was erased nothing comes back. */
  private static final String LAY_APART =
      """
      insert into hidden_bytes (sha256, place, payload, bytes)
      select u.sha256, 'wire', u.payload, u.bytes
      from unnest(?::bytea[], ?::bytea[], ?::bytea[]) u(sha256, bytes, payload)
      where not exists (select from takedown t where t.sha256 = u.payload and t.erased_at is not null)
      on conflict do nothing""";

  private Payloads() {}

  /**
   * What is kept.
   *
   * @param wires the SHA-256 of the wire bytes of each attempt whose body was encoded on the wire
   * @param hidden hashes of payloads that a takedown hides, here or before, of those that came
   */
  record Kept(Map<Attempt, byte[]> wires, Set<byte[]> hidden) {}

  /** Keeps what came. Bytes that a takedown hides stay so. */
  static Kept keep(Connection connection, List<Attempt> held, Map<Attempt, Payload> payloads)
      throws SQLException {
    Map<byte[], Payload> distinct = new TreeMap<>(Arrays::compareUnsigned);
    payloads.values().forEach(payload -> distinct.putIfAbsent(payload.sha256(), payload));
    Set<byte[]> known = new TreeSet<>(Arrays::compareUnsigned);
    for (Attempt attempt : held) {
      byte[] before = attempt.visit().sha256();
      if (before != null && !payloads.containsKey(attempt) && attempt.outcome().isContent()) {
        known.add(before);
      }
    }
    Set<Payload> first = distinct.isEmpty() ? Set.of() : insert(connection, distinct);
    distinct.values().stream()
        .filter(payload -> !first.contains(payload))
        .forEach(payload -> known.add(payload.sha256()));
    Set<byte[]> hidden = known.isEmpty() ? known : hidden(connection, known);
    return new Kept(keepWires(connection, held, payloads, first, hidden), hidden);
  }

  /** Returns those that nobody had kept before. */
  private static Set<Payload> insert(Connection connection, Map<byte[], Payload> distinct)
      throws SQLException {
    Set<Payload> first = new HashSet<>();
    List<Payload> rows = List.copyOf(distinct.values());
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into payload (sha256, length, coding, bytes)
            select * from unnest(?::bytea[], ?::int[], ?::text[], ?::bytea[])
            on conflict (sha256) do nothing returning sha256""")) {
      insert.setArray(1, Columns.of(connection, "bytea", rows, Payload::sha256));
      insert.setArray(2, Columns.of(connection, "int", rows, Payload::length));
      insert.setArray(3, Columns.of(connection, "text", rows, Payload::coding));
      insert.setArray(4, Columns.of(connection, "bytea", rows, Payload::kept));
      ResultSet inserted = insert.executeQuery();
      while (inserted.next()) {
        first.add(distinct.get(inserted.getBytes(1)));
      }
    }
    return first;
  }

  /** Those that are hidden; a takedown of the others waits for the end of this transaction. */
  private static Set<byte[]> hidden(Connection connection, Set<byte[]> known) throws SQLException {
    Set<byte[]> hidden = new TreeSet<>(Arrays::compareUnsigned);
    try (PreparedStatement select =
        connection.prepareStatement(
            "select sha256, hidden from payload where sha256 = any(?) order by sha256 for share")) {
      select.setArray(1, connection.createArrayOf("bytea", known.toArray(new byte[0][])));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        if (row.getString(2) != null) {
          hidden.add(row.getBytes(1));
        }
      }
    }
    return hidden;
  }

  private static Map<Attempt, byte[]> keepWires(
      Connection connection,
      List<Attempt> held,
      Map<Attempt, Payload> payloads,
      Set<Payload> keptNow,
      Set<byte[]> hidden)
      throws SQLException {
    Map<Attempt, byte[]> wires = new HashMap<>();
    Map<byte[], byte[]> apart = new TreeMap<>(Arrays::compareUnsigned);
    Map<byte[], Payload> payloadOf = new TreeMap<>(Arrays::compareUnsigned);
    for (Attempt attempt : held) {
      Payload payload = payloads.get(attempt);
      byte[] wire = attempt.wire();
      if (payload == null || wire == null || attempt.contentCoding() == null) {
        continue;
      }
      byte[] sha256 = Payload.sha256(wire);
      wires.put(attempt, sha256);
      if (!(keptNow.contains(payload) && Payload.isGzip(attempt.contentCoding()))) {
        apart.put(sha256, wire);
        payloadOf.put(sha256, payload);
      }
    }
    List<Map.Entry<byte[], byte[]>> rows = List.copyOf(apart.entrySet());
    write(
        connection,
        "insert into wire (sha256, bytes) select u.sha256, u.bytes"
            + " from unnest(?::bytea[], ?::bytea[], ?::bytea[]) u(sha256, bytes, payload)"
            + " on conflict do nothing",
        rows.stream().filter(r -> !hidden.contains(payloadOf.get(r.getKey()).sha256())).toList(),
        payloadOf);
    write(
        connection,
        LAY_APART,
        rows.stream().filter(r -> hidden.contains(payloadOf.get(r.getKey()).sha256())).toList(),
        payloadOf);
    return wires;
  }

  private static void write(
      Connection connection,
      String statement,
      List<Map.Entry<byte[], byte[]>> wires,
      Map<byte[], Payload> payloadOf)
      throws SQLException {
    if (wires.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(statement)) {
      insert.setArray(1, Columns.of(connection, "bytea", wires, Map.Entry::getKey));
      insert.setArray(2, Columns.of(connection, "bytea", wires, Map.Entry::getValue));
      insert.setArray(
          3, Columns.of(connection, "bytea", wires, w -> payloadOf.get(w.getKey()).sha256()));
      insert.executeUpdate();
    }
  }
}
