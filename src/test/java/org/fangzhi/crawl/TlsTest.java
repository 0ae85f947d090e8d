package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.fangzhi.crawl.Failure.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
@Timeout(60)
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;
  private static Path store;

  private Transport transport;

  @BeforeAll
  static void certificate() throws Exception {
    store = folder.resolve("site.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "site",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=127.0.0.1",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store.toString());
    trusted("trusted.p12", (X509Certificate) keys(store).getCertificate("site"));
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(arguments));
    line.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
    String printed = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(printed).isZero();
  }

  private static void trusted(String name, X509Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", certificate);
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore keys(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void trust(String name) {
    System.setProperty("javax.net.ssl.trustStore", folder.resolve(name).toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  @BeforeEach
  void open() {
    transport =
        new Transport(
            new Transport.Identity("FangzhiTest/1"),
            Bounds.DEFAULT.withTimes(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10)),
            2);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStorePassword");
  }

  @Test
  void aSelfSignedCertificateIsNamedAndNotTriedAgain() throws Exception {
    try (HandshakeServer tls = new HandshakeServer(store, 0);
        HostileSite site = new HostileSite(tls)) {
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.failure().kind()).isEqualTo(Kind.TLS);
      assertThat(fetched.failure().message())
          .isEqualTo(
              "the certificate of 127.0.0.1 is from nobody who is trusted (self-signed, or an"
                  + " intermediate one is missing); if its pages are wanted all the same, set tls:"
                  + " unchecked in the source");
      assertThat(tls.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedHandshakeIsTriedOnceMoreWithLegacyTlsAndRecorded() throws Exception {
    trust("trusted.p12");
    try (HandshakeServer tls = new HandshakeServer(store, 1);
        HostileSite site = new HostileSite(tls)) {
      site.page("/", 200, HostileSite.utf8("old but there"));
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.failure()).isNull();
      assertThat(fetched.tls().legacy()).isTrue();
      assertThat(fetched.tls().protocol()).isEqualTo("TLSv1.3");
      assertThat(tls.connections.get()).isEqualTo(2);
    }
  }

  @Test
  void aTrustedSiteIsAskedByModernTls() throws Exception {
    trust("trusted.p12");
    try (HandshakeServer tls = new HandshakeServer(store, 0);
        HostileSite site = new HostileSite(tls)) {
      site.page("/", 200, HostileSite.utf8("secure"));
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.payload()).isEqualTo(HostileSite.utf8("secure"));
      assertThat(fetched.tls().legacy()).isFalse();
      assertThat(fetched.tls().certificate()).isEqualTo("checked");
    }
  }

  @Test
  void aSiteOfTls10AloneIsAskedOnlyAfterTheModernHandshakeFailed() throws Exception {
    Process old =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.fangzhi.crawl.OldSite",
                store.toString(),
                folder.resolve("trusted.p12").toString(),
                PASSWORD,
                "SSL_RSA_WITH_3DES_EDE_CBC_SHA")
            .redirectErrorStream(true)
            .start();
    String printed = new String(old.getInputStream().readAllBytes());
    assertThat(printed.lines().filter(line -> !line.contains("SLF4J")))
        .containsExactly(
            "from another time",
            "TLSv1 SSL_RSA_WITH_3DES_EDE_CBC_SHA, legacy, certificate checked",
            "2 connections",
            "others: TLSv1.2 TLSv1.3");
  }

  @Test
  void aServerThatHangsUnderLegacyTlsIsGivenUpInTime() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    ServerSocket server =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
          private int connections;

          @Override
          public Socket accept() throws IOException {
            Socket plain = super.accept();
            if (connections++ == 0) {
              plain.getInputStream().read(new byte[1024]);
              plain.setSoLinger(true, 0); // a reset, as firewalls send it
              plain.close();
            }
            return connections == 1 ? super.accept() : plain;
          }
        };
    try (server;
        Transport hurried =
            new Transport(
                new Transport.Identity("FangzhiTest/1"),
                Bounds.DEFAULT.withTimes(
                    Duration.ofMillis(600), Duration.ofMillis(600), Duration.ofSeconds(3)),
                2)) {
      Thread silent =
          new Thread(
              () -> {
                try (Socket held = server.accept()) {
                  over.await();
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      silent.start();
      long start = System.nanoTime();
      Fetched fetched =
          hurried.fetch(
              Ask.of("https://127.0.0.1:" + server.getLocalPort() + "/").allowingPrivate());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(fetched.failure().kind()).isIn(Kind.RESET, Kind.TLS);
      over.countDown();
      silent.join();
    }
  }

  @Test
  void uncheckedCertificatesPassAndEachObservationSaysSo() throws Exception {
    String sha256 = Judge.sha256(keys(store).getCertificate("site").getEncoded());
    try (HandshakeServer tls = new HandshakeServer(store, 0);
        HostileSite site = new HostileSite(tls)) {
      site.page("/", 200, HostileSite.utf8("self-made"));
      Fetched strange = transport.fetch(ask(site).unchecked(true));
      assertThat(strange.payload()).isEqualTo(HostileSite.utf8("self-made"));
      assertThat(strange.tls().toString())
          .endsWith(
              ", certificate unchecked: from nobody who is trusted (self-signed, or an intermediate"
                  + " one is missing); sha256 "
                  + sha256);
      Visitor visitor = new Visitor(transport, "FangzhiTest", Duration.ZERO);
      site.page("/robots.txt", 200, HostileSite.utf8("User-agent: *\nAllow: /\n"));
      assertThat(visitor.visit(ask(site).unchecked(true)).payload())
          .as("robots.txt is asked for in the same way")
          .isEqualTo(HostileSite.utf8("self-made"));
      assertThat(transport.fetch(ask(site)).failure().kind())
          .as("nobody else is lent that connection")
          .isEqualTo(Kind.TLS);
    }
    trust("trusted.p12");
    try (Transport trusting =
            new Transport(new Transport.Identity("FangzhiTest/1"), Bounds.DEFAULT, 2);
        HandshakeServer tls = new HandshakeServer(store, 0);
        HostileSite site = new HostileSite(tls)) {
      site.page("/", 200, HostileSite.utf8("named otherwise"));
      Ask named = Ask.of("https://localhost:" + site.port() + "/").allowingPrivate();
      assertThat(trusting.fetch(named).failure().message())
          .startsWith("the certificate of localhost is made out for another name");
      assertThat(trusting.fetch(named.unchecked(true)).tls().certificate())
          .isEqualTo("unchecked: made out for another name; sha256 " + sha256);
      assertThat(trusting.fetch(ask(site).unchecked(true)).tls().certificate())
          .isEqualTo("checked");
    }
  }

  @Test
  void anIssuerThatTheSiteDoesNotSendIsFetchedOnceFromWhereTheCertificateSays() throws Exception {
    try (HostileSite authority = new HostileSite()) {
      Path chain = chain(authority.url("/inter.cer"));
      KeyStore keys = keys(chain);
      trusted("root.p12", (X509Certificate) keys.getCertificate("root"));
      trust("root.p12");
      byte[] issuer = keys.getCertificate("inter").getEncoded();
      Path alone = alone(keys);

      try (HandshakeServer tls = new HandshakeServer(alone, 0);
          HostileSite site = new HostileSite(tls)) {
        site.page("/", 200, HostileSite.utf8("incomplete"));
        assertThat(transport.fetch(ask(site)).failure().message())
            .contains("an intermediate one is missing");
        assertThat(authority.requests).hasSize(1);
      }
      authority.page("/inter.cer", 200, issuer, "Content-Type: application/pkix-cert");
      try (Transport fresh =
              new Transport(new Transport.Identity("FangzhiTest/1"), Bounds.DEFAULT, 2);
          HandshakeServer tls = new HandshakeServer(alone, 0);
          HostileSite site = new HostileSite(tls)) {
        site.on(
            "/",
            (head, out) -> {
              out.write(HostileSite.answer(200, HostileSite.utf8("incomplete")));
              return false;
            });
        for (int i = 0; i < 2; i++) {
          Fetched fetched = fresh.fetch(ask(site));
          assertThat(fetched.payload()).isEqualTo(HostileSite.utf8("incomplete"));
          assertThat(fetched.tls().certificate())
              .isEqualTo("checked with 1 issuer(s) that the site does not send");
        }
        assertThat(authority.requests).hasSize(2);
      }
    }
  }

  /** A root, an intermediate and the certificate of the site, which says where its issuer's is. */
  private static Path chain(String place) throws Exception {
    Path chain = folder.resolve("chain.p12");
    for (String name : List.of("root", "inter", "site")) {
      keytool(
          "-genkeypair",
          "-alias",
          name,
          "-keyalg",
          "EC",
          "-dname",
          "CN=" + name,
          "-ext",
          name.equals("site") ? "san=ip:127.0.0.1" : "bc:critical=ca:true",
          "-keystore",
          chain.toString());
    }
    sign(chain, "inter", "root", "bc:critical=ca:true");
    sign(chain, "site", "inter", "san=ip:127.0.0.1", "aia=caIssuers:URI:" + place);
    return chain;
  }

  private static void sign(Path chain, String name, String by, String... extensions)
      throws Exception {
    String request = folder.resolve(name + ".csr").toString();
    String signed = folder.resolve(name + ".pem").toString();
    String keys = chain.toString();
    keytool("-certreq", "-alias", name, "-file", request, "-keystore", keys);
    List<String> line =
        new ArrayList<>(
            List.of("-gencert", "-rfc", "-alias", by, "-infile", request, "-outfile", signed));
    for (String extension : extensions) {
      line.addAll(List.of("-ext", extension));
    }
    line.addAll(List.of("-keystore", keys));
    keytool(line.toArray(String[]::new));
    keytool("-importcert", "-alias", name, "-file", signed, "-noprompt", "-keystore", keys);
  }

  /** The site's key with its own certificate alone, as careless sites are set up. */
  private static Path alone(KeyStore keys) throws Exception {
    KeyStore alone = KeyStore.getInstance("PKCS12");
    alone.load(null, null);
    alone.setKeyEntry(
        "site",
        keys.getKey("site", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        new Certificate[] {keys.getCertificate("site")});
    Path file = folder.resolve("alone.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      alone.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @Test
  void plainHttpBehindAnHttpsAddressIsNamed() throws Exception {
    try (HostileSite site = new HostileSite()) {
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.failure().kind()).isIn(Kind.TLS, Kind.TIMEOUT, Kind.RESET);
    }
  }

  private static Ask ask(HostileSite site) {
    return Ask.of("https://127.0.0.1:" + site.port() + "/").allowingPrivate();
  }

  /** Refuses the first handshakes with an alert, then takes them. */
  private static final class HandshakeServer extends ServerSocket {
    private static final byte[] HANDSHAKE_FAILURE = {0x15, 3, 3, 0, 2, 2, 0x28};
    private final SSLContext context = SSLContext.getInstance("TLS");
    private final int refused;
    final AtomicInteger connections = new AtomicInteger();

    HandshakeServer(Path keys, int refused) throws Exception {
      super(0, 50, InetAddress.getLoopbackAddress());
      this.refused = refused;
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys(keys), PASSWORD.toCharArray());
      context.init(factory.getKeyManagers(), null, null);
    }

    @Override
    public Socket accept() throws IOException {
      Socket plain = super.accept();
      while (connections.incrementAndGet() <= refused) {
        byte[] hello = new byte[1024];
        assertThat(plain.getInputStream().read(hello)).isPositive();
        plain.getOutputStream().write(HANDSHAKE_FAILURE);
        plain.close();
        plain = super.accept();
      }
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true);
      socket.setUseClientMode(false);
      return socket;
    }
  }
}
