package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fangzhi.store.Claims;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site that takes longer to answer than a lease lasts, while another node looks for work. */
@Tag("kill")
class SlowSiteTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration ANSWER = Claims.LEASE.plusSeconds(10);

  @Test
  void its_page_is_asked_for_once_and_its_answer_counts() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          boolean robots = exchange.getRequestURI().getPath().equals("/robots.txt");
          if (!robots) {
            asked.incrementAndGet();
            try {
              never.await(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
          byte[] body =
              "<html><title>公告</title><body>今天没有公告，明天也没有。</body></html>"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(robots ? 404 : 200, robots ? -1 : body.length);
          if (!robots) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    String yaml =
        """
        id: slow
        name: 很慢的网站
        entries: [{url: "http://127.0.0.1:%d/"}]
        politeness: {delay: 0s}
        allow-private-addresses: true
        """
            .formatted(server.getAddress().getPort());
    try {
      Future<?> harvest =
          threads.submit(
              () -> {
                new Harvests(database, Map.of("slow.yaml", yaml), Map.of()).once();
                return null;
              });
      Claims other = new Claims(new Transactions(database.dataSource()), "other");
      AtomicInteger taken = new AtomicInteger();
      Harvests.until(
          "the harvest ends",
          ANSWER.multipliedBy(2),
          () -> {
            if (asked.get() > 0 && !harvest.isDone()) {
              taken.addAndGet(other.pages(10, null, true).size());
            }
            return harvest.isDone();
          });
      harvest.get();
      assertThat(taken).hasValue(0);
      assertThat(asked).hasValue(1);
      assertThat(database.rows("select outcome from observation")).containsExactly(List.of("new"));
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
