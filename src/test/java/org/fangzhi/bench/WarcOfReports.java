package org.fangzhi.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;

/** A WARC file of generated reports, as another crawler might have written it. */
final class WarcOfReports {
  private static final int PAGES = 1_000;
  private static final Instant BEGUN = Instant.parse("2025-03-01T00:00:00Z");

  private WarcOfReports() {}

  /** Writes so many reports of about so many kilobytes, a thousand a site. */
  public static void main(String[] arguments) throws IOException {
    int reports = Integer.parseInt(arguments[0]);
    BenchPage page = BenchPage.ofSize(Integer.parseInt(arguments[1]) * 1_000);
    try (WarcWriter writer =
        new WarcWriter(
            FileChannel.open(
                Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            WarcCompression.GZIP)) {
      for (int n = 0; n < reports; n++) {
        write(writer, page, n);
      }
    }
  }

  private static void write(WarcWriter writer, BenchPage page, int number) throws IOException {
    int site = number / PAGES;
    String host = "site%d.example.cn".formatted(site);
    String path = "/zwgk/nb/t%d.html".formatted(number % PAGES);
    ByteBuf bytes = page.of(BenchReport.of(site, number % PAGES));
    HttpResponse http =
        new HttpResponse.Builder(200, "OK")
            .addHeader("Server", "nginx")
            .body(MediaType.parse("text/html; charset=utf-8"), ByteBufUtil.getBytes(bytes))
            .build();
    bytes.release();
    Instant at = BEGUN.plusSeconds(number);
    WarcResponse response =
        new WarcResponse.Builder("http://" + host + path).date(at).body(http).build();
    writer.write(response);
    writer.write(
        new WarcRequest.Builder("http://" + host + path)
            .date(at)
            .concurrentTo(response.id())
            .body(
                MediaType.HTTP_REQUEST,
                "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n"
                    .formatted(path, host)
                    .getBytes(StandardCharsets.US_ASCII))
            .build());
  }
}
