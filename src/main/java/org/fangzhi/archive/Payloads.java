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
import org.fangzhi.store.Columns;

/** Keeps decoded bytes once, and wire bytes where they could not be had again from those. */
final class Payloads {
  private Payloads() {}

  /**
   * @return the SHA-256 of the wire bytes of each attempt whose body was encoded on the wire
   */
  static Map<Attempt, byte[]> keep(
      Connection connection, List<Attempt> held, Map<Attempt, Payload> payloads)
      throws SQLException {
    Map<byte[], Payload> distinct = new TreeMap<>(Arrays::compareUnsigned);
    Set<Payload> first = new HashSet<>();
    payloads.values().forEach(payload -> distinct.putIfAbsent(payload.sha256(), payload));
    if (distinct.isEmpty()) {
      return Map.of();
    }
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
    return keepWires(connection, held, payloads, first);
  }

  private static Map<Attempt, byte[]> keepWires(
      Connection connection,
      List<Attempt> held,
      Map<Attempt, Payload> payloads,
      Set<Payload> keptNow)
      throws SQLException {
    Map<Attempt, byte[]> wires = new HashMap<>();
    Map<byte[], byte[]> apart = new TreeMap<>(Arrays::compareUnsigned);
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
      }
    }
    if (!apart.isEmpty()) {
      List<Map.Entry<byte[], byte[]>> rows = List.copyOf(apart.entrySet());
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into wire (sha256, bytes) select * from unnest(?::bytea[], ?::bytea[])"
                  + " on conflict do nothing")) {
        insert.setArray(1, Columns.of(connection, "bytea", rows, Map.Entry::getKey));
        insert.setArray(2, Columns.of(connection, "bytea", rows, Map.Entry::getValue));
        insert.executeUpdate();
      }
    }
    return wires;
  }
}
