package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The routes as they stand in {@code routes/}, and what a slip of an operator in them comes to. */
class RoutesTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private Service service;

  @BeforeEach
  void start() throws Exception {
    try (Stream<Path> files = Files.list(Harvests.ROUTES)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    service = service(Map.of());
  }

  private static Service service(Map<String, String> yaml) throws Exception {
    return service(yaml, Map.of());
  }

  private static Service service(Map<String, String> yaml, Map<String, String> others)
      throws Exception {
    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(Map.of("fangzhi.schedule.on", "false"))
            .with(others);
    return Service.of(
        settings,
        new Transactions(database.dataSource()),
        Sources.of(yaml, settings::find).sources(),
        true);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replaceFirst(from, to));
  }

  @Test
  void each_stage_has_its_route() throws Exception {
    try (Pipeline pipeline = service.start(Harvests.ROUTES, List.of(), Map.of())) {
      assertThat(pipeline.context().getRoutes())
          .extracting(Route::getRouteId)
          .contains("schedule", "claim", "fetch", "archive", "read", "publish", "failures");
    }
  }

  @Test
  void a_process_has_the_routes_of_its_roles_and_those_of_none() throws Exception {
    try (Service reader = service(Map.of(), Map.of("fangzhi.roles", "read"));
        Pipeline pipeline = reader.start(Harvests.ROUTES, List.of(), Map.of())) {
      assertThat(pipeline.context().getRoutes())
          .extracting(Route::getRouteId)
          .contains("read", "read-tick", "keep-readings", "failures", "tell-publish")
          .doesNotContain("schedule", "coverage", "verify", "claim", "keep-claims", "fetch")
          .doesNotContain("archive", "publish", "publish-tick", "alert", "search", "rest");
    }
  }

  @Test
  void an_unknown_role_is_refused_with_those_known() throws Exception {
    try (Service typo = service(Map.of(), Map.of("fangzhi.roles", "fetch,raed"))) {
      assertThatThrownBy(() -> typo.start(Harvests.ROUTES, List.of(), Map.of()).close())
          .isInstanceOf(Settings.Unusable.class)
          .hasMessage(
              "fangzhi.roles: there is no role \"raed\". Did you mean read?"
                  + " One of: schedule, fetch, read, publish, console");
    }
  }

  @Test
  void a_group_that_is_no_role_is_refused_with_file_and_line() throws Exception {
    change("read.camel.yaml", "id: read\n    group: read", "id: read\n    group: raed");

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll(
            "read.camel.yaml:", "the group of route read is \"raed\"", "Did you mean read?");
  }

  @Test
  void a_channel_needs_its_routes_and_kafka_its_brokers() throws Exception {
    try (Service typo = service(Map.of(), Map.of("fangzhi.channel", "kafak"));
        Service bare = service(Map.of(), Map.of("fangzhi.channel", "kafka"))) {
      assertThatThrownBy(() -> typo.start(Harvests.ROUTES, List.of(), Map.of()).close())
          .isInstanceOf(Settings.Unusable.class)
          .hasMessage(
              "fangzhi.channel: there is no channel \"kafak\"."
                  + " Did you mean kafka? One of: kafka, seda");
      assertThatThrownBy(() -> bare.start(Harvests.ROUTES, List.of(), Map.of()).close())
          .isInstanceOf(Settings.Unusable.class)
          .hasMessageContaining("Set fangzhi.kafka.brokers");
    }
  }

  @Test
  void an_unknown_key_is_refused_with_file_and_line() throws Exception {
    change("read.camel.yaml", "            method: claim", "            methood: claim");
    String text = Files.readString(folder.resolve("read.camel.yaml"));
    long at = text.substring(0, text.indexOf("methood")).lines().count();

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll("read.camel.yaml", "methood", "line " + at);
  }

  @Test
  void broken_yaml_is_refused_with_file_and_line() throws Exception {
    change("publish.camel.yaml", "    id: publish-tick", "    id: [publish-tick");

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll("publish.camel.yaml", "line ");
  }

  @Test
  void an_unknown_bean_is_refused_by_name() throws Exception {
    change("publish.camel.yaml", "ref: publish", "ref: publsh");

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll("publsh", "publish");
  }

  @Test
  void an_unknown_setting_is_refused_by_name() throws Exception {
    change("read.camel.yaml", "fangzhi.read.threads", "fangzhi.read.thraeds");

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll("read.camel.yaml", "fangzhi.read.thraeds");
  }

  @Test
  void an_option_that_an_endpoint_does_not_have_is_refused() throws Exception {
    change("publish.camel.yaml", "discardWhenFull=true", "discardWhenFul=true");

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll("discardWhenFul");
  }

  @Test
  void an_option_that_http_does_not_have_is_refused_with_file_line_and_mend() throws Exception {
    change("fetch.camel.yaml", "getWithBody: true", "getWithBdoy: true");
    String text = Files.readString(folder.resolve("fetch.camel.yaml"));
    long at = text.substring(0, text.indexOf("- to:\n", text.indexOf("id: ask"))).lines().count();

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll(
            folder.resolve("fetch.camel.yaml") + ":" + at + ": getWithBdoy is no option of http",
            "Did you mean getWithBody?");
  }

  @Test
  void options_that_http_hands_on_to_its_client_are_none_of_ours_to_refuse() throws Exception {
    change(
        "fetch.camel.yaml",
        "getWithBody: true",
        "getWithBody: true\n                          httpClient.contentCompressionEnabled: false");

    try (Pipeline pipeline = service.start(folder, List.of(), Map.of())) {
      assertThat(pipeline.context().isStarted()).isTrue();
    }
  }

  @Test
  void routes_that_lease_without_one_that_renews_are_refused_with_file_line_and_mend()
      throws Exception {
    change("fetch.camel.yaml", "method: renew", "method: releaseDead");
    change("read.camel.yaml", "period: 2000", "period: 20000");
    String text = Files.readString(folder.resolve("fetch.camel.yaml"));
    long at =
        text.substring(0, text.indexOf("- bean:\n", text.indexOf("id: claim\n"))).lines().count();

    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll(
            folder.resolve("fetch.camel.yaml") + ":" + at + ": route claim leases pages",
            "Take back the route keep-claims",
            "route read leases readings",
            "Take back the route keep-readings");
  }

  @Test
  void who_renews_leases_runs_wherever_they_are_taken() throws Exception {
    change(
        "fetch.camel.yaml",
        "id: keep-claims\n    group: fetch",
        "id: keep-claims\n    group: read");
    assertThatThrownBy(() -> service.start(folder, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContaining("route claim leases pages");
  }

  @Test
  void a_file_that_is_written_cannot_leave_its_folder() throws Exception {
    Path out = folder.resolve("out/mirror");
    Map<String, String> settings = Map.of("fangzhi.export.dir", out.toString());
    try (Service writing = service(Map.of(), settings);
        Pipeline pipeline = writing.start(Harvests.ROUTES, List.of(), Map.of());
        ProducerTemplate files = pipeline.context().createProducerTemplate()) {
      for (String name :
          List.of("../slip.txt", "a/../../slip.txt", folder + "/slip.txt", "a/b.txt")) {
        files.send(
            "direct:export-files",
            exchange -> {
              exchange.getMessage().setBody("x");
              exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
            });
      }
    }
    assertThat(out.resolve("a/b.txt")).hasContent("x");
    assertThat(folder.resolve("slip.txt")).doesNotExist();
    assertThat(folder.resolve("out/slip.txt")).doesNotExist();
  }

  @Test
  void a_route_that_a_source_names_must_be_there() throws Exception {
    String source =
        """
        id: a
        name: A
        entries: [{url: "http://127.0.0.1:1/"}]
        pipeline: ask-wth-login
        """;
    Files.writeString(
        folder.resolve("login.camel.yaml"),
        """
        - route:
            id: login
            from:
              uri: direct:ask-with-login
              steps:
                - to: direct:ask
        """);
    try (Service naming = service(Map.of("config/sources/a.yaml", source))) {
      assertThatThrownBy(() -> naming.start(folder, List.of(), Map.of()).close())
          .isInstanceOf(Pipeline.Unusable.class)
          .hasMessageContainingAll(
              "config/sources/a.yaml:4:11: pipeline is \"ask-wth-login\"",
              "Did you mean ask-with-login?");
    }
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> service.start(nowhere, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContainingAll(nowhere.toString(), "--routes");
  }

  @Test
  void a_folder_without_routes_is_refused() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> service.start(empty, List.of(), Map.of()).close())
        .isInstanceOf(Pipeline.Unusable.class)
        .hasMessageContaining(empty.toString());
  }
}
