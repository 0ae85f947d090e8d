package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.fangzhi.crawl.Failure.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TransportTest {
  private static final Bounds SMALL =
      new Bounds(
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofMillis(900),
          100_000,
          4_000_000,
          50,
          50,
          8_000,
          4);

  /** {@code printf abc | brotli} as the reference tool writes it. */
  private static final byte[] BROTLI_ABC = {0x0b, 0x01, (byte) 0x80, 'a', 'b', 'c', 0x03};

  private HostileSite site;
  private Transport transport;

  @BeforeEach
  void open() throws IOException {
    site = new HostileSite();
    transport = new Transport(new Transport.Identity("FangzhiTest/1 (+mailto:a@b.cn)"), SMALL, 4);
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    site.close();
  }

  @Test
  void keepsTheHeadByteForByte() {
    String head =
        "HTTP/1.1 200 All right then\r\nServer: x\r\nX-ODD:  two  blanks\r\nset-cookie: a=1\r\n"
            + "Set-Cookie: b=2\r\nX-Latin: caf\u00e9\r\nX-Lf: alone\nContent-Type: text/html\r\n"
            + "X-Folded: one\r\n  two\r\nconTENT-length: 3\r\n\r\n";
    site.raw("/a", head + "abc");

    Fetched fetched = fetch("/a");

    assertThat(new String(fetched.head().bytes(), ISO_8859_1)).isEqualTo(head);
    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.body()).isEqualTo("abc".getBytes(UTF_8));
    assertThat(fetched.head().first("x-folded")).isEqualTo("one two");
    assertThat(fetched.head().fields().stream().map(Head.Field::name))
        .containsExactly(
            "Server",
            "X-ODD",
            "set-cookie",
            "Set-Cookie",
            "X-Latin",
            "X-Lf",
            "Content-Type",
            "X-Folded",
            "conTENT-length");
    assertThat(fetched.ip()).isEqualTo("127.0.0.1");
    assertThat(fetched.tls()).isNull();
    assertThat(fetched.failure()).isNull();
  }

  @Test
  void keepsTheRequestAsSent() {
    site.page("/a", 200, new byte[0]);

    Fetched fetched =
        transport.fetch(
            Ask.of(site.url("/a"))
                .allowingPrivate()
                .unless("W/\"x\"", "Wed, 21 Oct 2015 07:28:00 GMT"));

    assertThat(new String(fetched.requestHead(), ISO_8859_1)).isEqualTo(site.requests.get(0));
    assertThat(site.requests.get(0))
        .startsWith("GET /a HTTP/1.1\r\n")
        .contains("User-Agent: FangzhiTest/1 (+mailto:a@b.cn)\r\n")
        .contains("Accept-Encoding: gzip\r\n")
        .contains("If-None-Match: W/\"x\"\r\n")
        .contains("If-Modified-Since: Wed, 21 Oct 2015 07:28:00 GMT\r\n")
        .doesNotContain("Upgrade");
  }

  @Test
  void aValidatorCannotSmuggleInAHeader() {
    site.page("/a", 200, new byte[0]);
    transport.fetch(Ask.of(site.url("/a")).allowingPrivate().unless("\"x\"\r\nEvil: 1", null));
    assertThat(site.requests.get(0)).doesNotContain("Evil");
  }

  @Test
  void gzipStaysOnTheWireSideAndIsUndoneForThePayload() {
    byte[] page = "<html>政府信息公开</html>".repeat(100).getBytes(UTF_8);
    byte[] packed = HostileSite.gzip(page);
    site.page("/gz", 200, packed, "Content-Encoding: gzip");

    Fetched fetched = fetch("/gz");

    assertThat(fetched.body()).isEqualTo(packed);
    assertThat(fetched.payload()).isEqualTo(page);
    assertThat(fetched.coding()).isEqualTo("gzip");
    assertThat(fetched.head().first("Content-Encoding")).isEqualTo("gzip");
  }

  @Test
  void codingsThatWereNotAskedForAreUndone() throws Exception {
    byte[] page = "<html>政府信息公开年度报告</html>".getBytes(UTF_8);
    byte[] packed = HostileSite.gzip(page);
    site.page("/unsaid", 200, packed, "Content-Type: text/html");
    site.page("/file", 200, packed, "Content-Type: application/gzip");
    byte[] trailing = Arrays.copyOf(packed, packed.length + 7);
    site.page("/trailing", 200, trailing, "Content-Encoding: gzip");
    site.page("/zlib", 200, deflated(page, false), "Content-Encoding: deflate");
    site.page("/raw", 200, deflated(page, true), "Content-Encoding: deflate");
    site.page("/br", 200, BROTLI_ABC, "Content-Encoding: br");

    for (String path : new String[] {"/unsaid", "/trailing", "/zlib", "/raw"}) {
      Fetched fetched = fetch(path);
      assertThat(fetched.failure()).as(path).isNull();
      assertThat(fetched.payload()).as(path).isEqualTo(page);
    }
    assertThat(fetch("/unsaid").coding()).isEqualTo("gzip");
    assertThat(fetch("/file").payload()).isEqualTo(packed);
    assertThat(new String(fetch("/br").payload(), UTF_8)).isEqualTo("abc");
  }

  private static byte[] deflated(byte[] bytes, boolean raw) {
    java.util.zip.Deflater deflater = new java.util.zip.Deflater(9, raw);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[1000];
    return Arrays.copyOf(out, deflater.deflate(out));
  }

  @Test
  void aBodyLongerThanAnnouncedDoesNotSpoilTheNextAnswer() {
    site.on(
        "/short",
        (head, out) -> kept(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello world"));
    site.on(
        "/304",
        (head, out) -> kept(out, "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nbody"));
    site.page("/next", 200, "next".getBytes(UTF_8));
    for (int i = 0; i < 3; i++) {
      assertThat(fetch("/short").payload()).isEqualTo("hello".getBytes(UTF_8));
      assertThat(fetch("/next").payload()).isEqualTo("next".getBytes(UTF_8));
      assertThat(fetch("/304").status()).isEqualTo(304);
      assertThat(fetch("/next").payload()).isEqualTo("next".getBytes(UTF_8));
    }
  }

  private static boolean kept(java.io.OutputStream out, String answer) throws IOException {
    out.write(answer.getBytes(ISO_8859_1));
    out.flush();
    return true;
  }

  @Test
  void aPageThatIsWholeIsTakenThoughMoreWasAnnounced() {
    String announced = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n";
    site.raw("/whole", announced + "\r\n<html>report</html>\r\n");
    site.raw(
        "/unended",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n<html>rep</html>    \r\n");
    byte[] packed = HostileSite.gzip("plain text".getBytes(UTF_8));
    site.on(
        "/packed",
        (head, out) -> {
          out.write((announced + "Content-Encoding: gzip\r\n\r\n").getBytes(UTF_8));
          out.write(packed);
          return false;
        });
    site.raw("/torn", announced + "\r\n<html>rep");

    for (String path : new String[] {"/whole", "/unended", "/packed"}) {
      Fetched fetched = fetch(path);
      assertThat(fetched.failure()).as(path).isNull();
      assertThat(fetched.truncated()).as(path).isEqualTo(Truncation.DISCONNECT);
    }
    assertThat(new String(fetch("/packed").payload(), UTF_8)).isEqualTo("plain text");
    assertFailure(fetch("/torn"), Kind.RESET, "ended before it was whole");
  }

  @Test
  void chunksCountMoreThanALength() {
    site.raw(
        "/both",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
    assertThat(fetch("/both").payload()).isEqualTo("abcde".getBytes(UTF_8));
  }

  @Test
  void http10EndsWithTheConnectionOrIsKeptWhenItSaysSo() {
    site.raw("/old", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\nto the end");
    site.on(
        "/kept",
        (head, out) ->
            kept(out, "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"));
    assertThat(fetch("/old").payload()).isEqualTo("to the end".getBytes(UTF_8));
    assertThat(fetch("/kept").payload()).isEqualTo("ok".getBytes(UTF_8));
    assertThat(fetch("/kept").payload()).isEqualTo("ok".getBytes(UTF_8));
  }

  @Test
  void aRedirectToNowhereIsItsOwnAnswer() {
    site.page("/nowhere", 302, "see elsewhere".getBytes(UTF_8));
    site.page("/blank", 301, new byte[0], "Location: ");
    for (String path : new String[] {"/nowhere", "/blank"}) {
      Fetched fetched = fetch(path);
      assertThat(fetched.hops()).isEmpty();
      assertThat(Judge.judge(fetched, null).outcome()).isEqualTo(Outcome.FAILED);
      assertThat(Judge.judge(fetched, null).reason()).contains("30");
    }
  }

  @Test
  void whereOneFamilyOfAddressesDoesNotConnectTheOtherIsTried() throws Exception {
    byte[] six = new byte[16];
    six[15] = 1;
    byte[] four = {127, 0, 0, 1};
    byte[] nobody = {127, 0, 0, 9};
    site.page("/a", 200, "here".getBytes(UTF_8));
    DnsResolver names =
        new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress reachable = InetAddress.getByAddress(host, four);
            InetAddress other = InetAddress.getByAddress(host, six);
            InetAddress closed = InetAddress.getByAddress(host, nobody);
            return host.startsWith("six")
                ? new InetAddress[] {other, other, other, other, reachable}
                : new InetAddress[] {closed, reachable};
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        };
    assertThat(new Families(names).resolve("six.example.cn"))
        .extracting(address -> address.getAddress().length)
        .containsExactly(16, 4, 16, 16);
    try (Transport both = new Transport(new Transport.Identity("FangzhiTest/1"), SMALL, 4, names)) {
      for (String host : new String[] {"six.example.cn", "four.example.cn"}) {
        Fetched fetched =
            both.fetch(Ask.of("http://" + host + ":" + site.port() + "/a").allowingPrivate());
        assertThat(fetched.payload()).as(host).isEqualTo("here".getBytes(UTF_8));
        assertThat(fetched.ip()).isEqualTo("127.0.0.1");
      }
    }
  }

  @Test
  void chunksAreJoined() {
    site.raw(
        "/c",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assertThat(fetch("/c").payload()).isEqualTo("abcde".getBytes(UTF_8));
  }

  @Test
  void aGzipBombIsRefused() {
    site.page("/bomb", 200, HostileSite.gzip(new byte[3_000_000]), "Content-Encoding: gzip");
    Fetched fetched = fetch("/bomb");
    assertFailure(fetched, Kind.BAD_CODING, "decompression bomb");
    assertThat(fetched.payload()).isEmpty();
    assertThat(fetched.body()).isNotEmpty();
  }

  @Test
  void brokenAndUnknownCodingsAreNamed() {
    site.page("/broken", 200, "plain".getBytes(UTF_8), "Content-Encoding: gzip");
    site.page("/br", 200, "x".getBytes(UTF_8), "Content-Encoding: br");
    site.page("/aes", 200, "x".getBytes(UTF_8), "Content-Encoding: aes128gcm");
    byte[] whole = HostileSite.gzip("some text".getBytes(UTF_8));
    site.page("/cut", 200, Arrays.copyOf(whole, whole.length - 9), "Content-Encoding: gzip");
    assertFailure(fetch("/broken"), Kind.BAD_CODING, "gzip, but that is broken");
    assertFailure(fetch("/br"), Kind.BAD_CODING, "br, but that is broken");
    assertFailure(fetch("/aes"), Kind.BAD_CODING, "'aes128gcm'");
    assertFailure(fetch("/cut"), Kind.BAD_CODING, "broken");
  }

  @Test
  void anEndlessBodyIsCutAtTheBound() {
    site.on(
        "/endless",
        (head, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          byte[] more = new byte[10_000];
          while (true) {
            out.write(more);
          }
        });
    Fetched fetched = fetch("/endless");
    assertFailure(fetched, Kind.TOO_LARGE, "larger than 100000 bytes");
    assertThat(fetched.truncated()).isEqualTo(Truncation.SIZE);
    assertThat(fetched.body()).hasSize(100_000);
  }

  @Test
  void anAnnouncedGiantIsNotReadAtAll() {
    site.raw("/giant", "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nabc");
    Fetched fetched = fetch("/giant");
    assertFailure(fetched, Kind.TOO_LARGE, "9999999999 bytes announced");
    assertThat(fetched.body()).isEmpty();
  }

  @Test
  void aSlowDripEndsAtTheTotalTime() {
    site.on(
        "/drip",
        (head, out) -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".getBytes(UTF_8));
          return drip(out);
        });
    long start = System.nanoTime();
    Fetched fetched = fetch("/drip");
    assertFailure(fetched, Kind.TIMEOUT, "not read to its end within 900 ms");
    assertThat(fetched.truncated()).isEqualTo(Truncation.TIME);
    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.body()).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aHeadThatDripsEndsAtTheTotalTimeToo() {
    site.on(
        "/drip",
        (head, out) -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
          return drip(out);
        });
    Fetched fetched = fetch("/drip");
    assertFailure(fetched, Kind.TIMEOUT, "within 900 ms");
    assertThat(fetched.status()).isZero();
  }

  @Test
  void silenceEndsAtTheResponseTime() {
    site.on("/silent", (head, out) -> drip(null));
    assertFailure(fetch("/silent"), Kind.TIMEOUT, "sends nothing for 400 ms");
  }

  @Test
  void aCutBodyKeepsWhatCame() {
    site.raw("/cut", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this");
    Fetched fetched = fetch("/cut");
    assertFailure(fetched, Kind.RESET, "ended before it was whole");
    assertThat(fetched.truncated()).isEqualTo(Truncation.DISCONNECT);
    assertThat(fetched.body()).isEqualTo("only this".getBytes(UTF_8));
  }

  @Test
  void floodsOfHeadersAreRefused() {
    site.raw("/many", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(60) + "\r\n");
    site.raw("/long", "HTTP/1.1 200 OK\r\nX: " + "y".repeat(9_000) + "\r\n\r\n");
    assertFailure(fetch("/many"), Kind.TOO_LARGE, "50 lines and 8000 bytes");
    assertFailure(fetch("/long"), Kind.TOO_LARGE, "50 lines and 8000 bytes");
  }

  @Test
  void whatIsNotHttpIsNamed() {
    site.raw("/ssh", "SSH-2.0-OpenSSH_8.4\r\n\r\n");
    site.raw("/length", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n");
    site.raw("/nothing", "");
    site.raw("/half", "HTTP/1.1 200 OK\r\nServer: x\r\n");
    assertFailure(fetch("/ssh"), Kind.MALFORMED_RESPONSE, "does not answer in HTTP");
    assertFailure(fetch("/length"), Kind.MALFORMED_RESPONSE, "does not answer in HTTP");
    assertFailure(fetch("/nothing"), Kind.RESET, "without an answer");
    assertFailure(fetch("/half"), Kind.RESET, "ended before it was whole");
  }

  @Test
  void redirectsAreHops() {
    site.page("/1", 301, new byte[0], "Location: /2?x=\u00d6\u00d0");
    site.page("/2", 302, "moved".getBytes(UTF_8), "Location: ../3");
    site.page("/3", 200, "here".getBytes(UTF_8));
    Fetched fetched = fetch("/1");
    assertThat(fetched.payload()).isEqualTo("here".getBytes(UTF_8));
    assertThat(fetched.finalUrl()).isEqualTo(site.url("/3"));
    assertThat(fetched.hops()).extracting(Hop::status).containsExactly(301, 302);
    assertThat(fetched.hops())
        .extracting(Hop::url)
        .containsExactly(site.url("/1"), site.url("/2?x=%D6%D0"));
    assertThat(new String(fetched.hops().get(0).head().bytes(), ISO_8859_1))
        .startsWith("HTTP/1.1 301 X\r\nLocation: /2?x=\u00d6\u00d0\r\n");
  }

  @Test
  void redirectsInACircleEnd() {
    site.page("/a", 302, new byte[0], "Location: /b");
    site.page("/b", 302, new byte[0], "Location: /a");
    site.on(
        "/deeper",
        (head, out) -> {
          out.write(HostileSite.answer(302, new byte[0], "Location: /deeper?" + System.nanoTime()));
          return true;
        });
    assertFailure(fetch("/a"), Kind.REDIRECT_LOOP, "in a circle, to " + site.url("/a"));
    assertFailure(fetch("/deeper"), Kind.REDIRECT_LOOP, "more than 4 redirects");
    assertThat(fetch("/deeper").hops()).hasSize(4);
  }

  @Test
  void aRedirectElsewhereIsCheckedAnew() {
    site.page("/ftp", 302, new byte[0], "Location: ftp://example.cn/x");
    assertFailure(fetch("/ftp"), Kind.INVALID_ADDRESS, "redirects to 'ftp://example.cn/x'");

    // a public site that redirects inward, seen through a proxy
    site.page("http://www.example.gov.cn/in", 302, new byte[0], "Location: http://10.0.0.1/admin");
    Fetched inward = transport.fetch(byProxy("http://www.example.gov.cn/in"));
    assertFailure(inward, Kind.ADDRESS_REFUSED, "10.0.0.1");
    assertThat(inward.hops()).hasSize(1);
    assertThat(site.requests).hasSize(2);
  }

  @Test
  void theProxyOfTheSourceIsUsed() {
    site.page("http://www.example.gov.cn/x", 200, "by proxy".getBytes(UTF_8));
    Fetched fetched = transport.fetch(byProxy("http://www.example.gov.cn/x"));
    assertThat(fetched.payload()).isEqualTo("by proxy".getBytes(UTF_8));
    assertThat(site.requests.get(0)).startsWith("GET http://www.example.gov.cn/x HTTP/1.1\r\n");
    assertThat(new String(fetched.requestHead(), ISO_8859_1)).isEqualTo(site.requests.get(0));
  }

  private Ask byProxy(String url) {
    return new Ask(url, null, null, false, URI.create(site.url("")));
  }

  @Test
  void aCookieSetByARedirectToItselfIsSentBackAndThenForgotten() {
    Behaviours.cookieWall(site, "/wall");
    Fetched fetched = fetch("/wall");
    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.hops()).hasSize(1);
    assertThat(site.requests.get(1)).contains("Cookie: CT6TS=abc");

    fetch("/wall");
    assertThat(site.requests.get(2)).doesNotContain("Cookie:");
  }

  @Test
  void privateAddressesAreRefusedUnlessAllowed() {
    site.page("/a", 200, new byte[0]);
    Fetched fetched = transport.fetch(Ask.of(site.url("/a")));
    assertFailure(fetched, Kind.ADDRESS_REFUSED, "allow-private-addresses: true");
    assertFailure(
        transport.fetch(Ask.of("http://localhost:" + site.port() + "/a")),
        Kind.ADDRESS_REFUSED,
        "not public");
    assertFailure(
        transport.fetch(Ask.of("http://[::ffff:127.0.0.1]:" + site.port() + "/a")),
        Kind.ADDRESS_REFUSED,
        "not public");
    assertFailure(
        transport.fetch(Ask.of("http://2130706433:" + site.port() + "/a")),
        Kind.ADDRESS_REFUSED,
        "not public");
    assertThat(site.requests).isEmpty();
  }

  @Test
  void aConnectionOfAnAllowedRequestIsNotLentToAnother() {
    site.page("/a", 200, new byte[0]);
    assertThat(fetch("/a").status()).isEqualTo(200);
    assertFailure(transport.fetch(Ask.of(site.url("/a"))), Kind.ADDRESS_REFUSED, "not public");
  }

  @Test
  void nobodyThereAndNoName() throws IOException {
    try (Socket bound = new Socket()) { // a port held but not listened at, so that nobody takes it
      bound.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = bound.getLocalPort();
      Fetched fetched = transport.fetch(Ask.of("http://127.0.0.1:" + port + "/").allowingPrivate());
      assertFailure(fetched, Kind.CONNECTION_REFUSED, "nothing listens at 127.0.0.1:" + port);
      assertThat(fetched.requestHead()).isEmpty();
    }
    assertFailure(transport.fetch(Ask.of("http://no.such.invalid/")), Kind.DNS, "has no address");
    assertFailure(
        transport.fetch(Ask.of("mailto:x@y.cn")), Kind.INVALID_ADDRESS, "no http(s) address");
  }

  @Test
  void aKeptConnectionThatTheServerClosedIsNoFailure() {
    site.on(
        "/once",
        (head, out) -> {
          out.write(HostileSite.answer(200, "x".getBytes(UTF_8)));
          return false; // closes without saying so
        });
    for (int i = 0; i < 20; i++) {
      assertThat(fetch("/once").failure()).isNull();
    }
  }

  @Test
  void oddAddressesAreAskedAsTheyStand() {
    String[] odd = {
      "/a|b",
      "/{{user.home}}/${x}",
      "/~user/a%20b",
      "/q?x=%D6%D0%B9%FA&y=[1]",
      "//double//x",
      "/名",
      "/%zz",
      "/a;b=1,2?c=d?e=f",
      "/x'y\"z`^",
      "/?",
      "/a+b?c+d"
    };
    String[] sent = {
      "/a%7Cb",
      "/%7B%7Buser.home%7D%7D/$%7Bx%7D",
      "/~user/a%20b",
      "/q?x=%D6%D0%B9%FA&y=%5B1%5D",
      "//double//x",
      "/%E5%90%8D",
      "/%25zz",
      "/a;b=1,2?c=d?e=f",
      "/x'y%22z%60%5E",
      "/?",
      "/a+b?c+d"
    };
    for (String path : odd) {
      assertThat(fetch(path).status()).as(path).isEqualTo(404);
    }
    assertThat(site.requests).extracting(head -> head.split(" ")[1]).containsExactly(sent);
  }

  private Fetched fetch(String path) {
    return transport.fetch(Ask.of(site.url(path)).allowingPrivate());
  }

  private static void assertFailure(Fetched fetched, Kind kind, String words) {
    assertThat(fetched.failure()).isNotNull();
    assertThat(fetched.failure().kind()).as(fetched.failure().message()).isEqualTo(kind);
    assertThat(fetched.failure().message()).contains(words);
  }

  /** A byte every 20 ms until the other side goes away, or silence. */
  private static boolean drip(java.io.OutputStream out) throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      Thread.sleep(20); // the slowness is what is tested
      if (out != null) {
        out.write('x');
        out.flush();
      }
    }
    return false;
  }
}
