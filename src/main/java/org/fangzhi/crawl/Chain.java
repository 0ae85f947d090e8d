package org.fangzhi.crawl;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.fangzhi.crawl.Failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one page costs: the first and one for each redirect. While it is {@link #open}
 * it wants {@link #url} asked by {@link Transport}; then {@link #fetched} tells what came. Cookies
 * live as long as the chain. For one thread at a time.
 *
 * <p>It is an HTTP entity only so that it can travel as a message body through an HTTP endpoint to
 * the {@link FetchClient}; it has no content.
 */
public final class Chain extends AbstractHttpEntity {
  private final Ask ask;
  private final Bounds bounds;
  private final List<Hop> hops = new ArrayList<>();
  private final CookieStore cookies = new BasicCookieStore();
  private final Set<String> seen = new HashSet<>();
  private @Nullable Instant started;
  private String url;
  private @Nullable Fetched fetched;

  /** A chain that begins at the asked page. */
  public Chain(Ask ask, Bounds bounds) {
    super((ContentType) null, null);
    this.ask = ask;
    this.bounds = bounds;
    String canonical = Addresses.canonical(ask.url());
    this.url = canonical == null ? ask.url() : canonical;
    if (canonical == null) {
      refuse(
          new Failure(
              Kind.INVALID_ADDRESS, "'" + ask.url() + "' is no http(s) address to ask for"));
    }
  }

  /** True while another request is wanted. */
  public boolean open() {
    return fetched == null;
  }

  /** The address to be asked next, or the one that answered last. */
  public String url() {
    return url;
  }

  /** What is asked for. */
  public Ask ask() {
    return ask;
  }

  /** How many redirects were followed so far. */
  public int redirects() {
    return hops.size();
  }

  /** Ends the chain without another request. */
  public void refuse(Failure failure) {
    end(new Answer(new byte[0], Head.NONE, new byte[0], null, null, null, failure));
  }

  /**
   * What came.
   *
   * @throws IllegalStateException while the chain is open
   */
  public Fetched fetched() {
    if (fetched == null) {
      throw new IllegalStateException(url + " has not been asked yet");
    }
    return fetched;
  }

  CookieStore cookies() {
    return cookies;
  }

  Bounds bounds() {
    return bounds;
  }

  /** Marks the moment that the first request begins. */
  void begin() {
    if (started == null) {
      started = Instant.now();
    }
    seen.add(state());
  }

  /** Takes the answer to {@link #url} in. */
  void take(Answer answer) {
    String location = answer.failure() == null ? location(answer.head()) : null;
    if (location == null) {
      end(answer);
      return;
    }
    String target = Addresses.resolve(url, location);
    Failure failure = null;
    if (target == null) {
      failure =
          new Failure(
              Kind.INVALID_ADDRESS,
              url + " redirects to '" + shown(location) + "', which is no http(s) address");
    } else if (hops.size() == bounds.redirects()) {
      failure =
          new Failure(
              Kind.REDIRECT_LOOP,
              ask.url() + " leads through more than " + bounds.redirects() + " redirects");
    }
    if (target == null || failure != null) {
      end(with(answer, failure));
      return;
    }
    String here = url;
    url = target;
    if (seen.contains(state())) {
      url = here;
      end(
          with(
              answer,
              new Failure(Kind.REDIRECT_LOOP, here + " redirects in a circle, to " + target)));
      return;
    }
    hops.add(
        new Hop(
            here,
            answer.requestHead(),
            answer.head(),
            answer.ip() == null ? "" : answer.ip(),
            answer.tls()));
  }

  /** An address with the cookies it is asked with: the same twice is a circle. */
  private String state() {
    Set<String> held = new TreeSet<>();
    cookies.getCookies().forEach(c -> held.add(c.getDomain() + c.getName() + "=" + c.getValue()));
    return url + held;
  }

  private static @Nullable String location(Head head) {
    return switch (head.status()) {
      case 301, 302, 303, 307, 308 -> {
        String value = head.first("Location");
        yield value == null || value.isEmpty() ? null : escaped(value);
      }
      default -> null;
    };
  }

  /** Raw bytes in a Location (UTF-8 or GBK, nobody says which) stay those bytes. */
  private static String escaped(String location) {
    StringBuilder out = new StringBuilder();
    for (byte b : location.getBytes(StandardCharsets.ISO_8859_1)) {
      out.append(b < 0 ? String.format(Locale.ROOT, "%%%02X", b & 0xff) : (char) b + "");
    }
    return out.toString();
  }

  private static String shown(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static Answer with(Answer a, @Nullable Failure failure) {
    return new Answer(a.requestHead(), a.head(), a.body(), a.ip(), a.tls(), a.truncated(), failure);
  }

  private void end(Answer answer) {
    String coding = Coding.of(answer.head(), answer.body());
    byte[] payload = answer.body();
    Failure failure = answer.failure();
    if (failure == null) {
      try {
        payload = Coding.decode(answer.body(), coding, bounds);
      } catch (Coding.Broken e) {
        payload = new byte[0];
        failure = new Failure(Kind.BAD_CODING, url + ": " + e.getMessage());
      }
    } else if (coding != null) {
      payload = new byte[0];
    }
    Instant from = started == null ? Instant.now() : started;
    fetched =
        new Fetched(
            ask.url(),
            url,
            hops,
            answer.requestHead(),
            answer.head(),
            answer.body(),
            coding,
            payload,
            from,
            Duration.between(from, Instant.now()),
            answer.ip(),
            answer.tls(),
            answer.truncated(),
            failure);
  }

  @Override
  public InputStream getContent() {
    return InputStream.nullInputStream();
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public long getContentLength() {
    return 0;
  }

  @Override
  public void close() {}
}
