package org.fangzhi.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Columns;
import org.fangzhi.store.Found;
import org.fangzhi.store.Frontier;
import org.fangzhi.store.Pace;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/** What an attempt means for its page. */
final class Pages {

  private static final String UPDATE =
      """
      update page set
        run_id = case when ?::boolean then run_id end,
        ask_at = case when ?::boolean then now() + ? * interval '1 millisecond' end,
        attempts = case when ?::boolean then attempts else 0 end,
        token = null,
        links = coalesce(?::int, links), face = case when ?::boolean then ?::bytea else face end,
        outcome = ?, state = ?, etag = ?, last_modified = ?, sha256 = coalesce(?, sha256),
        checked_at = case when ?::boolean then now() else checked_at end,
        changed_at = case when ?::boolean then now() else changed_at end,
        misses = ?, missed_since = ?, moved_to = ?, fault = ?,
        every = case when ?::float8 is null then every else
      """
          + Recrawl.every()
          + """
       end,
        due_at = case when ?::float8 is not null then coalesce(
            case when page.kind <> 'list' then (select s.articles_at from source s where s.id = page.source_id) end,
            now() +
      """
          + Recrawl.every()
          + """
      ) else now() + ? * interval '1 second' end
      where id = ?""";

  private static final Duration RECHECK_ABSENT = Duration.ofDays(1);
  private static final Duration RECHECK_TROUBLE = Duration.ofDays(1);
  private static final Duration RECHECK_MOVED = Duration.ofDays(90);
  private static final Duration RECHECK_REFUSED = Duration.ofDays(7);

  private final Keeping keeping;

  Pages(Keeping keeping) {
    this.keeping = keeping;
  }

  /** The versions that the attempts make: new content, tombstones, restorations. */
  List<NewVersion> versions(
      List<Attempt> held, Map<Attempt, Payload> payloads, Map<Long, Long> observations) {
    List<NewVersion> versions = new ArrayList<>();
    for (Attempt attempt : held) {
      Visit visit = attempt.visit();
      String kind = null;
      byte[] sha256 = null;
      if (attempt.outcome().isContent()) {
        boolean restored = "gone".equals(visit.state());
        Payload payload = payloads.get(attempt);
        sha256 = payload == null ? visit.sha256() : payload.sha256();
        if (sha256 != null && (restored || attempt.outcome() != Outcome.UNCHANGED)) {
          kind = restored ? "restoration" : "content";
        }
      } else if (isGoneNow(attempt)) {
        kind = "tombstone";
      }
      if (kind != null) {
        versions.add(
            new NewVersion(
                visit.pageId(),
                visit.runId(),
                observations.get(visit.pageId()),
                attempt.at(),
                kind,
                "tombstone".equals(kind) ? null : sha256,
                visit.kind().isRead()));
      }
    }
    return versions;
  }

  /** Whether this absence confirms enough earlier ones for a page that had content. */
  private boolean isGoneNow(Attempt attempt) {
    Visit visit = attempt.visit();
    return attempt.outcome().isAbsence()
        && visit.sha256() != null
        && !"gone".equals(visit.state())
        && visit.misses() + 1 >= keeping.confirmations()
        && !missedSince(attempt).plus(keeping.confirmedOver()).isAfter(attempt.at());
  }

  private static Instant missedSince(Attempt attempt) {
    Instant since = attempt.visit().missedSince();
    return since == null ? attempt.at() : since;
  }

