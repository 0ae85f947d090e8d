package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.DatabaseUnavailable;
import org.fangzhi.store.Outage;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Visit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What those see who watch over a running service: numbers, the page of what goes on, and the log,
 * in which no secret stands. One harvest of a site of three reports and a list; an endpoint of
 * alerts that fails.
 */
@Tag("thorough")
class ObservedTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final List<String> SECRETS =
      List.of(
          "hooks/T0pSecretHook",
          "s3cretParameter",
          "m@il\"Pass\\w0rd",
          "m@il\\\"Pass\\\\w0rd",
          "dbP4ssword",
          "urlP4ssword",
          "fz_AAAABBBBCCCCDDDDEEEEFFFF");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:fangzhi|hikaricp|jvm|process|system)_\\w+");

  private static final ByteArrayOutputStream masked = new ByteArrayOutputStream();
  private static final List<String> raw = new ArrayList<>();

  private static ReportSite site;
  private static HttpServer endpoint;
  private static Served served;
  private static String metrics;

  @BeforeAll
  static void harvest() throws Exception {
    listen();
    site = new ReportSite("宣威市", 10_000, 3);
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    endpoint.start();
    String hook =
        "http://127.0.0.1:%d/hooks/T0pSecretHook?access_token=s3cretParameter&responseTimeout=5000";
    served =
        new Served(
            database,
            Map.of("a.yaml", site.source("a", 0)),
            Map.of(
                "fangzhi.alert.webhook",
                hook.formatted(endpoint.getAddress().getPort()),
                "fangzhi.alert.mail",
                "smtp://127.0.0.1:1?username=archive&password=RAW(m@il\"Pass\\w0rd)"
                    + "&from=a@example.org&to=b@example.org",
                "fangzhi.metrics.every",
                "PT0.1S"));
    served.harvest();
    metrics = served.get("/metrics").body();
  }

  /** The log as logback.xml writes it for programs, and as it would be without the mask. */
  private static void listen() throws Exception {
    LoggerContext configured = new LoggerContext();
    configured.putProperty("FANGZHI_LOG_FORMAT", "json");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(configured);
    configurator.doConfigure(ObservedTest.class.getResource("/logback.xml"));
    OutputStreamAppender<ILoggingEvent> json =
        (OutputStreamAppender<ILoggingEvent>)
            configured.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("json");
    Encoder<ILoggingEvent> encoder = json.getEncoder();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    OutputStreamAppender<ILoggingEvent> listening =
        new OutputStreamAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            synchronized (raw) {
              raw.add(event.getFormattedMessage());
            }
            super.append(event);
          }
        };
    listening.setContext(context);
    listening.setName("listening");
    listening.setEncoder(encoder);
    listening.setOutputStream(masked);
    listening.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(listening);
    context.getLogger("org.fangzhi").setLevel(Level.DEBUG);
  }

  @AfterAll
  static void stop() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender("listening");
    context.getLogger("org.fangzhi").setLevel(Level.WARN);
    served.close();
    endpoint.stop(0);
    site.close();
  }

  @Test
  void the_numbers_are_those_of_the_harvest() {
    assertThat(metrics.lines())
        .contains(
            "fangzhi_fetches_total{outcome=\"new\"} 4.0",
            "fangzhi_fetch_seconds_count 4",
            "fangzhi_fetch_seconds_bucket{le=\"+Inf\"} 4",
            "fangzhi_readings_total{state=\"staged\"} 3.0",
            "fangzhi_reading_seconds_count 3",
            "fangzhi_runs_total{ended=\"published\"} 1.0",
            "fangzhi_published_versions_total 3.0",
            "fangzhi_route_failures_total{route=\"fetch\"} 0.0",
            "fangzhi_database_up 1.0",
            "fangzhi_pages_due 0.0",
            "fangzhi_readings_pending 0.0",
            "fangzhi_routes_idle 0.0",
            "fangzhi_kafka_lag_changes NaN",
            "fangzhi_build_info{reader=\"3\",version=\"unpackaged\"} 1");
    assertThat(number("fangzhi_published_changes_total")).isGreaterThanOrEqualTo(6);
    assertThat(number("fangzhi_routes_up")).isGreaterThan(20);
  }

  private static double number(String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name));
  }

  @Test
  void labels_hold_no_address_and_no_name_that_a_site_gives() {
    Set<String> labels =
        Pattern.compile("(\\w+)=\"")
            .matcher(metrics)
            .results()
            .map((MatchResult m) -> m.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(labels)
        .isSubsetOf(
            "action", "area", "cause", "ended", "gc", "id", "le", "outcome", "pool", "reader",
            "route", "state", "version");
    assertThat(metrics).doesNotContain("http://", "127.0.0.1", "xxgk");
  }

  @Test
  void each_metric_that_rules_and_dashboard_name_is_there() throws Exception {
    Set<String> there =
        metrics
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("[{ ]")[0])
            .collect(Collectors.toSet());
    // Counted when the first collection of garbage comes, and the first failure of each kind.
    there.add("jvm_gc_pause_seconds_sum");
    List<String> named = new ArrayList<>();
    JsonNode rules =
        new YAMLMapper().readTree(Files.readString(Path.of("docker/fangzhi.rules.yml")));
    for (JsonNode rule : rules.at("/groups/0/rules")) {
      assertThat(rule.get("alert").asString()).startsWith("Fangzhi");
      assertThat(rule.at("/labels/severity").asString()).isIn("page", "ticket");
      assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
      assertThat(rule.at("/annotations/description").asString()).isNotBlank();
      named.addAll(metricsOf(rule.get("expr").asString()));
    }
    assertThat(named).hasSizeGreaterThan(15);
    JsonNode dashboard = JSON.readTree(Files.readString(Path.of("docker/grafana/fangzhi.json")));
    int drawn = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        named.addAll(metricsOf(target.get("expr").asString()));
        drawn++;
      }
    }
    assertThat(drawn).isGreaterThan(30);
    assertThat(there).containsAll(named);
  }

  private static List<String> metricsOf(String expression) {
    return METRIC.matcher(expression).results().map(MatchResult::group).toList();
  }

  @Test
  void the_page_tells_what_went_through_each_route_in_both_languages() throws Exception {
    Document page = Jsoup.parse(served.get("/live?lang=en").body());
    assertThat(page.select("dt").eachText()).contains("Pages due", "Versions to read");
    List<String> fetch =
        page.select("tbody tr").stream()
            .filter(row -> row.select("th").text().startsWith("fetch "))
            .findFirst()
            .orElseThrow()
            .select("td")
            .eachText();
    assertThat(fetch.subList(0, 2)).containsExactly("up", "0");
    assertThat(Integer.parseInt(fetch.get(2))).isPositive();
    assertThat(fetch.get(3)).isEqualTo("0");
    assertThat(Jsoup.parse(served.get("/live?lang=zh").body()).select("h1").text()).isEqualTo("实时");
  }

  @Test
  void no_secret_stands_in_the_log_and_its_lines_lead_to_the_story() throws Exception {
    LoggerFactory.getLogger("org.fangzhi.test")
        .warn(
            "asked for with fz_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKK, https://a/?x=\"{}", 1);
    refusedByDatabase();
    database.execute(
        "insert into alert (source_id, kind, message, breaches) values ('a', 'held', 'of a test', '[]')");
    Harvests.until(
        "the endpoint has refused",
        Duration.ofSeconds(30),
        () -> lines().stream().anyMatch(line -> line.contains("alert 1 was not taken")));
    tellFailureOf("http://a.example/xxgk/1.html");

    List<String> lines = lines();
    for (String line : lines) {
      JsonNode read = JSON.readTree(line);
      assertThat(read.path("message").isString()).as(line).isTrue();
      assertThat(read.path("log.level").isString()).as(line).isTrue();
    }
    assertThat(String.join("\n", lines)).doesNotContain(SECRETS);
    synchronized (raw) {
      // Without the mask it would be there: Camel tells the address that it asked.
      assertThat(String.join("\n", raw)).contains("hooks/T0pSecretHook");
    }
    JsonNode ended = line(lines, "run 1 of a ended, 3 versions published");
    assertThat(ended.get("fangzhi.run").asString()).isEqualTo("1");
    assertThat(ended.get("fangzhi.source").asString()).isEqualTo("a");
    JsonNode failed = line(lines, "route fetch failed: java.lang.IllegalStateException: lost");
    assertThat(failed.get("url.full").asString()).isEqualTo("http://a.example/xxgk/1.html");
    assertThat(failed.get("fangzhi.page").asString()).isEqualTo("17");
    assertThat(failed.get("fangzhi.run").asString()).isEqualTo("5");
  }

  private static void refusedByDatabase() {
    DatabaseSettings settings =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:1/x?user=u&password=urlP4ssword",
            "u",
            "dbP4ssword",
            Path.of("unused"),
            1);
    try {
      Database.open(settings, Database.Use.SHARE).close();
      throw new AssertionError("there is no database");
    } catch (DatabaseUnavailable unavailable) {
      LoggerFactory.getLogger("org.fangzhi.test")
          .error("{} {} {}", settings.url(), settings.password(), settings, unavailable);
    }
  }

  private static void tellFailureOf(String url) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.setProperty(Exchange.FAILURE_ROUTE_ID, "fetch");
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("lost"));
      exchange.setProperty(
          "visit",
          new Visit(
              17,
              1,
              1,
              "a",
              5,
              url,
              PageKind.ARTICLE,
              1,
              null,
              1,
              "live",
              null,
              null,
              null,
              0,
              null));
      new FailureStep(new Outage(database.dataSource())).tell(exchange);
    }
  }

  private static List<String> lines() {
    return Arrays.asList(masked.toString(StandardCharsets.UTF_8).strip().split("\n"));
  }

  private static JsonNode line(List<String> lines, String message) {
    return lines.stream()
        .map(JSON::readTree)
        .filter(line -> line.get("message").asString().equals(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError(message));
  }
}
