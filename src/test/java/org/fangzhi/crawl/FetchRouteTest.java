package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transport behind camel-http, with the options that the fetch route uses. */
class FetchRouteTest {
  static final String ENDPOINT =
      "http:fetch?httpClient=#archival&httpMethod=GET&getWithBody=true"
          + "&throwExceptionOnFailure=false&skipRequestHeaders=true&skipResponseHeaders=true"
          + "&skipControlHeaders=true&clearExpiredCookies=false";

  static final String ROUTE =
      """
      - route:
          id: fetch
          from:
            uri: direct:fetch
            steps:
              - loop:
                  doWhile: true
                  simple: "${exchangeProperty.chain.open}"
                  steps:
                    - setBody: {simple: "${exchangeProperty.chain}"}
                    - to: {uri: "%s"}
              - setBody: {simple: "${exchangeProperty.chain.fetched}"}
      """
          .formatted(ENDPOINT);

  private final Transport transport =
      new Transport(
          new Transport.Identity("FangzhiTest/1"),
          Bounds.DEFAULT.withTimes(
              Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)),
          8);
  private final CamelContext camel = new DefaultCamelContext();
  private HostileSite site;
  private ProducerTemplate route;

  @BeforeEach
  void start() throws Exception {
    site = new HostileSite();
    camel.getRegistry().bind("archival", new FetchClient(transport));
    Resource yaml = ResourceHelper.fromString("fetch.yaml", ROUTE);
    for (RoutesBuilder each : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(yaml)) {
      camel.addRoutes(each);
    }
    camel.start();
    route = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() throws IOException {
    camel.stop();
    transport.close();
    site.close();
  }

  @Test
  void bytesComeThroughUntouchedAndHopsAreFollowed() {
    byte[] packed = HostileSite.gzip("政府信息公开".getBytes(StandardCharsets.UTF_8));
    site.page("/from", 302, new byte[0], "Location: /to?x=%D6%D0&{{y}}");
    site.page("/to", 200, packed, "Content-Encoding: gzip", "CamelFileName: /etc/passwd");

    Exchange exchange = fetch("/from");
    Fetched fetched = exchange.getMessage().getBody(Fetched.class);

    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.body()).isEqualTo(packed);
    assertThat(new String(fetched.payload(), StandardCharsets.UTF_8)).isEqualTo("政府信息公开");
    assertThat(fetched.hops()).hasSize(1);
    assertThat(fetched.finalUrl()).isEqualTo(site.url("/to?x=%D6%D0&%7B%7By%7D%7D"));
    assertThat(site.requests.get(1)).startsWith("GET /to?x=%D6%D0&%7B%7By%7D%7D HTTP/1.1");
  }

  @Test
  void nothingOfTheAnswerBecomesACamelHeader() {
    site.page("/a", 200, new byte[0], "CamelFileName: /etc/passwd", "X-Any: 1");
    Set<String> names = fetch("/a").getMessage().getHeaders().keySet();
    assertThat(names).doesNotContain("CamelFileName", "X-Any");
  }

  @Test
  void noAnswerSteersTheRouteOrSmugglesInAHeader() {
    String elsewhere = "CamelHttpUri: " + site.url("/evil");
    site.page(
        "/from",
        302,
        new byte[0],
        "Location: /to%0d%0aX-Injected:%201%0D%0A",
        elsewhere,
        "CamelHttpMethod: DELETE",
        "CamelHttpQuery: evil=1");
    site.page("/to%0D%0AX-Injected:%201%0D%0A", 200, new byte[0]);
    site.page("/evil", 200, new byte[0]);

    Fetched fetched = fetch("/from").getMessage().getBody(Fetched.class);

    assertThat(fetched.hops()).hasSize(1);
    assertThat(site.requests).hasSize(2);
    assertThat(site.requests.get(1))
        .matches("(?is)GET /to%0d%0aX-Injected:%201%0d%0a HTTP/1\\.1\r\n.*")
        .doesNotContain("\nX-Injected", "evil");
  }

  @Test
  void nothingOfTheMessageBecomesARequestHeader() {
    site.page("/a", 200, new byte[0]);
    fetch("/a");
    assertThat(site.requests.get(0)).doesNotContain("X-Secret");
  }

  @Test
  void aFailureIsAnAnswerToo() throws IOException {
    int port = site.port();
    site.close();
    Chain chain = transport.chain(Ask.of("http://127.0.0.1:" + port + "/").allowingPrivate());
    Exchange exchange = route.send("direct:fetch", e -> e.setProperty("chain", chain));
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(599);
    assertThat(exchange.getMessage().getBody(Fetched.class).failure().kind())
        .isEqualTo(Failure.Kind.CONNECTION_REFUSED);
  }

  @Test
  void stoppingTheRouteLeavesTheTransportUsable() throws Exception {
    site.page("/a", 200, new byte[0]);
    fetch("/a");
    camel.stop();
    assertThat(transport.fetch(Ask.of(site.url("/a")).allowingPrivate()).status()).isEqualTo(200);
  }

  private Exchange fetch(String path) {
    Chain chain = transport.chain(Ask.of(site.url(path)).allowingPrivate());
    return route.send(
        "direct:fetch",
        e -> {
          e.setProperty("chain", chain);
          e.getMessage().setHeader("X-Secret", "1");
        });
  }
}
