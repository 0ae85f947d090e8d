package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers made by hand. */
final class Samples {
  static final String URL = "http://www.example.gov.cn/zwgk/nb/202401/t20240124_1188.html";

  private Samples() {}

  static Fetched fetched(int status, String body, Failure.@Nullable Kind failure) {
    return fetched(URL, status, body, failure, "Content-Type: text/html; charset=utf-8");
  }

  static Fetched fetched(
      String finalUrl, int status, String body, Failure.@Nullable Kind failure, String... headers) {
    String head =
        status == 0
            ? ""
            : "HTTP/1.1 " + status + " X\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    byte[] bytes = body.getBytes(UTF_8);
    return new Fetched(
        URL,
        finalUrl,
        List.of(),
        new byte[0],
        new Head(head.getBytes(ISO_8859_1)),
        bytes,
        null,
        bytes,
        Instant.EPOCH,
        Duration.ZERO,
        "1.1.1.1",
        null,
        null,
        failure == null ? null : new Failure(failure, "told by the sample"));
  }
}
