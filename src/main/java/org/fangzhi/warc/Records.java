package org.fangzhi.warc;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCaptureRecord;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcMetadata;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResource;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcRevisit;
import org.netpreserve.jwarc.WarcTruncationReason;

/**
 * The WARC records of captures (ISO 28500:2017, WARC 1.1). The same capture always gives the same
 * records, ids included.
 */
final class Records {

  private static final MediaType REQUEST = MediaType.parse("application/http;msgtype=request");
  private static final MediaType RESPONSE = MediaType.parse("application/http;msgtype=response");

  private Records() {}

  /**
   * The records of a capture, what was answered first.
   *
   * @param body as it was on the wire; empty when none is kept
   */
  static List<WarcRecord> of(Capture capture, byte[] body) throws IOException {
    List<WarcRecord> records = new ArrayList<>();
    for (int i = 0; i < capture.hops().size(); i++) {
      hop(records, capture, i);
    }
    UUID id = id(capture, "response");
    if (capture.head() == null || capture.head().length == 0) {
      if (capture.sha256() != null && capture.hidden() == null) {
        records.add(deposited(capture, id, body));
      }
    } else if (capture.sha256() != null && capture.hidden() == null) {
      records.add(response(capture, id, capture.url(), capture.head(), body, capture.digest()));
    } else if (capture.hidden() == null
        && capture.outcome().equals("unchanged")
        && capture.earlier() != null) {
      records.add(revisit(capture, capture.earlier(), id));
    } else if (capture.outcome().equals("missing")) {
      records.add(response(capture, id, capture.url(), capture.head(), null, null));
    }
    if (records.isEmpty() && capture.hidden() == null && capture.kind() == null) {
      return records;
    }
    if (capture.request() != null && capture.request().length > 0 && has(records, id)) {
      records.add(request(capture, capture.url(), capture.request(), capture.ip(), id, "request"));
    }
    records.add(metadata(capture, id, has(records, id)));
    if (capture.reading() != null && has(records, id)) {
      derived(records, capture, capture.reading(), id);
    }
    return records;
  }

  private static boolean has(List<WarcRecord> records, UUID id) {
    return records.stream().anyMatch(record -> record.id().toString().endsWith(id.toString()));
  }

  /** A name-based UUID, so that an export made again is the same byte for byte. */
  static UUID id(Capture capture, String part) {
    return id(capture.id(), capture.url(), capture.at(), part);
  }

  private static UUID id(long observation, String url, Instant at, String part) {
    String name = "fangzhi %d %s %s %s".formatted(observation, at, url, part);
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** A page that leads to itself, with a cookie, is no page of its own to a replay. */
  private static void hop(List<WarcRecord> records, Capture capture, int number)
      throws IOException {
    Capture.Hop hop = capture.hops().get(number);
    if (hop.url().equals(capture.url())
        && capture.status() != null
        && capture.status() < 300
        && capture.status() >= 200
        && !capture.outcome().equals("moved")) {
      return;
    }
    UUID id = id(capture, "hop " + number);
    WarcResponse.Builder response =
        new WarcResponse.Builder(hop.url())
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id);
    block(response, RESPONSE, Block.headOnly(hop.head()), WarcTruncationReason.UNSPECIFIED);
    ip(response, hop.ip());
    records.add(response.build());
    records.add(request(capture, hop.url(), hop.request(), hop.ip(), id, "hop request " + number));
  }

