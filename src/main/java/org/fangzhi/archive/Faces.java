package org.fangzhi.archive;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Columns;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents that answer for many addresses of a source at once are none of the pages asked for: a
 * home page or a note that there is no such page, with status 200. They are known by their bytes, a
 * clock apart; nobody has to write a rule. Pages that differ in a year or a file's name differ.
 */
public final class Faces {
  /** Longer pages are no error pages. */
  private static final int LONGEST = 1 << 20;

  private static final String WHY =
      "the same content answers for other addresses of this source, so it is no page of its own";

  private static final Logger LOG = LoggerFactory.getLogger(Faces.class);

  // Links with different words lead to them, and nobody read a report in any of them; what is
  // hidden
  // cannot be told. Where a list
  // page has that content too, two are enough.
  private static final String LEARN =
      """
      insert into soft_face (source_id, face, why)
      select ?, face, ? from (
        select p.face from page p
        where p.source_id = ? and p.face is not null and p.state in ('live', 'suspect')
          and not exists (select from payload y where y.sha256 = p.sha256 and y.hidden is not null)
        group by p.face
        having count(distinct p.anchor) filter (where p.kind in ('article', 'attachment'))
          >= case when bool_or(p.kind = 'list') then 2 else 3 end) x
      where not exists (
        select from page p join version v on v.page_id = p.id
        join reading g on g.version_id = v.id and g.state in ('current', 'staged')
        where p.source_id = ? and p.face = x.face and v.sha256 = p.sha256
          and jsonb_path_exists(g.reports, '$[*].form ? (@ != null)'))
      on conflict do nothing returning face""";

  private static final String OF_FACES =
      """
      select v.id from version v join page p on p.id = v.page_id
      where p.source_id = ? and p.face = any(?) and p.kind in ('article', 'attachment')
        and v.published_at is null and v.sha256 = p.sha256""";

  private final Transactions transactions;

  public Faces(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The faces of what came, by page; requisites have none. */
  static Map<Long, byte[]> of(List<Attempt> attempts) {
    Map<Long, byte[]> faces = new HashMap<>();
    for (Attempt attempt : attempts) {
      if (attempt.outcome().isContent() && attempt.visit().kind() != PageKind.REQUISITE) {
        faces.put(attempt.visit().pageId(), face(attempt.payload()));
      }
    }
    return faces;
  }

  /** SHA-256 of a text without the time of day in it; null of what is none. */
  static byte @Nullable [] face(byte @Nullable [] payload) {
    if (payload == null || payload.length > LONGEST || !Judge.isMarkup(payload)) {
      return null;
    }
    byte[] masked = payload.clone();
    // One character a byte, because the JVM searches text by its own means and bytes by none.
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
      mask(masked, at, -1);
      mask(masked, at, 1);
    }
    return Payload.sha256(masked);
  }

  /** Makes one digit or two that stand beside a colon zeros; longer numbers are no clock's. */
  private static void mask(byte[] masked, int colon, int step) {
    int to = colon + step;
    while (to >= 0 && to < masked.length && masked[to] >= '0' && masked[to] <= '9') {
      if ((to - colon) * step > 2) {
        return;
      }
      to += step;
    }
    for (int at = colon + step; at != to; at += step) {
      masked[at] = '0';
    }
  }

  /** The same attempts; those whose content is known to be no page of its own are absences. */
  static List<Attempt> judged(Connection connection, List<Attempt> held, Map<Long, byte[]> faces)
      throws SQLException {
    List<Attempt> asked =
        held.stream().filter(a -> a.outcome().isContent() && a.visit().kind().isRead()).toList();
    Set<Long> soft = asked.isEmpty() ? Set.of() : soft(connection, asked, faces);
    if (soft.isEmpty()) {
      return held;
    }
    return held.stream()
        .map(attempt -> soft.contains(attempt.visit().pageId()) ? attempt.absent(WHY) : attempt)
        .toList();
  }

  /** Pages whose content, as it came or as it is held, is known to be none. */
  private static Set<Long> soft(Connection connection, List<Attempt> asked, Map<Long, byte[]> faces)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select u.id from unnest(?::bigint[], ?::bytea[]) u(id, face) join page p on p.id = u.id
            join soft_face f on f.source_id = p.source_id and f.face = coalesce(u.face, p.face)""")) {
      // After a 304 the face is that of what was kept.
      select.setArray(1, Columns.of(connection, "bigint", asked, a -> a.visit().pageId()));
      select.setArray(
          2, Columns.of(connection, "bytea", asked, a -> faces.get(a.visit().pageId())));
      ResultSet rows = select.executeQuery();
      Set<Long> soft = new HashSet<>();
      while (rows.next()) {
        soft.add(rows.getLong(1));
      }
      return soft;
    }
  }

  /**
   * Looks for such contents among what a source holds, and takes back the versions of them that
   * were not published yet. Those published before are found absent when they are next asked for.
   *
   * @return how many versions were taken back
   */
  public int learn(String sourceId) throws SQLException {
    return transactions.run(
        connection -> {
          List<byte[]> learnt = new ArrayList<>();
          try (PreparedStatement insert = connection.prepareStatement(LEARN)) {
            insert.setString(1, sourceId);
            insert.setString(2, WHY);
            insert.setString(3, sourceId);
            insert.setString(4, sourceId);
            ResultSet rows = insert.executeQuery();
            while (rows.next()) {
              learnt.add(rows.getBytes(1));
            }
          }
          if (learnt.isEmpty()) {
            return 0;
          }
          List<Long> versions = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(OF_FACES)) {
            select.setString(1, sourceId);
            select.setArray(2, connection.createArrayOf("bytea", learnt.toArray(new byte[0][])));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              versions.add(rows.getLong(1));
            }
          }
          Withdrawal.of(connection, versions, Outcome.SOFT_MISSING, WHY);
          LOG.warn(
              "{}: {} contents answer for several addresses; {} versions of them are taken back",
              sourceId,
              learnt.size(),
              versions.size());
          return versions.size();
        });
  }
}
