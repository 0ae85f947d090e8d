package org.fangzhi.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.fangzhi.archive.Payload;
import org.jspecify.annotations.Nullable;

/**
 * JSON and the strong ETag that names it, the first half of its SHA-256.
 *
 * @param next the address of the next page; null: there is none
 */
record Answer(byte[] body, String etag, @Nullable String next) {

  static Answer of(String json) {
    return of(json, null);
  }

  static Answer of(String json, @Nullable String next) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String etag = '"' + HexFormat.of().formatHex(Payload.sha256(body), 0, 16) + '"';
    return new Answer(body, etag, next);
  }

  /** Sends it, or 304 to who has it. */
  void send(Exchange exchange) {
    String known = exchange.getMessage().getHeader("If-None-Match", String.class);
    boolean same = known != null && knows(known);
    Message reply = Reply.send(exchange, same ? 304 : 200, "application/json", same ? "" : body);
    reply.setHeader("ETag", etag);
    // May be kept, but is asked about each time.
    reply.setHeader("Cache-Control", "no-cache");
    if (next != null) {
      reply.setHeader("Link", "<" + next + ">; rel=\"next\"");
    }
  }

  private boolean knows(String tags) {
    return Arrays.stream(tags.split(","))
        .map(tag -> tag.strip().replaceFirst("^W/", ""))
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
