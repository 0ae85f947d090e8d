package org.fangzhi.crawl;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Requests a second against a site in the same process; the figures of decision 0001. */
public final class FetchBench {
  private FetchBench() {}

  /** Runs all; arguments: threads (8), requests of each kind (20000). */
  public static void main(String[] arguments) throws Exception {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
    try (HostileSite site = new HostileSite();
        Transport transport =
            new Transport(new Transport.Identity("FangzhiBench/1"), Bounds.DEFAULT, threads)) {
      CamelContext camel = new DefaultCamelContext();
      byte[] page = new byte[20 << 10];
      site.page("/page", 200, page, "Content-Type: text/html");
      site.page("/gz", 200, HostileSite.gzip(page), "Content-Encoding: gzip");
      site.on(
          "/304",
          (head, out) -> {
            out.write("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n".getBytes());
            return true;
          });
      camel.getRegistry().bind("archival", new FetchClient(transport));
      Resource yaml = ResourceHelper.fromString("fetch.yaml", FetchRouteTest.ROUTE);
      for (var each : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(yaml)) {
        camel.addRoutes(each);
      }
      camel.start();
      ProducerTemplate route = camel.createProducerTemplate();
      for (int round = 0; round < 3; round++) {
        for (String path : new String[] {"/page", "/gz", "/304"}) {
          Ask ask = Ask.of(site.url(path)).allowingPrivate();
          run("transport alone " + path, threads, requests, () -> transport.fetch(ask));
          run(
              "through the route " + path,
              threads,
              requests,
              () -> {
                Chain chain = transport.chain(ask);
                route.send("direct:fetch", e -> e.setProperty("chain", chain));
                return chain.fetched();
              });
        }
        site.requests.clear();
      }
      camel.stop();
    }
  }

  private static void run(String what, int threads, int requests, Supplier<Fetched> fetch)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(requests);
    CountDownLatch done = new CountDownLatch(threads);
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      pool.execute(
          () -> {
            while (left.getAndDecrement() > 0) {
              if (fetch.get().failure() != null) {
                failed.incrementAndGet();
              }
            }
            done.countDown();
          });
    }
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%-28s %6.0f/s  failed %d%n", what, requests / seconds, failed.get());
    pool.shutdown();
  }
}
