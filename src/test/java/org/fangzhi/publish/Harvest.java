package org.fangzhi.publish;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.archive.Archive;
import org.fangzhi.archive.Attempt;
import org.fangzhi.archive.Keeping;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Claims;
import org.fangzhi.store.Found;
import org.fangzhi.store.Lease;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Runs;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The four transactions together, on a real database emptied first, with answers made by hand. */
final class Harvest {
  private static final Keeping KEEPING =
      new Keeping(2, Duration.ZERO, 2, Duration.ZERO, Duration.ofMinutes(10), 3);

  static final Selection ALL = new Selection(List.of(), null, null);

  private static final Map<String, String> NAMES =
      Map.of("530381", "宣威市", "530300", "曲靖市", "341824", "绩溪县");

  final Claims claims;
  final Publisher publisher;
  private final Transactions transactions;
  private Readings readings;
  private final Runs runs;
  private final Map<String, Answer> pages = new HashMap<>();
  private String reader = "1";
  private String charset = "utf-8";
  private Instant at = Instant.parse("2026-11-22T00:00:00Z");

  Harvest(TestDatabase database) throws SQLException {
    transactions = new Transactions(database.database().dataSource());
    claims = new Claims(transactions, "test:1");
    readings = new Readings(transactions, "test:1", reader);
    runs = new Runs(transactions);
    publisher = new Publisher(transactions);
    sql(
        "truncate source, pace_group, run, page, payload, wire, observation, document, version, reading, report,"
            + " holding, change, finding cascade");
    sql("update change_counter set seq = 0");
    source("s", "530381");
  }

