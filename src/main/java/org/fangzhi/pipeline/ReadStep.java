package org.fangzhi.pipeline;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Head;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what waits to be read. */
public final class ReadStep {

  private static final Logger LOG = LoggerFactory.getLogger(ReadStep.class);

  /** The slowest reading, of scanned pages, takes some 240 s and still ends within the lease. */
  private static final Duration RENEWED_AFTER = Duration.ofSeconds(15);

  private final Readings readings;
  private final int batch;
  private final LongSupplier nanos;

  /**
   * @param nanos a clock that only goes forward
   */
  ReadStep(Readings readings, int batch, LongSupplier nanos) {
    this.readings = readings;
    this.batch = batch;
    this.nanos = nanos;
  }

  /** Versions to read now. */
  public List<Unread> claim() throws SQLException {
    return readings.claim(batch);
  }

  /**
   * Reads each; one that cannot be read harms only itself. The lease is renewed on the way, and
   * what somebody else has claimed meanwhile is left to them.
   */
  public List<Read> read(List<Unread> claimed) throws SQLException {
    List<Read> read = new ArrayList<>(claimed.size());
    Set<Long> held = null;
    long leased = nanos.getAsLong();
    for (Unread unread : claimed) {
      long now = nanos.getAsLong();
      if (now - leased >= RENEWED_AFTER.toNanos()) {
        held = readings.renew(claimed);
        leased = now;
      }
      if (held != null && !held.contains(unread.readingId())) {
        continue;
      }
      try {
        read.add(read(unread));
      } catch (RuntimeException | StackOverflowError failure) {
        LOG.error("{} could not be read", unread.url(), failure);
        read.add(Read.failed(unread, "the reader failed: " + failure));
      }
    }
    return read;
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
  }
}
