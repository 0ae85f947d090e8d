package org.fangzhi.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many small sites, each on a loopback address of its own, that note when they are asked: {@code
 * PaceSites SITES PAGES DELAY_MS PORTFILE}. When it is ended it tells how the pace was kept, from
 * this log alone: the share of the ideal pace (that would ask each site again exactly a delay after
 * the request before), the shortest gap, and how many gaps were shorter than the delay.
 */
public final class PaceSites {
  private static final int PORT = 18080;

  private final byte[] list;
  private final List<List<Long>> log = new ArrayList<>();

  private PaceSites(int sites, int pages) {
    String entries =
        IntStream.range(0, pages)
            .mapToObj(
                i -> "<li><a href=\"/nb/%d.html\">某镇2023年政府信息公开工作年度报告（%d）</a></li>".formatted(i, i))
            .collect(Collectors.joining("\n", "<html><body><ul>", "</ul></body></html>"));
    list = entries.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < sites; i++) {
      log.add(new ArrayList<>());
    }
  }

  /** Serves until the process is ended. */
  public static void main(String[] args) throws Exception {
    int sites = Integer.parseInt(args[0]);
    long delay = Long.parseLong(args[2]);
    PaceSites served = new PaceSites(sites, Integer.parseInt(args[1]));
    // One thread: what it notes needs no lock, and it takes no more of the machine than it must.
    EventLoopGroup thread = new NioEventLoopGroup(1);
    ServerBootstrap server =
        new ServerBootstrap()
            .group(thread)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    int site = site(connection.localAddress());
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new BenchHandler(request -> served.answer(site, request)));
                  }
                });
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < sites; i++) {
      Channel channel = server.bind(address(i), PORT).sync().channel();
      hosts.add(address(i) + ":" + ((InetSocketAddress) channel.localAddress()).getPort());
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(served.told(delay))));
    Path written = Path.of(args[3] + ".tmp");
    Files.write(written, hosts);
    Files.move(written, Path.of(args[3]), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String address(int site) {
    return "127.1.%d.%d".formatted(site / 250, site % 250 + 1);
  }

  private static int site(InetSocketAddress local) {
    byte[] bytes = local.getAddress().getAddress();
    return (bytes[2] & 0xff) * 250 + (bytes[3] & 0xff) - 1;
  }

  private FullHttpResponse answer(int site, HttpRequest request) {
    log.get(site).add(System.nanoTime());
    String path = request.uri();
    if (path.equals("/nb/")) {
      return answer(HttpResponseStatus.OK, list);
    }
    return path.endsWith(".html")
        ? answer(
            HttpResponseStatus.OK,
            ("<html><body><p>某镇政务公开工作平稳有序。" + site + path + "</p></body></html>")
                .getBytes(StandardCharsets.UTF_8))
        : answer(HttpResponseStatus.NOT_FOUND, new byte[0]);
  }

  private static FullHttpResponse answer(HttpResponseStatus status, byte[] bytes) {
    ByteBuf body = Unpooled.wrappedBuffer(bytes);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    return response;
  }

  private String told(long delay) {
    long requests = 0;
    long gaps = 0;
    long tooShort = 0;
    double taken = 0;
    double shortest = Double.MAX_VALUE;
    for (List<Long> times : log) {
      requests += times.size();
      for (int i = 1; i < times.size(); i++) {
        double gap = (times.get(i) - times.get(i - 1)) / 1e6;
        gaps++;
        taken += gap;
        shortest = Math.min(shortest, gap);
        tooShort += gap < delay ? 1 : 0;
      }
    }
    return "requests %d, share of the ideal pace %.3f, shortest gap %.1f ms, shorter than %d ms: %d of %d"
        .formatted(requests, gaps * delay / taken, shortest, delay, tooShort, gaps);
  }
}
