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
import java.time.Duration;
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
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "site",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", keys().getCertificate("site"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, PASSWORD.toCharArray());
    }
  }

  private static KeyStore keys() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void trust() {
    System.setProperty("javax.net.ssl.trustStore", folder.resolve("trusted.p12").toString());
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
    try (HandshakeServer tls = new HandshakeServer(0);
        HostileSite site = new HostileSite(tls)) {
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.failure().kind()).isEqualTo(Kind.TLS);
      assertThat(fetched.failure().message())
          .isEqualTo(
              "the certificate of 127.0.0.1 comes from nobody who is trusted (self-signed, or an"
                  + " intermediate one is missing)");
      assertThat(tls.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedHandshakeIsTriedOnceMoreWithLegacyTlsAndRecorded() throws Exception {
    trust();
    try (HandshakeServer tls = new HandshakeServer(1);
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
    trust();
    try (HandshakeServer tls = new HandshakeServer(0);
        HostileSite site = new HostileSite(tls)) {
      site.page("/", 200, HostileSite.utf8("secure"));
      Fetched fetched = transport.fetch(ask(site));
      assertThat(fetched.payload()).isEqualTo(HostileSite.utf8("secure"));
      assertThat(fetched.tls().legacy()).isFalse();
    }
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

    HandshakeServer(int refused) throws Exception {
      super(0, 50, InetAddress.getLoopbackAddress());
      this.refused = refused;
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(keys(), PASSWORD.toCharArray());
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
