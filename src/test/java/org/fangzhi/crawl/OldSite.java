package org.fangzhi.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A site that knows TLS 1.0 alone, asked in a process of its own: what a process allows is read
 * once. Prints what came, the number of connections, and what others of the process offer.
 */
final class OldSite {
  private OldSite() {}

  /**
   * @param arguments key store of the site, store of what is trusted, password, cipher suite
   */
  public static void main(String[] arguments) throws Exception {
    LegacyTls.allow();
    System.setProperty("javax.net.ssl.trustStore", arguments[1]);
    System.setProperty("javax.net.ssl.trustStorePassword", arguments[2]);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      keys.load(in, arguments[2].toCharArray());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, arguments[2].toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    AtomicInteger connections = new AtomicInteger();
    ServerSocket server =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
          @Override
          public Socket accept() throws IOException {
            Socket plain = super.accept();
            connections.incrementAndGet();
            SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true);
            socket.setUseClientMode(false);
            socket.setEnabledProtocols(new String[] {"TLSv1"});
            socket.setEnabledCipherSuites(new String[] {arguments[3]});
            return socket;
          }
        };
    try (HostileSite site = new HostileSite(server);
        Transport transport =
            new Transport(new Transport.Identity("FangzhiTest/1"), Bounds.DEFAULT, 2)) {
      site.page("/", 200, HostileSite.utf8("from another time"));
      Fetched fetched =
          transport.fetch(Ask.of("https://127.0.0.1:" + site.port() + "/").allowingPrivate());
      System.out.println(new String(fetched.payload(), StandardCharsets.UTF_8));
      System.out.println(fetched.failure() == null ? fetched.tls() : fetched.failure().message());
      System.out.println(connections.get() + " connections");
      String[] others = SSLContext.getDefault().getDefaultSSLParameters().getProtocols();
      Arrays.sort(others);
      System.out.println("others: " + String.join(" ", others));
    }
  }
}
