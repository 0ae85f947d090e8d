package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.fangzhi.console.Console;
import org.fangzhi.source.Control;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A real service over a real site and database whose files are edited while it harvests. */
@Tag("long")
class HotOperationsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofMinutes(2);

  @TempDir Path folder;

  private Path routes;
  private Path sources;
  private ReportSite site;
  private Transactions transactions;

  @BeforeEach
  void lay() throws Exception {
    routes = Files.createDirectory(folder.resolve("routes"));
    sources = Files.createDirectory(folder.resolve("sources"));
    try (Stream<Path> files = Files.list(Harvests.ROUTES)) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    site = new ReportSite("甲县", 1, 60);
    write("a.yaml", site.source("a", 80));
    transactions = new Transactions(database.dataSource());
  }

  @AfterEach
  void clear() throws Exception {
    site.close();
    database.execute("truncate source, pace_group, run, page, observation cascade");
  }

  /** As editors do it: a new file put in the place of the old one. */
  private void write(String name, String yaml) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), yaml);
    Files.move(next, sources.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private void edit(String route, String from, String to) throws IOException {
    Path file = routes.resolve(route);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private static Settings settings(Map<String, String> others) {
    return Settings.load(Path.of("config"), Map.of())
        .with(Map.of("fangzhi.schedule.on", "false", "fangzhi.read.threads", "1"))
        .with(others);
  }

  private Service service(Settings settings) throws Exception {
    List<Source> loaded = Sources.load(sources, settings::find).sources();
    return Service.of(settings, transactions, loaded, true);
  }

  private static void until(String what, Harvests.Condition condition) throws Exception {
    Harvests.until(what, SOON, condition);
  }

  private void untilAsked(int pages) throws Exception {
    until(pages + " pages are asked", () -> site.asked() >= pages);
  }

  @Test
  void nothing_is_lost_or_asked_twice_while_routes_and_sources_are_edited() throws Exception {
    try (Service service = service(settings(Map.of()))) {
      List<Long> runs = service.harvest(service.sources()).stream().map(Runs.Begun::id).toList();
      try (Pipeline pipeline = service.start(routes, runs, Map.of());
          Upkeep upkeep = service.keepUp(sources, routes, pipeline)) {
        CamelContext first = pipeline.context();
        untilAsked(3);
        edit("fetch.camel.yaml", "period: 250", "period: 200");
        until("changed routes run", () -> pipeline.context() != first);

        CamelContext second = pipeline.context();
        int then = site.asked();
        edit("read.camel.yaml", "method: stage", "methood: stage");
        until("the fault is told", () -> !upkeep.faults().all().isEmpty());
        String text = Files.readString(routes.resolve("read.camel.yaml"));
        long line = text.substring(0, text.indexOf("methood")).lines().count();
        assertThat(upkeep.faults().all())
            .singleElement()
            .asString()
            .contains("read.camel.yaml", "methood", "line " + line);
        untilAsked(then + 3);
        assertThat(pipeline.context()).isSameAs(second);

        edit("read.camel.yaml", "methood: stage", "method: stage");
        edit("fetch.camel.yaml", "period: 200", "period: 100");
        until("mended routes run", () -> pipeline.context() != second);
        until("the fault is mended", () -> upkeep.faults().all().isEmpty());
        untilAsked(site.asked() + 2);

        write("a.yaml", site.source("a", 10));
        until(
            "the pace is another",
            () -> database.rows("select delay_ms from pace_group").equals(List.of(List.of("10"))));
        Harvests.until("the harvest ends", END, () -> service.runs().open(runs).isEmpty());
      }
    }
    assertThat(site.asked()).isEqualTo(site.visits());
    assertThat(database.rows("select count(*), count(distinct page_id) from observation"))
        .containsExactly(List.of("" + site.visits(), "" + site.visits()));
    assertThat(database.rows("select count(*) from api.document where form is not null"))
        .containsExactly(List.of("60"));
    assertThat(
            database.rows(
                "select kind, count(*) from api.configuration group by kind order by kind"))
        .containsExactly(List.of("routes", "3"), List.of("source", "2"));
    assertThat(
            database.rows(
                "select r.definition = c.content, c.content #>> '{politeness,delay}' from run r"
                    + " join api.configuration c on c.run_id = r.id and c.kind = 'source' order by since"))
        .containsExactly(List.of("t", "80ms"), List.of("f", "10ms"));
  }

  @Test
  void a_route_that_fails_is_told_in_a_line_and_keeps_no_hand() throws Exception {
    Files.writeString(
        routes.resolve("own.camel.yaml"),
        "- route: {id: own, from: {uri: 'direct:own', steps: [{throwException: {exceptionType:"
            + " java.lang.IllegalStateException, message: 'no way there'}}]}}\n");
    write("a.yaml", site.source("a", 0) + "pipeline: own\n");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger told = (Logger) LoggerFactory.getLogger(FailureStep.class);
    told.addAppender(log);
    try (ReportSite other = new ReportSite("乙县", 1, 5)) {
      try (Service service = service(settings(Map.of("fangzhi.fetch.threads", "1")))) {
        service.harvest(service.sources());
        try (Pipeline pipeline = service.start(routes, List.of(), Map.of());
            Upkeep upkeep = service.keepUp(sources, routes, pipeline)) {
          until("it is told", () -> !log.list.isEmpty());
          write("b.yaml", other.source("b", 0));
          until("b is known", () -> service.sources().size() == 2);
          service.harvest(service.sources());
          until("b is harvested", () -> other.asked() == other.visits());
          assertThat(upkeep.faults().all()).isEmpty();
        }
      }
    } finally {
      told.detachAppender(log);
    }
    assertThat(log.list.get(0).getFormattedMessage())
        .isEqualTo("route own failed: java.lang.IllegalStateException: no way there");
    assertThat(site.asked()).isZero();
  }

  @Test
  void what_was_asked_is_written_before_routes_end() throws Exception {
    Map<String, String> slow =
        Map.of("fangzhi.archive.wait", "3000", "fangzhi.archive.batch", "1000");
    try (Service service = service(settings(slow))) {
      List<Long> runs = service.harvest(service.sources()).stream().map(Runs.Begun::id).toList();
      try (Pipeline pipeline = service.start(routes, runs, Map.of())) {
        untilAsked(1);
        assertThat(database.rows("select 1 from observation")).isEmpty();
      }
      assertThat(database.rows("select count(*) from observation"))
          .containsExactly(List.of("" + site.asked()));
    }
  }

  @Test
  void a_file_with_a_fault_is_a_check_of_health_until_it_is_mended_and_one_taken_away_rests()
      throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Settings settings = settings(Map.of("fangzhi.console.port", "" + port));
    try (Service service = service(settings)) {
      service.harvest(service.sources());
      try (Pipeline pipeline =
              service.start(
                  routes, List.of(), Console.beans(database.dataSource(), settings, sources));
          Upkeep upkeep = service.keepUp(sources, routes, pipeline)) {
        until("it is well", () -> get(port, "/observe/health").statusCode() == 200);
        untilAsked(3);

        write("a.yaml", site.source("a", 80).replace("politeness", "politness"));
        until("it is unwell", () -> get(port, "/observe/health").statusCode() == 503);
        assertThat(get(port, "/observe/health").body())
            .contains("a.yaml:5:1: politness is no key of a source", "politeness");
        assertThat(get(port, "/observe/health/live").statusCode()).isEqualTo(200);
        untilAsked(site.asked() + 2);

        Files.delete(sources.resolve("a.yaml"));
        write("b.yaml", site.source("b", 80));
        until("it is well", () -> get(port, "/observe/health").statusCode() == 200);
        until(
            "a rests, b is known",
            () ->
                database
                    .rows("select id, resting from source order by id")
                    .equals(List.of(List.of("a", "t"), List.of("b", "f"))));
        until(
            "nothing is in hand",
            () ->
                database
                    .rows(
                        "select 1 from pace_group where lease_until > now() or ask_at < 'infinity'")
                    .isEmpty());
        int rested = site.asked();
        edit("console.camel.yaml", "What is held, at a glance", "What is held");
        CamelContext before = pipeline.context();
        until("changed routes run", () -> pipeline.context() != before);
        until("they answer", () -> get(port, "/").statusCode() == 200);
        assertThat(site.asked()).isEqualTo(rested).isLessThan(site.visits());

        Files.delete(sources.resolve("b.yaml"));
        write("a.yaml", site.source("a", 5));
        Harvests.until("the run ends", END, () -> service.runs().open(List.of()).isEmpty());
      }
    }
    assertThat(site.asked()).isEqualTo(site.visits());
    assertThat(database.rows("select distinct state, attempts, fault from page"))
        .containsExactly(java.util.Arrays.asList("live", "0", null));
  }

  @Test
  void a_source_that_names_a_route_waits_for_it_and_keeps_it_from_being_taken_away()
      throws Exception {
    Path a = sources.resolve("a.yaml");
    Files.setLastModifiedTime(a, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    try (Service service = service(settings(Map.of()));
        Pipeline pipeline = service.start(routes, List.of(), Map.of());
        Upkeep upkeep = service.keepUp(sources, routes, pipeline)) {
      write("a.yaml", site.source("a", 80) + "pipeline: ask-gently\n");
      until("the fault is told", () -> !upkeep.faults().all().isEmpty());
      assertThat(upkeep.faults().all())
          .singleElement()
          .asString()
          .contains("a.yaml:8:11: pipeline is \"ask-gently\", but no route begins with");
      assertThat(service.sources().get(0).pipeline()).isNull();

      Path own = routes.resolve("own.camel.yaml");
      Files.writeString(
          own,
          "- route: {id: own, from: {uri: 'direct:ask-gently', steps: [{to: 'direct:ask'}]}}\n");
      until("the source is taken in", () -> service.sources().get(0).pipeline() != null);
      assertThat(upkeep.faults().all()).isEmpty();

      Files.delete(own);
      until("the fault is told", () -> !upkeep.faults().all().isEmpty());
      assertThat(upkeep.faults().all()).singleElement().asString().contains("a.yaml:8:11");
      write("a.yaml", site.source("a", 80));
      until("all is mended", () -> upkeep.faults().all().isEmpty());
      assertThat(service.sources().get(0).pipeline()).isNull();
    }
  }

  @Test
  void the_tick_goes_on_after_routes_were_changed_and_a_paused_source_is_not_due()
      throws Exception {
    Settings settings =
        settings(Map.of("fangzhi.schedule.on", "true", "fangzhi.schedule.cron", "* * * * * ?"));
    try (Service service = service(settings);
        Pipeline pipeline = service.start(routes, List.of(), Map.of());
        Upkeep upkeep = service.keepUp(sources, routes, pipeline)) {
      Control control = new Control(transactions);
      control.pause(List.of("a"), "the site is being moved");
      database.execute("update source set lists_at = now() - interval '1 second'");
      for (String description : List.of("first", "second")) {
        CamelContext before = pipeline.context();
        edit("publish.camel.yaml", "Looks for runs that are through", description);
        edit("publish.camel.yaml", description, "Looks for runs that are through" + description);
        until("changed routes run", () -> pipeline.context() != before);
      }
      assertThat(database.rows("select 1 from run")).isEmpty();
      control.resume(List.of("a"));
      until("a run begins", () -> !database.rows("select 1 from run").isEmpty());
      untilAsked(1);
    }
  }

  @Test
  void a_source_that_is_paused_keeps_its_place_and_a_pace_that_is_set_outlasts_its_file()
      throws Exception {
    Control control = new Control(transactions);
    try (Service service = service(settings(Map.of()))) {
      List<Long> runs = service.harvest(service.sources()).stream().map(Runs.Begun::id).toList();
      try (Pipeline pipeline = service.start(routes, runs, Map.of())) {
        untilAsked(5);
        assertThat(control.pause(List.of("a", "nobody"), "by hand")).containsExactly("a");
        assertThat(control.paused()).containsExactly(Map.entry("a", "by hand"));
        until(
            "the lease has ended",
            () -> database.rows("select 1 from pace_group where ask_at < 'infinity'").isEmpty());
        int asked = site.asked();

        String group = database.rows("select name from pace_group").get(0).get(0);
        assertThat(control.pace(List.of(group), Duration.ofMillis(5)))
            .containsExactly(new Control.Pace(group, Duration.ofMillis(5), true));
        new Registry(transactions).load(service.sources(), true);
        assertThat(database.rows("select delay_ms from pace_group")).containsExactly(List.of("5"));
        assertThat(site.asked()).isEqualTo(asked);
        assertThat(service.runs().open(runs)).hasSize(1);

        assertThat(control.resume(List.of("a"))).containsExactly("a");
        Harvests.until("the harvest ends", END, () -> service.runs().open(runs).isEmpty());
        assertThat(control.pace(List.of("a"), null))
            .containsExactly(new Control.Pace(group, Duration.ofMillis(80), false));
      }
    }
    assertThat(site.asked()).isEqualTo(site.visits());
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