  private static WarcRecord response(
      Capture capture,
      UUID id,
      String url,
      byte[] head,
      byte @Nullable [] body,
      @Nullable String digest)
      throws IOException {
    WarcResponse.Builder response =
        new WarcResponse.Builder(url)
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id);
    ip(response, capture.ip());
    if (digest != null) {
      response.setHeader("WARC-Payload-Digest", "sha256:" + digest);
    }
    block(
        response,
        RESPONSE,
        body == null ? Block.headOnly(head) : Block.message(head, body),
        body == null ? WarcTruncationReason.UNSPECIFIED : truncation(capture.truncated()));
    return response.build();
  }

  private static WarcTruncationReason truncation(@Nullable String why) {
    if (why == null) {
      return WarcTruncationReason.NOT_TRUNCATED;
    }
    return switch (why) {
      case "size", "length" -> WarcTruncationReason.LENGTH;
      case "time" -> WarcTruncationReason.TIME;
      default -> WarcTruncationReason.DISCONNECT;
    };
  }

  private static WarcRecord revisit(Capture capture, Capture.Earlier earlier, UUID id)
      throws IOException {
    boolean notModified = Integer.valueOf(304).equals(capture.status());
    WarcRevisit.Builder revisit =
        new WarcRevisit.Builder(
                capture.url(),
                notModified
                    ? WarcRevisit.SERVER_NOT_MODIFIED_1_1
                    : WarcRevisit.IDENTICAL_PAYLOAD_DIGEST_1_1)
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id)
            .refersTo(id(earlier.id(), capture.url(), earlier.at(), "response"))
            .setHeader("WARC-Refers-To-Target-URI", capture.url())
            .setHeader("WARC-Refers-To-Date", earlier.at().toString())
            .setHeader("WARC-Payload-Digest", "sha256:" + earlier.digest());
    ip(revisit, capture.ip());
    byte[] head = capture.head();
    block(
        revisit,
        RESPONSE,
        Block.of(head == null ? new byte[0] : head),
        notModified ? WarcTruncationReason.NOT_TRUNCATED : WarcTruncationReason.LENGTH);
    return revisit.build();
  }

  private static WarcRecord request(
      Capture capture, String url, byte[] request, @Nullable String ip, UUID to, String part)
      throws IOException {
    WarcRequest.Builder builder =
        new WarcRequest.Builder(url)
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id(capture, part))
            .concurrentTo(urn(to));
    ip(builder, ip);
    block(builder, REQUEST, Block.of(request), WarcTruncationReason.NOT_TRUNCATED);
    return builder.build();
  }

  private static WarcRecord deposited(Capture capture, UUID id, byte[] body) throws IOException {
    String digest = capture.digest();
    WarcResource.Builder resource =
        new WarcResource.Builder()
            .setHeader("WARC-Target-URI", capture.url())
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id)
            .setHeader("WARC-Payload-Digest", "sha256:" + digest);
    block(resource, MediaType.OCTET_STREAM, Block.of(body), WarcTruncationReason.NOT_TRUNCATED);
    return resource.build();
  }

  /** What no header of the answer tells: how it was judged, and the hash of the decoded payload. */
  private static WarcRecord metadata(Capture capture, UUID id, boolean answered) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(Fields.VIA, capture.via());
    fields.put(Fields.TOOK, Integer.toString(capture.tookMillis()));
    fields.put(Fields.SOURCE, capture.source());
    fields.put(Fields.OBSERVATION, Long.toString(capture.id()));
    fields.put(Fields.OUTCOME, capture.outcome());
    fields.put(Fields.VERSION, capture.kind());
    fields.put(Fields.PAYLOAD, capture.sha256());
    fields.put(Fields.HIDDEN, capture.hidden());
    fields.put(Fields.TLS, capture.tls());
    fields.put(Fields.TRUNCATED, capture.truncated());
    fields.putAll(capture.told());
    if (!answered) {
      fields.put(Fields.REQUEST, Restored.encoded(capture.request()));
      fields.put(Fields.HEAD, Restored.encoded(capture.head()));
    }
    WarcMetadata.Builder metadata =
        new WarcMetadata.Builder()
            .setHeader("WARC-Target-URI", capture.url())
            .version(MessageVersion.WARC_1_1)
            .date(capture.at())
            .recordId(id(capture, "metadata"));
    if (answered) {
      metadata.concurrentTo(urn(id));
    } else if (capture.ip() != null) {
      metadata.setHeader("WARC-IP-Address", capture.ip());
    }
    return metadata
        .body(MediaType.parse("application/warc-fields"), Fields.written(fields))
        .build();
  }

  /** What a source is, so that an archive in another place knows it too. */
  static WarcRecord source(String file, String id, String json, Instant at) {
    return new WarcMetadata.Builder()
        .setHeader("WARC-Target-URI", Fields.URN_SOURCE + id)
        .version(MessageVersion.WARC_1_1)
        .date(at)
        .recordId(
            UUID.nameUUIDFromBytes(
                ("fangzhi " + file + " source " + id + " " + json)
                    .getBytes(StandardCharsets.UTF_8)))
        .body(MediaType.parse("application/json"), json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static void derived(
      List<WarcRecord> records, Capture capture, Capture.Reading reading, UUID id) {
    if (reading.text() != null) {
      records.add(
          new WarcConversion.Builder()
              .setHeader("WARC-Target-URI", capture.url())
              .version(MessageVersion.WARC_1_1)
              .date(capture.at())
              .recordId(id(capture, "text of reader " + reading.reader()))
              .refersTo(urn(id))
              .body(
                  MediaType.parse("text/plain;charset=utf-8"),
                  reading.text().getBytes(StandardCharsets.UTF_8))
              .build());
    }
    for (Capture.Told report : reading.reports()) {
      records.add(
          new WarcResource.Builder()
              .setHeader("WARC-Target-URI", "urn:fangzhi:report:" + report.id())
              .version(MessageVersion.WARC_1_1)
              .date(capture.at())
              .recordId(id(capture, "report " + report.id() + " of reader " + reading.reader()))
              .concurrentTo(urn(id))
              .body(
                  MediaType.parse("application/json"),
                  report.json().getBytes(StandardCharsets.UTF_8))
              .build());
    }
  }

  private static void ip(WarcCaptureRecord.AbstractBuilder<?, ?> builder, @Nullable String ip) {
    if (ip != null) {
      builder.setHeader("WARC-IP-Address", ip);
    }
  }

  private static URI urn(UUID id) {
    return URI.create("urn:uuid:" + id);
  }

  private static void block(
      WarcCaptureRecord.AbstractBuilder<?, ?> builder,
      MediaType type,
      Block block,
      WarcTruncationReason truncated)
      throws IOException {
    builder.body(type, Channels.newChannel(block.stream()), block.length());
    builder.setHeader("WARC-Block-Digest", "sha256:" + block.digest());
    if (truncated != WarcTruncationReason.NOT_TRUNCATED) {
      builder.truncated(truncated);
    }
  }
}
