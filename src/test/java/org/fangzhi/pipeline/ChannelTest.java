package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.seda.SedaEndpoint;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one service fetches another reads and publishes, told through a real Kafka or without it.
 */
@Tag("long")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ChannelTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int PAGES = 20;

  @TempDir Path folder;

  @Test
  void work_is_told_through_kafka_and_found_without_it() throws Exception {
    try (ReportSite site = new ReportSite("宣威市", 3, PAGES);
        KafkaBroker broker = new KafkaBroker(Files.createDirectory(folder.resolve("kafka")))) {
      broker.start();
      String brokers = broker.address();
      Map<String, String> yaml = Map.of("one.yaml", site.source("one", 0));
      try (Node fetcher = new Node(yaml, "fetch", brokers, Harvests.ROUTES);
          // By itself it looks once an hour: what is read sooner was told.
          Node reader = new Node(yaml, "read,publish", brokers, rarely())) {
        heard(fetcher, reader);
        harvest(fetcher);
        assertThat(versions()).isEqualTo(site.visits());

        broker.kill();
        site.edition(1);
        try (Node looking = new Node(yaml, "read,publish", brokers, Harvests.ROUTES)) {
          harvest(fetcher);
        }
        assertThat(versions()).as("some were corrected").isGreaterThan(site.visits());

        broker.start();
        heard(fetcher, reader);
        site.edition(2);
        long before = versions();
        harvest(fetcher);
        assertThat(versions()).as("told again").isGreaterThan(before);
      }
    }
    assertThat(
            database.rows("select count(*) from version where published_at is null").get(0).get(0))
        .isEqualTo("0");
  }

  private static long versions() throws Exception {
    return Long.parseLong(database.rows("select count(*) from version").get(0).get(0));
  }

  /**
   * Waits until one hears the other. What is said of pages to ask for stays in the queue of one
   * that asks for none.
   */
  private static void heard(Node says, Node hears) throws Exception {
    SedaEndpoint queue =
        hears
            .pipeline
            .context()
            .getEndpoint("seda:claim?size=1&discardWhenFull=true", SedaEndpoint.class);
    queue.getQueue().clear();
    try (ProducerTemplate mouth = says.pipeline.context().createProducerTemplate()) {
      Harvests.until(
          "it hears",
          LONGEST,
          () -> {
            mouth.sendBody("direct:kafka-claim", "");
            return !queue.getQueue().isEmpty();
          });
    }
  }

  private static void harvest(Node node) throws Exception {
    node.service.harvest(node.sources.sources());
    Harvests.until("the run ends", LONGEST, () -> node.service.runs().open(List.of()).isEmpty());
  }

  /** The routes, whose readers look for work by themselves once an hour. */
  private Path rarely() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(Harvests.ROUTES)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        String name = file.getFileName().toString();
        if (name.equals("read.camel.yaml")) {
          text = text.replaceFirst("period: \\d+", "delay: 3600000\n        period: 3600000");
        }
        Files.writeString(routes.resolve(name), text);
      }
    }
    return routes;
  }

  /** A service with some of the roles. */
  private static final class Node implements AutoCloseable {
    private final Sources sources;
    private final Service service;
    private final Pipeline pipeline;

    Node(Map<String, String> yaml, String roles, String brokers, Path routes) throws Exception {
      Map<String, String> others = new HashMap<>();
      others.put("fangzhi.roles", roles);
      others.put("fangzhi.channel", "kafka");
      others.put("fangzhi.kafka.brokers", brokers);
      others.put("fangzhi.read.threads", "1");
      others.put("fangzhi.keep.attempts", "1");
      Settings settings = Settings.load(Path.of("config"), Map.of()).with(others);
      sources = Sources.of(yaml, settings::find);
      service =
          Service.of(settings, new Transactions(database.dataSource()), sources.sources(), true);
      pipeline = service.start(routes, List.of(), Map.of());
    }

    @Override
    public void close() {
      pipeline.close();
      service.close();
    }
  }
}
