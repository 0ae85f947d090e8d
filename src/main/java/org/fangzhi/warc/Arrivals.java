package org.fangzhi.warc;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.fangzhi.warc.Entries.Entry;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.WarcCaptureRecord;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcTargetRecord;

/**
 * The captures of a file: what was answered with what was asked, whichever of the two comes first,
 * and in a file of ours with what the archive knew of it.
 */
final class Arrivals implements Closeable {
  private final Entries entries;
  private final boolean restoring;
  private final Consumer<byte[]> sources;
  private final Consumer<String> damaged;
  private boolean ours;
  private @Nullable Entry answer;
  private @Nullable Entry request;
  private @Nullable Entry loose;

  /**
   * A capture.
   *
   * @param entry the record that stands for it in messages
   * @param answer response, revisit or resource; null when a file of ours has none
   * @param facts what the archive knew of it; null in a file of others
   */
  record Arrival(
      Entry entry,
      @Nullable Entry answer,
      @Nullable Entry request,
      @Nullable Map<String, String> facts) {}

  /**
   * @param restoring whether files of ours are taken at their word
   * @param sources told what sources are, as JSON
   * @param damaged told of records that cannot be understood
   */
  Arrivals(Entries entries, boolean restoring, Consumer<byte[]> sources, Consumer<String> damaged) {
    this.entries = entries;
    this.restoring = restoring;
    this.sources = sources;
    this.damaged = damaged;
  }

  /** The next capture; null after the last. */
  @Nullable Arrival next() throws IOException {
    for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
      try {
        Arrival arrival = take(entry);
        if (arrival != null) {
          return arrival;
        }
      } catch (RuntimeException e) {
        damaged.accept("at byte %,d: %s".formatted(entry.offset(), e.getMessage()));
      }
    }
    return flushed();
  }

  private @Nullable Arrival take(Entry entry) {
    switch (entry.record().type()) {
      case "warcinfo" -> {
        Arrival last = flushed();
        ours =
            restoring
                && entry.block() != null
                && Fields.read(entry.block()).containsKey(Fields.FORMAT);
        return last;
      }
      case "request" -> {
        if (answer != null && isOf(entry.record(), answer.record())) {
          request = entry;
        } else {
          loose = entry;
        }
        return null;
      }
      case "response", "revisit", "resource" -> {
        String target = ((WarcTargetRecord) entry.record()).target();
        if (ours && target != null && target.startsWith("urn:fangzhi:")) {
          return null;
        }
        Arrival last = flushed();
        answer = entry;
        request = loose != null && isOf(loose.record(), entry.record()) ? loose : null;
        loose = null;
        return last;
      }
      case "metadata" -> {
        return ours && entry.block() != null ? told(entry) : null;
      }
      default -> {
        return null;
      }
    }
  }

  private @Nullable Arrival told(Entry entry) {
    String target = ((WarcTargetRecord) entry.record()).target();
    if (target != null && target.startsWith(Fields.URN_SOURCE)) {
      sources.accept(entry.block());
      return null;
    }
    Map<String, String> facts = Fields.read(entry.block());
    if (!facts.containsKey(Fields.OBSERVATION)) {
      return null;
    }
    boolean of = answer != null && names(entry.record(), answer.record());
    Arrival told = new Arrival(entry, of ? answer : null, of ? request : null, facts);
    answer = null;
    request = null;
    return told;
  }

  /** What has come of others and waits for nothing more; in a file of ours its metadata are due. */
  private @Nullable Arrival flushed() {
    Arrival whole = answer == null || ours ? null : new Arrival(answer, answer, request, null);
    answer = null;
    request = null;
    return whole;
  }

  /** Whether two records tell of one capture. */
  private static boolean isOf(WarcRecord one, WarcRecord other) {
    return names(one, other)
        || names(other, one)
        || one.headers().first("WARC-Concurrent-To").isEmpty()
            && other.headers().first("WARC-Concurrent-To").isEmpty()
            && one.headers().first("WARC-Date").equals(other.headers().first("WARC-Date"))
            && one.headers()
                .first("WARC-Target-URI")
                .equals(other.headers().first("WARC-Target-URI"));
  }

  private static boolean names(WarcRecord one, WarcRecord other) {
    return (one instanceof WarcCaptureRecord || one.type().equals("metadata"))
        && other
            .headers()
            .first("WARC-Record-ID")
            .map(id -> one.headers().all("WARC-Concurrent-To").contains(id))
            .orElse(false);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
