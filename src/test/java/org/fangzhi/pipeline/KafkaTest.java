package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feed into a real Kafka that is away, comes, is killed with -9 and comes back. */
@Tag("long")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TOPIC = "fangzhi.change";
  private static final int LAST = 700;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void whatever_becomes_of_the_broker_nothing_is_lost_and_each_entity_keeps_its_order()
      throws Exception {
    try (KafkaBroker broker = new KafkaBroker(folder)) {
      Map<String, String> on = Map.of("fangzhi.kafka.brokers", broker.address());
      ChangeRows.append(database, 200);
      try (Served one = new Served(database, Map.of(), on)) {
        Harvests.until("it has tried", LONGEST, () -> count("token") > 0);
        assertThat(count("seq")).as("acknowledged by nobody").isZero();

        broker.start();
        Harvests.until("some are taken", LONGEST, () -> count("seq") > 50);
        ChangeRows.append(database, 300);
        // Another process takes turns with the first.
        try (Served two = new Served(database, Map.of(), on)) {
          Harvests.until("it is in the midst", LONGEST, () -> count("seq") > 250);
          broker.kill();
          ChangeRows.append(database, 100);
          broker.start();
          Harvests.until("it goes on", LONGEST, () -> count("seq") > 400);
        }
      }
      ChangeRows.append(database, 100);
      try (Served again = new Served(database, Map.of(), on)) {
        Harvests.until("all are taken", LONGEST, () -> count("seq") == LAST);
      }
      check(topic(broker));
    }
  }

  private static long count(String column) throws Exception {
    return Long.parseLong(database.rows("select " + column + " from kafka_outlet").get(0).get(0));
  }

  private static void check(List<ConsumerRecord<String, String>> records) {
    TreeSet<Long> all = new TreeSet<>();
    Map<String, Long> newest = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      JsonNode line = JSON.readTree(record.value());
      long seq = line.get("seq").asLong();
      assertThat(record.key()).isEqualTo("report:" + line.get("id").asString());
      // What does not come in order is a repeat of what was there.
      if (seq <= newest.getOrDefault(record.key(), 0L)) {
        assertThat(all).contains(seq);
      } else {
        newest.put(record.key(), seq);
      }
      all.add(seq);
    }
    assertThat(all).containsExactlyElementsOf(LongStream.rangeClosed(1, LAST).boxed().toList());
  }

  /** All records of the topic, those of a partition in their order. */
  private static List<ConsumerRecord<String, String>> topic(KafkaBroker broker) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.address());
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(part -> new TopicPartition(part.topic(), part.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
      }
    }
    return all;
  }
}
