package org.fangzhi.pipeline;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Head;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.fangzhi.metrics.Meters;
import org.fangzhi.publish.Figure;
import org.fangzhi.publish.Folded;
import org.fangzhi.publish.Read;
import org.fangzhi.publish.Readings;
import org.fangzhi.publish.Unread;
import org.fangzhi.report.Footer;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Report.Value;
import org.fangzhi.report.ReportJson;
import org.fangzhi.report.Reports;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what waits to be read. */
public final class ReadStep {

  private static final Logger LOG = LoggerFactory.getLogger(ReadStep.class);

  private static final Duration RENEWED_AFTER = Duration.ofSeconds(8);

  /** The slowest reading, of scanned pages, takes some 240 s; one that takes longer hangs. */
  static final Duration LONGEST = Duration.ofSeconds(270);

  private final Readings readings;
  private final int batch;
  private final LongSupplier nanos;
  private final BooleanSupplier outage;
  private final Readers readers;
  private final Function<Unread, Read> reader;
  private final Meters meters;
  private final Set<Batch> open = ConcurrentHashMap.newKeySet();

  /** Versions in hand together. */
  private final class Batch {
    private final List<Unread> claimed;
    private @Nullable Set<Long> held;
    private long renewed = nanos.getAsLong();
    private long begun = renewed;

    Batch(List<Unread> claimed) {
      this.claimed = claimed;
    }

    /** Whether this one may be begun; false when somebody else has it by now. */
    synchronized boolean begin(Unread unread) throws SQLException {
      begun = nanos.getAsLong();
      renewAt(begun);
      return held == null || held.contains(unread.readingId());
    }

    synchronized void renew() throws SQLException {
      long now = nanos.getAsLong();
      if (now - begun < LONGEST.toNanos()) {
        renewAt(now);
      }
    }

    private void renewAt(long now) throws SQLException {
      if (now - renewed >= RENEWED_AFTER.toNanos()) {
        held = readings.renew(claimed);
        renewed = now;
      }
    }
  }

  /**
   * @param nanos a clock that only goes forward
   * @param outage whether the database takes nothing now
   */
  ReadStep(
      Readings readings,
      int batch,
      LongSupplier nanos,
      BooleanSupplier outage,
      Readers readers,
      Meters meters) {
    this(readings, batch, nanos, outage, readers, meters, ReadStep::readOrFail);
  }

  /**
   * @param reader what reads; it does not throw
   */
  ReadStep(
      Readings readings,
      int batch,
      LongSupplier nanos,
      BooleanSupplier outage,
      Readers readers,
      Meters meters,
      Function<Unread, Read> reader) {
    this.readings = readings;
    this.batch = batch;
    this.nanos = nanos;
    this.outage = outage;
    this.readers = readers;
    this.reader = reader;
    this.meters = meters;
  }

  /** Versions to read now; none while too many readings hang here, or nothing could be written. */
  public List<Unread> claim() throws SQLException {
    return readers.exhausted() || outage.getAsBoolean() ? List.of() : readings.claim(batch);
  }

  /** Keeps what is being read: a lease ends by itself unless it is renewed in time. */
  public void renew() throws SQLException {
    for (Batch batch : open) {
      batch.renew();
    }
  }

  /**
   * Reads each; one that cannot be read, or finds no end, harms only itself. What somebody else has
   * claimed meanwhile is left to them.
   */
  public List<Read> read(List<Unread> claimed) throws SQLException, InterruptedException {
    Batch batch = new Batch(claimed);
    open.add(batch);
    try {
      List<Read> read = new ArrayList<>(claimed.size());
      for (Unread unread : claimed) {
        if (batch.begin(unread)) {
          long began = System.nanoTime();
          read.add(readInTime(unread));
          meters.understood(Duration.ofNanos(System.nanoTime() - began));
        }
      }
      return read;
    } finally {
      open.remove(batch);
    }
  }

  private Read readInTime(Unread unread) throws InterruptedException {
    Read read = readers.within(() -> reader.apply(unread));
    if (read != null) {
      return read;
    }
    long seconds = readers.longest().toSeconds();
    LOG.error("{} hangs its reader: no end within {} s", unread.url(), seconds);
    return Read.failed(unread, "the reader found no end within " + seconds + " s");
  }

  static Read readOrFail(Unread unread) {
    try (Trail trail = Trail.of(unread)) {
      return readOrTell(unread);
    }
  }

  private static Read readOrTell(Unread unread) {
    try {
      return read(unread);
    } catch (RuntimeException | StackOverflowError failure) {
      LOG.error("{} could not be read", unread.url(), failure);
      return Read.failed(unread, "the reader failed: " + failure);
    }
  }

  private static Read read(Unread unread) {
    byte[] bytes = unread.bytes();
    String contentType =
        unread.head() == null ? null : new Head(unread.head()).first("Content-Type");
    Hints hints = new Hints(unread.url(), contentType, null, unread.anchor());
    Reading reading =
        Reports.read(
            bytes,
            hints,
            unread.division() == null ? null : Divisions.byCode(unread.division()).orElse(null));
    Document document = reading.document();
    String sha256 = HexFormat.of().formatHex(Payload.sha256(bytes));
    String title = reading.reports().get(0).title();
    return new Read(
        unread,
        null,
        document.mediaType(),
        document.charset() == null ? null : document.charset().name(),
        title == null ? document.title() : title,
        document.mirrorArtefact(),
        Footer.masked(document.text()),
        document.normalised().isEmpty()
            ? null
            : Payload.sha256(document.normalised().getBytes(StandardCharsets.UTF_8)),
        Folded.of(
            reading.reports().stream()
                .map(
                    report ->
                        new Folded.Whole(
                            ReportJson.bare(document, report, sha256, unread.url()),
                            report.values().stream().map(ReadStep::figure).toList()))
                .toList()));
  }

  private static Figure figure(Value value) {
    return new Figure(
        value.indicator(),
        value.column(),
        value.value(),
        value.unit(),
        ReportJson.word(value.kind()),
        value.qualifier(),
        value.raw(),
        value.at());
  }

  /** Stages what was read. */
  public void stage(List<Read> read) throws SQLException {
    readings.stage(read);
    read.forEach(one -> meters.read(one.fault() != null));
  }
}
