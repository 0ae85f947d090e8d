package org.fangzhi.warc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fangzhi.archive.Deposit;
import org.fangzhi.archive.Harvested;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.Coding;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.PageKind;
import org.fangzhi.warc.Arrivals.Arrival;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.WarcTargetRecord;

/** Captures of files of ours as they were when they were written. */
final class Restored {
  private Restored() {}

  /**
   * A capture, its bytes made sure of.
   *
   * @throws IllegalArgumentException when something of it is missing or wrong; the message says
   *     what
   */
  static Deposit.Page page(Arrival arrival, Bounds bounds) {
    Map<String, String> facts = arrival.facts();
    WarcTargetRecord told = (WarcTargetRecord) arrival.entry().record();
    byte[] block = arrival.answer() == null ? null : arrival.answer().block();
    byte[] head = decoded(facts.get(Fields.HEAD));
    byte[] request =
        arrival.request() == null ? decoded(facts.get(Fields.REQUEST)) : arrival.request().block();
    byte[] body = null;
    if (block != null && arrival.answer().record().type().equals("resource")) {
      body = block;
    } else if (block != null && block.length > 0) {
      Message message = Message.of(block);
      boolean revisit = arrival.answer().record().type().equals("revisit");
      message = revisit ? message : message.original();
      head = message.head();
      body = message.body();
    }
    String sha256 = facts.get(Fields.PAYLOAD);
    String coding = facts.get(Fields.CODING);
    byte[] payload = null;
    if (sha256 != null) {
      if (body == null) {
        throw new IllegalArgumentException("its bytes are not in the file");
      }
      payload = payload(body, coding, sha256, bounds);
    }
    return new Deposit.Page(
        told.target(),
        PageKind.of(field(facts, Fields.KIND)),
        told.date(),
        request,
        head,
        payload == null ? null : body,
        coding,
        payload,
        ip(arrival),
        facts.get(Fields.TRUNCATED),
        harvested(facts));
  }

  private static byte[] payload(
      byte[] body, @Nullable String coding, String sha256, Bounds bounds) {
    try {
      byte[] payload = Coding.decode(body, coding, bounds);
      String found = HexFormat.of().formatHex(Payload.sha256(payload));
      if (found.equals(sha256)) {
        return payload;
      }
      throw new IllegalArgumentException(
          "its bytes have the hash %s and not %s".formatted(found, sha256));
    } catch (Coding.Broken broken) {
      throw new IllegalArgumentException(broken.getMessage(), broken);
    }
  }

  private static @Nullable String ip(Arrival arrival) {
    var record = (arrival.answer() == null ? arrival.entry() : arrival.answer()).record();
    return record.headers().first("WARC-IP-Address").orElse(null);
  }

  private static Harvested harvested(Map<String, String> facts) {
    String status = facts.get(Fields.STATUS);
    String document = facts.get(Fields.DOCUMENT);
    List<Harvested.Named> reports = new ArrayList<>();
    for (String report : facts.getOrDefault(Fields.REPORTS, "").split(", ")) {
      if (!report.isEmpty()) {
        int space = report.indexOf(' ');
        reports.add(
            named(Integer.parseInt(report.substring(0, space)), report.substring(space + 1)));
      }
    }
    return new Harvested(
        field(facts, Fields.SOURCE),
        Outcome.valueOf(field(facts, Fields.OUTCOME).replace('-', '_').toUpperCase(Locale.ROOT)),
        facts.get(Fields.VERSION),
        status == null ? null : Integer.valueOf(status),
        facts.get(Fields.WHY),
        Duration.ofMillis(Long.parseLong(field(facts, Fields.TOOK))),
        facts.get(Fields.HOPS),
        facts.get(Fields.TLS),
        facts.get(Fields.VIA),
        facts.get(Fields.ANCHOR),
        field(facts, Fields.GROUP),
        Integer.parseInt(field(facts, Fields.DEPTH)),
        facts.get(Fields.MOVED),
        document == null ? null : named(0, document),
        reports);
  }

  private static Harvested.Named named(int ordinal, String text) {
    String[] parts = text.split(" ");
    if (parts.length != 2 || !parts[0].matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("'%s' is no id with its time".formatted(text));
    }
    return new Harvested.Named(ordinal, parts[0], Instant.parse(parts[1]));
  }

  private static String field(Map<String, String> facts, String name) {
    String value = facts.get(name);
    if (value == null) {
      throw new IllegalArgumentException("its metadata have no " + name);
    }
    return value;
  }

  /** Header blocks of captures without a record of their own. */
  static @Nullable String encoded(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  private static byte @Nullable [] decoded(@Nullable String text) {
    return text == null
        ? null
        : Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
  }
}
