package org.fangzhi.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Function;

/** Answers the requests of one connection in their order; bodies of requests are dropped. */
final class BenchHandler extends SimpleChannelInboundHandler<HttpObject> {
  private final Function<HttpRequest, FullHttpResponse> answer;

  BenchHandler(Function<HttpRequest, FullHttpResponse> answer) {
    this.answer = answer;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpRequest request) {
      context.write(answer.apply(request));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
