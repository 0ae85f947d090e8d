package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules of signs.yaml held against the answers of answers.yaml, which were written first. */
class AnswersTest {
  /** How often an outcome was meant, told, and both. */
  private static final class Count {
    int meant;
    int told;
    int right;
  }

  @Test
  void each_answer_is_what_its_writer_meant() throws Exception {
    Map<String, Count> counts = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    JsonNode answers;
    try (InputStream in = AnswersTest.class.getResourceAsStream("answers.yaml")) {
      answers = new YAMLMapper().readTree(in);
    }
    for (JsonNode answer : answers) {
      Verdict verdict = judge(answer);
      boolean page = verdict.outcome().isContent() || verdict.outcome() == Outcome.MOVED;
      String told = page ? "page" : verdict.outcome().word();
      String meant = answer.path("expect").asString();
      counts.computeIfAbsent(meant, outcome -> new Count()).meant++;
      counts.computeIfAbsent(told, outcome -> new Count()).told++;
      if (told.equals(meant)) {
        counts.get(meant).right++;
      } else {
        wrong.add(answer.path("id").asString() + ": " + verdict);
      }
    }
    counts.forEach(
        (outcome, count) ->
            System.out.printf(
                "%-13s of %3d answers: precision %.3f, recall %.3f%n",
                outcome,
                count.meant,
                count.right / (double) Math.max(1, count.told),
                count.right / (double) count.meant));
    assertThat(wrong).isEmpty();
    assertThat(counts.get("page").meant).isGreaterThanOrEqualTo(40);
    assertThat(answers.size() - counts.get("page").meant).isGreaterThanOrEqualTo(40);
  }

  private static Verdict judge(JsonNode answer) {
    String body = answer.path("body").asString();
    String type = body.startsWith("{") ? "application/json" : "text/html; charset=utf-8";
    String head =
        "HTTP/1.1 " + answer.path("status").asInt(200) + " X\r\nContent-Type: " + type + "\r\n\r\n";
    byte[] bytes = body.getBytes(UTF_8);
    return Judge.judge(
        new Fetched(
            Samples.URL,
            answer.path("to").asString(Samples.URL),
            List.of(),
            new byte[0],
            new Head(head.getBytes(ISO_8859_1)),
            bytes,
            null,
            bytes,
            Instant.EPOCH,
            Duration.ZERO,
            null,
            null,
            null,
            null),
        null);
  }
}