  void update(
      Connection connection,
      List<Attempt> held,
      Map<Attempt, Payload> payloads,
      Map<Long, byte[]> faces)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      for (Attempt attempt : held) {
        bind(update, attempt, payloads.get(attempt), faces.get(attempt.visit().pageId()));
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private void bind(
      PreparedStatement update, Attempt attempt, @Nullable Payload payload, byte @Nullable [] face)
      throws SQLException {
    Visit visit = attempt.visit();
    Outcome outcome = attempt.outcome();
    boolean content = outcome.isContent();
    boolean absent = outcome.isAbsence();
    boolean again = outcome == Outcome.FAILED && visit.attempts() < keeping.attempts();
    boolean changed = outcome == Outcome.NEW || outcome == Outcome.CHANGED;
    boolean sentWhole = content && attempt.payload() != null;
    // The first page of a list comes with each turn of the lists.
    boolean adaptive = visit.kind().isRead() || visit.kind() == PageKind.LIST && visit.depth() > 0;
    Double step = content && adaptive ? (changed ? Recrawl.SHORTER : Recrawl.LONGER) : null;
    update.setBoolean(1, again);
    update.setBoolean(2, again);
    update.setLong(3, backOff(visit.attempts()).toMillis());
    update.setBoolean(4, again);
    if (visit.kind() == PageKind.LIST && changed) {
      update.setLong(5, attempt.found().stream().filter(page -> page.kind().isRead()).count());
    } else {
      update.setNull(5, Types.INTEGER);
    }
    update.setBoolean(6, changed);
    update.setBytes(7, changed ? face : null);
    update.setString(8, outcome.word());
    update.setString(9, stateAfter(attempt));
    update.setString(10, sentWhole || attempt.etag() != null ? attempt.etag() : visit.etag());
    update.setString(
        11,
        sentWhole || attempt.lastModified() != null
            ? attempt.lastModified()
            : visit.lastModified());
    update.setBytes(12, changed && payload != null ? payload.sha256() : null);
    update.setBoolean(13, content);
    update.setBoolean(14, changed);
    update.setInt(15, content ? 0 : absent ? visit.misses() + 1 : visit.misses());
    Instant since = content ? null : absent ? missedSince(attempt) : visit.missedSince();
    if (since == null) {
      update.setNull(16, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      update.setObject(16, since.atOffset(java.time.ZoneOffset.UTC));
    }
    update.setString(17, outcome == Outcome.MOVED ? attempt.movedTo() : null);
    update.setString(18, content ? null : attempt.why());
    for (int i = 19; i <= 22; i++) {
      if (step == null) {
        update.setNull(i, Types.DOUBLE);
      } else {
        update.setDouble(i, step);
      }
    }
    Duration recheck = recheck(attempt);
    if (recheck == null) {
      update.setNull(23, Types.BIGINT);
    } else {
      update.setLong(23, recheck.toSeconds());
    }
    update.setLong(24, visit.pageId());
  }

  private String stateAfter(Attempt attempt) {
    String state = attempt.visit().state();
    if (attempt.outcome().isContent()) {
      return "live";
    }
    if (attempt.outcome() == Outcome.MOVED) {
      return "moved";
    }
    if (attempt.outcome().isAbsence() && !"gone".equals(state)) {
      return isGoneNow(attempt) ? "gone" : "suspect";
    }
    return state;
  }

  private static @Nullable Duration recheck(Attempt attempt) {
    return switch (attempt.outcome()) {
      case MISSING, SOFT_MISSING ->
          "gone".equals(attempt.visit().state()) ? RECHECK_MOVED : RECHECK_ABSENT;
      case BLOCKED, FAILED -> RECHECK_TROUBLE;
      case MOVED -> RECHECK_MOVED;
      case REFUSED -> RECHECK_REFUSED;
      case NEW, CHANGED, UNCHANGED -> null;
    };
  }

  private Duration backOff(int attempts) {
    return keeping.backOff().multipliedBy(1L << Math.min(10, 2 * Math.max(0, attempts - 1)));
  }

  /** Makes known what the attempts lead to. */
  void lead(Connection connection, List<Attempt> held) throws SQLException {
    Map<Long, List<Found>> byRun = new TreeMap<>();
    Map<Long, String> sources = new TreeMap<>();
    for (Attempt attempt : held) {
      if (!attempt.found().isEmpty()) {
        byRun
            .computeIfAbsent(attempt.visit().runId(), run -> new ArrayList<>())
            .addAll(attempt.found());
        sources.put(attempt.visit().runId(), attempt.visit().sourceId());
      }
    }
    for (Map.Entry<Long, List<Found>> run : byRun.entrySet()) {
      Frontier.add(connection, sources.get(run.getKey()), run.getKey(), run.getValue());
    }
  }

  /** Lets attempts that came to nothing through no fault of their pages not count against them. */
  void uncount(Connection connection, List<Attempt> attempts) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update page p set attempts = p.attempts - 1 from unnest(?::bigint[], ?::bigint[]) u(id, token)"
                + " where p.id = u.id and p.token = u.token and p.attempts > 0")) {
      update.setArray(1, Columns.of(connection, "bigint", attempts, a -> a.visit().pageId()));
      update.setArray(2, Columns.of(connection, "bigint", attempts, a -> a.visit().token()));
      update.executeUpdate();
    }
  }

  /** Counts a failure of ours against a page, and sets it aside when it happens again and again. */
  void setBack(Connection connection, Attempt attempt, String fault) throws SQLException {
    Visit visit = attempt.visit();
    boolean aside = visit.attempts() >= keeping.attempts();
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update page set token = null, fault = ?,
              state = case when ? then 'set-aside' else state end,
              run_id = case when ? then null else run_id end,
              ask_at = case when ? then null else now() + ? * interval '1 millisecond' end
            where id = ? and token = ?""")) {
      update.setString(1, fault.replace("\0", ""));
      update.setBoolean(2, aside);
      update.setBoolean(3, aside);
      update.setBoolean(4, aside);
      update.setLong(5, backOff(visit.attempts()).toMillis());
      update.setLong(6, visit.pageId());
      update.setLong(7, visit.token());
      update.executeUpdate();
    }
    if (attempt.last()) {
      Pace.release(connection, List.of(Pace.Ended.now(visit.groupId(), visit.token())));
    }
  }
}
