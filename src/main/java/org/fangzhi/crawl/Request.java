package org.fangzhi.crawl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.StandardCookieSpec;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One request of a chain and the reading of its answer. */
final class Request {
  private static final String ACCEPT =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  /** Enough for the end of a page. */
  private static final int TAIL = 64;

  private final Chain chain;
  private final Connections via;
  private final ScheduledExecutorService clock;
  private final HttpClientContext context = HttpClientContext.create();
  private final HttpHost host;
  private final HttpGet get;
  private volatile boolean expired;
  private byte[] body = new byte[0];
  private @Nullable Truncation truncated;
  private @Nullable Exception cause;

  Request(Chain chain, Connections via, String userAgent, ScheduledExecutorService clock) {
    this.chain = chain;
    this.via = via;
    this.clock = clock;
    String url = chain.url();
    int authority = url.indexOf("//") + 2;
    int path = url.indexOf('/', authority);
    String scheme = url.substring(0, authority - 3);
    String name = Addresses.host(url);
    int port =
        authority + name.length() == path
            ? -1
            : Integer.parseInt(url.substring(authority + name.length() + 1, path));
    String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    host = new HttpHost(scheme, bare, port);
    get = new HttpGet("/");
    get.setScheme(scheme);
    get.setAuthority(new URIAuthority(bare, port));
    get.setPath(url.substring(path));
    get.setHeader("User-Agent", userAgent);
    get.setHeader("Accept", ACCEPT);
    get.setHeader("Accept-Language", "zh-CN,zh;q=0.9");
    get.setHeader("Accept-Encoding", "gzip");
    condition("If-None-Match", chain.ask().etag());
    condition("If-Modified-Since", chain.ask().lastModified());
    get.setConfig(config(chain.bounds()));
    context.setCookieStore(chain.cookies());
  }

  private void condition(String header, @Nullable String value) {
    // A validator comes from a server: it must not smuggle in another header.
    if (value != null && value.chars().allMatch(c -> c >= ' ' && c < 127)) {
      get.setHeader(header, value);
    }
  }

  private static RequestConfig config(Bounds bounds) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(bounds.total()))
        .setResponseTimeout(Timeout.of(bounds.response()))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setContentCompressionEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setCookieSpec(StandardCookieSpec.RELAXED)
        .build();
  }

  /** Asks and reads; whatever happens is in the answer. */
  Answer run() {
    Head head = Head.NONE;
    Failure failure = null;
    ScheduledFuture<?> deadline =
        clock.schedule(this::expire, chain.bounds().total().toMillis(), TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse response = via.execute(host, get, chain.ask().proxy(), context)) {
      head = new Head(Connections.head(context));
      failure = read(response.getEntity());
      if (failure != null) {
        get.cancel(); // closing would wait for the rest
      }
    } catch (IOException | RuntimeException e) {
      cause = e;
      if (failure == null) {
        truncated = head == Head.NONE ? null : Diagnosis.truncation(e, expired);
        failure =
            e instanceof ConnectionClosedException && !expired && isWhole(head)
                ? null
                : Diagnosis.of(e, expired, chain.url(), chain.bounds());
      }
    } finally {
      deadline.cancel(false);
    }
    return new Answer(requestHead(), head, body, ip(), tls(), truncated, failure);
  }

  /**
   * Whether a body that ended before its announced length is whole all the same: the length was
   * wrong, as generated pages have it.
   */
  private boolean isWhole(Head head) {
    String coding = Coding.of(head, body);
    try {
      byte[] payload = Coding.decode(body, coding, chain.bounds());
      int from = Math.max(0, payload.length - TAIL);
      String tail = new String(payload, from, payload.length - from, StandardCharsets.ISO_8859_1);
      return coding != null || tail.strip().toLowerCase(Locale.ROOT).endsWith("</html>");
    } catch (Coding.Broken e) {
      return false;
    }
  }

  /**
   * True when a connection that had served a request before proves unfit for another: the server
   * has closed it in the meantime, or what it had sent too much stands in the answer's place.
   */
  boolean failedOnKeptConnection() {
    EndpointDetails endpoint = context.getEndpointDetails();
    return endpoint != null
        && endpoint.getRequestCount() > 1
        && Connections.head(context).length == 0
        && (cause instanceof NoHttpResponseException
            || Diagnosis.within(cause, HttpException.class) != null);
  }

  /**
   * True when the server did not go on with TLS: it said so, or broke off, as old ones do. Not when
   * it was silent, nor when its certificate was refused.
   */
  boolean failedInHandshake() {
    boolean brokenOff = cause instanceof SSLException || cause instanceof SocketException;
    return brokenOff
        && !(cause instanceof ConnectException || cause instanceof NoRouteToHostException)
        && host.getSchemeName().equals("https")
        && !isSecured()
        && Diagnosis.within(cause, CertificateException.class) == null;
  }

  /** True when TLS stood, whatever came then. */
  boolean isSecured() {
    return context.getSSLSession() != null;
  }

  private void expire() {
    expired = true;
    get.cancel();
  }

  private @Nullable Failure read(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return null;
    }
    int limit = chain.bounds().body();
    long announced = entity.getContentLength();
    if (announced > limit) {
      truncated = Truncation.SIZE;
      return Diagnosis.tooLarge(chain.url(), announced + " bytes announced", limit);
    }
    InputStream in = entity.getContent();
    if (announced >= 0) {
      readExactly(in, (int) announced);
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 << 10);
    byte[] buffer = new byte[16 << 10];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, Math.min(n, limit - out.size() + 1));
        if (out.size() > limit) {
          truncated = Truncation.SIZE;
          return Diagnosis.tooLarge(chain.url(), "no end in sight", limit);
        }
      }
    } finally {
      body = out.toByteArray();
      body = body.length > limit ? Arrays.copyOf(body, limit) : body;
    }
    return null;
  }

  private void readExactly(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    int at = 0;
    try {
      while (at < length) {
        int n = in.read(bytes, at, length - at);
        if (n < 0) {
          break;
        }
        at += n;
      }
    } finally {
      body = at == length ? bytes : Arrays.copyOf(bytes, at);
    }
    in.read(); // the end, at which the connection goes back to the pool
  }

  private byte[] requestHead() {
    HttpRequest sent = context.getRequest();
    if (sent == null || context.getEndpointDetails() == null) {
      return new byte[0];
    }
    StringBuilder out = new StringBuilder();
    out.append(sent.getMethod()).append(' ').append(sent.getRequestUri()).append(" HTTP/1.1\r\n");
    for (Header header : sent.getHeaders()) {
      out.append(header.getName()).append(": ").append(header.getValue()).append("\r\n");
    }
    return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private @Nullable String ip() {
    EndpointDetails endpoint = context.getEndpointDetails();
    return endpoint != null && endpoint.getRemoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress().getHostAddress()
        : null;
  }

  private @Nullable Tls tls() {
    SSLSession session = context.getSSLSession();
    return session == null
        ? null
        : new Tls(
            session.getProtocol(),
            session.getCipherSuite(),
            via.mode().legacyTls(),
            Trust.certificate(session));
  }
}