  /**
   * What a site answers for a page, and what a reader will find in it.
   *
   * @param marks what does not belong to the text: a visit counter
   * @param cells numbers, or kinds where there is none, by place
   */
  record Answer(
      Outcome outcome,
      String text,
      @Nullable Integer year,
      @Nullable String division,
      @Nullable String scope,
      @Nullable String agency,
      boolean mirror,
      int figures,
      String marks,
      Map<String, String> cells,
      @Nullable String form) {

    private Answer(
        Outcome outcome,
        String text,
        @Nullable Integer year,
        @Nullable String division,
        @Nullable String scope,
        @Nullable String agency,
        boolean mirror,
        int figures,
        String marks,
        Map<String, String> cells) {
      this(outcome, text, year, division, scope, agency, mirror, figures, marks, cells, "form2021");
    }

    static Answer missing() {
      return new Answer(Outcome.MISSING, "", null, null, null, null, false, 0, "", Map.of());
    }

    static Answer blocked() {
      return new Answer(Outcome.BLOCKED, "请完成验证", null, null, null, null, false, 0, "", Map.of());
    }

    /** A government's report. */
    static Answer page(String text, int year) {
      return new Answer(
          Outcome.NEW, text, year, "530381", "government", "宣威市", false, 0, "", Map.of());
    }

    /** An agency's report for 2020. */
    static Answer agency(String text, @Nullable String division, @Nullable String agency) {
      return new Answer(
          Outcome.NEW, text, 2020, division, "agency", agency, false, 0, "", Map.of());
    }

    /** The same for a reader that fails on it. */
    Answer unreadable() {
      return marked("unreadable");
    }

    /** The same by another form; null when it is no report. */
    Answer form(@Nullable String other) {
      return new Answer(
          outcome, text, year, division, scope, agency, mirror, figures, marks, cells, other);
    }

    Answer mirrored() {
      return new Answer(
          outcome, text, year, division, scope, agency, true, figures, marks, cells, form);
    }

    Answer figures(int count) {
      return new Answer(
          outcome, text, year, division, scope, agency, mirror, count, marks, cells, form);
    }

    Answer marked(String other) {
      return new Answer(
          outcome, text, year, division, scope, agency, mirror, figures, other, cells, form);
    }

    Answer of(int otherYear) {
      return new Answer(
          outcome, text, otherYear, division, scope, agency, mirror, figures, marks, cells, form);
    }

    Answer cell(String place, String value) {
      Map<String, String> more = new TreeMap<>(cells);
      more.put(place, value);
      return new Answer(
          outcome, text, year, division, scope, agency, mirror, figures, marks, more, form);
    }

    /** The scan of an agency's report for 2020, in which no reader finds a text: all look alike. */
    static Answer scan(String agency) {
      return agency("", "530381", agency);
    }

    private byte[] payload() {
      return (text.isEmpty() ? "scan" : toString()).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A later version of the reader reads from now on. */
  void reader(String version) {
    reader = version;
    readings = new Readings(transactions, "test:1", reader);
  }

  /** The charset that the reader finds from now on. */
  void charset(String found) {
    charset = found;
  }

  /** The day of the harvests from now on. */
  void day(String day) {
    at = Instant.parse(day + "T04:00:00Z");
  }

  void source(String id, @Nullable String division) throws SQLException {
    String code = division == null ? "null" : "'" + division + "'";
    sql(
        "insert into source (id, name, division, definition, delay_ms) values ('%s', 'S', %s, '{}', 0)"
            .formatted(id, code));
  }

  /** Archives as a harvest does. */
  Archive archive() {
    return new Archive(transactions, KEEPING, reader);
  }

  /** Begins a run over the pages {@code http://SOURCE/PAGE}. */
  long begin(String source, List<String> pages) throws SQLException {
    List<Found> entries =
        pages.stream()
            .map(
                page ->
                    new Found(
                        "http://" + source + "/" + page,
                        PageKind.ARTICLE,
                        source,
                        0,
                        null,
                        null,
                        null))
            .toList();
    return runs.begin(source, Runs.Purpose.HARVEST, entries).id();
  }

  void once(Map<String, Answer> site) throws SQLException {
    once("s", site);
  }

  /**
   * One whole run in which each page answers as given, and those known before as they did. {@code
   * a/x} is an attachment of page {@code a}.
   */
  void once(String source, Map<String, Answer> site) throws SQLException {
    site.forEach((page, answer) -> pages.put("http://" + source + "/" + page, answer));
    long run = begin(source, List.copyOf(site.keySet()));
    for (List<Lease> leases = claims.pages(10, null, false);
        !leases.isEmpty();
        leases = claims.pages(10, null, false)) {
      List<Attempt> batch = new ArrayList<>();
      for (Lease lease : leases) {
        for (Visit visit : lease.visits()) {
          boolean last = visit.equals(lease.visits().get(lease.visits().size() - 1));
          batch.add(attempt(visit, pages.get(visit.url()), last));
        }
      }
      archive().record(batch);
    }
    sql(
        "update page a set kind = 'attachment', found_on = p.id from page p"
            + " where a.url like p.url || '/%' and a.kind = 'article'");
    publish(source, pages);
    runs.end(run);
  }

  /** The reader's present version reads what is kept again, finds what is given, and publishes. */
  void again(Map<String, Answer> site) throws SQLException {
    stageAgain(site);
    publisher.publish(rereading().staged(ALL));
  }

  /** The same without publishing. */
  void stageAgain(Map<String, Answer> site) throws SQLException {
    List<Long> begun = rereading().begin(ALL, Long.MAX_VALUE);
    read(found(site));
    for (long run : begun) {
      runs.end(run);
    }
  }

  Rereading rereading() {
    return new Rereading(transactions, reader);
  }

  /** What pages of source "s" are found to say. */
  static Map<String, Answer> found(Map<String, Answer> site) {
    Map<String, Answer> found = new HashMap<>();
    site.forEach((page, answer) -> found.put("http://s/" + page, answer));
    return found;
  }

  private void publish(String source, Map<String, Answer> found) throws SQLException {
    read(found);
    publisher.publish(source);
  }

  /** Reads what waits; what nothing is said of cannot be read. Returns what was read. */
  List<Read> read(Map<String, Answer> found) throws SQLException {
    List<Read> read = new ArrayList<>();
    for (List<Unread> some = readings.claim(100); !some.isEmpty(); some = readings.claim(100)) {
      for (Unread unread : some) {
        Answer answer = found.get(unread.url());
        boolean failed = answer == null || answer.marks().equals("unreadable");
        read.add(failed ? Read.failed(unread, "unreadable") : read(unread, answer));
      }
    }
    readings.stage(read);
    return read;
  }

  private Read read(Unread unread, Answer answer) {
    String text = answer.text();
    boolean scan = text.isEmpty();
    byte[] hash = Payload.sha256(scan ? answer.payload() : text.getBytes(StandardCharsets.UTF_8));
    ObjectNode report = JsonMapper.shared().createObjectNode();
    report.put("id", HexFormat.of().formatHex(hash, 0, 8));
    report.put("sha256", "x").put("title", text).put("agency", answer.agency());
    if (answer.division() == null) {
      report.putNull("division");
    } else {
      report.putObject("division").put("code", answer.division());
      report.withObject("division").put("name", NAMES.get(answer.division()));
    }
    report.put("scope", answer.scope()).put("year", answer.year()).putNull("published");
    report.put("form", answer.form()).put("text", text).put("url", unread.url());
    report.put("reader", reader);
    List<Figure> values = new ArrayList<>();
    for (int i = 0; i < answer.figures(); i++) {
      values.add(value("", Integer.toString(i)));
    }
    answer.cells().forEach((place, value) -> values.add(value(place, value)));
    return new Read(
        unread,
        null,
        "text/html",
        charset,
        text,
        answer.mirror(),
        text,
        scan ? null : hash,
        Folded.of(List.of(new Folded.Whole(report, values))));
  }

  private static Figure value(String place, String value) {
    String[] parts = place.split(":");
    boolean number = value.matches("-?[0-9.]+");
    return new Figure(
        parts[0],
        parts.length == 1 ? null : parts[1],
        number ? new BigDecimal(value) : null,
        "件",
        number ? value.equals("0") ? "zero" : "number" : value,
        null,
        value,
        "t1r1c1");
  }

  Attempt attempt(Visit visit, Answer answer, boolean last) {
    byte[] payload = answer.outcome() == Outcome.MISSING ? null : answer.payload();
    Outcome outcome = answer.outcome();
    if (outcome == Outcome.NEW && visit.sha256() != null) {
      outcome =
          java.util.Arrays.equals(visit.sha256(), Payload.sha256(payload))
              ? Outcome.UNCHANGED
              : Outcome.CHANGED;
    }
    return new Attempt(
        visit,
        outcome,
        at,
        Duration.ofMillis(5),
        200,
        null,
        new byte[0],
        new byte[0],
        payload,
        null,
        payload,
        null,
        "127.0.0.1",
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        last);
  }

  void sql(String statement) throws SQLException {
    transactions.commit(
        connection -> {
          try (Statement execute = connection.createStatement()) {
            execute.execute(statement);
          }
        });
  }

  List<String> rows(String query) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection();
        Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery(query)) {
      List<String> list = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        list.add(String.join(" ", row));
      }
      return list;
    }
  }
}
