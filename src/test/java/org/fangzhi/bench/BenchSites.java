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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves sites full of generated reports on loopback, as a process of its own so that it is not
 * measured along: {@code BenchSites SITES PAGES KILOBYTES PORTFILE}. When all sites answer, the
 * port file gets a line {@code host:port} for each. A site's column is {@code /zwgk/nb/}, in TRS
 * paging; every article carries an ETag and is not sent again to who has it.
 */
public final class BenchSites implements AutoCloseable {
  static final String COLUMN = "/zwgk/nb/";

  private static final int PER_LIST = 20;
  private static final Pattern ARTICLE =
      Pattern.compile(COLUMN + "\\d{6}/t\\d{8}_(\\d{1,8})\\.html");
  private static final Pattern LIST = Pattern.compile(COLUMN + "(?:index(?:_(\\d{1,6}))?\\.html)?");

  private final EventLoopGroup threads = new NioEventLoopGroup(2);
  private final int pages;
  private final BenchPage frame;
  private final List<String> hosts = new ArrayList<>();

  BenchSites(int sites, int pages, int bytes) throws InterruptedException {
    this.pages = pages;
    this.frame = BenchPage.ofSize(bytes);
    for (int i = 0; i < sites; i++) {
      hosts.add("127.0.0.1:" + listen(i));
    }
  }

  private int listen(int site) throws InterruptedException {
    Channel channel =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        // connections are kept, also after a 304, as real servers do
                        .addLast(new HttpServerCodec())
                        .addLast(new BenchHandler(request -> answer(site, request)));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Serves until the process is ended. */
  @SuppressWarnings("resource") // serves until the process is ended
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 4) {
      System.err.println("usage: BenchSites SITES PAGES KILOBYTES PORTFILE");
      System.exit(2);
    }
    BenchSites sites =
        new BenchSites(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]) * 1000);
    Path written = Path.of(args[3] + ".tmp");
    Files.write(written, sites.hosts());
    Files.move(written, Path.of(args[3]), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Host and port of each site. */
  List<String> hosts() {
    return List.copyOf(hosts);
  }

  private FullHttpResponse answer(int site, HttpRequest request) {
    String path = request.uri();
    Matcher article = ARTICLE.matcher(path);
    Matcher list = LIST.matcher(path);
    if (article.matches() && Integer.parseInt(article.group(1)) < pages) {
      int page = Integer.parseInt(article.group(1));
      String etag = "\"" + site + "-" + page + "\"";
      boolean known = etag.equals(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
      FullHttpResponse response =
          known
              ? answer(HttpResponseStatus.NOT_MODIFIED, "text/html", Unpooled.EMPTY_BUFFER)
              : answer(HttpResponseStatus.OK, "text/html", frame.of(BenchReport.of(site, page)));
      response.headers().set(HttpHeaderNames.ETAG, etag);
      return response;
    }
    if (list.matches()) {
      int number = list.group(1) == null ? 0 : Integer.parseInt(list.group(1));
      return answer(HttpResponseStatus.OK, "text/html", utf8(list(site, number)));
    }
    if (path.equals("/robots.txt")) {
      return answer(HttpResponseStatus.OK, "text/plain", utf8("User-agent: *\nAllow: /\n"));
    }
    return answer(HttpResponseStatus.NOT_FOUND, "text/html", utf8("<h1>404</h1>"));
  }

  private static FullHttpResponse answer(HttpResponseStatus status, String type, ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    if (status != HttpResponseStatus.NOT_MODIFIED) {
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    }
    return response;
  }

  private static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  /** The address of a page's article below the column. */
  static String address(int page) {
    int year = BenchReport.year(page) + 1;
    return year + "01/t" + year + "0120_" + page + ".html";
  }

  private String list(int site, int number) {
    StringBuilder html =
        new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">")
            .append("<title>政府信息公开年报</title></head>\n<body><ul>\n");
    for (int page = number * PER_LIST; page < Math.min(pages, (number + 1) * PER_LIST); page++) {
      BenchReport report = BenchReport.of(site, page);
      html.append(
          "<li><a href=\"./%s\">%s</a><span>%d-01-20</span></li>\n"
              .formatted(address(page), report.title(), report.year() + 1));
    }
    int lists = (pages + PER_LIST - 1) / PER_LIST;
    return html.append(
            "</ul><script>createPageHTML(%d, %d, \"index\", \"html\");</script></body></html>\n"
                .formatted(lists, number))
        .toString();
  }

  @Override
  public void close() {
    threads.shutdownGracefully();
  }
}
