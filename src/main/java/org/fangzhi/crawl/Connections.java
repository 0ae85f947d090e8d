package org.fangzhi.crawl;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Pooled connections of one mode. What was connected with private addresses allowed, or with legacy
 * TLS, is never handed to a request of another mode.
 */
final class Connections implements Closeable {
  private static final String HEAD = "fangzhi.head";
  private static final String PROXY = "fangzhi.proxy";
  private static final int TOTAL = 1024;

  /** Some servers hang under old protocols instead of refusing them. */
  private static final Duration LEGACY_HANDSHAKE = Duration.ofSeconds(10);

  /** How connections are made. */
  record Mode(boolean privateAllowed, boolean legacyTls, boolean unchecked) {}

  private final Mode mode;
  private final CloseableHttpClient client;

  private Connections(Mode mode, CloseableHttpClient client) {
    this.mode = mode;
    this.client = client;
  }

  static Connections open(
      Mode mode, Bounds bounds, int perHost, DnsResolver names, Issuers issuers) {
    Http1Config http =
        Http1Config.custom()
            .setMaxHeaderCount(bounds.headers())
            .setMaxLineLength(bounds.head())
            .setMaxEmptyLineCount(8)
            .build();
    DnsResolver resolver = new Families(mode.privateAllowed() ? names : new AddressGuard(names));
    Timeout connect = Timeout.of(bounds.connect());
    boolean hurry = mode.legacyTls() && bounds.connect().compareTo(LEGACY_HANDSHAKE) > 0;
    Timeout handshake = hurry ? Timeout.of(LEGACY_HANDSHAKE) : connect;
    var manager =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver)
            .setTlsSocketStrategy(tls(mode, issuers))
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(handshake).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(Timeout.of(bounds.response()))
                    .setTimeToLive(TimeValue.ofMinutes(10))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(http)
                    .responseParserFactory(new HeadParser.Maker(http, bounds.head()))
                    .build())
            .setMaxConnTotal(TOTAL)
            .setMaxConnPerRoute(perHost)
            .build();
    return new Connections(
        mode,
        HttpClients.custom()
            .setConnectionManager(manager)
            .disableContentCompression()
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableAuthCaching()
            .disableDefaultUserAgent()
            .evictIdleConnections(TimeValue.of(30, TimeUnit.SECONDS))
            .evictExpiredConnections()
            .setRoutePlanner(new Planner())
            .addResponseInterceptorFirst(
                (response, entity, context) -> {
                  if (response instanceof HeadParser.Headed headed) {
                    context.setAttribute(HEAD, headed.head());
                  }
                })
            .build());
  }

  Mode mode() {
    return mode;
  }

  ClassicHttpResponse execute(
      HttpHost host, ClassicHttpRequest request, @Nullable URI proxy, HttpContext context)
      throws IOException {
    if (proxy != null) {
      // Named by the operator, so its address is not for the guard to judge.
      InetAddress address = InetAddress.getByName(proxy.getHost());
      context.setAttribute(
          PROXY, new HttpHost(proxy.getScheme(), address, proxy.getHost(), proxy.getPort()));
      if (!mode.privateAllowed() && literal(host.getHostName())) {
        new AddressGuard().resolve(host.getHostName());
      }
    }
    return client.executeOpen(host, request, context);
  }

  /** The head of the answer as received. */
  static byte[] head(HttpContext context) {
    return context.getAttribute(HEAD) instanceof byte[] bytes ? bytes : new byte[0];
  }

  private static boolean literal(String host) {
    return host.contains(":") || host.matches("[0-9.]+|0[xX].*");
  }

  /** Modern TLS alone, or whatever else the JDK still has. */
  private static TlsSocketStrategy tls(Mode mode, Issuers issuers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      Trust trust = new Trust(issuers, mode);
      context.init(null, new TrustManager[] {trust}, null);
      SSLParameters all = context.getSupportedSSLParameters();
      String[] enabled = context.getDefaultSSLParameters().getCipherSuites();
      return new DefaultClientTlsStrategy(
          context,
          LegacyTls.protocols(mode.legacyTls(), all.getProtocols()),
          LegacyTls.suites(mode.legacyTls(), enabled, all.getCipherSuites()),
          SSLBufferMode.STATIC,
          mode.unchecked() ? HostnameVerificationPolicy.CLIENT : HostnameVerificationPolicy.BOTH,
          trust::isFor);
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static final class Planner extends DefaultRoutePlanner {
    Planner() {
      super(null);
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context)
        throws HttpException {
      return context.getAttribute(PROXY) instanceof HttpHost proxy ? proxy : null;
    }
  }
}
